"""Forward and backward pass of one direction of one layer, block of steps after block of steps."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from lstm_lib.fast.backends import Steps
from lstm_lib.fast.masks import Mask
from lstm_lib.fast.products import PLAIN, Product, choose_product, transpose
from lstm_lib.fast.work_space import Scratch, Trace
from lstm_lib.interface import Array


class Weights(NamedTuple):
    """The parameters of one direction of one layer, o, f, i and the candidate stacked.

    `W` (4 n_a, n_a + n_in) acts on ``[a_prev; xt]``; `b` is (4 n_a, 1).
    """

    W: Array
    b: Array

    def for_forward(self, products: "Products") -> tuple[Array, Array, Array]:
        """Return the transposed weights of state and input, as `products` read them, and the bias.

        The rows of o, f and i are negated, which is exact: ``sigmoid(z) = 1 / (1 + exp(-z))``.
        """
        n_a = len(self.W) // 4
        signs = _signs(n_a, self.W.dtype)
        transposed = transpose(self.W)
        np.multiply(transposed, signs, transposed)
        recurrent, inputs = transposed[:n_a], transposed[n_a:]
        return (
            recurrent if products.state is PLAIN else products.state.lay_out(recurrent),
            inputs if products.input is PLAIN else products.input.lay_out(inputs),
            self.b[:, 0] * signs,
        )

    def for_backward(self, products: "Products") -> tuple[Array, Array]:
        """Return the weights of state and input as `products` read them."""
        n_a = len(self.W) // 4
        return (
            products.state_back.lay_out(self.W[:, :n_a]),
            products.input_back.lay_out(self.W[:, n_a:]),
        )


class Products(NamedTuple):
    """The four products of a layer with its weights: state and input, forward and back."""

    state: Product
    input: Product
    state_back: Product
    input_back: Product

    @classmethod
    def of(cls, m: int, n_in: int, n_a: int) -> "Products":
        return cls(
            choose_product(m, n_a, 4 * n_a, 3), choose_product(m, n_in, 4 * n_a),
            choose_product(m, 4 * n_a, n_a, 3), choose_product(m, 4 * n_a, n_in),
        )  # fmt: skip


@lru_cache(maxsize=16)
def _signs(n_a: int, dtype: np.dtype[Any]) -> Array:
    return np.repeat(np.array([-1, 1], dtype), (3 * n_a, n_a))


class DirectionGradients(NamedTuple):
    """Gradients of one direction of one layer."""

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
    """Fill `trace` from the inputs `x` (T, m, n_in); return the last hidden and cell state.

    | ``[zo; zf; zi; zc] = W [a_prev; xt] + b``
    | ``o, f, i = sigmoid(zo), sigmoid(zf), sigmoid(zi)``,  ``candidate = tanh(zc)``
    | ``c_next = f c_prev + i candidate``,  ``a_next = o tanh(c_next)``

    The input's share of the first line is one GEMM for all steps of a block; a step is left with
    the recurrent GEMM. `cells` (T, m, n_a) receives the cell states, if it is given.
    """
    small = steps.small
    if small is not None and small.fits(trace, weights.W):
        trace.enter(0, *start)
        small.forward(x, *weights, trace, scratch, mask)
        if cells is not None:
            cells[...] = trace.blocks[0].cells_after
        return trace.leave(0)
    products = Products.of(trace.sizes.m, x.shape[2], trace.sizes.n_a)
    prepared = weights.for_forward(products)
    states = start
    for number in trace.in_order():
        trace.enter(number, *states)
        _run_block(x, prepared, products, trace, number, scratch, mask, steps)
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
    stay in the cache for its three GEMMs: gradient of the input, of the input's weights, of the
    recurrent weights. With checkpoints a block's forward pass is run once more before its
    backward pass, from the states in which it started.
    """
    stop = trace.sizes.T if stop is None else stop
    scratch.hidden_gradient[...], scratch.cell_gradient[...] = last
    dx = np.empty((stop, *x.shape[1:]), x.dtype)
    dW, db = np.empty_like(weights.W), np.empty_like(weights.b)
    small = steps.small
    if small is not None and small.fits(trace, weights.W):
        small.backward(x, weights.W, upstream, trace, scratch, mask, stop, dx, dW, db)
    else:
        _run_blocks_back(x, weights, upstream, trace, scratch, mask, steps, stop, dx, dW, db)
    return DirectionGradients(
        dx, dW, db, scratch.hidden_gradient.copy(), scratch.cell_gradient.copy()
    )


def _run_block(
    x: Array, prepared: tuple[Array, Array, Array], products: Products, trace: Trace, number: int,
    scratch: Scratch, mask: Mask | None, steps: Steps,
) -> None:  # fmt: skip
    recurrent, inputs, bias = prepared
    block = trace.blocks[number]
    projections = _matrix(scratch.projections[: block.steps])
    products.input.multiply(_matrix(x[block.start : block.stop]), inputs, projections)
    np.add(projections, bias, projections)
    # An exponential that overflows is right where it is used, and so is one that is lost.
    with np.errstate(over="ignore", under="ignore"):
        steps.forward(trace, number, scratch, products.state, recurrent, mask)


def _run_blocks_back(
    x: Array, weights: Weights, upstream: Array, trace: Trace, scratch: Scratch,
    mask: Mask | None, steps: Steps, stop: int, dx: Array, dW: Array, db: Array,
) -> None:  # fmt: skip
    products = Products.of(trace.sizes.m, x.shape[2], trace.sizes.n_a)
    recurrent, inputs = weights.for_backward(products)
    again = weights.for_forward(products) if trace.sizes.checkpoint else None
    n_a = trace.sizes.n_a
    dW_recurrent, dW_input, db_all = dW[:, :n_a], dW[:, n_a:], db[:, 0]
    started = False
    shares = np.empty(dW_recurrent.shape, dW.dtype), np.empty(dW_input.shape, dW.dtype)
    for number in reversed(trace.in_order()):
        block = trace.blocks[number]
        if block.start >= stop:
            continue
        if again is not None:
            trace.reenter(number)
            _run_block(x, again, products, trace, number, scratch, mask, steps)
        steps.backward(trace, number, scratch, products.state_back, recurrent, upstream, mask, stop)
        rows = slice(block.start, min(block.stop, stop))
        count = rows.stop - rows.start
        dz = _matrix(scratch.projections[:count])
        products.input_back.multiply(dz, inputs, _matrix(dx[rows]))
        a_prev, below = _matrix(block.hidden_before[:count]), _matrix(x[rows])
        if not started:
            np.matmul(dz.T, a_prev, out=dW_recurrent)
            np.matmul(dz.T, below, out=dW_input)
            np.add.reduce(dz, axis=0, out=db_all)
            started = True
        else:
            dW_recurrent += np.dot(dz.T, a_prev, out=shares[0])
            dW_input += np.dot(dz.T, below, out=shares[1])
            db_all += np.add.reduce(dz, axis=0)


def _matrix(steps: Array) -> Array:
    """View (steps, m, n), contiguous, as one matrix with a row for each step and example."""
    return steps.reshape(-1, steps.shape[2])
