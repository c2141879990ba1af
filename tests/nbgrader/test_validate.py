"""`nbgrader validate`, which students and instructors run before they hand over."""

import re

from .conftest import Graded
from .course import ASSIGNMENTS

PASSED = "Success! Your notebook passes all the tests."


def test_sources_pass(graded: Graded) -> None:
    said = graded.course.run("validate", *(f"source/{name}/{name}.ipynb" for name in ASSIGNMENTS))
    assert said.exit_code == 0, said.output
    assert said.complaints == []
    assert said.output.count(PASSED) == len(ASSIGNMENTS)


def test_releases_fail_politely(graded: Graded) -> None:
    names = (*ASSIGNMENTS, "gradient-lab")
    said = graded.course.run("validate", *(f"release/{name}/{name}.ipynb" for name in names))
    assert said.exit_code == 0, said.output
    assert PASSED not in said.output
    assert "cellcheck/" not in said.output, "no frame of the checker in a traceback"
    errors = set(re.findall(r"^ +(\w+Error)\b", said.output, re.MULTILINE))
    assert errors == {"NotImplementedError"}, "what the template of a verdict raises"
    assert "VALIDATION FAILED ON 2 CELL(S)!" in said.output, "lstm-forward has two graded cells"
    assert "VALIDATION FAILED ON 4 CELL(S)!" in said.output, "lstm-backward has four"
    assert "VALIDATION FAILED ON 7 CELL(S)!" in said.output, "gradient-lab has seven"


def test_samples_pass_or_fail_as_they_are_graded(graded: Graded) -> None:
    said = graded.course.run(
        "validate",
        "submitted/unusual-style/lstm-forward/lstm-forward.ipynb",
        "submitted/view-mistake/lstm-forward/lstm-forward.ipynb",
    )
    assert said.exit_code == 0, said.output
    assert said.output.count(PASSED) == 1
    assert said.output.count("VALIDATION FAILED ON 1 CELL(S)!") == 1
    assert "Partial credit; passed some but not all of the tests" in said.output
