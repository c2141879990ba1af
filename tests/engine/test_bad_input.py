"""Whatever comes in, the report says what was expected and what came."""

import cellcheck
import pytest
from cellcheck.checker import check_exercise
from cellcheck.report import Report

from .student import namespace, solution

CELL = "lstm_cell_forward"


def check_body(body: str, signature: str = "xt, a_prev, c_prev, parameters") -> Report:
    source = f"import numpy as np\ndef {CELL}({signature}):\n"
    return check_exercise(
        CELL, namespace(source + "".join(f"    {line}\n" for line in body.splitlines()))
    )


def test_an_unknown_exercise_offers_the_nearest_names() -> None:
    with pytest.raises(cellcheck.UnknownExerciseError, match="did you mean lstm_forward"):
        check_exercise("lstm_foward", {})


def test_an_unknown_exercise_far_from_all_lists_them() -> None:
    with pytest.raises(cellcheck.UnknownExerciseError, match="known are rnn_cell_forward"):
        check_exercise("zzz", {})


def test_a_missing_function() -> None:
    report = check_exercise(CELL, {})
    assert report.status == "not_attempted"
    assert report.title == "`lstm_cell_forward` is not defined"
    assert "lstm_cell_forward(xt, a_prev, c_prev, parameters)" in report.message


def test_a_name_that_is_no_function() -> None:
    report = check_exercise(CELL, {CELL: 3})
    assert report.status == "not_attempted"
    assert "found int" in report.message


def test_a_wrong_signature() -> None:
    report = check_body("return 1", signature="xt, a_prev, parameters")
    assert report.status == "error"
    assert "(xt, a_prev, parameters)" in report.message
    assert "(xt, a_prev, c_prev, parameters)" in report.message


def test_further_arguments_with_defaults_are_fine() -> None:
    found = solution(
        "lstm",
        ("(xt, a_prev, c_prev, parameters):", "(xt, a_prev, c_prev, parameters, verbose=False):"),
    )
    assert check_exercise(CELL, found).status == "pass"


@pytest.mark.parametrize("body", ["pass", "raise NotImplementedError()", "...", "return None"])
def test_the_untouched_template_is_not_attempted(body: str) -> None:
    assert check_body(body).status == "not_attempted"


def test_template_placeholders_are_not_attempted() -> None:
    report = check_body("a_next = None\nreturn a_next, None, None, None")
    assert report.status == "not_attempted"


def test_a_forgotten_return_is_a_failure_with_words() -> None:
    report = check_body("concat = np.concatenate([a_prev, xt])")
    assert report.status == "fail"
    assert "None" in report.message


def test_too_few_items() -> None:
    report = check_body("return a_prev, c_prev, a_prev")
    assert report.status == "fail"
    assert "holds 3 items, expected 4 (a_next, c_next, yt_pred, cache)" in report.message


def test_nan_is_named() -> None:
    found = solution("lstm", ("a_next = ot * np.tanh(c_next)", "a_next = ot * np.nan"))
    report = check_exercise(CELL, found)
    a_next = report.values[0]
    assert (a_next.status, a_next.note) == ("not_finite", "50 entries are nan")


def test_a_wrong_shape_is_named() -> None:
    found = solution("lstm", ("np.sum(d, axis=1, keepdims=True)", "np.sum(d, axis=1)"))
    dbf = next(v for v in check_exercise("lstm_cell_backward", found).values if v.name == "dbf")
    assert (dbf.status, dbf.note) == ("shape", "shape (5,), expected (5, 1)")


def test_a_wrong_dtype_is_named() -> None:
    found = solution(
        "lstm", ("a = np.zeros((n_a, m, T_x))", "a = np.zeros((n_a, m, T_x), dtype=np.float32)")
    )
    a = check_exercise("lstm_forward", found).values[0]
    assert (a.status, a.note) == ("dtype", "dtype float32, expected float64")


def test_a_misspelt_key_is_named() -> None:
    found = solution(
        "lstm", ("g = dict(dxt=back[n_a:], da_prev", "g = dict(dx=back[n_a:], da_prev")
    )
    dxt = check_exercise("lstm_cell_backward", found).values[0]
    assert dxt.status == "missing"
    assert dxt.note == "the result has no key 'dxt'; there is 'dx'"


def test_an_exception_is_placed_in_the_students_code() -> None:
    found = solution("lstm", ("ft = sigmoid(Wf @ concat + bf)", "ft = sigmoid(Wf @ xt + bf)"))
    report = check_exercise(CELL, found)
    assert report.status == "error"
    assert report.raised is not None
    assert report.raised.type == "ValueError"
    assert report.raised.source == "ft = sigmoid(Wf @ xt + bf)"
    assert report.title == f"`lstm_cell_forward` stopped on line {report.raised.line}"


@pytest.mark.parametrize(
    "exception", ["SystemExit(3)", "RecursionError", "MemoryError", "GeneratorExit"]
)
def test_no_exception_gets_out(exception: str) -> None:
    report = check_body(f"raise {exception}")
    assert report.status == "error"


def test_an_object_that_raises_when_it_is_looked_at() -> None:
    report = check_body(
        "class Odd:\n    def __len__(self): raise RuntimeError\n    def __getattr__(self, name): raise RuntimeError\n"
        "    def __repr__(self): raise RuntimeError\nreturn Odd(), Odd(), Odd(), Odd()"
    )
    assert report.status == "fail"
