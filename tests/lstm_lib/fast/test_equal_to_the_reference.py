"""The two functions in the course's layout return what the reference functions return."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lstm_lib import gradient_check, lstm_backward, lstm_forward
from lstm_lib.fast import LSTM, WorkSpace, lstm_backward_fast, lstm_forward_fast

RELAXED = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def assert_same_passes(data, equal_to, dtype, backend, *, checkpoint=None, with_dy=True):
    """Compare with the reference in float64, which is the truth for float32 too."""
    exact = [
        {name: value.astype(np.float64) for name, value in each.items()}
        if isinstance(each, dict)
        else each.astype(np.float64)
        for each in data
    ]
    x, a0, parameters, da, dy, dc_last = exact
    *outputs, reference_caches = lstm_forward(x, a0, parameters)
    *fast, caches = lstm_forward_fast(
        data.x, data.a0, data.parameters, backend=backend, checkpoint=checkpoint
    )
    names = ("a", "y", "c")
    equal_to(dict(zip(names, fast, strict=True)), dict(zip(names, outputs, strict=True)), dtype)
    assert all(array.flags.c_contiguous for array in fast)

    chosen = {"dy": data.dy, "dc_last": data.dc_last} if with_dy else {}
    exactly = {"dy": dy, "dc_last": dc_last} if with_dy else {}
    gradients = lstm_backward_fast(data.da, caches, **chosen)
    dc0 = gradients.pop("dc0")
    assert dc0.shape == a0.shape
    equal_to(gradients, lstm_backward(da, reference_caches, **exactly), dtype)


@RELAXED
@given(
    n_x=st.integers(1, 6), n_a=st.integers(1, 9), n_y=st.integers(1, 4), m=st.integers(1, 5),
    T_x=st.integers(1, 8), data=st.data(), with_dy=st.booleans(), seed=st.integers(0, 1000),
)  # fmt: skip
def test_random_shapes(case, equal_to, dtype, backend, n_x, n_a, n_y, m, T_x, data, with_dy, seed):
    T = data.draw(st.integers(1, T_x))
    checkpoint = data.draw(st.none() | st.integers(1, T_x + 2))
    drawn = case(n_x, n_a, n_y, m, T_x, T=T, dtype=dtype, seed=seed)
    assert_same_passes(drawn, equal_to, dtype, backend, checkpoint=checkpoint, with_dy=with_dy)


@pytest.mark.parametrize(
    "sizes",
    [(5, 128, 3, 70, 24), (27, 100, 27, 1, 50), (3, 40, 2, 2, 700)],
    ids=["several groups of examples", "one example", "several blocks of steps"],
)
def test_sizes_that_are_cut_into_pieces(case, equal_to, dtype, backend, sizes):
    *shape, T_x = sizes
    drawn = case(*shape, T_x, T=T_x - 3, dtype=dtype)
    # Steep weights over many steps amplify rounding itself, in the reference as well.
    for name, value in drawn.parameters.items():
        drawn.parameters[name] = (value / 2).astype(dtype)
    assert_same_passes(drawn, equal_to, dtype, backend)


def test_gates_that_are_shut_keep_their_tiny_gradients(case, backend):
    drawn = case()
    drawn.parameters["bf"][...] = -30.0
    drawn.parameters["bi"][...] = -20.0
    *_, reference_caches = lstm_forward(drawn.x, drawn.a0, drawn.parameters)
    *_, caches = lstm_forward_fast(drawn.x, drawn.a0, drawn.parameters, backend=backend)
    expected = lstm_backward(drawn.da, reference_caches)
    actual = lstm_backward_fast(drawn.da, caches)
    assert 0 < np.abs(expected["dWf"]).max() < 1e-15
    for name in ("dWf", "dWi"):
        np.testing.assert_allclose(actual[name], expected[name], rtol=1e-12, atol=1e-27)


def test_saturated_gates(case, equal_to, backend):
    drawn = case()
    for name in ("Wf", "Wi", "Wc", "Wo"):
        drawn.parameters[name] = drawn.parameters[name] * 300
    assert_same_passes(drawn, equal_to, np.float64, backend)


def test_gates_far_beyond_the_range_of_exp(case, dtype, backend):
    drawn = case(dtype=dtype)
    for name in ("Wf", "Wi", "Wc", "Wo"):
        drawn.parameters[name] = drawn.parameters[name] * dtype(1e6)
    *outputs, caches = lstm_forward_fast(drawn.x, drawn.a0, drawn.parameters, backend=backend)
    expected = lstm_forward(drawn.x, drawn.a0, drawn.parameters)
    for actual, wanted in zip(outputs, expected, strict=False):
        np.testing.assert_allclose(actual, wanted, rtol=1e-6, atol=1e-12)
    assert all(np.isfinite(value).all() for value in lstm_backward_fast(drawn.da, caches).values())


def test_integers_and_mixed_dtypes_become_float64(case):
    drawn = case(dtype=np.float32)
    x = np.arange(drawn.x.size).reshape(drawn.x.shape) % 3
    a, y, c, caches = lstm_forward_fast(x, drawn.a0, drawn.parameters)
    gradients = lstm_backward_fast(drawn.da.astype(np.float64), caches)
    assert {array.dtype.name for array in (a, y, c, *gradients.values())} == {"float64"}
    np.testing.assert_allclose(a, lstm_forward(x, drawn.a0, drawn.parameters)[0], rtol=1e-6)


def test_nan_in_the_input_stays_where_it_comes_from(case, backend):
    drawn = case()
    drawn.x[0, 1, 1] = np.nan
    a = lstm_forward_fast(drawn.x, drawn.a0, drawn.parameters, backend=backend)[0]
    expected = lstm_forward(drawn.x, drawn.a0, drawn.parameters)[0]
    np.testing.assert_array_equal(np.isnan(a), np.isnan(expected))


def test_the_gradients_are_the_derivatives_of_the_fast_pass(case, backend):
    drawn = case(2, 3, 2, 2, 3)

    def forward(x, a0, parameters):
        return lstm_forward_fast(x, a0, parameters, backend=backend)

    check = gradient_check(forward, lstm_backward_fast, drawn.x, drawn.a0, drawn.parameters)
    assert check.passed, str(check)
    assert {"dWy", "dby", "dx", "da0"} < set(check.errors)


def test_arguments_and_results_share_no_memory(case, backend):
    drawn = case()
    before = [drawn.x.copy(), drawn.a0.copy(), drawn.da.copy()]
    space = WorkSpace()
    a, y, c, caches = lstm_forward_fast(
        drawn.x, drawn.a0, drawn.parameters, backend=backend, workspace=space
    )
    gradients = lstm_backward_fast(drawn.da, caches)
    results = [a, y, c, *gradients.values()]
    kept = [result.copy() for result in results]
    *_, caches = lstm_forward_fast(
        2 * drawn.x, drawn.a0, drawn.parameters, backend=backend, workspace=space
    )
    lstm_backward_fast(2 * drawn.da, caches)
    for result, copy in zip(results, kept, strict=True):
        np.testing.assert_array_equal(result, copy)
    for now, then in zip((drawn.x, drawn.a0, drawn.da), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize("checkpoint", [None, 2])
def test_both_layouts_agree_on_cell_states_and_lengths(case, backend, checkpoint):
    """`LSTM` is proven against the reference in test_networks.py."""
    drawn = case(3, 5, 2, 4, 6)
    c0, lengths = drawn.dc_last + 1, [6, 1, 3, 5]
    options = {"lengths": lengths, "checkpoint": checkpoint}
    a, y, c, caches = lstm_forward_fast(
        drawn.x, drawn.a0, drawn.parameters, c0=c0, backend=backend, **options
    )
    gradients = lstm_backward_fast(drawn.da, caches, dy=drawn.dy, dc_last=drawn.dc_last)

    lstm = LSTM.from_course(drawn.parameters, backend=backend)
    x, da, dy = (array.transpose(2, 1, 0).copy() for array in (drawn.x, drawn.da, drawn.dy))
    result = lstm.forward(x, drawn.a0.T[None].copy(), c0.T[None].copy(), **options)
    expected = lstm.backward(result, da, dy=dy, dc_last=drawn.dc_last.T[None].copy())
    pairs = {
        "a": (a, result.a.T), "y": (y, result.y.T), "dx": (gradients["dx"], expected.x.T),
        "da0": (gradients["da0"], expected.a0[0].T), "dc0": (gradients["dc0"], expected.c0[0].T),
        "dWo": (gradients["dWo"], expected.parameters["W_l0"][:5]),
        "dWy": (gradients["dWy"], expected.parameters["Wy"]),
        "dby": (gradients["dby"], expected.parameters["by"]),
    }  # fmt: skip
    for name, (actual, wanted) in pairs.items():
        np.testing.assert_allclose(actual, wanted, rtol=1e-12, atol=1e-15, err_msg=name)
    for example, length in enumerate(lengths):
        assert not c[:, example, length:].any()
        np.testing.assert_allclose(c[:, example, length - 1], result.c_last[0, example], rtol=1e-12)
