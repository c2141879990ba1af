"""Axes of a stacked result in the wrong order, and words that have nothing to fill a place with."""

import pytest
from cellcheck.diagnosis.saying import finding
from cellcheck.diagnosis.words import WORDS

from lstm_lib.exercises import exercises

from .student_code import everything_said, report, said

STEPS = """
def rnn_forward(x, a0, parameters):
    states, predictions, caches = [], [], []
    state = a0
    for t in range(x.shape[2]):
        state, y, cache = rnn_cell_forward(x[:, :, t], state, parameters)
        states.append(state)
        predictions.append(y)
        caches.append(cache)
    a = np.stack(states, axis=-1)
    y_pred = np.array(predictions).transpose(1, 2, 0)
    return a, y_pred, (caches, x)
"""
RIGHT = "y_pred = np.array(predictions).transpose(1, 2, 0)"


@pytest.mark.parametrize(
    "wrong",
    [
        "y_pred = np.array(predictions).transpose(2, 1, 0)",
        "y_pred = np.array(predictions).transpose((0, 2, 1))",
        "y_pred = np.transpose(np.array(predictions), (2, 1, 0))",
        "y_pred = np.swapaxes(np.array(predictions), 0, 2)",
        "y_pred = np.stack(predictions, axis=1)",
        "y_pred = np.array(predictions).T",
    ],
)
def test_axes_in_the_wrong_order(wrong: str) -> None:
    assert report("rnn_forward", STEPS).passed
    found = report("rnn_forward", STEPS, (RIGHT, wrong))
    assert said(found) == [("transpose", wrong, "proven")]
    assert "``" not in everything_said(found)
    assert "axes" in found.findings[0].title


@pytest.mark.parametrize("code", sorted(WORDS))
def test_a_place_without_a_filling_leaves_no_empty_quotes(code: str) -> None:
    for exercise in exercises():
        made = finding(exercise, code, 3, source="a = b", old="b", seen="It is seen.")
        explanation = made.hints[-1].text
        assert explanation, exercise.name
        assert "``" not in explanation, exercise.name
