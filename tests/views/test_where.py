"""Where an array is wrong, in words."""

import pytest
from cellcheck.report import ErrorMap, ValueReport
from cellcheck.views.heat_map import heat_map
from cellcheck.views.where import most_telling, pictures, where_wrong


def _value(
    shape: tuple[int, ...],
    levels: tuple[int, ...],
    actual: tuple[int, ...] | None = None,
    worst_error: float = 1.0,
    name: str = "dx",
) -> ValueReport:
    axes = ("n", "m", "T")[: len(shape)]
    return ValueReport(
        name,
        "differs",
        match=False,
        shape=actual or shape,
        worst_error=worst_error,
        error_map=ErrorMap(axes, shape, levels),
    )


@pytest.mark.parametrize(
    ("shape", "levels", "words"),
    [
        ((2, 1, 3), (9, 0, 0, 9, 0, 0), "wrong at t = 0, every entry; right at all others"),
        (
            (2, 1, 4),
            (9, 9, 0, 1, 9, 9, 0, 0),
            "wrong at t = 0 to 1, every entry; t = 3, 1 of 2 entries, row 0; right at all others",
        ),
        ((1, 1, 3), (9, 9, 9), "wrong at every time step: t = 0 to 2, every entry"),
        ((2, 2), (1, 1, 1, 1), "wrong in every entry"),
        ((2, 3), (0, 0, 0, 1, 1, 1), "wrong in 3 of 6 entries, row 1"),
        ((2, 4), (0, 1, 1, 1, 0, 1, 1, 1), "wrong in 6 of 8 entries, columns 1 to 3"),
        ((3,), (0, 1, 0), "wrong in 1 of 3 entries, column 1"),
        ((), (1,), "wrong in every entry"),
        ((2, 2), (0, 0, 0, 0), ""),
    ],
)
def test_the_sentence(shape: tuple[int, ...], levels: tuple[int, ...], words: str) -> None:
    assert where_wrong(_value(shape, levels)) == words


def test_a_reduced_map_names_the_steps_of_a_block() -> None:
    value = _value((1, 1, 4), (0, 5, 0, 0), actual=(1, 1, 32))
    assert where_wrong(value) == "wrong at t = 8 to 15, every entry; right at all others"


def test_a_reduced_map_does_not_count_entries() -> None:
    value = _value((1, 2), (0, 5), actual=(100, 200))
    assert where_wrong(value) == "wrong in part"


def test_axes_before_the_last_three_are_drawn_by_their_worst() -> None:
    error_map = ErrorMap(("a", "b", "c", "T"), (2, 1, 1, 2), (1, 0, 7, 0))
    assert [picture.levels for picture in pictures(error_map)] == [(7,), (0,)]


def test_a_map_whose_shape_and_levels_disagree_is_not_drawn() -> None:
    assert heat_map(_value((2, 2), (1, 2, 3))) == ""


def test_a_value_with_a_pattern_is_drawn_before_one_that_is_wrong_everywhere() -> None:
    everywhere = _value((1, 2), (5, 100), worst_error=9.0, name="da0")
    pattern = _value((1, 2), (0, 100), worst_error=0.1, name="dx")
    assert most_telling([everywhere, pattern]) is pattern


def test_among_values_with_a_pattern_the_largest_error_is_drawn() -> None:
    small = _value((1, 2), (0, 100), worst_error=0.1)
    large = _value((1, 2), (0, 100), worst_error=0.2)
    assert most_telling([small, large]) is large


def test_many_time_steps_are_drawn_in_a_window_around_the_largest_error() -> None:
    levels = tuple(100 if step == 40 else 0 for step in range(60))
    drawn = heat_map(_value((1, 1, 60), levels))
    assert drawn.count("<figure>") == 8
    assert "t = 40" in drawn
    assert "right at all others" in drawn
