"""The diagnosis on student code by many hands, with the bounds that it has to keep."""

import pytest

from tests.corpus.loading import Item, right_items
from tests.corpus.measuring import reports_of, unchanged
from tests.diagnosis.bounds import keeps_the_bounds


def test_wrong_code() -> None:
    keeps_the_bounds(unchanged)


@pytest.mark.parametrize("item", right_items(), ids=lambda item: item.name)
def test_right_code_is_never_accused(item: Item) -> None:
    reports, _ = reports_of(item)
    assert len(reports) >= 1
    for name, report in reports.items():
        assert report.status == "pass", (name, report.title, report.message)
        assert report.findings == ()


def test_there_are_enough_right_notebooks() -> None:
    assert len(right_items()) >= 80
