"""Names of different lengths, side by side in one array."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from lstm_lib.character_model.alphabet import ALPHABET, Alphabet
from lstm_lib.interface import Array
from lstm_lib.validation import InterfaceError


@dataclass(frozen=True, slots=True)
class Batch:
    """What the model reads, and what it should have said.

    ::

        t              0    1    2    3    4    5
        x            zero   e    m    m    a  (end)     one-hot columns
        targets        e    m    m    a  (end) (end)
        mask           1    1    1    1    1    0

    Parameters
    ----------
    x : array (n_x, m, T)
        One-hot columns: the character before; at the first step zeros.
    targets : integer array (m, T)
        The character that comes.
    mask : bool array (m, T)
        Which targets count: those up to the end mark. Behind it the shorter names are filled up
        with end marks.

    """

    x: Array
    targets: Array
    mask: Array

    @property
    def one_hot_targets(self) -> Array:
        """`targets` as one-hot columns (n_x, m, T); behind the end of a name, more end marks."""
        columns: Array = np.arange(len(self.x))[:, None, None] == self.targets
        return columns.astype(self.x.dtype)


def make_batch(
    names: Sequence[str], *, alphabet: Alphabet = ALPHABET, dtype: DTypeLike = np.float64
) -> Batch:
    """Encode some names; T is the longest one's length and one for the end mark.

    Parameters
    ----------
    names : sequence of str
        At least one, none of them empty.
    alphabet : Alphabet
        Its length is n_x.
    dtype : real floating dtype
        Of `x`.

    Returns
    -------
    Batch

    Raises
    ------
    InterfaceError
        If there is no name, one is empty or no string, or holds a character that is not in the
        alphabet.

    >>> batch = make_batch(["emma", "al"])
    >>> batch.x.shape, batch.targets.tolist()
    ((27, 2, 5), [[5, 13, 13, 1, 0], [1, 12, 0, 0, 0]])
    >>> batch.mask.sum(axis=1).tolist()
    [5, 3]

    """
    if isinstance(names, str) or not len(names):
        raise InterfaceError(
            f"make_batch: names is {names!r}, expected a list of at least one name"
        )
    given: Sequence[object] = names
    for place, name in enumerate(given):
        if not isinstance(name, str) or not name:
            raise InterfaceError(f"make_batch: names[{place}] is {name!r}, expected a name")
    encoded = [alphabet.encode(name) for name in names]
    m, T = len(encoded), max(map(len, encoded)) + 1
    targets = np.zeros((m, T), np.int64)
    mask = np.zeros((m, T), bool)
    x = np.zeros((len(alphabet), m, T), dtype)
    for j, classes in enumerate(encoded):
        targets[j, : len(classes)] = classes
        mask[j, : len(classes) + 1] = True
        x[classes, j, np.arange(1, len(classes) + 1)] = 1
    return Batch(x, targets, mask)
