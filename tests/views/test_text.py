"""The report for a terminal."""

from dataclasses import replace

import pytest
from cellcheck.report import Evidence, Finding, Marks, Raised, Report, Sample, ValueReport
from cellcheck.views import render_text
from cellcheck.views.text import WIDTH


def _widest(text: str) -> int:
    return max(map(len, text.splitlines()))


def test_every_report_is_at_most_a_hundred_columns_wide(report: Report) -> None:
    assert _widest(render_text(report, hints=3)) <= WIDTH


def test_long_names_messages_and_sources_are_broken_to_the_width() -> None:
    long = "very_long_name_" * 20
    value = ValueReport(
        name=long,
        status="not_an_array",
        match=False,
        sample=(Sample((100, 200, 300, 400, 500), -1.0000000000000002e-300, 1e300),),
        note="a list that holds " + long,
    )
    finding = Finding(long, 12, "x", "likely", long, long, evidence=(Evidence(long, 1, long),))
    report = Report(
        long, "fail", long, message=long, values=(value, value), findings=(finding,), notes=(long,)
    )
    assert _widest(render_text(report)) <= WIDTH


def test_a_passing_report_is_one_line(right: Report) -> None:
    assert render_text(right) == "✓ `lstm_cell_backward` is right · 11 values on 3 data sets"


def test_marks_stand_in_the_verdict(right: Report, graded: Report) -> None:
    assert render_text(graded).splitlines()[0].endswith("8 of 10 points")
    assert render_text(right.with_marks(Marks(2.5, 2.5))).endswith("2.5 of 2.5 points")


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        ("pass", "✓"),
        ("fail", "✗"),
        ("error", "!"),
        ("blocked", "↑"),
        ("not_attempted", "·"),
        ("stale", "↻"),
    ],
)
def test_every_status_has_a_mark_of_its_own(right: Report, status: str, mark: str) -> None:
    report = replace(right, status=status)  # type: ignore[arg-type]
    assert render_text(report).startswith(f"{mark} ")


def test_values_that_differ_stand_beside_the_expected_ones(blocked: Report) -> None:
    rows = [" ".join(line.split()) for line in render_text(blocked).splitlines()]
    assert "dx (3, 10, 4) ✗ 30 of 120 entries 0.105657 0.281144 [2, 8, 0]" in rows


def test_values_that_are_right_are_only_named(blocked: Report) -> None:
    assert "✓ same: dWi, dbi, dWc, dbc, dWo, dbo" in render_text(blocked)


def test_it_says_where_an_array_is_wrong(blocked: Report) -> None:
    assert "dx: wrong at t = 0, every entry; right at all others" in render_text(blocked)


def test_a_wrong_shape_stands_beside_the_expected_shape(graded: Report) -> None:
    row = next(line for line in render_text(graded).splitlines() if "dbf " in line)
    assert row.split() == ["dbf", "(5,)", "✗", "shape", "(5,)", "(5,", "1)"]


def test_a_number_that_is_not_there_is_a_dash_with_its_note(graded: Report) -> None:
    row = next(line for line in render_text(graded).splitlines() if "da0 " in line)
    assert "12 entries are nan" in row
    assert "—" in row


def test_findings_show_line_source_and_what_it_does(cause: Report) -> None:
    assert "line 12  c_next = c[:, :, 0]  makes `c_next` a view of `c`" in render_text(cause)


def test_the_nudge_comes_first_and_says_how_to_see_more(cause: Report) -> None:
    text = render_text(cause)
    assert "Hint 1 of 3: Which memory" in text
    assert "Hint 2" not in text
    assert "Hint 1 of 3" in text


def test_further_hints_come_in_order_when_asked_for(cause: Report) -> None:
    text = render_text(cause, hints=3)
    places = [text.index(f"Hint {number} of 3") for number in (1, 2, 3)]
    assert places == sorted(places)
    assert "More:" not in text


def test_a_message_is_said_once(cause: Report) -> None:
    assert render_text(cause).count("The outputs `a`, `y`, `c` are right.") == 1


def test_escape_sequences_and_control_characters_do_not_reach_the_terminal() -> None:
    hostile = "\x1b[2J\x1b]0;owned\x07wrong\x08\x08\r✓ right\x9b1m\u202e"
    report = Report(
        "f",
        "error",
        "`f` stopped",
        raised=Raised("E", hostile, "f", 1, hostile),
        notes=(hostile,),
    )
    text = render_text(report)
    assert not {character for character in text if ord(character) < 32} - {"\n"}
    assert "\x9b" not in text
    assert "\u202e" not in text
    assert "owned" not in text


def test_an_endless_exception_is_cut() -> None:
    report = Report("f", "error", "`f` stopped", raised=Raised("E", "x" * 10**6, "f"))
    text = render_text(report)
    assert len(text) < 4000
    assert "characters more" in text
