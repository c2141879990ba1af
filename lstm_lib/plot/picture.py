"""An empty picture in the style of all of them."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from lstm_lib.validation import InterfaceError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.image import AxesImage

    from lstm_lib.interface import Array

# Okabe and Ito's palette: told apart with every kind of colour vision, and in grey.
BLUE: Final = "#0072b2"
ORANGE: Final = "#d55e00"
GREY: Final = "#8a8a8a"
SEQUENTIAL: Final = "cividis"
DIVERGING: Final = "PuOr"

# Above so many steps, characters would run into one another.
_LARGE_LABELS: Final = 14


def new_picture(width: float, height: float, alternative_text: str) -> Figure:
    """An empty figure that needs no window and shows itself in a notebook.

    Parameters
    ----------
    width, height : float
        Inches.
    alternative_text : str
        What the picture tells, for those who do not see it.

    Raises
    ------
    ImportError
        If matplotlib is not installed.

    """
    figure: Figure = _picture_class()(alternative_text, (width, height))
    return figure


def check_characters(function: str, name: str, value: object, steps: int) -> None:
    """Check that `value` holds one string for each of `steps` time steps.

    Raises
    ------
    InterfaceError
        If it does not.

    >>> check_characters("plot_gates", "inside.read", "·em", 5)
    Traceback (most recent call last):
    lstm_lib.validation.InterfaceError: plot_gates: inside.read holds 3 characters, expected 5,
    one for each time step

    """
    if not isinstance(value, Sequence) or not all(isinstance(each, str) for each in value):
        raise InterfaceError(
            f"{function}: {name} is {value!r}, expected {steps} characters, one for each time step"
        )
    if len(value) != steps:
        raise InterfaceError(
            f"{function}: {name} holds {len(value)} characters, expected {steps}, "
            "one for each time step"
        )


def draw_map(axes: Axes, values: Array, labels: Sequence[str], **colours: Any) -> AxesImage:
    """Draw an array (rows, T) as a map, with the characters of the steps below it."""
    image = axes.imshow(values, aspect="auto", interpolation="nearest", **colours)
    label_steps(axes, labels)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return image


def label_steps(axes: Axes, labels: Sequence[str]) -> None:
    """Write one character below each time step."""
    size = 12 if len(labels) <= _LARGE_LABELS else 9
    axes.set_xticks(range(len(labels)), labels, fontsize=size, family="monospace")


def give_title(axes: Axes, title: str) -> None:
    """A title that begins where the axes begin."""
    axes.set_title(title, loc="left", fontsize=11)


@cache
def _picture_class() -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ImportError(
            "lstm_lib.plot draws with matplotlib, which is not installed: pip install matplotlib"
        ) from error

    class Picture(Figure):
        """A figure without pyplot: no window opens, and a notebook shows it once."""

        def __init__(self, alternative_text: str, size: tuple[float, float]) -> None:
            super().__init__(figsize=size, layout="constrained")
            self.alternative_text = alternative_text

        def _repr_png_(self) -> bytes:
            buffer = io.BytesIO()
            self.savefig(buffer, format="png", dpi=110)
            return buffer.getvalue()

        def _repr_mimebundle_(self, **_asked: object) -> tuple[dict[str, Any], dict[str, Any]]:
            """The picture with its text, in the two ways in which front ends look for that.

            nbconvert reads it in the metadata. JupyterLab reads it nowhere but in HTML, which it
            prefers to a picture.
            """
            png = self._repr_png_()
            data = base64.b64encode(png).decode("ascii")
            alt = html.escape(self.alternative_text)
            image = f'<img alt="{alt}" src="data:image/png;base64,{data}">'
            metadata = {"image/png": {"alt": self.alternative_text}}
            return {"image/png": png, "text/html": image}, metadata

    return Picture
