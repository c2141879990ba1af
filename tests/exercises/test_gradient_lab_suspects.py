"""What is wrong with each suspect of the gradient lab, and with nothing else in it."""

from typing import Any

import numpy as np
import pytest

from lstm_lib import (
    gradient_check,
    initialize_parameters,
    lstm_backward,
    lstm_cell_forward,
    lstm_forward,
)
from lstm_lib.suspects import (
    suspect_one,
    suspect_three_backward,
    suspect_three_forward,
    suspect_two,
)

N_X, N_A, M = 3, 4, 2
PARAMETERS = initialize_parameters(N_X, N_A, 2, seed=3)


def normal(*shape: int) -> Any:
    return np.random.default_rng(sum(shape)).normal(size=shape)


def sequence(T_x: int) -> tuple[Any, ...]:
    return normal(N_X, M, T_x), normal(N_A, M), PARAMETERS


def wrong(forward: Any, backward: Any, arguments: tuple[Any, ...]) -> set[str]:
    """The gradients that are not the derivative of the forward function."""
    check = gradient_check(forward, backward, *arguments)
    return {name for name, error in check.errors.items() if error > check.tolerance}


def test_suspect_one_is_wrong_behind_the_candidate() -> None:
    """The parentheses of 1 - cct**2 stand around 1 - cct."""
    arguments = normal(N_X, M), normal(N_A, M), normal(N_A, M), PARAMETERS
    assert wrong(lstm_cell_forward, suspect_one, arguments) == {"dWc", "dbc", "da_prev", "dxt"}

    *_, cache = lstm_cell_forward(*arguments)
    _, c_next, _, _, _, it, cct, ot, _, _ = cache
    da_next, dc_next = normal(N_A, M), normal(N_A, M)
    dc = dc_next + da_next * ot * (1 - np.tanh(c_next) ** 2)
    found = suspect_one(da_next, dc_next, cache)["dbc"]
    np.testing.assert_allclose(found[:, 0], (dc * it * (1 - cct) ** 2).sum(axis=1))


@pytest.mark.parametrize(
    ("T", "found"),
    [
        (1, set()),
        # Two steps: the only gradient of a cell state that could be handed on acts at step 0,
        # where there is nothing to forget yet, and where the output gate has no part in it.
        (2, {"dx", "da0", "dWi", "dbi", "dWc", "dbc"}),
        (3, {"dx", "da0", "dWf", "dbf", "dWi", "dbi", "dWc", "dbc", "dWo", "dbo"}),
    ],
)
def test_suspect_two_hands_no_gradient_of_the_cell_state_on(T: int, found: set[str]) -> None:
    assert wrong(lstm_forward, suspect_two, sequence(T)) == found


def test_suspect_two_is_right_at_the_last_step_alone() -> None:
    *_, caches = lstm_forward(*sequence(4))
    da = normal(N_A, M, 4)
    mine, right = suspect_two(da, caches)["dx"], lstm_backward(da, caches)["dx"]
    same = [np.allclose(mine[:, :, t], right[:, :, t]) for t in range(4)]
    assert same == [False, False, False, True]


@pytest.mark.parametrize("T_x", [1, 2, 5])
def test_suspect_three_is_wrong_in_what_step_0_forgets(T_x: int) -> None:
    found = wrong(suspect_three_forward, suspect_three_backward, sequence(T_x))
    assert found == {"dWf", "dbf", "da0", "dx"}


def test_suspect_three_goes_back_rightly_and_keeps_another_c_prev_at_step_0() -> None:
    arguments, da = sequence(4), normal(N_A, M, 4)
    theirs = lstm_forward(*arguments)
    backward, right = suspect_three_backward(da, theirs[3]), lstm_backward(da, theirs[3])
    for name in right:
        np.testing.assert_allclose(backward[name], right[name], atol=1e-14, err_msg=name)

    mine = suspect_three_forward(*arguments)
    for ours, others in zip(mine[:3], theirs[:3], strict=True):
        np.testing.assert_array_equal(ours, others)
    differing = [
        (t, position)
        for t in range(4)
        for position in range(9)
        if not np.array_equal(mine[3][0][t][position], theirs[3][0][t][position])
    ]
    assert differing == [(0, 3)], "c_prev, which holds what came after it"
    np.testing.assert_array_equal(mine[3][0][0][3], theirs[2][:, :, 0])
