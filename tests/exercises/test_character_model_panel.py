"""The panel of a training run, live and where nobody can look at it live."""

import math
import re

import pytest
from cellcheck.views import training_panel
from cellcheck.views.training_data import LONGEST, TRAINING_TYPE, read_training, training_data
from cellcheck.views.training_page import (
    MOST_POINTS,
    History,
    page_of,
    shown_of,
    text_of,
    training_page,
    training_text,
)
from cellcheck.views.training_panel import TrainingPanel
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def outputs(monkeypatch):
    """What a kernel is given to show."""
    publisher = CapturingDisplayPublisher()
    InteractiveShell.clear_instance()  # whatever another test has left
    shell = InteractiveShell.instance()
    formatter = shell.display_formatter
    monkeypatch.setattr(formatter, "active_types", formatter.format_types)
    monkeypatch.setattr(shell, "display_pub", publisher)
    monkeypatch.setattr(InteractiveShell, "initialized", classmethod(lambda _: True))
    yield publisher.outputs
    InteractiveShell.clear_instance()


def run(steps=3):
    with TrainingPanel(steps, title="names") as panel:
        for step in range(1, steps + 1):
            panel.update(step, 3.0 / step, [f"name{step}"])
    return panel


def test_a_terminal_gets_the_text(capsys):
    run()
    assert capsys.readouterr().out.splitlines()[0] == (
        "names: step 3 of 3, loss 3.000 at first, 1.833 over the last 3"
    )


def test_while_nbgrader_runs_there_is_one_static_page_and_no_widget(outputs, monkeypatch):
    monkeypatch.setattr(training_panel, "is_live", lambda: False)
    run()
    (only,) = outputs
    assert set(only["data"]) == {TRAINING_TYPE, "text/html", "text/plain"}
    assert "name3" in only["data"]["text/html"]


def test_a_live_run_shows_a_widget_and_leaves_the_static_page(outputs, monkeypatch):
    monkeypatch.setattr(training_panel, "is_live", lambda: True)
    run()
    first, last = outputs
    assert WIDGET_VIEW in first["data"]
    assert WIDGET_VIEW not in last["data"]
    assert last["update"]
    assert first["transient"] == last["transient"]
    assert "step 3 of 3" in last["data"]["text/plain"]


def test_the_widget_follows_the_run_and_is_closed(outputs, monkeypatch):
    monkeypatch.setattr(training_panel, "is_live", lambda: True)
    monkeypatch.setattr(training_panel, "REDRAW_AFTER", 0.0)
    with TrainingPanel(2) as panel:
        widget = panel._widget
        panel.update(1, 2.5, ["ana"])
        assert "2.500" in widget.value
        assert "ana" in widget.value
    assert panel._widget is None
    assert widget.comm is None
    assert len(outputs) == 2


def test_redrawing_is_rare(outputs, monkeypatch):
    monkeypatch.setattr(training_panel, "is_live", lambda: True)
    monkeypatch.setattr(training_panel.time, "monotonic", lambda: 1.0)
    drawn = []
    with TrainingPanel(100) as panel:
        panel._widget.observe(drawn.append, "value")
        for step in range(1, 101):
            panel.update(step, 1.0 / step)
    assert len(drawn) == 1
    assert "step 100 of 100" in outputs[-1]["data"]["text/plain"]


def test_an_interrupted_run_leaves_what_it_has(outputs, monkeypatch):
    monkeypatch.setattr(training_panel, "is_live", lambda: True)

    def interrupted():
        with TrainingPanel(5) as panel:
            panel.update(1, 2.5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "step 1 of 5" in outputs[-1]["data"]["text/plain"]
    assert WIDGET_VIEW not in outputs[-1]["data"]


def test_a_front_end_without_widgets_does_not_stop_the_training(outputs, monkeypatch):
    monkeypatch.setattr(training_panel, "is_live", lambda: True)
    monkeypatch.setattr(training_panel, "_new_widget", lambda: None)
    run()
    assert [set(each["data"]) for each in outputs] == [{TRAINING_TYPE, "text/html", "text/plain"}]


@pytest.mark.parametrize("steps", [0, -1, 2.5, "3", True])
def test_a_number_of_steps_that_is_none_is_named(steps):
    with pytest.raises(ValueError, match=r"TrainingPanel: steps is .*, expected an integer"):
        TrainingPanel(steps)


def history(losses, samples=()):
    made = History(len(losses) or 1, "names")
    for step, loss in enumerate(losses, start=1):
        made.add(step, loss, samples)
    return made


LOSSES = pytest.mark.parametrize(
    "losses",
    [
        *([], [1.0], [1.0, 1.0], [math.nan], [math.inf, 1.0], [1e300, -1e300, 2.0]),
        [3.0 / n for n in range(1, 2000)],
    ],
)


@LOSSES
def test_any_losses_make_a_page(losses):
    page = training_page(history(losses))
    points = re.search(r'points="([^"]*)"', page)
    assert "nan" not in (points[1] if points else "")
    assert not points or len(points[1].split()) <= MOST_POINTS
    assert training_text(history(losses)).startswith("names: ")


@LOSSES
def test_the_page_can_be_drawn_from_its_data(losses):
    made = history(losses, ["ana", "\x1b[31mo" * 30])
    made.title = "names\t" * 100
    data = training_data(shown_of(made))
    shown = read_training(data)
    assert len(data) < LONGEST / 3
    assert page_of(shown) == training_page(made)
    assert text_of(shown) == training_text(made)


def test_what_a_kernel_shows_carries_the_data_of_the_page(outputs, monkeypatch):
    monkeypatch.setattr(training_panel, "is_live", lambda: False)
    run()
    data = outputs[0]["data"]
    assert page_of(read_training(data[TRAINING_TYPE])) == data["text/html"]


def test_samples_are_text_and_nothing_else():
    page = training_page(history([1.0], ["<script>alert(1)</script>", "\x1b[31mred"]))
    assert "<script>" not in page
    assert "\x1b" not in page


def test_the_curve_has_a_description_and_the_table_headings():
    page = training_page(history([2.0, 1.0], ["ana"]))
    assert 'role="img"' in page
    assert "aria-label" in page
    assert page.count('scope="col"') == 2


def test_many_samples_are_thinned_to_the_first_the_last_and_some_between():
    made = History(100, "names")
    for step in range(1, 101):
        made.add(step, 1.0, [f"s{step}"])
    words = training_text(made)
    assert "s1\n" in words
    assert words.endswith("s100")
    assert words.count("step ") == 7
