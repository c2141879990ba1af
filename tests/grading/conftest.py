"""An examiner for the exercises of the course, with isolation, for the tests of one module."""

import pytest
from cellcheck.exercise import course
from cellcheck.grading.examiner import nurseries
from cellcheck.grading.examiner.process import Allowance
from cellcheck.grading.examiner.submission import Examiner

EXERCISES = frozenset(
    f"{cell}_{part}"
    for cell in ("lstm", "rnn")
    for part in ("cell_forward", "forward", "cell_backward", "backward")
)


@pytest.fixture(scope="module")
def examiner() -> Examiner:
    # Its warm processes are kept for the next module, unless a test has ended them.
    students = nurseries.for_students(EXERCISES, isolated=True)
    diagnosis = nurseries.for_diagnosis(isolated=True)
    # What the diagnosis finds is tested elsewhere: here its verdicts count, and no second is lost.
    return Examiner(course(), students, diagnosis, 20.0, Allowance(), search_seconds=0.01)
