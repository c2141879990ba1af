"""What the two passes of an `LSTM` return."""

from dataclasses import dataclass, field

from lstm_lib.fast.masks import Mask
from lstm_lib.fast.work_space import WorkSpace
from lstm_lib.interface import Array


@dataclass(frozen=True, slots=True)
class LSTMPass:
    """What `LSTM.forward` computed; all arrays time-major, D directions.

    `a` (T, m, D n_a), the top layer's hidden states, may be a view of the work space: it is valid
    until the next `forward` of the same `LSTM`, and `backward` reads it; copy it to keep or to
    change it. `y` and `logits` (T, m, n_y),
    after and before the softmax, are None without an output layer. `a_last` and `c_last`
    (layers D, m, n_a) are the final states, copies that you may feed to the next pass.

    The other fields are for `LSTM.backward`: each layer's inputs, the mask, and which pass this is.
    """

    a: Array
    y: Array | None
    logits: Array | None
    a_last: Array
    c_last: Array
    inputs: list[Array] = field(repr=False)
    mask: Mask | None = field(repr=False)
    pass_of: tuple[WorkSpace, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class LSTMGradients:
    """What `LSTM.backward` computed, in arrays of its own.

    `parameters` has the keys and shapes of `LSTM.parameters`, but ``Wy`` and ``by`` only if `dy` or
    `dlogits` was given; `x` is (T, m, n_x); `a0` and `c0` are (layers D, m, n_a).
    """

    parameters: dict[str, Array]
    x: Array
    a0: Array
    c0: Array
