"""The live panel, pressed as a student presses it."""

from collections.abc import Iterator
from typing import Any

import ipywidgets as widgets
import pytest
from cellcheck.report import ErrorMap, Report, ValueReport
from cellcheck.views.panel import build_panel, close_panel


def _all(widget: widgets.Widget) -> Iterator[widgets.Widget]:
    yield widget
    for child in getattr(widget, "children", ()):
        yield from _all(child)


def _of(panel: widgets.Widget, kind: type[Any]) -> list[Any]:
    return [widget for widget in _all(panel) if isinstance(widget, kind)]


def _hint_buttons(panel: widgets.Widget) -> list[Any]:
    boxes = [box for box in _of(panel, widgets.VBox) if "cellcheck-hints" in box._dom_classes]
    return [button for box in boxes for button in _of(box, widgets.Button)]


def _words(panel: widgets.Widget) -> str:
    return "".join(part.value for part in _of(panel, widgets.HTML))


def _drawn(panel: widgets.Widget) -> str:
    """The picture under the controls."""
    shown: str = next(
        part.value
        for part in _of(panel, widgets.HTML)
        if part.value.startswith('<div class="cellcheck-explored"')
    )
    return shown


def test_every_report_has_a_panel_of_core_widgets(report: Report) -> None:
    panel = build_panel(report)
    assert {type(widget).__module__.partition(".")[0] for widget in _all(panel)} == {"ipywidgets"}
    assert "<script" not in _words(panel)
    close_panel(panel)


def test_a_passing_panel_is_one_html_widget_in_its_box(right: Report) -> None:
    assert [type(widget) for widget in _all(build_panel(right))] == [widgets.VBox, widgets.HTML]


def test_the_panel_wears_the_tone_of_its_verdict(report: Report) -> None:
    assert f"cellcheck-{report.status}" in build_panel(report)._dom_classes


def test_hints_come_one_by_one_and_in_order(cause: Report) -> None:
    panel = build_panel(cause)
    (button,) = _hint_buttons(panel)
    hints = ("Which memory does", "Compare line 12", "A slice of an array")
    offers = ("Give me a hint", "Another hint", "Explain it")
    for given, offer in enumerate(offers):
        assert button.description == offer
        assert [words in _words(panel) for words in hints] == [i < given for i in range(3)]
        button.click()
    assert all(words in _words(panel) for words in hints)


def test_the_button_goes_when_no_hint_is_left(cause: Report) -> None:
    (button,) = _hint_buttons(build_panel(cause))
    for _ in range(3):
        button.click()
    assert button.layout.display == "none"


def test_each_finding_gives_its_own_hints(cause: Report) -> None:
    first, second = cause.findings[0], cause.findings[0]
    panel = build_panel(Report("f", "fail", "`f`", findings=(first, second)))
    one, two = _hint_buttons(panel)
    one.click()
    assert (one.description, two.description) == ("Another hint", "Give me a hint")


@pytest.mark.parametrize(
    ("levels", "opened"),
    [((0, 0, 5, 9, 9), 2), ((9, 9, 5, 0, 0), 2), ((0, 0, 0, 0, 3), 4), ((4, 0, 9, 0, 0), 2)],
    ids=["from a step on", "back from a step", "one step alone", "here and there"],
)
def test_the_map_opens_where_the_error_enters(levels: tuple[int, ...], opened: int) -> None:
    error_map = ErrorMap(("n_x", "m", "T_x"), (1, 1, 5), levels)
    value = ValueReport("dx", "differs", match=False, shape=(1, 1, 5), error_map=error_map)
    panel = build_panel(Report("f", "fail", "`f`", values=(value,)))
    (step,) = _of(panel, widgets.SelectionSlider)
    assert step.value == opened
    assert f'aria-label="dx at t = {opened}: wrong' in _drawn(panel)


def test_the_map_opens_at_the_largest_error_where_all_steps_are_wrong() -> None:
    error_map = ErrorMap(("n_x", "m", "T_x"), (1, 2, 3), (1, 40, 0, 0, 0, 100))
    value = ValueReport("dx", "differs", match=False, shape=(1, 2, 3), error_map=error_map)
    panel = build_panel(Report("f", "fail", "`f`", values=(value,)))
    (step,) = _of(panel, widgets.SelectionSlider)
    assert step.label == "t = 2 · 1 of 2 entries, column 1"
    assert 'aria-label="dx at t = 2: wrong in 1 of 2 entries, column 1"' in _drawn(panel)


def test_another_time_step_draws_another_map(blocked: Report) -> None:
    panel = build_panel(blocked)
    (step,) = _of(panel, widgets.SelectionSlider)
    before = _drawn(panel)
    assert "dx at t = 0: wrong in every entry" in before
    step.value = 3
    assert "dx at t = 3: right" in _drawn(panel)
    step.value = 0
    assert _drawn(panel) == before


def test_another_value_draws_its_own_map_without_time(blocked: Report) -> None:
    panel = build_panel(blocked)
    (choice,) = _of(panel, widgets.Dropdown)
    (step,) = _of(panel, widgets.SelectionSlider)
    assert [name for name, _ in choice.options] == ["dx", "da0", "dWf", "dbf"]
    choice.label = "da0"
    assert "da0: wrong in every entry" in _drawn(panel)
    assert "da0[3, 8]" in _drawn(panel)
    assert step.layout.display == "none"
    choice.label = "dx"
    assert step.layout.display is None
    assert "dx at t = 0" in _drawn(panel)


def test_every_control_has_a_label(report: Report) -> None:
    controls = _of(
        build_panel(report),
        (widgets.Button, widgets.Dropdown, widgets.SelectionSlider),  # type: ignore[arg-type]
    )
    assert all(control.description and control.tooltip for control in controls)


@pytest.mark.parametrize("name", ["blocked", "cause", "right"])
def test_closing_a_panel_closes_every_widget_in_it(
    name: str, request: pytest.FixtureRequest
) -> None:
    panel = build_panel(request.getfixturevalue(name))
    inside = list(_all(panel))
    close_panel(panel)
    assert all(widget.comm is None for widget in inside)
