"""The reference cells put together to layers, directions and masks: the oracle of the fast passes."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from lstm_lib import lstm_cell_backward, lstm_cell_forward, softmax
from lstm_lib.fast import LSTM, blas
from lstm_lib.fast.products import choose_blocks, choose_product, choose_unit_major

# Relative to the largest entry of an array, but never to less than this: where terms cancel, an entry
# keeps the rounding of what it was made from, in the reference as well.
FLOOR = {np.dtype(np.float64): 1e-6, np.dtype(np.float32): 0.1}
TOLERANCE = {np.dtype(np.float64): 1e-12, np.dtype(np.float32): 1e-5}


class Network(NamedTuple):
    """A network, and inputs and upstream gradients for it, all drawn from one seed."""

    lstm: LSTM
    x: Any
    a0: Any
    c0: Any
    da: Any
    dy: Any
    dlogits: Any
    da_last: Any
    dc_last: Any


def draw_network(
    n_x: int = 3, n_a: int = 4, n_y: int = 2, m: int = 3, T: int = 5, *, layers: int = 1,
    bidirectional: bool = False, dtype: Any = np.float64, backend: Any = "numpy", seed: int = 1,
) -> Network:  # fmt: skip
    generator = np.random.default_rng(seed)

    def normal(*shape: int) -> Any:
        return generator.standard_normal(shape).astype(dtype)

    lstm = LSTM(
        n_x, n_a, n_y, layers=layers, bidirectional=bidirectional, dtype=dtype, backend=backend,
        seed=generator,
    )  # fmt: skip
    # Biases that are all alike would hide a bias put into the wrong gate.
    for name, value in lstm.parameters.items():
        if name.startswith("b"):
            value[...] = normal(*value.shape)
    directions = 1 + bidirectional
    states = (layers * directions, m, n_a)
    return Network(
        lstm, normal(T, m, n_x), normal(*states), normal(*states), normal(T, m, directions * n_a),
        normal(T, m, n_y), normal(T, m, n_y), normal(*states), normal(*states),
    )  # fmt: skip


def course_parameters(W: Any, b: Any) -> dict[str, Any]:
    """Name the stacked gates as the course does, in float64; the prediction plays no part."""
    n_a = len(W) // 4
    parameters = {"Wy": np.zeros((1, n_a)), "by": np.zeros((1, 1))}
    for k, gate in enumerate("ofic"):
        parameters[f"W{gate}"] = W[k * n_a : (k + 1) * n_a].astype(np.float64)
        parameters[f"b{gate}"] = b[k * n_a : (k + 1) * n_a].astype(np.float64)
    return parameters


class ComposedReference:
    """Forward and backward pass of a network, step by step, from the reference cells in float64."""

    def __init__(self, network: Network, keep: Any = None) -> None:
        self.network = network
        lstm, x = network.lstm, network.x.astype(np.float64)
        T, m = x.shape[:2]
        self.keep = np.ones((T, m), bool) if keep is None else keep
        self.caches: list[list[Any]] = []
        self.a_last, self.c_last = [], []
        layer_input = x
        for layer in range(lstm.network.layers):
            outputs = [
                self._direction(layer_input, k)
                for k in range(
                    lstm.network.directions * layer, lstm.network.directions * (layer + 1)
                )
            ]
            layer_input = np.concatenate(outputs, axis=2)
        self.a = layer_input
        self.Wy = lstm.parameters["Wy"].astype(np.float64)
        logits = self.a @ self.Wy.T + lstm.parameters["by"][:, 0]
        self.y = self._zero_skipped(softmax(logits.transpose(2, 0, 1)).transpose(1, 2, 0))
        self.logits = self._zero_skipped(logits)

    def backward(
        self, da: Any = 0.0, dy: Any = None, dlogits: Any = None, da_last: Any = None,
        dc_last: Any = None,
    ) -> dict[str, Any]:  # fmt: skip
        lstm = self.network.lstm
        directions, n_a = lstm.network.directions, lstm.network.n_a
        upstream = np.zeros_like(self.a) + da
        gradients: dict[str, Any] = {}
        if dy is not None:
            dlogits = self.y * (dy - (dy * self.y).sum(axis=2, keepdims=True))
        if dlogits is not None:
            inside = self._zero_skipped(dlogits.astype(np.float64))
            upstream = upstream + inside @ self.Wy
            gradients["Wy"] = np.einsum("tmk,tmn->kn", inside, self.a)
            gradients["by"] = inside.sum(axis=(0, 1))[:, None]
        zeros = np.zeros(self.network.a0.shape)
        da_last = zeros if da_last is None else da_last
        dc_last = zeros if dc_last is None else dc_last
        a0, c0 = np.zeros((2, *zeros.shape))
        for layer in reversed(range(lstm.network.layers)):
            below = 0.0
            for place in range(directions):
                k = layer * directions + place
                own = upstream[:, :, place * n_a : (place + 1) * n_a]
                dx, W, b, a0[k], c0[k] = self._direction_back(k, own, da_last[k], dc_last[k])
                gradients[f"W_{lstm.network.names[k]}"], gradients[f"b_{lstm.network.names[k]}"] = (
                    W,
                    b,
                )
                below = below + dx
            upstream = below
        return {**gradients, "x": upstream, "a0": a0, "c0": c0}

    def _zero_skipped(self, steps: Any) -> Any:
        return np.where(self.keep[:, :, None], steps, 0)

    def _times(self, k: int) -> list[int]:
        times = list(range(len(self.keep)))
        return times[::-1] if self.network.lstm.network.inputs[k][1] else times

    def _direction(self, x: Any, k: int) -> Any:
        lstm = self.network.lstm
        name = lstm.network.names[k]
        parameters = course_parameters(lstm.parameters[f"W_{name}"], lstm.parameters[f"b_{name}"])
        a, c = self.network.a0[k].T.astype(np.float64), self.network.c0[k].T.astype(np.float64)
        states = np.empty((*x.shape[:2], len(a)))
        caches = [None] * len(x)
        for t in self._times(k):
            counts = self.keep[t]
            xt = np.where(counts, x[t].T, 0)
            a_next, c_next, _, caches[t] = lstm_cell_forward(xt, a, c, parameters)
            a, c = np.where(counts, a_next, a), np.where(counts, c_next, c)
            states[t] = a.T
        self.caches.append(caches)
        self.a_last.append(a.T)
        self.c_last.append(c.T)
        return self._zero_skipped(states)

    def _direction_back(self, k: int, da: Any, da_last: Any, dc_last: Any) -> tuple[Any, ...]:
        carried, dc = da_last.T.astype(np.float64), dc_last.T.astype(np.float64)
        dx, sums = [None] * len(da), None
        for t in reversed(self._times(k)):
            counts = self.keep[t]
            # A skipped step is the identity on the states, so their gradients pass it unchanged.
            total = np.where(counts, da[t].T + carried, 0)
            step = lstm_cell_backward(total, np.where(counts, dc, 0), self.caches[k][t])
            dx[t] = step["dxt"].T
            carried = np.where(counts, step["da_prev"], carried)
            dc = np.where(counts, step["dc_prev"], dc)
            stacked = [np.concatenate([step[f"d{kind}{gate}"] for gate in "ofic"]) for kind in "Wb"]
            sums = (
                stacked
                if sums is None
                else [old + new for old, new in zip(sums, stacked, strict=True)]
            )
        return np.stack(dx), *sums, carried.T, dc.T


def assert_equal_to(actual: dict[str, Any], expected: dict[str, Any], dtype: Any) -> None:
    """Each array agrees, relative to its largest entry, and has the pass's own dtype."""
    assert actual.keys() == expected.keys()
    for name, value in expected.items():
        assert actual[name].dtype == dtype, name
        assert actual[name].shape == value.shape, name
        scale = max(float(np.abs(value).max(initial=0)), FLOOR[np.dtype(dtype)])
        difference = float(np.abs(actual[name] - value).max(initial=0))
        assert difference <= TOLERANCE[np.dtype(dtype)] * scale, (name, difference / scale)


@pytest.fixture(scope="session")
def network() -> Any:
    return draw_network


@pytest.fixture(scope="session")
def composed() -> Any:
    return ComposedReference


@pytest.fixture(scope="session")
def equal_to() -> Any:
    return assert_equal_to


@pytest.fixture(scope="session", params=["numpy", "numba"])
def backend(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(scope="session", params=[np.float64, np.float32], ids=["float64", "float32"])
def dtype(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def fast_small_products(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Choose products as in one thread on a processor with small kernels, whatever this one is."""
    monkeypatch.setattr(blas, "small_products_are_fast", lambda: True)
    monkeypatch.setattr(blas, "threads", lambda: 1)
    chosen = choose_product, choose_unit_major, choose_blocks
    for choose in chosen:
        choose.cache_clear()
    yield
    for choose in chosen:
        choose.cache_clear()
