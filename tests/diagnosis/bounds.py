"""What the diagnosis has to reach on the corpus."""

from tests.corpus.loading import wrong_items
from tests.corpus.measuring import Change, Tally, judge


def keeps_the_bounds(change: Change) -> None:
    """Functions, codes and lines named right, over all wrong items, each changed by `change`.

    And whatever is said has something between its quotes.
    """
    one, two = Tally(), Tally()
    for item in wrong_items():
        judge(item, one if len(item.causes) == 1 else two, change)
    misses = "\n".join([*one.misses, *two.misses])
    causes = one.causes + two.causes
    assert one.items + two.items >= 120
    assert not one.gaps + two.gaps
    assert one.functions == one.items, misses
    assert two.functions >= 0.95 * two.items, misses
    assert one.codes + two.codes >= 0.95 * causes, misses
    assert one.lines + two.lines >= 0.90 * causes, misses
