"""The diagnosis on student code by many hands, with the bounds that it has to keep."""

import pytest

from tests.corpus.loading import right_items, wrong_items
from tests.corpus.measuring import Change, Tally, judge, reports_of, unchanged
from tests.corpus.shuffling import other_data, renamed, with_dtypes


def tallies(change: Change) -> tuple[Tally, Tally]:
    one, two = Tally(), Tally()
    for item in wrong_items():
        judge(item, one if len(item.causes) == 1 else two, change)
    return one, two


@pytest.mark.parametrize("is_changed", [False, True], ids=["as written", "changed at random"])
def test_wrong_code(is_changed: bool) -> None:
    if is_changed:
        with other_data(7):
            one, two = tallies(lambda text: with_dtypes(renamed(text, 7)))
    else:
        one, two = tallies(unchanged)
    misses = "\n".join([*one.misses, *two.misses])
    causes = one.causes + two.causes
    assert one.items + two.items >= 120
    assert one.functions == one.items, misses
    assert two.functions >= 0.95 * two.items, misses
    assert one.codes + two.codes >= 0.95 * causes, misses
    assert one.lines + two.lines >= 0.90 * causes, misses


@pytest.mark.parametrize("item", right_items(), ids=lambda item: item.name)
def test_right_code_is_never_accused(item: object) -> None:
    reports, _ = reports_of(item)  # type: ignore[arg-type]
    assert len(reports) >= 1
    for name, report in reports.items():
        assert report.status == "pass", (name, report.title, report.message)
        assert report.findings == ()


def test_there_are_enough_right_notebooks() -> None:
    assert len(right_items()) >= 80
