"""Names of different lengths, side by side in one array."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from lstm_lib.character_model.alphabet import ALPHABET, Alphabet
from lstm_lib.character_model.checks import check_alphabet, check_dtype
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

    >>> batch = make_batch(["emma", "al"])
    >>> batch.x[:, 0].argmax(axis=0).tolist(), batch.targets[0].tolist()
    ([0, 5, 13, 13, 1], [5, 13, 13, 1, 0])
    >>> batch.mask.astype(int).tolist()
    [[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]]

    """

    x: Array
    targets: Array
    mask: Array

    @property
    def one_hot_targets(self) -> Array:
        """`targets` as one-hot columns (n_x, m, T); behind the end of a name, more end marks.

        >>> columns = make_batch(["emma", "al"]).one_hot_targets
        >>> columns.shape, columns[:, 1].argmax(axis=0).tolist()
        ((27, 2, 5), [1, 12, 0, 0, 0])

        """
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
        alphabet; or if `alphabet` is none, or `dtype` is not real floating.

    >>> batch = make_batch(["emma", "al"])
    >>> batch.x.shape, batch.targets.tolist()
    ((27, 2, 5), [[5, 13, 13, 1, 0], [1, 12, 0, 0, 0]])
    >>> batch.mask.sum(axis=1).tolist()
    [5, 3]

    """
    check_alphabet("make_batch", alphabet)
    check_dtype("make_batch", dtype)
    encoded = encode_names("make_batch", names, alphabet)
    m, T = len(encoded), max(map(len, encoded)) + 1
    targets = np.zeros((m, T), np.int64)
    mask = np.zeros((m, T), bool)
    x = np.zeros((len(alphabet), m, T), dtype)
    for j, classes in enumerate(encoded):
        targets[j, : len(classes)] = classes
        mask[j, : len(classes) + 1] = True
        x[classes, j, np.arange(1, len(classes) + 1)] = 1
    return Batch(x, targets, mask)


def encode_names(function: str, names: Any, alphabet: Alphabet) -> list[list[int]]:
    """The classes of each name, after a check that all of them are names.

    Raises
    ------
    InterfaceError
        If there is no name, one is empty or no string, or holds a character that is not in the
        alphabet. The message begins with `function`.

    >>> encode_names("train", ["emma", "al"], ALPHABET)
    [[5, 13, 13, 1], [1, 12]]

    """
    # A set or an iterator has no place for a name, so that a draw could not be repeated.
    listed = isinstance(names, Sequence) or (isinstance(names, np.ndarray) and names.ndim == 1)
    if isinstance(names, str | bytes) or not listed:
        raise InterfaceError(
            f"{function}: names is {_shortened(names)}, expected a list of at least one name"
        )
    if not len(names):
        raise InterfaceError(f"{function}: names is empty, expected a list of at least one name")
    for place, name in enumerate(names):
        if not isinstance(name, str) or not name:
            raise InterfaceError(f"{function}: names[{place}] is {name!r}, expected a name")
    return [alphabet.encode(name) for name in names]


def _shortened(names: object) -> str:
    plain = names is None or isinstance(names, str | bytes | int | float)
    return repr(names) if plain else f"of type {type(names).__name__}"
