"""A notebook that was run and saved, opened again: the report must outlive its kernel."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request, Route, expect

from .conftest import OpenPage
from .front_end import OpenNotebook
from .samples import VIEW, WRITE, line_of, put_sample
from .server import Server

MISSING_WIDGET = "model not found"


@pytest.fixture(scope="module")
def path(server: Server) -> str:
    return put_sample(server, "reopened", "lstm-forward")


@pytest.fixture(scope="module")
def closed(server: Server, open_page: OpenPage, path: str) -> Iterator[OpenNotebook]:
    """Run, saved, and still open when its kernel was shut down."""
    page = open_page()
    notebook = OpenNotebook.at(page, server.lab(path))
    notebook.run_all()
    expect(notebook.panel("lstm_forward")).to_be_visible()
    notebook.save()
    notebook.shut_down_kernel()
    yield notebook
    page.close()


@pytest.fixture
def page(open_page: OpenPage) -> Iterator[Page]:
    opened = open_page()
    yield opened
    opened.close()


def refuse_new_sessions(route: Route, request: Request) -> None:
    if request.method == "POST":
        route.fulfill(status=500, json={"message": "no kernel today"})
    else:
        route.continue_()


def assert_readable(notebook: OpenNotebook, server: Server, path: str) -> None:
    report = notebook.static_view("lstm_forward")
    expect(report).to_contain_text("lstm_forward: the stored c_prev changed after it was stored")
    for source in (VIEW, WRITE):
        number = line_of(server, path, source)
        expect(report).to_contain_text(f"line {number} {source}")
    expect(notebook.panel("lstm_forward")).to_have_count(0)
    expect(notebook.page.get_by_text(MISSING_WIDGET).filter(visible=True)).to_have_count(0)


def test_the_open_panel_gives_way_to_the_static_view_when_its_kernel_ends(
    server: Server, closed: OpenNotebook, path: str
) -> None:
    assert_readable(closed, server, path)


def test_hints_of_the_static_view_unfold_one_by_one(closed: OpenNotebook) -> None:
    report = closed.static_view("lstm_forward")
    hints = report.locator(".cellcheck-lab-hint > p").filter(visible=True)
    expect(hints).to_have_count(0)
    for number, offer in enumerate(("Give me a hint", "Another hint", "Explain it"), start=1):
        report.get_by_text(offer).click()
        expect(hints).to_have_count(number)


@pytest.mark.usefixtures("closed")
def test_a_saved_report_is_read_where_no_kernel_starts(
    server: Server, page: Page, path: str
) -> None:
    page.route("**/api/sessions*", refuse_new_sessions)
    notebook = OpenNotebook.at(page, server.lab(path))
    page.get_by_role("dialog").get_by_role("button", name="Ok").click()
    assert_readable(notebook, server, path)


@pytest.mark.usefixtures("closed")
def test_a_saved_report_is_read_where_a_new_kernel_knows_nothing_of_it(
    server: Server, page: Page, path: str
) -> None:
    notebook = OpenNotebook.at(page, server.lab(path))
    notebook.wait_for_kernel()
    assert_readable(notebook, server, path)
    notebook.shut_down_kernel()


@pytest.mark.usefixtures("closed")
def test_a_saved_report_is_read_in_a_notebook_that_is_not_trusted(
    server: Server, page: Page, path: str
) -> None:
    document = json.loads((server.root / path).read_text(encoding="utf-8"))
    document["cells"][0]["source"] = "# From somebody else"
    other = path.replace("lstm-forward.ipynb", "from-somebody-else.ipynb")
    (server.root / other).write_text(json.dumps(document), encoding="utf-8")
    notebook = OpenNotebook.at(page, server.lab(other))
    assert_readable(notebook, server, other)
    notebook.shut_down_kernel()


@pytest.mark.usefixtures("closed")
def test_the_marks_are_there_again(server: Server, page: Page, path: str) -> None:
    notebook = OpenNotebook.at(page, server.lab(path))
    expect(notebook.mark("lstm_forward")).to_have_text("✗")
    notebook.shut_down_kernel()


def test_a_page_that_is_loaded_again_beside_its_kernel_is_live(
    server: Server, open_page: OpenPage
) -> None:
    path = put_sample(server, "reloaded", "lstm-forward")
    page = open_page()
    notebook = OpenNotebook.at(page, server.lab(path))
    notebook.run_all()
    notebook.save()
    notebook = OpenNotebook.at(page, server.lab(path))
    panel = notebook.panel("lstm_forward")
    panel.get_by_role("button", name="Give me a hint").click()
    expect(panel.locator(".cellcheck-given")).to_have_count(1)
    page.close()
