"""The pictures say what they show, and matplotlib is not needed before the first."""

import base64
import builtins
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter

from lstm_lib import InterfaceError, plot
from lstm_lib.character_model import gradient_reach, look_inside
from lstm_lib.plot import picture, plot_cell_state, plot_gates, plot_gradient_reach, plot_losses

PNG = b"\x89PNG"
REACH = np.array([[1.0, np.nan], [0.1, 1.0]])


@pytest.fixture
def inside(parameters):
    return look_inside(parameters, "emma")


def steps_on(axes):
    return "".join(label.get_text() for label in axes.get_xticklabels())


def test_gates_stand_over_the_characters_in_one_order(inside):
    figure = plot_gates(inside)
    maps = [np.asarray(axes.images[0].get_array()) for axes in figure.axes[:3]]
    order = np.argsort(-inside.gates["ft"].mean(axis=1), kind="stable")
    for gate, shown in zip(("ft", "it", "ot"), maps, strict=True):
        np.testing.assert_array_equal(shown, inside.gates[gate][order])
    assert (np.diff(maps[0].mean(axis=1)) <= 1e-12).all(), "longest memory first"
    assert steps_on(figure.axes[2]) == "·emma"
    assert {axes.images[0].get_clim() for axes in figure.axes[:3]} == {(0, 1)}


def test_cell_states_have_zero_in_the_middle_of_their_colours(inside):
    figure = plot_cell_state(inside)
    low, high = figure.axes[0].images[0].get_clim()
    assert low == -high
    bars = [bar.get_height() for bar in figure.axes[1].patches]
    np.testing.assert_allclose(bars, inside.probability)
    assert [label.get_text() for label in figure.axes[1].texts] == [*"emma¶"]


def test_gradients_are_shares_of_where_they_arise(inside, parameters):
    reach = gradient_reach(parameters, "emma")
    figure = plot_gradient_reach({"one": reach, "ten": 10 * reach}, inside.read, inside.expected)
    one, ten = (line.get_ydata() for line in figure.axes[1].lines)
    np.testing.assert_allclose(one, reach[-1] / reach[-1, -1])
    np.testing.assert_allclose(ten, one)
    shown = np.ma.filled(figure.axes[0].images[0].get_array(), np.nan)
    np.testing.assert_allclose(np.diag(shown), 0, atol=1e-12)
    assert steps_on(figure.axes[1]) == "·emma"


def test_lines_differ_in_more_than_colour(parameters, inside):
    reach = gradient_reach(parameters, "emma")
    figure = plot_gradient_reach(
        {str(number): reach for number in range(4)}, inside.read, inside.expected
    )
    styles = {(line.get_linestyle(), line.get_marker()) for line in figure.axes[1].lines}
    assert len(styles) == 4


def test_the_running_mean_covers_the_last_fifty_steps():
    losses = np.random.default_rng(1).random(120)
    figure = plot_losses(losses, classes=27)
    mean = figure.axes[0].lines[1].get_ydata()
    np.testing.assert_allclose(mean[119], losses[70:].mean())
    np.testing.assert_allclose(mean[9], losses[:10].mean())


@pytest.mark.parametrize("draw", [plot_gates, plot_cell_state])
def test_a_notebook_shows_a_picture_as_png(draw, inside):
    assert draw(inside)._repr_png_().startswith(PNG)


class _Images(HTMLParser):
    def __init__(self, source):
        super().__init__()
        self.found = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_a_notebook_has_the_words_for_a_picture_in_its_metadata_and_in_html(inside):
    figure = plot_cell_state(inside)
    figure.alternative_text = words = 'A map of "c" & <b>'
    data, metadata = DisplayFormatter().format(figure)
    assert data["image/png"].startswith(PNG)
    assert metadata == {"image/png": {"alt": words}}
    ((tag, image),) = _Images(data["text/html"]).found
    assert (tag, image["alt"]) == ("img", words)
    assert (
        base64.b64decode(image["src"].removeprefix("data:image/png;base64,")) == data["image/png"]
    )


def test_the_words_for_a_picture_say_what_it_shows(inside, parameters):
    reach = gradient_reach(parameters, "emma")
    losses = np.linspace(3.0, 1.0, 201)
    assert plot_losses(losses).alternative_text == (
        "Loss over training, steps 1 to 201: 3.00 at the first step; "
        "the mean of the last 50 is 2.25 half way and 1.25 at the end."
    )
    gates = plot_gates(inside).alternative_text
    assert f"forget gate {inside.gates['ft'].mean():.2f}, " in gates
    assert "·emma" in gates
    state = plot_cell_state(inside).alternative_text
    assert f"e {inside.probability[0]:.2f}, m {inside.probability[1]:.2f}" in state
    lines = plot_gradient_reach(
        {"one": reach, "other": reach}, inside.read, inside.expected
    ).alternative_text
    assert f"one: {reach[-1][2] / reach[-1][-1]:.2g} half way" in lines
    assert f"other: {reach[-1][2] / reach[-1][-1]:.2g} half way" in lines


def test_every_axis_says_what_it_is(inside, parameters):
    reach = gradient_reach(parameters, "emma")
    figures = (
        plot_gates(inside), plot_cell_state(inside), plot_losses([3.0, 2.0]),
        plot_gradient_reach({"model": reach}, inside.read, inside.expected),
    )  # fmt: skip
    for figure in figures:
        for axes in figure.axes:
            assert axes.get_ylabel(), axes
            assert axes.get_title(loc="left") or axes.get_label() == "<colorbar>"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: plot_losses([]), r"losses has shape \(0,\)"),
        (lambda: plot_losses(np.zeros((2, 2))), r"losses has shape \(2, 2\)"),
        (lambda: plot_gradient_reach({}, "ab", "bc"), "holds 0 models, expected 1 to 4"),
        (
            lambda: plot_gradient_reach({"one": np.ones((3, 3))}, "ab", "bc"),
            "read holds 2 characters, expected 3",
        ),
        (
            lambda: plot_gradient_reach({"one": REACH}, "ab", "b"),
            "expected holds 1 characters, expected 2",
        ),
        (lambda: plot_gradient_reach({"one": REACH}, None, "bc"), "read is None, expected 2"),
        (lambda: plot_gradient_reach({"one": REACH}, [1, 2], "bc"), r"read is \[1, 2\]"),
        (lambda: plot_gradient_reach([REACH], "ab", "bc"), "reaches is of type list"),
        (
            lambda: plot_gradient_reach({"one": REACH, "other": REACH[:1, :1]}, "ab", "bc"),
            r'reaches\["other"\] has shape \(1, 1\), expected \(2, 2\)',
        ),
        (
            lambda: plot_gradient_reach({"one": REACH.tolist()}, "ab", "bc"),
            r'reaches\["one"\] is of type list',
        ),
        (lambda: plot_gradient_reach({"one": REACH * 1j}, "ab", "bc"), "dtype complex128"),
        (
            lambda: plot_gradient_reach({"one": REACH * np.nan}, "ab", "bc"),
            "holds nan in row 0, column 0, expected a finite number",
        ),
        (
            lambda: plot_gradient_reach({"one": np.full((2, 2), np.inf)}, "ab", "bc"),
            "holds inf in row 0, column 0",
        ),
        (lambda: plot_gradient_reach({"one": -REACH}, "ab", "bc"), "holds -1.0 in row 0"),
        (
            lambda: plot_gradient_reach({"one": np.zeros((2, 2))}, "ab", "bc"),
            r'reaches\["one"\] ends with 0, expected the positive gradient',
        ),
        (lambda: plot_losses(["a"]), "losses has dtype <U1, expected real numbers"),
        (lambda: plot_losses(None), r"losses has shape \(\)"),
        (lambda: plot_losses([[1.0], [1.0, 2.0]]), "losses is no array"),
        (lambda: plot_losses([1j]), "losses has dtype complex128"),
        (lambda: plot_losses([True]), "losses has dtype bool"),
        (lambda: plot_losses([1.0, np.nan]), r"losses\[1\] is nan, expected finite numbers"),
        (lambda: plot_losses([np.inf]), r"losses\[0\] is inf"),
        *(
            (lambda classes=classes: plot_losses([1.0], classes=classes), f"classes is {classes}, ")
            for classes in (0, -1, 1, True, np.nan, 2.5)
        ),
        *(
            (lambda draw=draw, given=given: draw(given), f"inside is of type {kind}, expected what")
            for draw in (plot_gates, plot_cell_state)
            for given, kind in ((None, "NoneType"), ({}, "dict"))
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(InterfaceError, match=message):
        call()


@pytest.mark.parametrize("draw", [plot_gates, plot_cell_state])
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"read": ("·", "e")}, "inside.read holds 2 characters, expected 5"),
        ({"expected": "emm"}, "inside.expected holds 3 characters, expected 5"),
        ({"read": None}, "inside.read is None"),
        ({"gates": {}}, 'inside.gates lacks "ft"'),
        ({"c": np.zeros((6, 4))}, r"inside.c has shape \(6, 4\), expected \(6, 5\)"),
        ({"c": np.full((6, 5), np.nan)}, "inside.c holds an entry that is not finite"),
        ({"probability": np.zeros(4)}, r"inside.probability has shape \(4,\)"),
        ({"probability": np.zeros(5, complex)}, "inside.probability holds complex128"),
    ],
)
def test_an_inside_that_does_not_agree_with_itself_is_named(draw, changed, message, inside):
    with pytest.raises(InterfaceError, match=f"{draw.__name__}: {message}"):
        draw(replace(inside, **changed))


def test_a_gradient_that_vanished_on_its_way_is_drawn():
    gone = np.array([[1.0, np.nan], [0.0, 1.0]])
    figure = plot_gradient_reach({"one": gone}, "ab", "bc")
    assert figure.axes[1].lines[0].get_ydata().tolist() == [0.0, 1.0]
    assert figure._repr_png_().startswith(PNG)


def test_what_would_lie_in_the_future_is_not_drawn():
    figure = plot_gradient_reach({"one": np.ones((2, 2))}, "ab", "bc")
    shown = np.ma.filled(figure.axes[0].images[0].get_array(), np.nan)
    np.testing.assert_array_equal(shown, [[0, np.nan], [0, 0]])


def test_the_library_does_not_import_matplotlib_before_the_first_picture():
    script = (
        "import sys, lstm_lib, lstm_lib.plot, lstm_lib.character_model\n"
        "assert 'matplotlib' not in sys.modules\n"
        "lstm_lib.plot.plot_losses([1.0])\n"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


def test_without_matplotlib_the_message_says_what_to_install(monkeypatch):
    real = builtins.__import__

    def missing(name, *rest, **options):
        if name.startswith("matplotlib"):
            raise ImportError(name)
        return real(name, *rest, **options)

    picture._picture_class.cache_clear()
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ImportError, match="pip install matplotlib"):
        plot.plot_losses([1.0])
    picture._picture_class.cache_clear()
