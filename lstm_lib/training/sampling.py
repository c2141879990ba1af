"""Drawing a class from a softmax, more or less boldly."""

import numpy as np

from lstm_lib.activations import softmax
from lstm_lib.interface import Array
from lstm_lib.training.checks import check_finite, check_generator, check_positive
from lstm_lib.validation import InterfaceError, Shapes


def tempered(z: Array, temperature: float) -> Array:
    """Probabilities at a temperature.

    | ``p = softmax(z / temperature)``

    At 1 they are the network's own. Below, the likely become likelier; above, all come closer to
    one another.

    Parameters
    ----------
    z : real array (n_y, m)
        What goes into the softmax; finite.
    temperature : float
        Positive.

    Returns
    -------
    array (n_y, m); each column sums to 1. Floating dtypes stay, integers become float64

    Raises
    ------
    InterfaceError
        If `z` is no such array or not finite, or `temperature` is not positive.

    >>> z = np.log([[0.2], [0.8]])
    >>> [tempered(z, temperature).round(3).ravel().tolist() for temperature in (0.5, 1.0, 2.0)]
    [[0.059, 0.941], [0.2, 0.8], [0.333, 0.667]]

    """
    Shapes("tempered").match("z", z, ("n_y", "m"))
    _check_real("tempered", "z", z)
    check_finite("tempered", "z", z, "look at the parameters that it comes from")
    temperature = check_positive("tempered", "temperature", temperature)
    z = z if z.dtype.kind == "f" else z.astype(np.float64)
    # A temperature that the dtype cannot hold would become 0 or infinite.
    limits = np.finfo(z.dtype)
    temperature = min(max(temperature, float(limits.smallest_subnormal)), float(limits.max))
    # With the largest at 0 first, the quotient can overflow only to -inf, whose exponential is 0.
    with np.errstate(over="ignore", under="ignore"):
        return softmax((z - z.max(axis=0, keepdims=True)) / temperature)


def sample_classes(probabilities: Array, generator: np.random.Generator) -> Array:
    """Draw one class for each column.

    One uniform number for each column, drawn from `generator`; the class is the first one at which
    the running sum of the probabilities passes it. A class of probability 0 is never drawn.

    Parameters
    ----------
    probabilities : real array (n_y, m)
        Not negative; each column sums to 1.
    generator : numpy.random.Generator
        Moves on by m numbers. NumPy's global stream is neither read nor moved.

    Returns
    -------
    integer array (m,), each 0 to n_y - 1

    Raises
    ------
    InterfaceError
        If an argument is of another kind, or a column is no distribution.

    >>> sample_classes(np.array([[0.0, 0.5], [1.0, 0.5]]), np.random.default_rng(4)).tolist()
    [1, 1]

    """
    Shapes("sample_classes").match("probabilities", probabilities, ("n_y", "m"))
    _check_real("sample_classes", "probabilities", probabilities)
    check_generator("sample_classes", generator)
    sums = probabilities.sum(axis=0)
    if not (probabilities >= 0).all() or not np.allclose(sums, 1, atol=1e-4):
        raise InterfaceError(
            "sample_classes: a column of probabilities is no distribution, expected entries of at "
            "least 0 that sum to 1; give what tempered returned"
        )
    running = probabilities.cumsum(axis=0)
    # Divided by its last entry it ends at exactly 1, above every uniform number.
    classes: Array = (running / running[-1] > generator.random(running.shape[1])).argmax(axis=0)
    return classes


def _check_real(function: str, name: str, array: Array) -> None:
    if array.dtype.kind == "c":
        raise InterfaceError(f"{function}: {name} has dtype {array.dtype}, expected real numbers")
