"""A progress bar for what takes longer than a moment."""

import sys
from collections.abc import Iterable, Sized
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tqdm import tqdm


def progress_bar(
    steps: Iterable[int], description: str, *, shown: bool | None = None
) -> "tqdm[int]":
    """Wrap the steps of a loop in a bar, on standard output.

    Standard output because nbgrader takes all marks from a cell that writes to standard error.

    Parameters
    ----------
    steps : iterable of int
        What the loop runs over.
    description : str
        Stands before the bar.
    shown : bool, optional
        None shows the bar on a terminal only; True shows it anywhere, False nowhere.

    Returns
    -------
    tqdm
        Iterate over it; ``set_postfix_str`` writes behind the bar.

    >>> list(progress_bar(range(3), "training", shown=False))
    [0, 1, 2]

    """
    from tqdm import tqdm  # the checker imports this package, and never shows a bar

    return tqdm(
        steps,
        desc=description,
        total=len(steps) if isinstance(steps, Sized) else None,
        disable=None if shown is None else not shown,
        file=sys.stdout,
        dynamic_ncols=True,
        mininterval=0.2,
    )
