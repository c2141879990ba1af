"""Sequences of unequal length: which steps count for which example."""

from dataclasses import dataclass

import numpy as np

from lstm_lib.interface import Array


@dataclass(frozen=True, slots=True)
class Mask:
    """Which steps count: `keep` (T, m), and for each step the examples that it skips, or None.

    A skipped step leaves an example's states as they are, in either direction: a padded sequence
    that is read from its end keeps its initial state until its last real step.

    >>> Mask.of_lengths(np.array([3, 1]), T=3).held
    [None, array([1]), array([1])]
    """

    keep: Array
    held: list[Array | None]

    @classmethod
    def of(cls, keep: Array) -> "Mask":
        """Make a mask from booleans (T, m), which it copies."""
        keep = np.array(keep, order="C")
        return cls(keep, [None if row.all() else np.flatnonzero(~row) for row in keep])

    @classmethod
    def of_lengths(cls, lengths: Array, T: int) -> "Mask":
        """Make the mask of sequences that start at step 0 and have `lengths` (m,) steps."""
        return cls.of(np.arange(T)[:, np.newaxis] < lengths)

    def held_of(self, step: int, examples: slice) -> Array | None:
        """Return which of these consecutive examples the step skips; None if it skips none at all.

        >>> Mask.of_lengths(np.array([1, 3, 1, 1]), T=3).held_of(1, slice(1, 3))
        array([2])
        """
        held = self.held[step]
        if held is None or examples == slice(0, self.keep.shape[1]):
            return held
        first, last = np.searchsorted(held, (examples.start, examples.stop))
        return held[first:last]

    def clear(self, steps: Array) -> Array:
        """Return a copy of `steps` (T, m, n) in which what does not count is zero, NaN too."""
        return np.where(self.keep[: len(steps), :, np.newaxis], steps, np.zeros((), steps.dtype))
