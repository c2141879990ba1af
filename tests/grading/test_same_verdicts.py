"""One engine, one verdict: the examiner, across its border, judges as the notebook does.

Every file of the corpus, graded with hidden data. Scores are compared bit for bit.
"""

import random

import pytest
from cellcheck.checker import check_exercise
from cellcheck.diagnosis.repair import findings
from cellcheck.exercise import course
from cellcheck.grading.examiner.graded import Graded
from cellcheck.grading.examiner.submission import Cell, Examiner
from cellcheck.report import Report

from tests.corpus.loading import Item, cells, namespace, right_items, wrong_items
from tests.grading.conftest import EXERCISES

SEED = 90210
ITEMS = [*wrong_items(), *right_items()]


def in_the_notebook(item: Item) -> dict[str, Report]:
    # Some draw from the global streams while they are defined.
    random.seed(0)
    found = namespace(item.text(), item.name)
    names = [name for name in course() if name in EXERCISES and name in found]
    return {name: check_exercise(name, found, seed=SEED, redact=True) for name in names}


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.name)
def test_the_examiner_judges_as_the_notebook_does(
    item: Item, examiner: Examiner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(findings, "SECONDS", 0.01)
    expected = in_the_notebook(item)
    grades = tuple(Graded(name, 10, SEED) for name in expected)
    notebook = [*(Cell(source) for source in cells(item.text())), Cell("", grades)]

    found = examiner.examine(notebook, {})

    reports = {name: found.reports[len(notebook) - 1, name] for name in expected}
    assert {name: report.score for name, report in reports.items()} == {
        name: report.score for name, report in expected.items()
    }
    assert {name: report.status for name, report in reports.items()} == {
        name: report.status for name, report in expected.items()
    }
