"""How far back the loss of a step reaches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from lstm_lib.plot.picture import (
    BLUE,
    GREY,
    ORANGE,
    SEQUENTIAL,
    check_characters,
    draw_map,
    give_title,
    label_steps,
    new_picture,
)
from lstm_lib.validation import InterfaceError, Shapes, check_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from lstm_lib.interface import Array

_MOST_DECADES: Final = 6
# Line and marker differ as well: nobody has to tell the models apart by colour alone.
_STYLES: Final = (
    ("o-", BLUE),
    ("s--", ORANGE),
    ("^:", "#009e73"),
    ("d-.", "#cc79a7"),
)


def plot_gradient_reach(
    reaches: Mapping[str, Array], read: Sequence[str], expected: Sequence[str]
) -> Figure:
    """What is left of the gradient on its way back, for one name and one to four models.

    Each gradient is divided by its value where the loss arises. Left: for the first model, a row
    for the loss of each step. Right: the loss of the last step, one line for each model.

    Parameters
    ----------
    reaches : dict of arrays (T, T)
        From `lstm_lib.character_model.gradient_reach`, by what each model is called. Entries with
        t > s are not read.
    read, expected : sequences of T str
        As `lstm_lib.character_model.Inside` names them.

    Returns
    -------
    matplotlib figure

    Raises
    ------
    InterfaceError
        If the sizes do not agree, there is no model or more than four, an entry is negative or not
        finite, or the last step has no gradient to take shares of.
    ImportError
        If matplotlib is not installed.

    >>> reach = np.array([[1.0, np.nan], [0.1, 1.0]])
    >>> plot_gradient_reach({"trained": reach}, "·a", "a¶").axes[0].get_xlabel()
    'cell state after reading'

    """
    _check(reaches, read, expected)
    left_over = {name: _left_over(reach) for name, reach in reaches.items()}
    figure = new_picture(10, 4.4, _in_words(left_over, expected))
    left, right = figure.subplots(1, 2, width_ratios=(1.1, 1))
    _draw_all(figure, left, left_over, read, expected)
    _draw_last(right, left_over, read, expected)
    return figure


def _check(reaches: Mapping[str, Array], read: object, expected: object) -> None:
    function = "plot_gradient_reach"
    wanted = "a dictionary of arrays, by what each model is called"
    check_type(function, "reaches", reaches, Mapping, wanted)
    if not 1 <= len(reaches) <= len(_STYLES):
        raise InterfaceError(
            f"{function}: reaches holds {len(reaches)} models, expected 1 to {len(_STYLES)}"
        )
    shapes = Shapes(function)
    for name, reach in reaches.items():
        shapes.match(f'reaches["{name}"]', reach, ("T", "T"))
        _check_entries(f'{function}: reaches["{name}"]', reach)
    check_characters(function, "read", read, shapes.sizes["T"])
    check_characters(function, "expected", expected, shapes.sizes["T"])


def _check_entries(where: str, reach: Array) -> None:
    if reach.dtype.kind not in "iuf":
        raise InterfaceError(f"{where} has dtype {reach.dtype}, expected real numbers")
    known = np.tril(np.ones(reach.shape, bool))
    fitting = ~known | (np.isfinite(reach) & (reach >= 0))
    if not fitting.all():
        s, t = (int(index) for index in np.argwhere(~fitting)[0])
        raise InterfaceError(
            f"{where} holds {reach[s, t]} in row {s}, column {t}, expected a finite number of at "
            "least 0 wherever t <= s, as gradient_reach returned it"
        )
    if not reach[-1, -1] > 0:
        raise InterfaceError(
            f"{where} ends with 0, expected the positive gradient that arises at the last step: "
            "all others are shown as shares of it; take another name or another model"
        )


def _left_over(reach: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        left_over: Array = reach / np.diag(reach)[:, None]
    # No step acts on an earlier one.
    return np.where(np.tril(np.ones(reach.shape, bool)), left_over, np.nan)


def _in_words(left_over: Mapping[str, Array], expected: Sequence[str]) -> str:
    first = next(iter(left_over))
    lines = "; ".join(
        f"{name}: {values[-1][len(values) // 2]:.2g} half way, {values[-1][0]:.2g} at the start"
        for name, values in left_over.items()
    )
    return (
        f"What is left of the gradient on its way back. Left, a map for the model {first}: the "
        f"loss of each step, going back. Right, a line for each model: of the last step's loss "
        f"(on {expected[-1]}) there is left, {lines}."
    )


def _draw_all(
    figure: Figure,
    axes: Axes,
    left_over: Mapping[str, Array],
    read: Sequence[str],
    expected: Sequence[str],
) -> None:
    name, values = next(iter(left_over.items()))
    with np.errstate(divide="ignore", invalid="ignore"):
        decades = np.log10(values)
    finite = decades[np.isfinite(decades)]
    lowest = max(-_MOST_DECADES, min(-1, int(np.floor(finite.min()))))
    highest = max(0.0, float(finite.max()))
    image = draw_map(axes, decades, read, cmap=SEQUENTIAL, vmin=lowest, vmax=highest)
    axes.set_yticks(range(len(expected)), expected, fontsize=11, family="monospace")
    axes.set_xlabel("cell state after reading")
    axes.set_ylabel("loss on predicting")
    give_title(axes, f"{name}: each step's loss, going back to the left")
    bar = figure.colorbar(image, ax=axes, location="left", label="gradient that is left")
    ticks = range(lowest, int(highest) + 1)
    bar.set_ticks(list(ticks), labels=[f"{10.0**tick:g}" for tick in ticks])


def _draw_last(
    axes: Axes, left_over: Mapping[str, Array], read: Sequence[str], expected: Sequence[str]
) -> None:
    for (name, values), (style, colour) in zip(left_over.items(), _STYLES, strict=False):
        axes.semilogy(range(len(read)), values[-1], style, color=colour, label=name)
    label_steps(axes, read)
    axes.set_xlabel("cell state after reading")
    axes.set_ylabel("gradient that is left")
    axes.grid(axis="y", color=GREY, alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    give_title(axes, f"the last step's loss (on {expected[-1]})")
