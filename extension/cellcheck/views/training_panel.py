"""The live panel of a training run: the loss curve and samples, redrawn while the cell runs.

In a live session an ipywidgets view stands under the cell; when the run ends, the static page takes
its place, so that a saved notebook shows the picture and not a widget that is gone. While nbgrader
executes a notebook, and where there is no front end, the static page or the text is all there is.
"""

import logging
import math
import time
import uuid
from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from cellcheck.views.bundle import WIDGET_VIEW, is_live
from cellcheck.views.training_data import TRAINING_TYPE, training_data
from cellcheck.views.training_page import (
    History,
    page_of,
    shown_of,
    text_of,
    training_page,
    training_text,
)

if TYPE_CHECKING:
    from ipywidgets import HTML

REDRAW_AFTER = 0.2
"""Seconds: more often than five times a second nobody can look, and drawing costs training time."""

_log = logging.getLogger(__name__)
_log.addHandler(logging.NullHandler())


class TrainingPanel:
    """Shows how a training run goes; use it with `with`.

    Args:
        steps: how many steps the run will take.
        title: what is trained, for the headline.

    Raises:
        ValueError: `steps` is no whole number of at least 1.

    >>> with TrainingPanel(2, title="names") as panel:
    ...     panel.update(1, 3.2)
    ...     panel.update(2, 2.9, ["ana", "ole"])
    names: step 2 of 2, loss 3.200 at first, 3.050 over the last 2
      step      2: ana, ole

    """

    def __init__(self, steps: int, *, title: str = "training") -> None:
        given: object = steps
        if isinstance(given, bool) or not isinstance(given, int) or given < 1:
            raise ValueError(
                f"TrainingPanel: steps is {steps!r}, expected an integer of at least 1"
            )
        self._history = History(steps, title)
        self._widget: HTML | None = None
        self._display_id = f"cellcheck-training-{uuid.uuid4()}"
        self._drawn_at = -math.inf

    def __enter__(self) -> Self:
        if is_live():
            self._widget = _new_widget()
        if self._widget is not None:
            self._widget.value = training_page(self._history)
            view = {"version_major": 2, "version_minor": 0, "model_id": self._widget.model_id}
            self._publish({WIDGET_VIEW: view})
        return self

    def update(self, step: int, loss: float, samples: Sequence[str] = ()) -> None:
        """Reports one step.

        Args:
            step: its number, counted from 1.
            loss: its loss.
            samples: what the model makes after it; give them every now and then.

        """
        self._history.add(int(step), float(loss), samples)
        now = time.monotonic()
        if self._widget is not None and now - self._drawn_at >= REDRAW_AFTER:
            self._widget.value = training_page(self._history)
            self._drawn_at = now

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Leaves the static page behind, also when the run was interrupted."""
        if not shows_pages():
            print(training_text(self._history))  # noqa: T201  a terminal has no other display
            return
        self._publish({}, update=self._widget is not None)
        if self._widget is not None:
            self._widget.close()
            self._widget = None

    def _publish(self, further: dict[str, Any], *, update: bool = False) -> None:
        from IPython.display import publish_display_data  # grading never imports it

        shown = shown_of(self._history)
        publish_display_data(  # type: ignore[no-untyped-call]
            {
                TRAINING_TYPE: training_data(shown),
                "text/html": page_of(shown),
                "text/plain": text_of(shown),
                **further,
            },
            transient={"display_id": self._display_id},
            update=update,
        )


def shows_pages() -> bool:
    """Can what this runs in show HTML? Kernels and the grader can; terminals cannot."""
    try:
        from IPython import get_ipython  # plain Python may lack it
    except ImportError:
        return False
    formatter = getattr(get_ipython(), "display_formatter", None)
    return formatter is not None and "text/html" in formatter.active_types


def _new_widget() -> "HTML | None":
    """An HTML widget, or None: a front end without widgets must not stop the training."""
    try:
        import ipywidgets  # heavy, and may be missing

        return ipywidgets.HTML()
    except Exception:  # noqa: BLE001  whatever breaks in a widget, the static page stands
        _log.warning("The panel could not be built; the static page follows.", exc_info=True)
        return None
