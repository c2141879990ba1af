"""A help request reads on its own, and quotes no code and no hidden number."""

from dataclasses import replace

import pytest
from cellcheck.report import Evidence, Finding, Link, Raised, Report, Sample, ValueReport
from cellcheck.views import help_request
from cellcheck.views.help_request import without_code


def test_a_right_function_needs_no_help(right: Report) -> None:
    assert help_request(right) == ""


def test_it_opens_with_the_verdict(report: Report) -> None:
    if not report.passed:
        assert help_request(report).startswith(f"### {report.title}\n")


def test_it_names_function_line_cause_certainty_and_reason(cause: Report) -> None:
    text = help_request(cause)
    assert "- `lstm_forward`, line 12 (proven, cause `alias.cache`): the stored `c_prev`" in text
    assert cause.findings[0].message in text


def test_it_shows_each_wrong_value_with_both_numbers_and_where_it_is_wrong(blocked: Report) -> None:
    assert (
        "| `dx` | (3, 10, 4) | ✗ differs: 30 of 120 entries | 0.105657 | 0.281144 | [2, 8, 0] | "
        "wrong at t = 0, every entry; right at all others |"
    ) in help_request(blocked).splitlines()


def test_it_names_the_right_values(cause: Report) -> None:
    assert "Right: `a`, `y`, `c`" in help_request(cause)


def test_it_shows_the_chain(blocked: Report) -> None:
    assert (
        "✓ `lstm_cell_forward` (right) → ✗ `lstm_forward` (wrong: cause) → "
        "✓ `lstm_cell_backward` (right) → ↑ `lstm_backward` (blocked)"
    ) in help_request(blocked)


def test_it_lists_data_sets_and_versions(blocked: Report) -> None:
    text = help_request(blocked)
    assert "- ✗ published (n_x = 3, n_a = 5, n_y = 2, m = 10, T_x = 7)" in text
    assert "Versions: cellcheck 0.1.0, numpy " in text


def test_an_exception_is_told_without_its_source_line() -> None:
    raised = Raised(
        "ValueError", "not aligned", "f", 9, "ft = sigmoid(np.dot(Wf, xt))", "published"
    )
    text = help_request(Report("f", "error", "`f` stopped on line 9", raised=raised))
    assert "**Exception** `ValueError` in `f`, line 9, on the data set “published”: `not" in text
    assert "sigmoid" not in text


def test_evidence_and_hints_stay_out(cause: Report) -> None:
    text = help_request(cause)
    assert cause.findings[0].evidence
    for seen in cause.findings[0].evidence:
        assert seen.source not in text
    for hint in cause.findings[0].hints:
        assert hint.text not in text


LINE_OF_CODE = "c_next = c[:, :, 0]"


def test_code_that_any_text_quotes_is_taken_out() -> None:
    quoting = f"line 3 reads `{LINE_OF_CODE}`"
    report = Report(
        "f",
        "fail",
        f"`f`: {quoting}",
        message=quoting,
        values=(ValueReport("a", "changed", match=False, note=quoting),),
        findings=(
            Finding("f", 3, "alias.cache", "likely", quoting, quoting, evidence=(Evidence("", 3),)),
        ),
        chain=(Link("g", "right"), Link("f", "wrong", quoting)),
        raised=Raised("ValueError", quoting, "f", 3, LINE_OF_CODE),
    )
    text = help_request(report)
    assert LINE_OF_CODE not in text
    assert "line 3 reads …" in text


def test_a_known_line_is_taken_out_even_where_nothing_quotes_it() -> None:
    seen = (Evidence("", 9, "for t in [3, 2]:"), Evidence("", 10, "pass"))
    finding = Finding("f", 9, "a.b", "proven", "t", "It is for t in [3, 2]:. Passing on.", (), seen)
    text = help_request(Report("f", "fail", "`f` is wrong", findings=(finding,)))
    assert "It is …. Passing on." in text


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("`c_prev` of `caches[0]`", "`c_prev` of `caches[0]`"),
        ("`dx[2, 8, 0]` and `dx[1][2][0]`", "`dx[2, 8, 0]` and `dx[1][2][0]`"),
        ("`caches[t] c_prev` differs", "`caches[t] c_prev` differs"),
        ("lacks the factor `1 - it`", "lacks the factor …"),
        ("`return c_next`", "…"),
        ("`c[:, :, t]`", "…"),
        ("`f(x)`", "…"),
        ("` c`", "…"),
        ("``", "…"),
        ("`s = '` = 1'` stands there", "… = 1'…"),
        ("two\nlines of `a\nb = 1`", "two lines of …"),
    ],
)
def test_only_names_stay_in_backticks(words: str, kept: str) -> None:
    assert without_code(words) == kept


def test_hidden_numbers_stay_out(graded: Report) -> None:
    shown = replace(
        graded.values[0], match=False, status="differs", sample=(Sample((0,), 7.5, 8.5),)
    )
    text = help_request(replace(graded, values=(*graded.values, shown)))
    assert graded.redacted
    assert "7.5" not in text
    assert "8.5" not in text
    assert "Numbers of hidden data sets are not shown." in text


def test_an_expected_shape_is_no_hidden_number(graded: Report) -> None:
    assert "| `dbf` | (5,) | ✗ shape: expected (5, 1) |" in help_request(graded)


def test_a_bar_does_not_break_the_table() -> None:
    value = ValueReport("a", "missing", match=False, note="x | y")
    row = help_request(Report("f", "fail", "`f`", values=(value,))).splitlines()[8]
    assert row.count("|") - row.count("\\|") == 8


def test_an_exception_cannot_carry_markup_out_of_its_place() -> None:
    raised = Raised("ValueError", "` <b>\n# heading\x1b[31m", "f")
    text = help_request(Report("f", "error", "`f` stopped", raised=raised))
    assert "\n# heading" not in text
    assert "\x1b" not in text
