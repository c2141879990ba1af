"""The loss over the steps of training."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lstm_lib.plot.picture import BLUE, GREY, give_title, new_picture
from lstm_lib.validation import InterfaceError, check_count

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike

    from lstm_lib.interface import Array

_WINDOW = 50


def plot_losses(losses: ArrayLike, *, classes: int | None = None) -> Figure:
    """The loss of each step, and its running mean over the last 50.

    Parameters
    ----------
    losses : array (steps,)
        Nats per character, at least one; real and finite.
    classes : int, optional
        Draws where a model stands that holds all of so many classes, at least two, to be equally
        likely.

    Returns
    -------
    matplotlib figure

    Raises
    ------
    InterfaceError
        If `losses` is empty, not one-dimensional or holds something else than finite numbers, or
        `classes` is no integer of at least 2.
    ImportError
        If matplotlib is not installed.

    >>> plot_losses([3.3, 3.0, 2.9], classes=27).axes[0].get_xlabel()
    'step'

    """
    values = _checked(losses)
    if classes is not None:
        check_count("plot_losses", "classes", classes, least=2)
    means = _running_mean(values)
    figure = new_picture(8, 3.2, _in_words(values, means))
    axes = figure.subplots()
    steps = np.arange(1, len(values) + 1)
    axes.plot(steps, values, color=GREY, alpha=0.45, linewidth=0.8, label="each step")
    axes.plot(steps, means, color=BLUE, linewidth=2, label="mean of the last 50")
    if classes is not None:
        axes.axhline(np.log(classes), color="black", linestyle=(0, (4, 3)), linewidth=1)
        axes.annotate(
            f"all {classes} equally likely",
            (steps[-1], np.log(classes)),
            textcoords="offset points",
            xytext=(0, 4),
            ha="right",
            fontsize=9,
        )
    axes.set_xlabel("step")
    axes.set_ylabel("loss, nats per character")
    axes.spines[["top", "right"]].set_visible(False)
    axes.margins(x=0.01)
    axes.legend(frameon=False, loc="upper right", bbox_to_anchor=(1, 0.9))
    give_title(axes, "loss over training")
    return figure


def _checked(losses: ArrayLike) -> Array:
    try:
        values: Array = np.asarray(losses)
    except (TypeError, ValueError) as error:  # rows of different lengths, for example
        raise InterfaceError(
            f"plot_losses: losses is no array ({error}), expected shape (steps,)"
        ) from error
    if values.ndim != 1 or not values.size:
        raise InterfaceError(
            f"plot_losses: losses has shape {values.shape}, expected (steps,), at least one"
        )
    if values.dtype.kind not in "iuf":
        raise InterfaceError(
            f"plot_losses: losses has dtype {values.dtype}, expected real numbers, "
            "nats per character"
        )
    finite = np.isfinite(values)
    if not finite.all():
        place = int(np.argmin(finite))
        raise InterfaceError(
            f"plot_losses: losses[{place}] is {values[place]}, expected finite numbers; "
            f"plot the steps before it, losses[:{place}]"
        )
    return values.astype(np.float64)


def _in_words(values: Array, means: Array) -> str:
    return (
        f"Loss over training, steps 1 to {len(values)}: {values[0]:.2f} at the first step; "
        f"the mean of the last {min(_WINDOW, len(values))} is {means[len(values) // 2]:.2f} half "
        f"way and {means[-1]:.2f} at the end."
    )


def _running_mean(values: Array) -> Array:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    last = np.arange(1, len(values) + 1)
    first = np.maximum(last - _WINDOW, 0)
    means: Array = (sums[last] - sums[first]) / (last - first)
    return means
