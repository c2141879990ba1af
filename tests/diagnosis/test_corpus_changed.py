"""The same student code with names, dtypes, seeds and sizes changed at random.

A file of its own: two processes then share the work.
"""

from tests.corpus.shuffling import other_data, renamed, with_dtypes
from tests.diagnosis.bounds import keeps_the_bounds


def test_wrong_code_changed_at_random() -> None:
    with other_data(7):
        keeps_the_bounds(lambda text: with_dtypes(renamed(text, 7)))
