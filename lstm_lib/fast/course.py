"""The fast passes behind the course's interface: its arrays, names and values."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lstm_lib.fast.arguments import check_array, check_dtype, check_finite, read_mask
from lstm_lib.fast.backends import Backend, Steps, choose_steps
from lstm_lib.fast.conversions import split_gates, stack_gates
from lstm_lib.fast.lent_memory import LentMemory
from lstm_lib.fast.masks import Mask
from lstm_lib.fast.output_steps import predict_steps, predict_steps_backward, softmax_backward
from lstm_lib.fast.passes import backward_pass, forward_pass
from lstm_lib.fast.products import transpose_into
from lstm_lib.fast.weights import Weights
from lstm_lib.fast.work_space import WorkSpace
from lstm_lib.interface import LSTM_PARAMETERS, Array, Gradients, Parameters
from lstm_lib.validation import InterfaceError, Shapes, check_count, check_type


@dataclass(frozen=True, slots=True)
class FastCaches:
    """What `lstm_forward_fast` keeps for `lstm_backward_fast`; nothing in it is for you to read."""

    x: Array = field(repr=False)
    y: Array = field(repr=False)
    states: Array = field(repr=False)
    weights: Weights = field(repr=False)
    Wy: Array = field(repr=False)
    mask: Mask | None = field(repr=False)
    steps: Steps
    space: WorkSpace = field(repr=False)
    made_by: object = field(repr=False)


def lstm_forward_fast(
    x: Array, a0: Array, parameters: Parameters, *, c0: Array | None = None,
    lengths: ArrayLike | None = None, mask: ArrayLike | None = None,
    checkpoint: int | None = None, backend: Backend = "auto", workspace: WorkSpace | None = None,
) -> tuple[Array, Array, Array, FastCaches]:  # fmt: skip
    """Compute what `lstm_lib.lstm_forward` computes, in a fraction of its time.

    The equations are those of `lstm_lib.lstm_cell_forward`, with the four gates in one weight
    matrix and the input's share of many steps at once (`docs/fast-passes.md`).

    Parameters
    ----------
    x : array (n_x, m, T_x)
        Inputs, one column for each example.
    a0 : array (n_a, m)
        Initial hidden state.
    parameters : dict
        ``Wf``, ``Wi``, ``Wc``, ``Wo`` (n_a, n_a + n_x), ``bf``, ``bi``, ``bc``, ``bo`` (n_a, 1),
        ``Wy`` (n_y, n_a), ``by`` (n_y, 1).
    c0 : array (n_a, m), optional
        Initial cell state; zero if it is not given.
    lengths : integers (m,), optional
        Number of steps of each example, 1 to T_x; what follows is padding.
    mask : booleans (T_x, m), optional
        Instead of `lengths`: False where an example skips a step, its states held.
    checkpoint : int, optional
        Keep the gates of so many steps only; the backward pass computes the others once more.
    backend : "auto", "numpy" or "numba"
        See `docs/fast-passes.md`.
    workspace : WorkSpace, optional
        Buffers to use again. Caches from an earlier call with the same work space become stale.

    Returns
    -------
    a : array (n_a, m, T_x)
    y : array (n_y, m, T_x)
    c : array (n_a, m, T_x)
    caches : FastCaches
        For `lstm_backward_fast`. `a`, `y` and `c` are zero where a step is skipped.

    All float32 in gives float32 out, otherwise float64.

    Raises
    ------
    InterfaceError
        If an argument does not follow the interface, a parameter is NaN or infinite, or the arrays'
        common dtype is neither float64 nor float32.

    >>> from lstm_lib import initialize_parameters, lstm_forward
    >>> arguments = np.ones((3, 10, 7)), np.zeros((5, 10)), initialize_parameters(3, 5, 2)
    >>> fast, reference = lstm_forward_fast(*arguments), lstm_forward(*arguments)
    >>> [bool(np.allclose(fast[k], reference[k], rtol=1e-12, atol=1e-15)) for k in range(3)]
    [True, True, True]

    """
    function = "lstm_forward_fast"
    shapes = Shapes(function)
    shapes.match("x", x, ("n_x", "m", "T_x"))
    shapes.match("a0", a0, ("n_a", "m"))
    shapes.match_parameters(parameters, LSTM_PARAMETERS)
    if c0 is not None:
        shapes.match("c0", c0, ("n_a", "m"))
    dtype = _common_dtype(function, x, a0, c0, parameters)
    n_a, m, T = len(a0), shapes.sizes["m"], shapes.sizes["T_x"]
    used_mask = read_mask(function, lengths, mask, T, m)
    if checkpoint is not None:
        check_count(function, "checkpoint", checkpoint)
    check_finite(function, {name: parameters[name] for name in LSTM_PARAMETERS})
    steps = choose_steps(function, backend)
    space = WorkSpace() if workspace is None else workspace
    check_type(function, "workspace", space, WorkSpace, "a WorkSpace")

    weights = Weights(*(value.astype(dtype, copy=False) for value in stack_gates(parameters)))
    Wy, by = (parameters[name].astype(dtype) for name in ("Wy", "by"))
    (trace,) = space.prepare(
        ((shapes.sizes["n_x"], False),), n_a, m, T, dtype, checkpoint, join=steps.joins
    )
    lent = space.scratch.lent
    inputs = _reversed(x, dtype, lent)
    if used_mask is not None:
        inputs = used_mask.clear(inputs)
    c = lent.empty((n_a, m, T), dtype)
    start = a0.T, 0.0 if c0 is None else c0.T
    forward_pass(
        inputs, weights, start, trace, space.scratch, used_mask, steps, cells=c.transpose(2, 1, 0)
    )
    states = trace.states
    if used_mask is not None:
        states = used_mask.clear(states)
        c *= used_mask.keep.T
    y, _ = predict_steps(states, Wy, by)
    if used_mask is not None:
        y = used_mask.clear(y)
    caches = FastCaches(inputs, y, states, weights, Wy, used_mask, steps, space, space.latest)
    return _reversed(states, dtype, lent), _reversed(y, dtype, lent), c, caches


def lstm_backward_fast(
    da: Array, caches: FastCaches, *, dy: Array | None = None, dc_last: Array | None = None
) -> Gradients:
    """Compute what `lstm_lib.lstm_backward` computes, in a fraction of its time.

    Parameters
    ----------
    da : array (n_a, m, T), T <= T_x
        Gradient with respect to ``a``, for the first T steps; zero where a step is skipped,
        whatever it says.
    caches : FastCaches
        What `lstm_forward_fast` returned last.
    dy : array (n_y, m, T), optional
        Gradient with respect to the predictions ``y``, after the softmax.
    dc_last : array (n_a, m), optional
        Gradient with respect to the cell state after step T - 1; zero if it is not given.

    Returns
    -------
    dict of arrays
        ``dx`` (n_x, m, T), ``da0``, ``dc0`` (n_a, m), ``dWf``, ``dbf``, ``dWi``, ``dbi``, ``dWc``,
        ``dbc``, ``dWo``, ``dbo`` in the shapes of their parameters; with `dy` also ``dWy`` and
        ``dby``.

    Raises
    ------
    InterfaceError
        If an argument does not follow the interface, has another dtype than the forward pass, or
        `caches` is stale: another pass has used its work space.

    >>> from lstm_lib import initialize_parameters
    >>> a, y, c, caches = lstm_forward_fast(
    ...     np.ones((3, 10, 7)), np.zeros((5, 10)), initialize_parameters(3, 5, 2)
    ... )
    >>> gradients = lstm_backward_fast(np.ones((5, 10, 4)), caches)
    >>> gradients["dx"].shape, list(gradients)[:4]
    ((3, 10, 4), ['dx', 'da0', 'dc0', 'dWf'])

    """
    function = "lstm_backward_fast"
    _check_caches(function, caches)
    T_x, m, n_a = caches.states.shape
    dtype = caches.x.dtype
    check_array(function, "da", da, (n_a, m, "T"), dtype)
    T = da.shape[2]
    if T_x < T:
        raise InterfaceError(
            f"{function}: da has {T} time steps, but the forward pass had {T_x}; expected T <= T_x"
        )
    if dy is not None:
        check_array(function, "dy", dy, (caches.y.shape[2], m, T), dtype)
    if dc_last is not None:
        check_array(function, "dc_last", dc_last, (n_a, m), dtype)

    lent = caches.space.scratch.lent
    upstream = _reversed(da, dtype, lent)
    of_output: Gradients = {}
    if dy is not None:
        inside = softmax_backward(_reversed(dy, dtype, lent), caches.y[:T])
        through, dWy, dby = predict_steps_backward(inside, caches.states[:T], caches.Wy)
        upstream, of_output = upstream + through, {"dWy": dWy, "dby": dby}
    if caches.mask is not None:
        upstream = caches.mask.clear(upstream)
    found = backward_pass(
        caches.x, caches.weights, upstream, (0.0, 0.0 if dc_last is None else dc_last.T),
        caches.space.traces[0], caches.space.scratch, caches.mask, caches.steps, stop=T,
    )  # fmt: skip
    dx = _reversed(found.x, dtype, lent)
    states = {"dx": dx, "da0": found.a0.T.copy(), "dc0": found.c0.T.copy()}
    return {**states, **split_gates(found.W, found.b, prefix="d"), **of_output}


def _common_dtype(
    function: str, x: Array, a0: Array, c0: Array | None, parameters: Parameters
) -> np.dtype[Any]:
    arrays = [x, a0, *(parameters[name] for name in LSTM_PARAMETERS)]
    common = np.result_type(np.float32, *arrays, *([] if c0 is None else [c0]))
    return check_dtype(function, "the common dtype of x, a0, c0 and the parameters", common)


def _check_caches(function: str, caches: FastCaches) -> None:
    check_type(function, "caches", caches, FastCaches, "what lstm_forward_fast returned last")
    if caches.made_by is not caches.space.latest:
        raise InterfaceError(
            f"{function}: caches is stale: a later forward pass has used its work space again. "
            "Call lstm_backward_fast before the next forward pass, or give each a work space"
        )


def _reversed(array: Array, dtype: np.dtype[Any], lent: LentMemory) -> Array:
    """Copy (n, m, T) to (T, m, n) or back."""
    result = lent.empty(array.shape[::-1], dtype)
    transpose_into(result, array)
    return result
