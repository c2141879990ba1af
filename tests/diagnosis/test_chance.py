"""Random numbers that reach the result, and memory that nobody has filled."""

import pytest

from .student_code import report, said

CELL = """
def rnn_cell_forward(xt, a_prev, parameters):
    p = parameters
    mask = np.empty(a_prev.shape)
    a_next = np.tanh(p["Wax"] @ xt + p["Waa"] @ a_prev + p["ba"])
    mask[:] = 1.0
    a_next = a_next * mask
    yt_pred = softmax(p["Wya"] @ a_next + p["by"])
    return a_next, yt_pred, (a_next, a_prev, xt, parameters)
"""
STEPS = """
def rnn_forward(x, a0, parameters):
    n_y, n_a = parameters["Wya"].shape
    m, T_x = x.shape[1:]
    a = np.random.randn(n_a, m, T_x)
    y_pred = np.empty((n_y, m, T_x))
    caches = []
    state = a0
    for t in range(T_x):
        state, y_pred[:, :, t], cache = rnn_cell_forward(x[:, :, t], state, parameters)
        a[:, :, t] = state
        caches.append(cache)
    return a, y_pred, (caches, x)
"""
BACK = """
def rnn_backward(da, caches):
    steps, x = caches
    n_a, m, T = da.shape
    dx = np.empty((x.shape[0], m, T))
    sums = {key: np.zeros_like(steps[0][3][key[1:]]) for key in ("dWax", "dWaa", "dba")}
    back = np.zeros((n_a, m))
    for t in reversed(range(T)):
        step = rnn_cell_backward(da[:, :, t] + back, steps[t])
        back = step["da_prev"]
        dx[:, :, t] = step["dxt"]
        for key in sums:
            sums[key] += step[key]
    return {"dx": dx, "da0": back, **sums}
"""


def test_what_is_drawn_or_empty_and_overwritten_later_is_right() -> None:
    for name, source in (
        ("rnn_cell_forward", CELL),
        ("rnn_forward", STEPS),
        ("rnn_backward", BACK),
    ):
        assert report(name, source).passed


@pytest.mark.parametrize(
    "drawn",
    [
        "np.random.rand(*a_next.shape) < 0.8",
        "np.random.binomial(1, 0.8, a_next.shape)",
        "np.random.default_rng().random(a_next.shape) < 0.8",
        "np.random.gamma(2.0, size=a_next.shape)",
    ],
)
def test_dropout_has_the_line_that_draws(drawn: str) -> None:
    found = report("rnn_cell_forward", CELL, ("mask[:] = 1.0", f"mask[:] = {drawn}"))
    assert said(found) == [("random", f"mask[:] = {drawn}", "proven")]
    assert "draws random numbers" in found.findings[0].message


def test_of_two_lines_that_draw_the_one_whose_numbers_reach_the_result() -> None:
    found = report(
        "rnn_forward", STEPS, ("    state = a0\n", "    state = a0 + np.random.randn(n_a, m)\n")
    )
    assert said(found)[0] == ("random", "state = a0 + np.random.randn(n_a, m)", "proven")


def test_a_sum_that_starts_from_unfilled_memory() -> None:
    found = report("rnn_backward", BACK, ("np.zeros_like(steps", "np.empty_like(steps"))
    ((code, line, certainty),) = said(found)
    assert (code, certainty) == ("random", "proven")
    assert line.startswith("sums = {key: np.empty_like")
    assert "random" not in found.findings[0].message
    assert "memory" in found.findings[0].message


def test_memory_that_is_never_filled_is_not_called_drawn() -> None:
    change = (
        "        state, y_pred[:, :, t], cache = rnn",
        "        state, y_pred[:, :, t // 2], cache = rnn",
    )
    found = report("rnn_forward", STEPS, change)
    assert found.findings
    assert all("np.random.randn" not in line for _, line, _ in said(found))
    assert all("draws random" not in each.message for each in found.findings)


def test_a_loop_that_ends_too_soon_is_named_and_not_the_memory_that_it_leaves() -> None:
    found = report("rnn_backward", BACK, ("reversed(range(T))", "reversed(range(1, T))"))
    assert said(found)[0][:2] == ("index.time", "for t in reversed(range(1, T)):")


def test_a_start_from_unfilled_memory_where_another_one_is_given() -> None:
    found = report("rnn_forward", STEPS, ("    state = a0\n", "    state = np.empty_like(a0)\n"))
    assert said(found) == [("carry.initial", "state = np.empty_like(a0)", "proven")]
