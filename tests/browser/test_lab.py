"""A student's notebook with the view mistake, run in JupyterLab."""

import re

import pytest
from playwright.sync_api import expect

from .conftest import OpenPage
from .front_end import OpenNotebook
from .samples import VIEW, WRITE, line_of, put_sample
from .server import Server

FORWARD, BACKWARD = "lstm-forward", "lstm-backward"
ONE_LINE = 40
"""Pixels that a single line of text does not exceed."""


@pytest.fixture(scope="module")
def forward_path(server: Server) -> str:
    return put_sample(server, "lab", FORWARD)


@pytest.fixture(scope="module")
def backward_path(server: Server) -> str:
    return put_sample(server, "lab", BACKWARD)


@pytest.fixture(scope="module")
def forward(server: Server, open_page: OpenPage, forward_path: str) -> OpenNotebook:
    notebook = OpenNotebook.at(open_page(), server.lab(forward_path))
    notebook.run_all()
    return notebook


@pytest.fixture(scope="module")
def backward(server: Server, open_page: OpenPage, backward_path: str) -> OpenNotebook:
    notebook = OpenNotebook.at(open_page(), server.lab(backward_path))
    notebook.run_all()
    return notebook


def test_the_panel_says_which_function_and_what_is_wrong(forward: OpenNotebook) -> None:
    verdict = forward.panel("lstm_forward").get_by_role("status")
    expect(verdict).to_contain_text("lstm_forward")
    expect(verdict).to_contain_text("changed after it was stored")


@pytest.mark.parametrize("source", [VIEW, WRITE])
def test_the_panel_names_both_lines(
    forward: OpenNotebook, server: Server, forward_path: str, source: str
) -> None:
    number = line_of(server, forward_path, source)
    evidence = forward.panel("lstm_forward").get_by_role("listitem").filter(has_text=source)
    expect(evidence).to_contain_text(f"line {number}")


def test_hints_unfold_one_by_one(forward: OpenNotebook) -> None:
    panel = forward.panel("lstm_forward")
    given = panel.locator(".cellcheck-given")
    expect(given).to_have_count(0)
    for number, offer in enumerate(("Give me a hint", "Another hint", "Explain it"), start=1):
        panel.get_by_role("button", name=offer).click()
        expect(given).to_have_count(number)
    offers = re.compile(r"hint|Explain")
    expect(panel.get_by_role("button", name=offers)).to_have_count(0)


def test_the_time_step_of_the_heat_map_can_be_changed(forward: OpenNotebook) -> None:
    panel = forward.panel("lstm_forward")
    expect(panel.get_by_role("img", name="at t = 0: wrong in every entry")).to_be_visible()
    panel.get_by_role("slider").press("ArrowRight")
    expect(panel.get_by_role("img", name="at t = 1: right")).to_be_visible()


@pytest.mark.parametrize(
    ("grade_id", "label", "sign"),
    [
        ("lstm_cell_forward", "lstm_cell_forward: passes", "✓"),
        ("test_lstm_cell_forward", "lstm_cell_forward: passes", "✓"),
        ("lstm_forward", "lstm_forward: fails", "✗"),
        ("test_lstm_forward", "lstm_forward: fails", "✗"),
    ],
)
def test_a_mark_with_a_label_stands_beside_each_checked_cell(
    forward: OpenNotebook, grade_id: str, label: str, sign: str
) -> None:
    mark = forward.cell(grade_id).get_by_role("img", name=label)
    expect(mark).to_be_visible()
    expect(mark).to_have_text(sign)


def test_a_cell_that_checks_nothing_has_no_mark(forward: OpenNotebook) -> None:
    expect(forward.cell("setup")).to_be_visible()
    expect(forward.mark("setup")).to_have_count(0)


def test_a_right_function_takes_one_quiet_line(forward: OpenNotebook) -> None:
    panel = forward.panel("lstm_cell_forward")
    expect(panel).to_contain_text("lstm_cell_forward is right")
    expect(panel.get_by_role("table")).to_be_hidden()
    box = panel.bounding_box()
    assert box is not None
    assert box["height"] <= ONE_LINE


def test_the_values_of_a_right_function_are_one_click_away(forward: OpenNotebook) -> None:
    panel = forward.panel("lstm_cell_forward")
    panel.get_by_text("is right").click()
    expect(panel.get_by_role("rowheader", name="c_next", exact=True)).to_be_visible()


def test_a_right_function_with_a_wrong_one_before_it_is_told_so(backward: OpenNotebook) -> None:
    verdict = backward.panel("lstm_backward").get_by_role("status")
    expect(verdict).to_contain_text("lstm_backward is right; what it is given is not")


def test_the_panel_names_the_function_upstream(
    backward: OpenNotebook, server: Server, backward_path: str
) -> None:
    panel = backward.panel("lstm_backward")
    number = line_of(server, backward_path, VIEW)
    expect(panel).to_contain_text("The cause is upstream: your lstm_forward is not right")
    expect(panel).to_contain_text(f"lstm_forward, line {number}")


def test_the_wrong_value_that_is_drawn_can_be_chosen(backward: OpenNotebook) -> None:
    panel = backward.panel("lstm_backward")
    panel.get_by_role("combobox").select_option("dbf")
    expect(panel.get_by_role("img", name="dbf: wrong in every entry")).to_be_visible()


def test_the_mark_of_a_blocked_function_is_its_own(backward: OpenNotebook) -> None:
    mark = backward.cell("lstm_backward").get_by_role("img", name="lstm_backward: is right, what")
    expect(mark).to_have_text("↑")


def test_a_report_on_a_deleted_definition_is_marked(server: Server, open_page: OpenPage) -> None:
    notebook = OpenNotebook.at(open_page(), server.lab(put_sample(server, "deleted", FORWARD)))
    notebook.run_all()
    mark = notebook.mark("test_lstm_forward")
    expect(mark).to_have_text("✗")
    notebook.delete_cell("lstm_forward")
    expect(mark).to_have_text("↻")
    expect(mark).to_have_attribute("aria-label", "lstm_forward: no cell defines it any more")
    expect(notebook.mark("test_lstm_cell_forward")).to_have_text("✓")
    notebook.undo_cells()
    expect(notebook.mark("test_lstm_forward")).to_have_text("✗")
