"""A feedback page full of hostile pictures, in the browser of whoever opens it."""

import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from cellcheck.grading import configure
from cellcheck.grading.clean_outputs import CleanOutputs, CleanPage
from cellcheck.views.training_data import TRAINING_TYPE, training_data
from cellcheck.views.training_page import History, shown_of
from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback
from playwright.sync_api import Browser, Page
from traitlets.config import Config

from tests.attacks.hostile_svg import SVGS, WORDS
from tests.nbgrader.test_clean_pages import PNG

from .conftest import OpenPage

TOUCH_ALL = """() => {
  // A link to another place may stand in a text; that it leads there is no surprise.
  for (const node of document.querySelectorAll('body :not(a[href^=http], a[href^=http] *)')) {
    for (const kind of ['mouseover', 'focus', 'click']) {
      node.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true }));
    }
  }
}"""
# Frames find it in their parent, everything else in the window.
COUNT_THEFTS = "window.thefts = 0; window.steal = () => { window.thefts += 1; };"
MOST_DANGEROUS = (
    "script, iframe, object, embed, form, style, math, foreignObject, use, image, animate, set, "
    "a[*|href^='javascript'], [onload], [onerror], [onclick], [onfocus], [onbegin]"
)


def cell(data: dict[str, Any], metadata: dict[str, Any] | None = None) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output("display_data", data, metadata=metadata or {})
    return nbformat.v4.new_code_cell("1", outputs=[output])


def run(words: str) -> dict[str, Any]:
    history = History(3, words)
    for step in (1, 2, 3):
        history.add(step, 3.0 / step, [words])
    return {TRAINING_TYPE: training_data(shown_of(history)), "text/html": "<svg></svg>"}


def hostile() -> list[nbformat.NotebookNode]:
    kinds = ("text/html", "text/markdown", "text/latex", "image/svg+xml")
    return [
        *(cell({kind: svg}) for svg in SVGS.values() for kind in kinds),
        *(nbformat.v4.new_markdown_cell(svg) for svg in SVGS.values()),
        *(nbformat.v4.new_raw_cell(svg) for svg in SVGS.values()),
        *(cell(run(words)) for words in WORDS),
        *(cell({"image/png": PNG}, {"image/png": {"alt": words}}) for words in WORDS[:-1]),
    ]


def feedback(cells: list[nbformat.NotebookNode]) -> str:
    """The page that nbgrader would make, without MathJax, which comes from elsewhere."""
    config = Config()
    configure(config)
    # It knows where nbgrader's templates are.
    config = GenerateFeedback(config=config).config
    config.HTMLExporter.preprocessors = [CleanOutputs, CleanPage]
    about = {"notebook": "hostile", "score": 0, "max_score": 0, "late_penalty": 0}
    notebook = nbformat.v4.new_notebook(cells=cells)
    page, _ = HTMLExporter(config=config).from_notebook_node(notebook, {"nbgrader": about})
    loading = re.compile(r'<script src="https://[^"]*mathjax[^"]*">\s*</script>')
    assert len(loading.findall(page)) == 1
    return loading.sub("", page)


def opened(page: Page, content: str) -> Page:
    page.add_init_script(COUNT_THEFTS)
    page.goto("about:blank")
    page.set_content(content)
    page.evaluate(TOUCH_ALL)
    page.wait_for_timeout(500)
    return page


@pytest.fixture(scope="module")
def page(open_page: OpenPage) -> Page:
    return opened(open_page(), feedback(hostile()))


@pytest.fixture
def unwatched(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_the_pictures_are_dangerous_where_nobody_cleans_them(unwatched: Page) -> None:
    opened(unwatched, "".join(f"<div>{svg}</div>" for svg in SVGS.values()))
    assert unwatched.evaluate("window.thefts") > 5


def test_no_picture_runs_anything_or_asks_for_anything(page: Page) -> None:
    """That nothing left the machine is what the fixture of all browser tests holds."""
    assert page.evaluate("window.thefts") == 0
    assert len(page.frames) == 1


def test_no_picture_brings_elements_that_act(page: Page) -> None:
    # A sheet of ours stands before each curve.
    found = page.locator(f"#notebook :is({MOST_DANGEROUS}):not(style:has(+ .cellcheck-report))")
    assert found.all_inner_texts() == []


def test_the_only_svg_in_the_page_are_the_curves(page: Page) -> None:
    assert page.locator("svg").count() == len(WORDS)
    names = page.evaluate(
        "[...new Set([...document.querySelectorAll('svg *')].map(node => node.localName))].sort()"
    )
    assert names == ["path", "polyline", "text"]


def test_a_curve_is_seen(page: Page) -> None:
    curve = page.locator("svg[role=img]").first
    assert curve.get_attribute("aria-label") == (
        "loss curve: step 3 of 3, loss 3.000 at first, 1.833 over the last 3"
    )
    assert curve.locator("polyline").bounding_box()["width"] > 400
    stroke = curve.locator("polyline").evaluate("node => getComputedStyle(node).stroke")
    assert stroke == "rgb(11, 87, 176)"


def test_words_for_a_picture_are_words(page: Page) -> None:
    shown = [image.get_attribute("alt") for image in page.locator("img[src*=png]").all()]
    assert shown == [" ".join(words.split()) for words in WORDS[:-1]]
