"""Two functions of the exercise, written out equation by equation.

They compute what `loss_and_gradients` and `sample_names` compute, in one piece each and without
classes, so that every line can be held against its equation.
"""

import numpy as np

from lstm_lib.activations import softmax
from lstm_lib.character_model.checks import check_parameters
from lstm_lib.interface import LSTM_PARAMETERS, Array, Gradients, Parameters
from lstm_lib.lstm import lstm_backward, lstm_forward
from lstm_lib.lstm_cell import lstm_cell_forward
from lstm_lib.training.checks import check_positive
from lstm_lib.training.clipping import clip_by_value
from lstm_lib.validation import InterfaceError, Shapes


def character_training_step(
    x: Array,
    targets: Array,
    mask: Array,
    parameters: Parameters,
    learning_rate: float,
    max_value: float,
) -> tuple[float, Gradients, dict[str, Array]]:
    """One step of plain gradient descent on a batch of names.

    | ``a, y, c, caches = lstm_forward(x, 0, parameters)``
    | ``L = -sum_jt mask_jt sum_k targets_kjt log y_kjt / n``,  ``n = sum_jt mask_jt``
    | ``dz = (y - targets) mask / n``
    | ``dWy = sum_t dz<t> a<t>^T``,  ``dby = sum_jt dz_jt``,  ``da<t> = Wy^T dz<t>``
    | ``dWf, … = lstm_backward(da, caches)``
    | ``g <- clip_gradients(g, max_value)``,  ``p <- p - learning_rate g``

    Parameters
    ----------
    x : array (n_x, m, T)
        One-hot columns, the character before each.
    targets : array (n_y, m, T)
        One-hot columns, the character that comes.
    mask : array (m, T)
        1 where a character counts, 0 behind the end of a name.
    parameters : dict
        As for `lstm_lib.lstm_forward`; real floating and finite.
    learning_rate : float
        Positive.
    max_value : float
        Positive; gradients are clipped to the range from ``-max_value`` to ``max_value``.

    Returns
    -------
    loss : float
        Before the step, in nats per character.
    gradients : dict of arrays
        ``dWf``, ``dbf``, …, ``dWy``, ``dby``, clipped.
    updated : dict of new arrays
        The parameters after the step.

    Raises
    ------
    InterfaceError
        If an argument does not follow the interface.

    >>> from lstm_lib import initialize_parameters
    >>> from lstm_lib.character_model import make_batch
    >>> batch = make_batch(["emma", "al"])
    >>> data = batch.x, batch.one_hot_targets, batch.mask
    >>> parameters = initialize_parameters(27, 5, 27, seed=1)
    >>> before, _, updated = character_training_step(*data, parameters, 0.5, 5.0)
    >>> after, _, _ = character_training_step(*data, updated, 0.5, 5.0)
    >>> after < before
    True

    """
    _check_step(x, targets, mask, parameters, learning_rate)
    check_positive("character_training_step", "max_value", max_value)
    Wy = parameters["Wy"]
    a0 = np.zeros((Wy.shape[1], x.shape[1]))
    a, y, _, caches = lstm_forward(x, a0, parameters)

    count = mask.sum()
    with np.errstate(divide="ignore"):  # log 0 is the loss of what was held to be impossible
        loss = -(mask * np.where(targets > 0, np.log(y), 0).sum(axis=0)).sum() / count
    dz = (y - targets) * mask / count

    dWy = np.tensordot(dz, a, axes=((1, 2), (1, 2)))
    dby = dz.sum(axis=(1, 2))[:, None]
    da = np.tensordot(Wy.T, dz, axes=1)
    gradients = {**lstm_backward(da, caches), "dWy": dWy, "dby": dby}
    gradients = {f"d{name}": gradients[f"d{name}"] for name in LSTM_PARAMETERS}

    clipped = clip_by_value(gradients, max_value)
    updated = {
        name: parameters[name] - learning_rate * clipped[f"d{name}"] for name in LSTM_PARAMETERS
    }
    return float(loss), clipped, updated


def sample_name(parameters: Parameters, uniforms: Array, temperature: float) -> tuple[Array, Array]:
    """Write one name, with given uniform numbers in the place of a generator.

    | ``a<t>, c<t> = cell(x<t>, a<t-1>, c<t-1>)``,  ``x<0> = 0``
    | ``p<t> = softmax((Wy a<t> + by) / temperature)``
    | ``k<t>`` = the first k with ``p<t>_0 + … + p<t>_k > uniforms[t]``
    | ``x<t+1>`` = one-hot of ``k<t>``

    The name ends with class 0, the end mark, or when the uniform numbers are used up.

    Parameters
    ----------
    parameters : dict
        As for `lstm_lib.lstm_forward`, with n_x = n_y; real floating and finite.
    uniforms : array (longest,)
        Numbers from 0 to below 1, one for each character.
    temperature : float
        Positive.

    Returns
    -------
    letters : array (n_y, T)
        One-hot columns: the characters that were drawn, the end mark among them. T <= longest.
    probabilities : array (n_y, T)
        ``p<t>``, what each was drawn from.

    Raises
    ------
    InterfaceError
        If an argument does not follow the interface.

    >>> from lstm_lib import initialize_parameters
    >>> parameters = initialize_parameters(27, 5, 27, seed=1)
    >>> letters, probabilities = sample_name(parameters, np.full(4, 0.5), 1.0)
    >>> letters.shape, probabilities.sum(axis=0).round(12).tolist()
    ((27, 4), [1.0, 1.0, 1.0, 1.0])

    """
    _check_sample(parameters, uniforms, temperature)
    Wy, by = parameters["Wy"], parameters["by"]
    n_y, n_a = Wy.shape
    x = np.zeros((n_y, 1))
    a = np.zeros((n_a, 1))
    c = np.zeros((n_a, 1))
    letters, probabilities = [], []
    for uniform in uniforms:
        a, c, _, _ = lstm_cell_forward(x, a, c, parameters)
        p = softmax((Wy @ a + by) / temperature)
        # The sum may end a rounding below 1; the last class is then the one that was meant.
        k = min(int((np.cumsum(p) <= uniform).sum()), n_y - 1)
        x = np.zeros((n_y, 1))
        x[k] = 1
        letters.append(x)
        probabilities.append(p)
        if k == 0:
            break
    return np.hstack(letters), np.hstack(probabilities)


def _check_step(
    x: Array, targets: Array, mask: Array, parameters: Parameters, learning_rate: float
) -> None:
    shapes = Shapes("character_training_step")
    shapes.match("x", x, ("n_x", "m", "T"))
    shapes.match("targets", targets, ("n_y", "m", "T"))
    shapes.match("mask", mask, ("m", "T"))
    check_parameters("character_training_step", parameters, shapes=shapes)
    if not mask.any():
        raise InterfaceError(
            "character_training_step: mask is 0 everywhere, expected a position to count"
        )
    check_positive("character_training_step", "learning_rate", learning_rate)


def _check_sample(parameters: Parameters, uniforms: Array, temperature: float) -> None:
    shapes = Shapes("sample_name")
    check_parameters("sample_name", parameters)
    shapes.match("uniforms", uniforms, ("longest",))
    if not ((uniforms >= 0) & (uniforms < 1)).all():
        raise InterfaceError(
            "sample_name: uniforms holds an entry outside 0 to 1, expected 0 <= u < 1"
        )
    check_positive("sample_name", "temperature", temperature)
