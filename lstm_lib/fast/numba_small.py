"""A small pass compiled whole: products, steps and weight gradients in one call.

Where a pass takes microseconds, the calls of NumPy around the steps would cost more than the steps.
"""

import numpy as np

from lstm_lib.fast.compilation import compiled
from lstm_lib.fast.masks import Mask
from lstm_lib.fast.numba_steps import (
    EVERYTHING_COUNTS,
    Kept,
    backward_step,
    backward_vectors,
    forward_step,
    kept_vectors,
    restore_held,
    rows_times_matrix,
    working_arrays,
)
from lstm_lib.fast.work_space import Scratch, Trace
from lstm_lib.interface import Array

# Multiplications in one of the pass's four products up to which compiled loops beat GEMMs.
_SMALL_PASS = 1 << 16


def is_small_pass(trace: Trace, W: Array) -> bool:
    """Tell whether a pass over `trace` with the weights `W` is compiled whole."""
    sizes = trace.sizes
    one_block = len(trace.blocks) == 1 and not sizes.checkpoint
    return one_block and sizes.T * sizes.m * W.size <= _SMALL_PASS


def forward_small(
    x: Array, W: Array, b: Array, trace: Trace, scratch: Scratch, mask: Mask | None
) -> None:
    """Run all steps of a trace of one block, whose initial states are set."""
    block = trace.blocks[0]
    kept = (
        block.gates, block.tanh_cells, block.cells_before, block.cells_after,
        block.hidden_before, block.hidden_after,
    )  # fmt: skip
    keep = EVERYTHING_COUNTS if mask is None else mask.keep
    _forward(np.ascontiguousarray(x), W, b, kept, scratch.projections, keep, trace.reverse)


def backward_small(
    x: Array, W: Array, upstream: Array, trace: Trace, scratch: Scratch, mask: Mask | None,
    stop: int, dx: Array, dW: Array, db: Array,
) -> None:  # fmt: skip
    """Run the first `stop` steps back, and fill the gradients `dx`, `dW` and `db`."""
    block = trace.blocks[0]
    working = working_arrays(scratch)
    _backward(
        np.ascontiguousarray(x), W, np.ascontiguousarray(upstream),
        (block.gates, block.tanh_cells, block.cells_before), block.hidden_before,
        scratch.projections, (scratch.hidden_gradient, scratch.cell_gradient, working),
        EVERYTHING_COUNTS if mask is None else mask.keep, trace.reverse, stop, dx, dW, db,
    )  # fmt: skip


@compiled
def _forward(
    x: Array, W: Array, b: Array, kept: Kept, projections: Array, keep: Array, reverse: bool
) -> None:
    steps, m, n_in = x.shape
    rows, columns = W.shape
    n_a = columns - n_in
    transposed = np.empty((columns, rows), W.dtype)
    bias, inside = np.empty(rows, W.dtype), np.empty((m, rows), W.dtype)
    nothing, vectors = np.empty((0, 0), W.dtype), kept_vectors(kept)
    for j in range(rows):
        # sigmoid(z) = 1 / (1 + exp(-z)): the rows of o, f and i are negated.
        sign = W.dtype.type(-1 if j < 3 * n_a else 1)
        bias[j] = sign * b[j, 0]
        for k in range(columns):
            transposed[k, j] = sign * W[j, k]
    from_input, from_state = transposed[n_a:], transposed[:n_a]
    for count in range(steps):
        step = steps - 1 - count if reverse else count
        rows_times_matrix(x[step], from_input, projections[step])
        rows_times_matrix(kept[4][step], from_state, inside)
        for gate in range(4):
            start = gate * n_a
            for row in range(m):
                for k in range(n_a):
                    kept[0][step, gate, row, k] = (
                        projections[step, row, start + k] + inside[row, start + k]
                    ) + bias[start + k]
        forward_step(vectors, nothing, keep, step)


@compiled
def _backward(
    x: Array, W: Array, above: Array, kept: Kept, hidden_before: Array, dz: Array, carried: Kept,
    keep: Array, reverse: bool, steps: int, dx: Array, dW: Array, db: Array,
) -> None:  # fmt: skip
    hidden_gradient = carried[0]
    m, n_a = hidden_gradient.shape
    rows, columns = W.shape
    through = np.empty((m, columns), W.dtype)
    # The transposed gradient, and the biases' as its last row: loops over all gates are longer.
    total = np.zeros((columns + 1, rows), W.dtype)
    concat = np.ones(columns + 1, W.dtype)
    above_vectors, vectors, carried_vectors = backward_vectors(above, kept, carried)
    for count in range(steps):
        step = count if reverse else steps - 1 - count
        backward_step(above_vectors, vectors, dz, carried_vectors, keep, step)
        rows_times_matrix(dz[step], W, through)
        for row in range(m):
            for k in range(n_a):
                hidden_gradient[row, k] = through[row, k]
                concat[k] = hidden_before[step, row, k]
            for k in range(n_a, columns):
                dx[step, row, k - n_a] = through[row, k]
                concat[k] = x[step, row, k - n_a]
            for k in range(columns + 1):
                factor = concat[k]
                for j in range(rows):
                    total[k, j] += factor * dz[step, row, j]
        restore_held(carried_vectors, keep, step)
    for j in range(rows):
        db[j, 0] = total[columns, j]
        for k in range(columns):
            dW[j, k] = total[k, j]
