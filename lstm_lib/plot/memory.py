"""Gates and cell state over the characters of a name, one row for each hidden unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from lstm_lib.character_model.inspection import Inside
from lstm_lib.plot.picture import (
    DIVERGING,
    SEQUENTIAL,
    check_characters,
    draw_map,
    give_title,
    new_picture,
)
from lstm_lib.validation import InterfaceError, Shapes, check_keys, check_type

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from lstm_lib.interface import Array

_GATES: Final = {
    "ft": "forget gate: how much of the memory stays",
    "it": "input gate: how much of the candidate is written",
    "ot": "output gate: how much of the memory is shown",
}


def plot_gates(inside: Inside) -> Figure:
    """The three gates: a row for each unit, a column for each character that is read.

    The units stand in the same order in all three maps: on top those whose forget gate stays open
    widest over the name.

    Parameters
    ----------
    inside : Inside
        From `lstm_lib.character_model.look_inside`.

    Returns
    -------
    matplotlib figure

    Raises
    ------
    InterfaceError
        If `inside` is something else, its sizes do not agree, or an entry is not finite.
    ImportError
        If matplotlib is not installed.

    >>> from lstm_lib import initialize_parameters
    >>> from lstm_lib.character_model import look_inside
    >>> inside = look_inside(initialize_parameters(27, 5, 27, seed=1), "emma")
    >>> plot_gates(inside).axes[2].get_xlabel()
    'character that is read (· is the start)'

    """
    _check("plot_gates", inside)
    figure = new_picture(8, 7.5, _gates_in_words(inside))
    all_axes = figure.subplots(len(_GATES), 1, sharex=True)
    order = _long_memory_first(inside)
    images = []
    for axes, (gate, title) in zip(all_axes, _GATES.items(), strict=True):
        values = inside.gates[gate]
        images.append(draw_map(axes, values[order], inside.read, cmap=SEQUENTIAL, vmin=0, vmax=1))
        give_title(axes, title)
        axes.set_ylabel("unit, longest\nmemory first")
        axes.set_yticks([])
    all_axes[-1].set_xlabel("character that is read (· is the start)")
    figure.colorbar(images[0], ax=list(all_axes), label="0 closed, 1 open", shrink=0.6)
    return figure


def plot_cell_state(inside: Inside) -> Figure:
    """The cell state of every unit, and below it how sure the model was of what came next.

    Parameters
    ----------
    inside : Inside
        From `lstm_lib.character_model.look_inside`.

    Returns
    -------
    matplotlib figure

    Raises
    ------
    InterfaceError
        If `inside` is something else, its sizes do not agree, or an entry is not finite.
    ImportError
        If matplotlib is not installed.

    >>> from lstm_lib import initialize_parameters
    >>> from lstm_lib.character_model import look_inside
    >>> inside = look_inside(initialize_parameters(27, 5, 27, seed=1), "emma")
    >>> plot_cell_state(inside).axes[1].get_xlabel()
    'character that is read (· is the start)'

    """
    _check("plot_cell_state", inside)
    figure = new_picture(8, 5.6, _cell_state_in_words(inside))
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    cell_state = inside.c[_long_memory_first(inside)]
    # Symmetric, so that the middle of the colours is zero; the few largest may run off its end.
    most = float(np.quantile(np.abs(cell_state), 0.99)) or 1.0
    image = draw_map(upper, cell_state, inside.read, cmap=DIVERGING, vmin=-most, vmax=most)
    give_title(upper, "cell state after each character")
    upper.set_ylabel("unit, longest\nmemory first")
    upper.set_yticks([])
    figure.colorbar(image, ax=upper, label="value", extend="both")

    steps = range(len(inside.read))
    bars = lower.bar(steps, inside.probability, color="#56b4e9", width=0.7)
    lower.bar_label(bars, labels=list(inside.expected), fontsize=10, family="monospace", padding=1)
    lower.set_ylim(0, 1.3)
    lower.set_yticks([0, 0.5, 1])
    lower.set_ylabel("probability")
    lower.spines[["top", "right"]].set_visible(False)
    give_title(lower, "probability given to the character that came (written above; ¶ is the end)")
    lower.set_xlabel("character that is read (· is the start)")
    return figure


def _check(function: str, inside: Inside) -> None:
    expected = "what lstm_lib.character_model.look_inside returned"
    check_type(function, "inside", inside, Inside, expected)
    check_keys(function, "inside.gates", inside.gates, _GATES)
    arrays = {f'inside.gates["{gate}"]': inside.gates[gate] for gate in _GATES}
    shapes = Shapes(function)
    for name, array in {**arrays, "inside.c": inside.c}.items():
        shapes.match(name, array, ("n_a", "T"))
        _check_entries(f"{function}: {name}", array)
    shapes.match("inside.probability", inside.probability, ("T",))
    _check_entries(f"{function}: inside.probability", inside.probability)
    for name, characters in {"read": inside.read, "expected": inside.expected}.items():
        check_characters(function, f"inside.{name}", characters, shapes.sizes["T"])


def _check_entries(where: str, array: Array) -> None:
    if array.dtype.kind != "f" or not np.isfinite(array).all():
        what = "an entry that is not finite" if array.dtype.kind == "f" else array.dtype
        raise InterfaceError(
            f"{where} holds {what}, expected finite real numbers, as look_inside returned them"
        )


def _gates_in_words(inside: Inside) -> str:
    units, steps = inside.gates["ft"].shape
    means = "; ".join(
        f"{title.partition(':')[0]} {inside.gates[gate].mean():.2f}, "
        f"its units from {inside.gates[gate].mean(axis=1).min():.2f} "
        f"to {inside.gates[gate].mean(axis=1).max():.2f}"
        for gate, title in _GATES.items()
    )
    return (
        f"Three maps of the gates of {units} units over {steps} characters, {_read(inside)} "
        f"(· is the start). Means, where 0 is closed and 1 is open: {means}."
    )


def _cell_state_in_words(inside: Inside) -> str:
    units, _ = inside.c.shape
    sizes = ", ".join(f"{size:.2f}" for size in np.abs(inside.c).mean(axis=0))
    given = ", ".join(
        f"{character} {share:.2f}"
        for character, share in zip(inside.expected, inside.probability, strict=True)
    )
    return (
        f"Map of the cell state of {units} units after each character of {_read(inside)} "
        f"(· is the start); mean absolute value {sizes}. Below, bars of the probability given to "
        f"the character that came (¶ is the end): {given}."
    )


def _read(inside: Inside) -> str:
    return "".join(inside.read)


def _long_memory_first(inside: Inside) -> Array:
    order: Array = np.argsort(-inside.gates["ft"].mean(axis=1), kind="stable")
    return order
