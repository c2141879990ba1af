"""Forward and backward pass of one direction of one layer, block of steps after block of steps."""

from typing import NamedTuple

import numpy as np

from lstm_lib.fast.backends import Steps
from lstm_lib.fast.masks import Mask
from lstm_lib.fast.products import Factor, choose_blocks, transpose_into
from lstm_lib.fast.weights import Weights
from lstm_lib.fast.work_space import Block, Scratch, Trace
from lstm_lib.interface import Array

# Up to so many rows (steps times examples), the gradient of the weights is computed as it is.
_FEW_ROWS = 256


class DirectionGradients(NamedTuple):
    """Gradients of one direction of one layer; `a0` and `c0` are views of buffers."""

    x: Array
    W: Array
    b: Array
    a0: Array
    c0: Array


def forward_pass(
    x: Array,
    weights: Weights,
    start: tuple[Array | float, Array | float],
    trace: Trace,
    scratch: Scratch,
    mask: Mask | None,
    steps: Steps,
    cells: Array | None = None,
) -> tuple[Array, Array]:
    """Fill `trace` from the inputs `x` (T, m, n_in); return views of the last states, a and c.

    | ``[zo; zf; zi; zc] = W [a_prev; xt] + b``
    | ``o, f, i = sigmoid(zo), sigmoid(zf), sigmoid(zi)``,  ``candidate = tanh(zc)``
    | ``c_next = f c_prev + i candidate``,  ``a_next = o tanh(c_next)``

    The input's share of the first line and the bias are one product for all steps of a block, and a
    step is left with that of the recurrent weights; in a joined trace the first line is one product
    of each step. `cells` (T, m, n_a) receives the cell states, if it is given.
    """
    small = steps.small
    if small is not None and small.fits(trace, weights.W):
        trace.enter(0, *start)
        small.forward(x, *weights, trace, scratch, mask)
        if cells is not None:
            cells[...] = trace.blocks[0].cells_after
        return trace.leave(0)
    factors = weights.for_forward(scratch, joined=trace.joined)
    states = start
    for number in trace.in_order():
        trace.enter(number, *states)
        _run_block(x, factors, trace, number, scratch, mask, steps)
        states = ended = trace.leave(number)
        if cells is not None:
            block = trace.blocks[number]
            cells[block.start : block.stop] = block.cells_after
    return ended


def backward_pass(
    x: Array,
    weights: Weights,
    upstream: Array,
    last: tuple[Array | float, Array | float],
    trace: Trace,
    scratch: Scratch,
    mask: Mask | None,
    steps: Steps,
    stop: int | None = None,
) -> DirectionGradients:
    """Backpropagate through what `forward_pass` left in `trace`.

    `upstream` (T, m, n_a) is the gradient with respect to the hidden states, `last` that with
    respect to the last hidden and cell state. With `stop`, the pass starts at the step before it.
    The equations are those of `lstm_lib.lstm_cell_backward`. A block's gradients inside the gates
    stay in the cache for its two products: gradient of the input, gradient of all weights. With
    checkpoints a block's forward pass is run once more before its backward pass, from the states in
    which it started.
    """
    stop = trace.sizes.T if stop is None else stop
    scratch.hidden_gradient[...], scratch.cell_gradient[...] = last
    dx = scratch.lent.empty((stop, *x.shape[1:]), x.dtype)
    dW, db = scratch.lent.empty(weights.W.shape, x.dtype), np.empty_like(weights.b)
    small = steps.small
    if small is not None and small.fits(trace, weights.W):
        small.backward(x, weights.W, upstream, trace, scratch, mask, stop, dx, dW, db)
    else:
        with np.errstate(under="ignore"):
            _run_blocks_back(x, weights, upstream, trace, scratch, mask, steps, stop, dx, dW, db)
    return DirectionGradients(dx, dW, db, scratch.hidden_gradient, scratch.cell_gradient)


def _run_block(
    x: Array, factors: tuple[Factor, Factor | None], trace: Trace, number: int, scratch: Scratch,
    mask: Mask | None, steps: Steps,
) -> None:  # fmt: skip
    recurrent, inputs = factors
    block = trace.blocks[number]
    of_block = x[block.start : block.stop]
    if inputs is not None:
        with np.errstate(under="ignore"):
            _project(scratch.with_bias(of_block), inputs, block, scratch)
    # An exponential that overflows is right where it is used, and so is one that is lost.
    with np.errstate(over="ignore", under="ignore"):
        steps.forward(trace, number, scratch, recurrent, mask, of_block)


def _project(below: Array, inputs: Factor, block: Block, scratch: Scratch) -> None:
    """Put the input's share of what stands inside the gates into ``block.gates``."""
    steps, gates, m, n_a = block.gates.shape
    if inputs.product.piece:
        inputs.into(block.gates)(below)
        return
    one_example = m == 1
    rows = block.gates if one_example else scratch.projections[:steps]
    inputs.into(rows.reshape(1, steps * m, gates * n_a))(_matrix(below))
    if not one_example:
        np.copyto(block.gates, rows.reshape(steps, m, gates, n_a).transpose(0, 2, 1, 3))


def _run_blocks_back(
    x: Array, weights: Weights, upstream: Array, trace: Trace, scratch: Scratch,
    mask: Mask | None, steps: Steps, stop: int, dx: Array, dW: Array, db: Array,
) -> None:  # fmt: skip
    again = weights.for_forward(scratch, joined=False) if trace.sizes.checkpoint else None
    recurrent, inputs = weights.for_backward(scratch)
    few_rows = len(trace.blocks) == 1 and trace.sizes.T * trace.sizes.m <= _FEW_ROWS
    gradient = None if few_rows else _WeightGradient(scratch, len(dW), x.shape[2])
    for number in reversed(trace.in_order()):
        block = trace.blocks[number]
        if block.start >= stop:
            continue
        if again is not None:
            trace.reenter(number)
            _run_block(x, again, trace, number, scratch, mask, steps)
        steps.backward(trace, number, scratch, recurrent, upstream, mask, stop)
        rows = slice(block.start, min(block.stop, stop))
        dz = _matrix(scratch.projections[: rows.stop - rows.start])
        inputs.into(_matrix(dx[rows])[np.newaxis])(dz)
        joined = _matrix(scratch.with_state_and_bias(block, x[rows]))
        if gradient is None:
            _gradient_of_few(joined, dz, scratch, dW, db)
        else:
            gradient.add(joined, dz)
    if gradient is not None:
        gradient.into(dW, db)


def _gradient_of_few(joined: Array, dz: Array, scratch: Scratch, dW: Array, db: Array) -> None:
    """Compute the gradient of all weights and biases from all rows (steps times examples) at once.

    It is ``dz^T [a_prev, x, 1]``, cut into small products if there are several.
    """
    rows, columns = dW.shape
    blocks = choose_blocks(rows, len(dz), columns)
    if blocks > 1:
        left = dz.reshape(len(dz), blocks, -1).transpose(1, 2, 0)
        np.matmul(left, joined[:, :columns], out=dW.reshape(blocks, -1, columns))
        np.dot(joined[:, columns], dz, out=db[:, 0])  # the column of ones
        return
    whole = scratch.buffer("gradient of the weights", rows, joined.shape[1])
    np.dot(dz.T, joined, out=whole)
    dW[...], db[:, 0] = whole[:, :columns], whole[:, columns]


class _WeightGradient:
    """The gradient of all weights and biases, ``dz^T [a_prev, x, 1]``, block after block.

    Of many rows, OpenBLAS is up to a fifth faster with the long side last: it computes the
    transposed gradient.
    """

    def __init__(self, scratch: Scratch, rows: int, n_in: int) -> None:
        self._scratch, self._shape = scratch, (scratch.sizes.joined_width(n_in), rows)
        self._sum = scratch.buffer("gradient of the weights", *self._shape)
        self._is_empty = True

    def add(self, joined: Array, dz: Array) -> None:
        if self._is_empty:
            self._is_empty = False
            np.dot(joined.T, dz, out=self._sum)
        else:
            share = self._scratch.buffer("share of the gradient", *self._shape)
            np.add(self._sum, np.dot(joined.T, dz, out=share), self._sum)

    def into(self, dW: Array, db: Array) -> None:
        columns = dW.shape[1]
        transpose_into(dW, self._sum[:columns])
        db[:, 0] = self._sum[columns]


def _matrix(steps: Array) -> Array:
    """View (steps, m, n), contiguous, as one matrix with a row for each step and example."""
    return steps.reshape(-1, steps.shape[2])
