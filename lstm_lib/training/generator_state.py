"""A random generator's state as what JSON can hold, and back."""

from typing import Any, Final

import numpy as np

from lstm_lib.training.checks import check_generator
from lstm_lib.validation import InterfaceError

# The names that may stand in a file: nothing else is ever looked up by a name from a file.
_KINDS: Final[dict[str, type[np.random.BitGenerator]]] = {
    kind.__name__: kind
    for kind in (
        np.random.PCG64,
        np.random.PCG64DXSM,
        np.random.MT19937,
        np.random.Philox,
        np.random.SFC64,
    )
}


def state_of(generator: np.random.Generator) -> dict[str, Any]:
    """The state, with arrays as lists of whole numbers.

    Raises
    ------
    InterfaceError
        If it is no generator, or one that NumPy does not bring.

    >>> state_of(np.random.default_rng(1))["bit_generator"]
    'PCG64'

    """
    check_generator("save_checkpoint", generator)
    state = _plain(generator.bit_generator.state)
    if state["bit_generator"] not in _KINDS:
        raise InterfaceError(
            f"save_checkpoint: the generator runs on {state['bit_generator']}, "
            f"expected one of {', '.join(_KINDS)}"
        )
    result: dict[str, Any] = state
    return result


def generator_from(state: Any) -> np.random.Generator:
    """A generator that goes on where the one of `state` stood.

    Raises
    ------
    ValueError
        If `state` is no such state.

    >>> one = np.random.default_rng(1)
    >>> other = generator_from(state_of(one))
    >>> bool((one.random(3) == other.random(3)).all())
    True

    """
    named = state.get("bit_generator") if isinstance(state, dict) else None
    kind = _KINDS.get(str(named))
    if kind is None:
        raise ValueError(f"there is no generator {named!r}")
    bits = kind()
    try:
        bits.state = _arrays(state, bits.state)
    except (TypeError, OverflowError, KeyError) as error:
        raise ValueError(f"the generator's state is not whole: {error}") from error
    return np.random.Generator(bits)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.integer):
        return value.tolist()
    return value


def _arrays(value: Any, like: Any) -> Any:
    """The same with lists as arrays, in the dtypes that a state of this kind has."""
    if isinstance(like, dict):
        return {key: _arrays(value[key], item) for key, item in like.items()}
    return np.array(value, like.dtype) if isinstance(like, np.ndarray) else value
