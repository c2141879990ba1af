"""The same report in Notebook 7."""

import pytest
from playwright.sync_api import expect

from .conftest import OpenPage
from .front_end import OpenNotebook
from .samples import VIEW, WRITE, line_of, put_sample
from .server import Server


@pytest.fixture(scope="module")
def path(server: Server) -> str:
    return put_sample(server, "notebook7", "lstm-forward")


@pytest.fixture(scope="module")
def notebook(server: Server, open_page: OpenPage, path: str) -> OpenNotebook:
    opened = OpenNotebook.at(open_page(), server.notebook(path))
    opened.run_all()
    return opened


@pytest.mark.parametrize("source", [VIEW, WRITE])
def test_the_panel_names_the_cause_and_its_lines(
    notebook: OpenNotebook, server: Server, path: str, source: str
) -> None:
    panel = notebook.panel("lstm_forward")
    expect(panel.get_by_role("status")).to_contain_text("changed after it was stored")
    expect(panel).to_contain_text(f"line {line_of(server, path, source)}")


def test_a_mark_stands_beside_the_cell(notebook: OpenNotebook) -> None:
    mark = notebook.cell("lstm_forward").get_by_role("img", name="lstm_forward: fails")
    expect(mark).to_have_text("✗")


def test_hints_are_given(notebook: OpenNotebook) -> None:
    panel = notebook.panel("lstm_forward")
    panel.get_by_role("button", name="Give me a hint").click()
    expect(panel.locator(".cellcheck-given")).to_have_count(1)


def test_the_saved_report_is_read_when_the_kernel_has_ended(
    server: Server, open_page: OpenPage
) -> None:
    path = put_sample(server, "notebook7-saved", "lstm-forward")
    page = open_page()
    first = OpenNotebook.at(page, server.notebook(path))
    first.run_all()
    expect(first.panel("lstm_forward")).to_be_visible()
    first.save()
    first.shut_down_kernel()
    again = OpenNotebook.at(page, server.notebook(path))
    expect(again.static_view("lstm_forward")).to_contain_text("changed after it was stored")
    expect(page.get_by_text("model not found").filter(visible=True)).to_have_count(0)
    page.close()
