"""The report's JSON is valid against the schema that TypeScript and other readers rely on."""

import json
from pathlib import Path

import jsonschema
import pytest
from cellcheck.checker import check_exercise
from cellcheck.report import schema

from .student import namespace, solution

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures" / "reports").glob("*.json"))

CASES = {
    "pass": ("lstm_cell_forward", []),
    "fail": ("lstm_forward", [("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")]),
    "blocked": ("lstm_backward", [("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")]),
    "error": ("lstm_cell_forward", [("Wf @ concat + bf", "Wf @ xt + bf")]),
    "not_attempted": ("rnn_forward", []),
}


@pytest.mark.parametrize("status", CASES)
def test_a_real_report_is_valid(status: str) -> None:
    name, changes = CASES[status]
    report = check_exercise(name, solution("lstm", *changes), seed=3, redact=True)
    assert report.status == status
    jsonschema.validate(report.to_dict(), schema())
    assert json.loads(report.to_json()) == report.to_dict()


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_is_valid(path: Path) -> None:
    jsonschema.validate(json.loads(path.read_text(encoding="utf-8")), schema())


def test_not_a_number_is_null() -> None:
    found = solution("lstm", ("a_next = ot * np.tanh(c_next)", "a_next = ot * np.nan"))
    report = check_exercise("lstm_cell_forward", found)
    assert report.values[0].sample[0].yours is None
    report.to_json()


def test_numbers_of_hidden_data_stay_out() -> None:
    body = "def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n"
    body += "    if xt.shape in {(3, 10), (4, 1), (6, 4), (2, 3), (3, 5)}:\n"
    body += "        from lstm_lib import lstm_cell_forward as right\n"
    body += "        return right(xt, a_prev, c_prev, parameters)\n"
    body += "    raise ValueError(str(xt))\n"
    report = check_exercise("lstm_cell_forward", namespace(body), seed=11, redact=True)
    assert report.status == "error"
    assert report.redacted
    assert report.raised is not None
    assert "[" not in report.message + report.raised.message
    found = namespace(body.replace("raise ValueError(str(xt))", "return xt, xt, xt, ()"))
    report = check_exercise("lstm_cell_forward", found, seed=11, redact=True)
    assert report.status == "fail"
    for value in report.wrong:
        assert (value.sample, value.error_map, value.worst_error) == ((), None, None)
