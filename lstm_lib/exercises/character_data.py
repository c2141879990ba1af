"""The inputs on which the exercises of the character model are checked.

The sizes each take away a place where a mistake can hide: one example, as many units as classes
(where a transposed matrix still fits), a batch without padding, a range that clips nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
from cellcheck.exercise import DataSet

from lstm_lib.character_model.step_by_step import sample_name
from lstm_lib.exercises.data_sets import LSTM_DRAW
from lstm_lib.interface import LSTM_PARAMETERS

HIDDEN_SETS: Final = 3
FIRST_SEED: Final = 11
SHORTEST: Final = 3
MOST_ATTEMPTS: Final = 2000
Sizes = Mapping[str, int]
Draw = Callable[[str, np.random.RandomState, dict[str, Any]], tuple[Sizes, dict[str, Any]]]


def _step(n_y: int, n_a: int, m: int, T: int, **settings: Any) -> dict[str, Any]:
    return {"n_y": n_y, "n_a": n_a, "m": m, "T": T, **settings}


CLIP_SETS: Final = {
    "five units": {"n_x": 3, "n_a": 5, "n_y": 2, "scale": 20.0, "max_value": 10.0},
    "a narrow range": {"n_x": 2, "n_a": 3, "n_y": 4, "scale": 1.0, "max_value": 0.25},
    "one output": {"n_x": 4, "n_a": 2, "n_y": 1, "scale": 4.0, "max_value": 3.0},
    "nothing to clip": {"n_x": 5, "n_a": 2, "n_y": 3, "scale": 1.0, "max_value": 50.0},
    "everything too large": {"n_x": 2, "n_a": 4, "n_y": 3, "scale": 1e4, "max_value": 0.5},
}
SAMPLE_SETS: Final = {
    "ends by itself": {"n_y": 6, "n_a": 5, "longest": 12, "temperature": 1.0, "ends": True},
    "uses up the numbers": {"n_y": 5, "n_a": 3, "longest": 5, "temperature": 1.0, "ends": False},
    "cool": {"n_y": 4, "n_a": 4, "longest": 9, "temperature": 0.4, "ends": True},
    "hot": {"n_y": 7, "n_a": 2, "longest": 10, "temperature": 2.5, "ends": True},
    "many units": {"n_y": 3, "n_a": 8, "longest": 6, "temperature": 0.7, "ends": False},
}
STEP_SETS: Final = {
    "three names": _step(6, 5, 3, 5, padded=True, learning_rate=0.5, max_value=0.02),
    "one name": _step(7, 3, 1, 6, padded=False, learning_rate=0.1, max_value=0.05),
    "few units": _step(5, 2, 4, 3, padded=True, learning_rate=2.0, max_value=0.01),
    "as many units as classes": _step(4, 4, 5, 4, padded=True, learning_rate=0.2, max_value=0.02),
    "no padding": _step(3, 6, 2, 7, padded=False, learning_rate=0.3, max_value=0.03),
}

# Closer than this to the edge between two classes, rounding could decide what is drawn.
_CLEAR = 1e-4


def clip_data(seed: int | None) -> tuple[DataSet, ...]:
    """Data sets of `clip_gradients`."""

    def hidden(generator: np.random.Generator) -> dict[str, Any]:
        scale = float(generator.uniform(0.5, 30))
        return {
            **_sizes(generator, "n_x", "n_a", "n_y"),
            "scale": scale,
            "max_value": round(0.7 * scale, 3),
        }

    return _data_sets(CLIP_SETS, _draw_clip, hidden, seed)


def sample_data(seed: int | None) -> tuple[DataSet, ...]:
    """Data sets of `sample_name`."""

    def hidden(generator: np.random.Generator) -> dict[str, Any]:
        return {
            **_sizes(generator, "n_y", "n_a"),
            "longest": int(generator.integers(6, 12)),
            "temperature": round(float(generator.uniform(0.5, 2.0)), 2),
            "ends": bool(generator.integers(2)),
        }

    return _data_sets(SAMPLE_SETS, _draw_sample, hidden, seed)


def step_data(seed: int | None) -> tuple[DataSet, ...]:
    """Data sets of `character_training_step`."""

    def hidden(generator: np.random.Generator) -> dict[str, Any]:
        return {
            **_sizes(generator, "n_y", "n_a", "m", "T"),
            "padded": True,
            "learning_rate": round(float(generator.uniform(0.1, 1.0)), 2),
            "max_value": 0.02,
        }

    return _data_sets(STEP_SETS, _draw_step, hidden, seed)


def _data_sets(
    public: Mapping[str, dict[str, Any]],
    draw: Draw,
    hidden: Callable[[np.random.Generator], dict[str, Any]],
    seed: int | None,
) -> tuple[DataSet, ...]:
    def made(name: str, own_seed: int, wanted: dict[str, Any], *, shown: bool) -> DataSet:
        sizes, arrays = draw(name, np.random.RandomState(own_seed), wanted)
        return DataSet(name, sizes, arrays, shown)

    sets = [
        made(name, FIRST_SEED + place, wanted, shown=True)
        for place, (name, wanted) in enumerate(public.items())
    ]
    if seed is not None:
        generator = np.random.default_rng(seed)
        for number in range(HIDDEN_SETS):
            wanted = hidden(generator)
            own_seed = int(generator.integers(2**31))
            sets.append(made(f"hidden {number + 1}", own_seed, wanted, shown=False))
    return tuple(sets)


def _sizes(generator: np.random.Generator, *names: str) -> dict[str, int]:
    """Sizes that differ from one another, so that no axis can stand in for another one."""
    drawn = generator.permutation(np.arange(3, 10))[: len(names)]
    return {name: int(size) for name, size in zip(names, drawn, strict=True)}


def _draw_clip(
    _name: str, generator: np.random.RandomState, wanted: dict[str, Any]
) -> tuple[Sizes, dict[str, Any]]:
    sizes = {name: wanted[name] for name in ("n_x", "n_a", "n_y")}
    gradients = {
        f"d{name}": wanted["scale"] * array for name, array in _parameters(generator, sizes).items()
    }
    return sizes, {"gradients": gradients, "max_value": wanted["max_value"]}


def _draw_sample(
    _name: str, generator: np.random.RandomState, wanted: dict[str, Any]
) -> tuple[Sizes, dict[str, Any]]:
    sizes = {"n_x": wanted["n_y"], "n_a": wanted["n_a"], "n_y": wanted["n_y"]}
    temperature = wanted["temperature"]
    parameters = _parameters(generator, sizes)
    for _ in range(MOST_ATTEMPTS):
        uniforms = generator.random_sample(wanted["longest"])
        letters, probabilities = sample_name(parameters, uniforms, temperature)
        T = letters.shape[1]
        edges = np.abs(probabilities.cumsum(axis=0) - uniforms[:T]).min()
        if _as_wanted(letters, wanted) and edges > _CLEAR:
            arrays = {"parameters": parameters, "uniforms": uniforms, "temperature": temperature}
            return {"n_a": wanted["n_a"], "n_y": wanted["n_y"], "T": T}, arrays
        # Step by step towards a model that ends its names later, or sooner.
        too_short = T < SHORTEST or not wanted["ends"]
        parameters["by"][0] += -0.05 if too_short else 0.05
    raise RuntimeError(f"no name as wanted in {MOST_ATTEMPTS} attempts: {wanted}")


def _as_wanted(letters: Any, wanted: dict[str, Any]) -> bool:
    """Does the name end by itself, after some characters, or use up the numbers?"""
    T, ends = letters.shape[1], bool(letters[0, -1])
    if wanted["ends"]:
        return ends and SHORTEST <= T < wanted["longest"]
    return not ends and wanted["longest"] == T


def _draw_step(
    _name: str, generator: np.random.RandomState, wanted: dict[str, Any]
) -> tuple[Sizes, dict[str, Any]]:
    n_y, m, T = wanted["n_y"], wanted["m"], wanted["T"]
    sizes = {"n_x": n_y, "n_a": wanted["n_a"], "n_y": n_y}
    lengths = np.full(m, T)
    if wanted["padded"]:
        lengths[1:] = generator.randint(1, T, m - 1)
    mask = (np.arange(T) < lengths[:, None]).astype(float)
    classes = generator.randint(1, n_y, (m, T))
    classes[np.arange(T) >= lengths[:, None] - 1] = 0  # each name ends with the end mark
    one_hot = np.eye(n_y)
    targets = np.ascontiguousarray(one_hot[classes].transpose(2, 0, 1))
    x = np.zeros((n_y, m, T))
    x[:, :, 1:] = targets[:, :, :-1] * mask[:, 1:]
    arrays = {
        "x": x,
        "targets": targets,
        "mask": mask,
        "parameters": _parameters(generator, sizes),
        "learning_rate": wanted["learning_rate"],
        # Some entries of every gradient are larger, and some are not.
        "max_value": wanted["max_value"],
    }
    return {"n_y": n_y, "n_a": wanted["n_a"], "m": m, "T": T}, arrays


def _parameters(generator: np.random.RandomState, sizes: Sizes) -> dict[str, Any]:
    known = {**sizes, "1": 1, "n_a+n_x": sizes["n_a"] + sizes["n_x"]}
    drawn = {
        name: generator.standard_normal(tuple(known[axis] for axis in axes))
        for name, axes in LSTM_DRAW.items()
    }
    return {name: drawn[name] for name in LSTM_PARAMETERS}
