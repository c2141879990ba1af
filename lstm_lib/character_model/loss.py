"""The character model's loss, and its gradients beside it."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from lstm_lib.character_model.batches import Batch
from lstm_lib.character_model.checks import check_callable, check_parameters
from lstm_lib.interface import LSTM_PARAMETERS, Array, Caches, Gradients, Parameters
from lstm_lib.lstm import lstm_backward, lstm_forward
from lstm_lib.training.cross_entropy import cross_entropy, cross_entropy_backward
from lstm_lib.validation import check_type

Forward: TypeAlias = Callable[[Array, Array, Parameters], tuple[Array, Array, Array, Caches]]
Backward: TypeAlias = Callable[[Array, Caches], Gradients]


def loss(
    parameters: Parameters, batch: Batch, *, forward: Forward = lstm_forward
) -> np.inexact[Any]:
    """Mean cross-entropy of a batch, in nats per character.

    | ``a = lstm_forward(x, 0, parameters)``
    | ``z<t> = Wy a<t> + by``
    | ``L = cross_entropy(z, targets, mask)``

    Parameters
    ----------
    parameters : dict
        As for `lstm_lib.lstm_forward`, with n_x = n_y; floating and finite. They may be complex,
        so that `lstm_lib.numerical_gradient` can take its complex step.
    batch : Batch
        From `make_batch`.
    forward : function
        `lstm_lib.lstm_forward`, or another one with the same interface.

    Returns
    -------
    NumPy scalar

    Raises
    ------
    InterfaceError
        If a parameter is missing, not finite or of another dtype, the parameters do not fit the
        batch, or another argument is of another kind.

    >>> from lstm_lib import initialize_parameters
    >>> from lstm_lib.character_model import make_batch
    >>> parameters = initialize_parameters(27, 5, 27, seed=1)
    >>> bool(2 < loss(parameters, make_batch(["emma"])) < 5)
    True

    """
    _check("loss", parameters, batch, forward, kinds="fc")
    z, _, _ = _forward(parameters, batch, forward)
    return cross_entropy(z, batch.targets, batch.mask)


def loss_and_gradients(
    parameters: Parameters,
    batch: Batch,
    *,
    forward: Forward = lstm_forward,
    backward: Backward = lstm_backward,
) -> tuple[float, Gradients]:
    """The loss, and its gradient with respect to every parameter.

    | ``dz = cross_entropy_backward(z, targets, mask)``
    | ``dWy = sum_t dz<t> a<t>^T``,  ``dby = sum_jt dz_jt``,  ``da<t> = Wy^T dz<t>``
    | the other eight from ``lstm_backward(da, caches)``

    Parameters
    ----------
    parameters, batch, forward
        As for `loss`, but the parameters are real.
    backward : function
        `lstm_lib.lstm_backward`, or the one that belongs to `forward`.

    Returns
    -------
    loss : float
    gradients : dict of arrays
        ``dWf``, ``dbf``, …, ``dWy``, ``dby``, in the shapes of the parameters.

    Raises
    ------
    InterfaceError
        As `loss`.

    >>> from lstm_lib import initialize_parameters
    >>> from lstm_lib.character_model import make_batch
    >>> parameters = initialize_parameters(27, 5, 27, seed=1)
    >>> value, gradients = loss_and_gradients(parameters, make_batch(["emma", "al"]))
    >>> gradients["dWf"].shape, gradients["dWy"].shape
    ((5, 32), (27, 5))

    """
    _check("loss_and_gradients", parameters, batch, forward, kinds="f")
    check_callable("loss_and_gradients", "backward", backward)
    z, a, caches = _forward(parameters, batch, forward)
    dz = cross_entropy_backward(z, batch.targets, batch.mask)
    both = ((1, 2), (1, 2))
    gradients = backward(np.tensordot(parameters["Wy"].T, dz, axes=1), caches)
    gradients = {**gradients, "dWy": np.tensordot(dz, a, axes=both)}
    gradients["dby"] = dz.sum(axis=(1, 2))[:, None]
    value = float(cross_entropy(z, batch.targets, batch.mask))
    return value, {f"d{name}": gradients[f"d{name}"] for name in LSTM_PARAMETERS}


def _check(function: str, parameters: object, batch: Batch, forward: object, kinds: str) -> None:
    check_type(function, "batch", batch, Batch, 'a Batch, for example make_batch(["emma"])')
    check_callable(function, "forward", forward)
    check_parameters(function, parameters, classes=len(batch.x), kinds=kinds)


def _forward(parameters: Parameters, batch: Batch, forward: Forward) -> tuple[Array, Array, Caches]:
    Wy, by = parameters["Wy"], parameters["by"]
    a0 = np.zeros((Wy.shape[1], batch.x.shape[1]), Wy.dtype)
    a, _, _, caches = forward(batch.x, a0, parameters)
    return np.tensordot(Wy, a, axes=1) + by[:, :, None], a, caches
