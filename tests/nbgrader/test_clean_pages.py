"""Pages that show what students put out, without doing what it says."""

import base64
import copy
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from cellcheck.grading import configure, notes
from cellcheck.grading.clean_html import clean_html, is_picture_file
from cellcheck.grading.clean_outputs import NOTHING, CleanOutputs, CleanPage
from cellcheck.grading.redraw import redrawn, report_from
from cellcheck.report import MIME_TYPE, Report
from hypothesis import given
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from traitlets.config import Config

from tests.attacks.hostile_svg import SVGS

from . import small_course
from .course import ROOT, Cell, Course
from .repairing import own, with_cell_after
from .small_course import NAME, autograde, hand_in, right

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 20).decode()
REPORTS = sorted((ROOT / "tests" / "fixtures" / "reports").glob("*.json"))

HOSTILE = {
    "script": "<script>steal()</script>",
    "handler": "<b onmouseover='steal()'>bold</b><img src=x onerror=steal()>",
    "svg": "<svg onload=steal()><script>steal()</script><a xlink:href='javascript:steal()'/></svg>",
    "link": "<a href='javascript:steal()'>a</a><a href=' jAvA\tscript:steal()'>b</a>",
    "data-link": "<a href='data:text/html,<script>steal()</script>'>c</a>",
    "refresh": "<meta http-equiv='refresh' content='0;url=https://thief.example/'>",
    "base": "<base href='https://thief.example/'>",
    "frame": "<iframe src='https://thief.example/'></iframe><object data=x></object><embed src=x>",
    "tracker": "<img src='https://thief.example/1.png'><img srcset='https://thief.example/2.png'>",
    "cover": "<div style='position:fixed;inset:0;background:url(https://thief.example/3)'>x</div>",
    "page-class": "<div class='modal navbar-fixed-top panel-heading'>Score: 9 / 9</div>",
    "sheet": "<style>body { display: none } @import 'https://thief.example/4';</style>",
    "form": "<form action='https://thief.example/'><input name=a><button>go</button></form>",
    "unclosed": "<!-- <table><td><textarea><title><plaintext>",
    "nested": "<math><mtext><table><mglyph><style><img src=x onerror=steal()>",
    "id": "<a id='MathJax' name='top'>x</a>",
    **{f"svg-{name}": svg for name, svg in SVGS.items()},
}
MARKDOWN = {
    **HOSTILE,
    "markdown-link": "[a](javascript:steal()) <javascript:steal()>",
    "markdown-image": "![pixel](https://thief.example/5.png)",
    "no-attachment": "![gone](attachment:gone.png) and $\\require{html}\\href{javascript:steal()}{x}$",
    "mermaid": '```mermaid\nclick a href "javascript:steal()"\n```',
    "brackets": "[" * 3000,
}


@dataclass
class Seen(HTMLParser):
    """What a browser would make of a page."""

    scripts: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._in_script = tag == "script"
        if self._in_script:
            self.scripts.append(str(dict(attrs).get("src", "")))

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  the interface has it
        self._in_script = False

    def acts(self) -> list[tuple[str, str, str]]:
        """What runs, leads or loads from elsewhere."""
        return [
            (tag, name, value)
            for tag, name, value in self.attributes
            if name.startswith("on")
            or "".join(value.split()).lower().startswith(("javascript:", "data:text"))
            or "thief.example" in value
            or "position" in value
            or value == "MathJax"
        ]


def seen(page: str) -> Seen:
    found = Seen()
    found.feed(page)
    return found


@pytest.mark.parametrize("fragment", HOSTILE.values(), ids=HOSTILE)
def test_fragment_does_nothing(fragment: str) -> None:
    found = seen(clean_html(fragment))
    assert found.acts() == []
    dangerous = {"script", "style", "iframe", "object", "embed", "meta", "base", "form", "input"}
    assert not found.tags & (dangerous | {"svg", "math", "textarea", "title", "link"})
    assert "modal" not in clean_html(fragment)


@given(st.text(alphabet="<>/=\"' \nabcdefghijklmnoprstuvxy:!-&;#123", max_size=200))
def test_no_text_makes_a_script_or_a_handler(text: str) -> None:
    found = seen(clean_html(f"<p {text}>{text}<img src='x' {text}>"))
    assert "script" not in found.tags
    assert found.acts() == []


def test_tables_of_data_frames_stay() -> None:
    table = (
        "<table border='1' class='dataframe'><tr style='text-align: right;'><th>a</th></tr>"
        "<tr><td>1</td></tr></table>"
    )
    cleaned = clean_html(table)
    assert "<th>a</th>" in cleaned
    assert 'class="dataframe"' in cleaned
    assert "text-align:right" in cleaned.replace(" ", "")


def output(data: dict[str, Any], **metadata: Any) -> nbformat.NotebookNode:
    return nbformat.v4.new_output("display_data", data, metadata=metadata)


def cleaned(data: dict[str, Any], *, graded: bool = False, **metadata: Any) -> dict[str, Any]:
    cell = nbformat.v4.new_code_cell(outputs=[output(data, **metadata)])
    if graded:
        cell.metadata["nbgrader"] = nbformat.from_dict({"grade": True, "solution": False})
    cell, _ = CleanOutputs().preprocess_cell(cell, {}, 0)
    assert cell.outputs[0].metadata == {}
    result: dict[str, Any] = cell.outputs[0].data
    return result


@pytest.mark.parametrize(
    "kind",
    [
        "application/javascript",
        "application/vnd.jupyter.widget-view+json",
        "application/vnd.plotly.v1+json",
        "application/pdf",
        "text/vnd.mermaid",
        "text/x-unknown",
    ],
)
def test_output_that_a_renderer_would_run_is_left_out(kind: str) -> None:
    assert cleaned({kind: "steal()"}) == {"text/plain": NOTHING}
    assert cleaned({kind: "steal()", "text/plain": "as text"}) == {"text/plain": "as text"}


def test_picture_that_breaks_out_of_its_address_is_left_out() -> None:
    assert cleaned({"image/png": PNG}) == {"image/png": PNG}
    assert "image/png" not in cleaned({"image/png": PNG + '"><script>steal()</script>'})
    assert "image/png" not in cleaned({"image/png": base64.b64encode(b"a notebook").decode()})


def test_isolated_output_gets_no_frame() -> None:
    assert cleaned({"text/html": "<b>x</b>"}, **{"text/html": {"isolated": True}}) == {
        "text/html": "<b>x</b>"
    }


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_report_is_drawn_from_its_data(path: Path) -> None:
    report = json.loads(path.read_text(encoding="utf-8"))
    shown = cleaned({MIME_TYPE: report, "text/html": "<script>steal()</script>"}, graded=True)
    assert "steal" not in shown["text/html"]
    assert 'class="cellcheck-report' in shown["text/html"]
    assert shown[MIME_TYPE]["marks"] == report["marks"]
    assert cleaned(dict(shown), graded=True) == shown, "cleaning twice changes nothing"


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_report_survives_the_round_trip(path: Path) -> None:
    report = json.loads(path.read_text(encoding="utf-8"))
    found = report_from(report)
    assert found is not None
    report.pop("help_request", None)
    assert found.to_dict() == report


def test_report_of_a_students_own_cell_gives_no_points() -> None:
    report = Report("cube", "pass", "`cube` is right").to_dict()
    report["marks"] = {"earned": 10.0, "possible": 10.0}
    assert "10 of 10" in cleaned({MIME_TYPE: report}, graded=True)["text/html"]
    shown = cleaned({MIME_TYPE: report}, graded=False)
    assert "10 of 10" not in shown["text/html"]
    assert shown[MIME_TYPE]["marks"] is None


def test_forged_report_is_escaped_or_left_out() -> None:
    report = Report("cube", "pass", "<img src=x onerror=steal()>").to_dict()
    drawn = redrawn(report, graded=True)
    assert drawn is not None
    assert seen(drawn["text/html"]).acts() == []
    for forged in ({"title": "x"}, [], "text", {**report, "values": [{"name": 1}]}, None):
        assert redrawn(forged, graded=True) is None
    assert cleaned({MIME_TYPE: {"title": "x"}}) == {"text/plain": NOTHING}


def test_large_outputs_are_cut() -> None:
    streams = [nbformat.v4.new_output("stream", text="x" * 1_000_000) for _ in range(200)]
    cell = nbformat.v4.new_code_cell("1", outputs=streams)
    cell, _ = CleanPage().preprocess_cell(cell, {}, 0)
    assert len(cell.outputs) == CleanPage().max_outputs + 1
    assert all(len(shown.text) < 21_000 for shown in cell.outputs)
    assert cell.outputs[0].text.endswith("(980,000 characters more)")


def test_file_of_another_kind_is_no_picture() -> None:
    notebook = b'{"cells": []}'
    assert not is_picture_file("image/svg+xml", notebook)
    assert not is_picture_file("image/png", b"SQLite format 3\0")
    assert is_picture_file("image/svg+xml", b"<?xml version='1.0'?>\n<svg></svg>")


@pytest.fixture(scope="module")
def pages(folder: Path) -> tuple[Course, str, str]:
    """A course, the page of a right submission, and that of a hostile one."""
    course = small_course.start(folder / "pages")
    hand_in(course, "right", right(course))
    hostile = with_cell_after(right(course), "end", *_hostile_cells())
    small_course.cell(hostile, "answer")["source"] += "\n\n".join(MARKDOWN.values())
    hand_in(course, "hostile", hostile)
    said = autograde(course)
    assert said.exit_code == 0, said.output
    feedback = course.run("generate_feedback", NAME)
    assert feedback.exit_code == 0, feedback.output
    return course, course.page("right", NAME), course.page("hostile", NAME)


def _hostile_cells() -> list[Cell]:
    kinds = ("text/html", "text/markdown", "text/latex", "image/svg+xml", "application/javascript")
    cells = [own(source, "markdown") for source in MARKDOWN.values()]
    cells += [own(source, "raw") for source in HOSTILE.values()]
    cells += [
        own(f"# {kind}\n{json.dumps({kind: source})}")
        for source in MARKDOWN.values()
        for kind in kinds
    ]
    attached = own("![p](attachment:p.png)", "markdown")
    attached["attachments"] = {"p.png": {"image/png": '"><script>steal()</script>'}}
    tagged = own("1", metadata={"tags": ['"><script>steal()</script>'], "collapsed": True})
    return [*cells, attached, tagged]


def test_page_of_a_hostile_submission_has_the_scripts_of_any_page(
    pages: tuple[Course, str, str],
) -> None:
    _, plain, hostile = pages
    assert seen(hostile).scripts == seen(plain).scripts
    assert "TeX-AMS_CHTML-full,Safe" in hostile, "formulas cannot lead anywhere either"


def test_page_of_a_hostile_submission_does_nothing(pages: tuple[Course, str, str]) -> None:
    _, plain, hostile = pages
    found = seen(hostile)
    own_tags = seen(plain).tags
    acting = {"math", "use", "image", "animate", "set", "foreignobject", "feimage", "handler"}
    assert not found.tags & acting
    assert found.acts() == []
    assert not found.tags & ({"iframe", "object", "embed", "form", "base", "svg"} - own_tags)
    metas = [entry for entry in found.attributes if entry[0] == "meta"]
    assert metas == [entry for entry in seen(plain).attributes if entry[0] == "meta"]
    assert hostile.count("<style") == plain.count("<style")


def in_formgrader(course: Course, student: str) -> str:
    """The page of a submission in the formgrader, made as that makes it."""
    config = Config()
    configure(config)
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    names = ("assignment_id", "notebook_id", "submission_id", "base_url", "notebook_path")
    resources = dict.fromkeys((*names, "student", "last_name", "first_name"), NAME)
    page, _ = HTMLExporter(config=config).from_filename(
        str(course.autograded(student, NAME)), resources={**resources, "index": 0, "total": 1}
    )
    return str(page)


def test_formgrader_runs_nothing_either(pages: tuple[Course, str, str]) -> None:
    """It shows the autograded notebook in the browser of an instructor."""
    course = pages[0]
    found, plain = (seen(in_formgrader(course, student)) for student in ("hostile", "right"))
    assert found.scripts == plain.scripts
    assert set(found.acts()) == set(plain.acts())
    assert not found.tags & ({"iframe", "object", "embed", "form", "base", "svg"} - plain.tags)


def test_every_kind_of_note_has_a_heading_and_a_line_on_the_page() -> None:
    notebook = nbformat.v4.new_notebook()
    for kind in notes.KINDS:
        notes.add(notebook, kind, "It was <b>so</b>.", f"cell of {kind}")  # type: ignore[arg-type]
    shown = notes.as_html(notes.of(notebook))
    assert set(notes.HEADINGS) == set(notes.KINDS)
    for kind, heading in notes.HEADINGS.items():
        assert shown.count(f"<b>{heading}</b>") == 1
        assert shown.count(f"<code>cell of {kind}</code>") == 1
    assert "<b>so</b>" not in shown


def test_notes_stand_at_the_top_of_the_page(pages: tuple[Course, str, str]) -> None:
    course = pages[0]
    assert "What was repaired" not in pages[1]
    broken = copy.deepcopy(right(course))
    broken["cells"] = [found for found in broken["cells"] if found["id"] != "test_cube"]
    hand_in(course, "repaired", broken)
    assert autograde(course).exit_code == 0
    assert course.run("generate_feedback", NAME).exit_code == 0
    page = course.page("repaired", NAME)
    assert page.index("What was repaired") < page.index("Powers</h1>")
    assert "<code>test_cube</code>: The cell was missing and is back in its place." in page
