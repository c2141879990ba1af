"""The static page: complete, harmless, readable without colour and without a theme."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from cellcheck.report import Evidence, Finding, Link, Raised, Report, ValueReport
from cellcheck.views import render_html

HOSTILE = '<img src=x onerror="alert(1)">`<script>alert(2)</script>`'
_VOID = {"img", "br", "hr", "meta"}


class _Page(HTMLParser):
    """Elements in order, each with its attributes and its depth in `<details>`."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[tuple[str, int]] = []
        self.feed(source)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append((data, self.open.count("details")))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def depth_of(self, words: str) -> int:
        return next(depth for text, depth in self.words if words in text)


def test_every_report_is_well_formed_and_has_no_script(report: Report) -> None:
    page = _Page(render_html(report))
    assert not page.named("script")
    assert not [name for _, attributes in page.elements for name in attributes if name[:2] == "on"]


def test_nothing_is_fetched_from_elsewhere(report: Report) -> None:
    html = render_html(report)
    assert "http" not in html
    assert "url(" not in html
    assert "@import" not in html


def test_hostile_text_is_escaped_wherever_it_stands() -> None:
    finding = Finding(
        HOSTILE, 1, HOSTILE, "likely", HOSTILE, HOSTILE, evidence=(Evidence(HOSTILE, 1, HOSTILE),)
    )
    report = Report(
        HOSTILE,
        "error",
        HOSTILE,
        message=HOSTILE,
        values=(ValueReport(HOSTILE, "missing", match=False, note=HOSTILE, dtype=HOSTILE),),
        findings=(finding,),
        chain=(Link(HOSTILE, "right", HOSTILE), Link(HOSTILE, "wrong")),
        raised=Raised(HOSTILE, HOSTILE, HOSTILE, 2, HOSTILE, HOSTILE),
        notes=(HOSTILE,),
    )
    page = _Page(render_html(report))
    assert not page.named("img")
    assert not page.named("script")


def test_backticks_become_code_and_nothing_else_does() -> None:
    html = render_html(Report("f", "fail", "`f` is *not* <b>right</b>"))
    assert "<b><code>f</code> is *not* &lt;b&gt;right&lt;/b&gt;</b>" in html


def test_the_verdict_is_announced(report: Report) -> None:
    statuses = [item for item in _Page(render_html(report)).named("span") if "role" in item]
    assert [item["role"] for item in statuses].count("status") == 1


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("pass", "right"),
        ("fail", "wrong"),
        ("error", "stopped"),
        ("not_attempted", "not attempted"),
        ("blocked", "waits for another function"),
        ("stale", "out of date"),
    ],
)
def test_every_status_is_said_in_words_for_those_who_see_no_mark(status: str, word: str) -> None:
    html = render_html(Report("f", status, "`f`"))  # type: ignore[arg-type]
    assert f'aria-label="{word}"' in html
    assert f'class="cellcheck-report cellcheck-{status}"' in html


def test_tables_have_captions_and_scopes(blocked: Report) -> None:
    page = _Page(render_html(blocked))
    assert page.named("caption")
    assert {item.get("scope") for item in page.named("th")} == {"col", "row"}


def test_every_colour_has_a_fall_back_for_pages_without_a_theme(report: Report) -> None:
    parts = render_html(report).split("var(--jp-")[1:]
    assert parts
    assert all("," in part.split(")")[0] for part in parts)


def test_every_class_carries_the_prefix(report: Report) -> None:
    page = _Page(render_html(report))
    classes = " ".join(item.get("class") or "" for _, item in page.elements).split()
    assert all(name.startswith("cellcheck-") for name in classes)


def test_a_passing_report_hides_its_values_until_asked(right: Report) -> None:
    page = _Page(render_html(right))
    assert page.depth_of("dxt") == 1
    assert all("open" not in item for item in page.named("details"))


def test_hints_open_one_inside_the_other(cause: Report) -> None:
    page = _Page(render_html(cause))
    hints = ("Which memory does", "Compare line 12", "A slice of an array")
    assert [page.depth_of(words) for words in hints] == [1, 2, 3]


def test_the_map_says_where_the_array_is_wrong(blocked: Report) -> None:
    labels = [item.get("aria-label") for item in _Page(render_html(blocked)).named("div")]
    assert "dx: wrong at t = 0, every entry; right at all others" in labels


def test_there_is_one_picture_for_each_time_step(blocked: Report) -> None:
    assert len(_Page(render_html(blocked)).named("figure")) == 4


def test_the_memory_picture_says_what_shares_memory(cause: Report) -> None:
    labels = [item.get("aria-label") for item in _Page(render_html(cause)).named("svg")]
    assert "c has 7 time steps; c_next and caches[0] c_prev hold the same memory, step 0" in labels


def test_a_shared_slot_far_down_the_row_is_drawn_with_its_neighbours(cause: Report) -> None:
    finding = cause.findings[0]
    assert finding.picture is not None
    picture = replace(finding.picture, slots=40, slot=33)
    html = render_html(replace(cause, findings=(replace(finding, picture=picture),)))
    assert "t = 33" in html
    assert ">t = 20<" not in html


def test_line_numbers_carry_their_place_for_whoever_can_jump_there(cause: Report) -> None:
    lines = [
        (item["data-cellcheck-function"], item["data-cellcheck-line"])
        for item in _Page(render_html(cause)).named("span")
        if "data-cellcheck-line" in item
    ]
    assert lines == [("lstm_forward", "12"), ("lstm_forward", "18")]


def test_points_stand_in_the_verdict(graded: Report) -> None:
    assert '<span class="cellcheck-marks">8 of 10 points</span>' in render_html(graded)


def test_a_redacted_report_says_what_is_left_out_and_others_do_not(
    graded: Report, cause: Report
) -> None:
    line = "Numbers of hidden data sets are not shown."
    assert line in render_html(graded)
    assert line not in render_html(cause)


def test_a_wrong_shape_stands_beside_the_expected_shape(graded: Report) -> None:
    words = [text.strip() for text, _ in _Page(render_html(graded)).words]
    start = words.index("dbf")
    assert words[start : start + 5] == ["dbf", "(5,)", "✗ shape", "(5,)", "(5, 1)"]
