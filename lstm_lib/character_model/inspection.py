"""What goes on inside a trained model while it reads one name."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from lstm_lib.character_model.alphabet import ALPHABET, Alphabet
from lstm_lib.character_model.batches import Batch, make_batch
from lstm_lib.character_model.checks import check_alphabet, check_parameters
from lstm_lib.interface import LSTM_CACHE, Array, Cache, Parameters
from lstm_lib.lstm import lstm_forward
from lstm_lib.lstm_cell import lstm_cell_backward
from lstm_lib.training.cross_entropy import cross_entropy_backward
from lstm_lib.validation import InterfaceError

START = "·"
STOP = "¶"


@dataclass(frozen=True, slots=True)
class Inside:
    """Gates, states and predictions over one name. T is its length and one for the end.

    Parameters
    ----------
    read : tuple of T str
        What the model reads at each step: `START` (zeros), then the name's characters.
    expected : tuple of T str
        What comes then: the name's characters, then `STOP`.
    gates : dict of arrays (n_a, T)
        ``ft``, ``it``, ``ot``, and the candidate ``cct``.
    c, a : array (n_a, T)
        Cell state and hidden state after each step.
    y : array (n_y, T)
        The predictions.
    probability : array (T,)
        What the model gave to the character that came.

    >>> from lstm_lib import initialize_parameters
    >>> inside = look_inside(initialize_parameters(27, 5, 27, seed=1), "emma")
    >>> list(inside.gates), inside.c.shape, inside.y.shape
    (['ft', 'it', 'cct', 'ot'], (5, 5), (27, 5))
    >>> bool(inside.probability[0] == inside.y[ALPHABET.encode("e"), 0])
    True

    """

    read: tuple[str, ...]
    expected: tuple[str, ...]
    gates: Mapping[str, Array]
    c: Array
    a: Array
    y: Array
    probability: Array


def look_inside(parameters: Parameters, name: str, *, alphabet: Alphabet = ALPHABET) -> Inside:
    """Let the model read a name, and keep everything.

    Parameters
    ----------
    parameters : dict
        Of a model with n_x = n_y = len(alphabet); real floating and finite.
    name : str
        Not empty.
    alphabet : Alphabet
        The one that the model was trained with.

    Returns
    -------
    Inside

    Raises
    ------
    InterfaceError
        If a parameter is missing, not finite or of another dtype, the parameters do not fit the
        alphabet, `name` is no name, or a character is not in the alphabet.

    >>> from lstm_lib import initialize_parameters
    >>> inside = look_inside(initialize_parameters(27, 5, 27, seed=1), "emma")
    >>> inside.read, inside.expected
    (('·', 'e', 'm', 'm', 'a'), ('e', 'm', 'm', 'a', '¶'))
    >>> inside.gates["ft"].shape, inside.probability.shape
    ((5, 5), (5,))

    """
    batch = _checked("look_inside", parameters, name, alphabet)
    a, y, c, (caches, _) = _read(parameters, batch.x)
    steps = [dict(zip(LSTM_CACHE, cache, strict=True)) for cache in caches]
    gates = {
        gate: np.concatenate([step[gate] for step in steps], axis=1)
        for gate in ("ft", "it", "cct", "ot")
    }
    y = y[:, 0]
    return Inside(
        read=(START, *name),
        expected=(*name, STOP),
        gates=gates,
        c=c[:, 0],
        a=a[:, 0],
        y=y,
        probability=y[batch.targets[0], np.arange(len(steps))],
    )


def gradient_reach(parameters: Parameters, name: str, *, alphabet: Alphabet = ALPHABET) -> Array:
    """How strongly the loss at one step still depends on the cell state of an earlier one.

    | ``reach[s, t] = norm of dL<s> / dc<t>``,  ``L<s> = -log y<s>`` of the character that came

    Along a row, from the diagonal to the left, the gradient goes back in time; where it shrinks to
    nothing, the model cannot learn from what it read there.

    Parameters
    ----------
    parameters, name, alphabet
        As for `look_inside`.

    Returns
    -------
    array (T, T)
        Row s, column t; nan where t > s, because no step acts on an earlier one.

    Raises
    ------
    InterfaceError
        As `look_inside`.

    >>> from lstm_lib import initialize_parameters
    >>> reach = gradient_reach(initialize_parameters(27, 5, 27, seed=1), "emma")
    >>> reach.shape, bool((reach[4] > 0).all()), bool(np.isnan(reach[0, 1]))
    ((5, 5), True, True)

    """
    batch = _checked("gradient_reach", parameters, name, alphabet)
    a, _, _, (caches, _) = _read(parameters, batch.x)
    Wy, by = parameters["Wy"], parameters["by"]
    T = len(caches)
    reach = np.full((T, T), np.nan)
    for s in range(T):
        z = (Wy @ a[:, :, s] + by)[:, :, None]
        dz = cross_entropy_backward(z, batch.targets[:, s : s + 1])[:, :, 0]
        da, dc = Wy.T @ dz, np.zeros_like(a[:, :, s])
        for t in reversed(range(s + 1)):
            reach[s, t] = np.linalg.norm(_cell_state_gradient(da, dc, caches[t]))
            step = lstm_cell_backward(da, dc, caches[t])
            da, dc = step["da_prev"], step["dc_prev"]
    return reach


def _checked(function: str, parameters: Parameters, name: object, alphabet: Alphabet) -> Batch:
    check_alphabet(function, alphabet)
    if not isinstance(name, str) or not name:
        raise InterfaceError(f"{function}: name is {name!r}, expected a string that is not empty")
    check_parameters(function, parameters, classes=len(alphabet))
    return make_batch([name], alphabet=alphabet)


def _read(
    parameters: Parameters, x: Array
) -> tuple[Array, Array, Array, tuple[list[Cache], Array]]:
    return lstm_forward(x, np.zeros((parameters["Wy"].shape[1], 1)), parameters)


def _cell_state_gradient(da_next: Array, dc_next: Array, cache: Cache) -> Array:
    """Both ways from ``c<t>`` to the loss: through the next cell state and through ``a<t>``."""
    step = dict(zip(LSTM_CACHE, cache, strict=True))
    dc: Array = dc_next + da_next * step["ot"] * (1 - np.tanh(step["c_next"]) ** 2)
    return dc
