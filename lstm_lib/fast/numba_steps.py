"""The steps of one block, compiled by Numba: the same buffers, the same results.

A small step is compiled whole, its product with the recurrent weights included, and so is the loop
over the steps: nothing is left of the cost of calls. A large step leaves the product to the GEMM of
NumPy's BLAS, which no loop here would match, and compiles the rest. Where that product takes nearly
all the time, unit-major steps, nothing is left to gain.

This module imports Numba, so it is imported only when that back end is chosen.
"""

from typing import TypeAlias

import numpy as np

from lstm_lib.fast import numpy_steps
from lstm_lib.fast.activation_kernels import sigmoid_of_negated, tanh
from lstm_lib.fast.compilation import compiled
from lstm_lib.fast.masks import Mask
from lstm_lib.fast.products import Factor
from lstm_lib.fast.work_space import Block, Scratch, Trace
from lstm_lib.interface import Array

# Multiplications in one step's product up to which a compiled loop beats the call of a GEMM.
_SMALL_PRODUCT = 1 << 16
# Numbers of each gate that are taken at a time, or nearly so many if rows stay whole: they stay in
# the first cache.
_GROUP = 1024
EVERYTHING_COUNTS = np.ones((0, 0), np.bool_)

Kept: TypeAlias = tuple[Array, ...]


def forward_steps(
    trace: Trace, number: int, scratch: Scratch, recurrent: Factor, mask: Mask | None, x: Array
) -> None:
    """Do what `numpy_steps.forward_steps` does, and leave what is unit-major to it."""
    if trace.sizes.unit_major:
        numpy_steps.forward_steps(trace, number, scratch, recurrent, mask, x)
        return
    block = trace.blocks[number]
    kept = (
        block.gates, block.tanh_cells, block.cells_before, block.cells_after,
        block.hidden_before, block.hidden_after,
    )  # fmt: skip
    keep, z = _keep(mask, block), scratch.buffer("preactivation", *block.gates.shape[1:])
    if _is_small(trace):
        _forward_block(recurrent.laid_out, kept, z, keep, trace.reverse)
        return
    multiply_rows = scratch.into(recurrent, z)
    vectors, share = kept_vectors(kept), z.reshape(4, -1)
    for step in reversed(range(block.steps)) if trace.reverse else range(block.steps):
        multiply_rows(block.hidden_before[step])
        forward_step(vectors, share, keep, step)


def backward_steps(
    trace: Trace, number: int, scratch: Scratch, recurrent: Factor, upstream: Array,
    mask: Mask | None, stop: int,
) -> None:  # fmt: skip
    """Do what `numpy_steps.backward_steps` does, and leave what is unit-major to it."""
    if trace.sizes.unit_major:
        numpy_steps.backward_steps(trace, number, scratch, recurrent, upstream, mask, stop)
        return
    block = trace.blocks[number]
    count = min(block.stop, stop) - block.start
    above = np.ascontiguousarray(upstream[block.start : block.start + count])
    working = working_arrays(scratch)
    kept = block.gates, block.tanh_cells, block.cells_before
    carried: Kept = (scratch.hidden_gradient, scratch.cell_gradient, working)
    keep, dz = _keep(mask, block), scratch.projections
    if _is_small(trace):
        weights = np.ascontiguousarray(recurrent.laid_out[0])
        _backward_block(above, weights, kept, dz, carried, keep, trace.reverse, count)
        return
    multiply_rows = scratch.into(recurrent, scratch.padded_hidden_gradient[np.newaxis])
    above, vectors, carried = backward_vectors(above, kept, carried)
    for step in range(count) if trace.reverse else reversed(range(count)):
        backward_step(above, vectors, dz, carried, keep, step)
        multiply_rows(dz[step])
        if mask is not None:
            restore_held(carried, keep, step)


def working_arrays(scratch: Scratch) -> Array:
    """Return six arrays (m n_a) for a step of the backward pass."""
    if not isinstance(scratch.working, np.ndarray):  # the other back end's, or nothing yet
        scratch.working = scratch.sizes.empty(6, scratch.hidden_gradient.size)
    working: Array = scratch.working
    return working


def _keep(mask: Mask | None, block: Block) -> Array:
    return EVERYTHING_COUNTS if mask is None else mask.keep[block.start : block.stop]


def _is_small(trace: Trace) -> bool:
    sizes = trace.sizes
    return 4 * sizes.m * sizes.n_a * sizes.n_a <= _SMALL_PRODUCT


@compiled
def _forward_block(recurrent: Array, kept: Kept, z: Array, keep: Array, reverse: bool) -> None:
    steps, _, m, _ = kept[0].shape
    groups, _, columns = recurrent.shape
    by_group, by_gate, vectors = z.reshape(groups, m, columns), z.reshape(4, -1), kept_vectors(kept)
    for count in range(steps):
        step = steps - 1 - count if reverse else count
        for group in range(groups):
            rows_times_matrix(kept[4][step], recurrent[group], by_group[group])
        forward_step(vectors, by_gate, keep, step)


# Every view of an array costs a little, so that a step's arrays (m, n_a) are views as one long
# vector from the start, and only what is done row by row indexes rows. The loops over such vectors
# are many and short on purpose: with more than a few arrays in one loop, LLVM gives up proving that
# they do not overlap, and with it SIMD.


@compiled
def kept_vectors(kept: Kept) -> Kept:
    """View what `forward_step` reads and writes as it wants it."""
    gates, tanh_cells, cells_before, cells_after, hidden_before, hidden_after = kept
    steps = len(gates)
    return (
        gates.reshape(steps, 4, -1), tanh_cells.reshape(steps, -1),
        cells_before.reshape(steps, -1), cells_after.reshape(steps, -1),
        hidden_before.reshape(steps, -1), hidden_after.reshape(steps, -1),
    )  # fmt: skip


@compiled
def forward_step(kept: Kept, z: Array, keep: Array, step: int) -> None:
    """Take one step; the gates hold the input's share, `z` (4, m n_a) the state's or nothing.

    `kept` are gates (steps, 4, m n_a), and tanh(c), cells and hidden states (steps, m n_a).
    """
    gates, tanh_cells, cells_before, cells_after, hidden_before, hidden_after = kept
    size = hidden_after.shape[1]
    for first in range(0, size, _GROUP):
        last = min(first + _GROUP, size)
        if z.size:
            for gate in range(4):
                add_to(gates[step, gate, first:last], z[gate, first:last])
        o, f = gates[step, 0, first:last], gates[step, 1, first:last]
        i, candidate = gates[step, 2, first:last], gates[step, 3, first:last]
        _gate_activations(o, f, i, candidate)
        _states(
            o, f, i, candidate, cells_before[step, first:last], cells_after[step, first:last],
            tanh_cells[step, first:last], hidden_after[step, first:last],
        )  # fmt: skip
    if keep.size:
        _copy_held(hidden_before[step], hidden_after[step], keep[step])
        _copy_held(cells_before[step], cells_after[step], keep[step])


@compiled
def _copy_held(source: Array, result: Array, keep: Array) -> None:
    """Copy from `source` (m n_a) the numbers of the examples that skip the step."""
    n_a = len(result) // len(keep)
    for row in range(len(keep)):
        if not keep[row]:
            for k in range(row * n_a, (row + 1) * n_a):
                result[k] = source[k]


@compiled
def add_to(total: Array, share: Array) -> None:
    for k in range(total.size):
        total[k] += share[k]


@compiled
def _gate_activations(o: Array, f: Array, i: Array, candidate: Array) -> None:
    for k in range(f.size):
        f[k] = sigmoid_of_negated(f[k])
    for k in range(i.size):
        i[k] = sigmoid_of_negated(i[k])
    for k in range(o.size):
        o[k] = sigmoid_of_negated(o[k])
    for k in range(candidate.size):
        candidate[k] = tanh(candidate[k])


@compiled
def _states(
    o: Array, f: Array, i: Array, candidate: Array, c_prev: Array, c_next: Array, tanh_c: Array,
    a_next: Array,
) -> None:  # fmt: skip
    for k in range(f.size):
        c_next[k] = f[k] * c_prev[k] + i[k] * candidate[k]
    for k in range(f.size):
        tanh_c[k] = tanh(c_next[k])
    for k in range(f.size):
        a_next[k] = o[k] * tanh_c[k]


@compiled
def _backward_block(
    above: Array, recurrent: Array, kept: Kept, dz: Array, carried: Kept, keep: Array,
    reverse: bool, steps: int,
) -> None:  # fmt: skip
    above_vectors, vectors, carried_vectors = backward_vectors(above, kept, carried)
    for count in range(steps):
        step = count if reverse else steps - 1 - count
        backward_step(above_vectors, vectors, dz, carried_vectors, keep, step)
        rows_times_matrix(dz[step], recurrent, carried[0])
        restore_held(carried_vectors, keep, step)


@compiled
def backward_vectors(above: Array, kept: Kept, carried: Kept) -> tuple[Array, Kept, Kept]:
    """View what `backward_step` reads and writes as it wants it."""
    gates, tanh_cells, cells_before = kept
    hidden_gradient, cell_gradient, working = carried
    steps = len(gates)
    return (
        above.reshape(len(above), -1),
        (gates.reshape(steps, 4, -1), tanh_cells.reshape(steps, -1),
         cells_before.reshape(steps, -1)),
        (hidden_gradient.reshape(-1), cell_gradient.reshape(-1), working),
    )  # fmt: skip


@compiled
def backward_step(
    above: Array, kept: Kept, dz: Array, carried: Kept, keep: Array, step: int
) -> None:
    """Take one step back: `dz` (steps, m, 4 n_a) gets the gradient inside the gates.

    `above` (steps, m n_a) is the gradient of the hidden states from outside, `kept` are gates
    (steps, 4, m n_a), tanh(c) and the cells before (steps, m n_a), and `carried` the gradients of
    hidden and cell states (m n_a) with the working arrays.
    """
    gates, tanh_cells, cells_before = kept
    hidden_gradient, cell_gradient, working = carried
    m, n_a = dz.shape[1], dz.shape[2] // 4
    if keep.size:
        # What an example gets from the steps after passes a step that it skips, unchanged. The
        # product that follows overwrites `hidden_gradient`, so that its value waits until then.
        working[0], working[1] = hidden_gradient, cell_gradient
    rows = max(1, _GROUP // n_a)
    for first_row in range(0, m, rows):
        last_row = min(first_row + rows, m)
        first, last = first_row * n_a, last_row * n_a
        da, dc = hidden_gradient[first:last], cell_gradient[first:last]
        do, df = working[2, first:last], working[3, first:last]
        di, dcandidate = working[4, first:last], working[5, first:last]
        add_to(da, above[step, first:last])
        _cell_and_output(da, dc, gates[step, 0, first:last], tanh_cells[step, first:last], do)
        _other_gates(
            dc, gates[step, 1, first:last], gates[step, 2, first:last],
            gates[step, 3, first:last], cells_before[step, first:last], df, di, dcandidate,
        )  # fmt: skip
        for gate in range(4):
            for row in range(first_row, last_row):
                for k in range(n_a):
                    dz[step, row, gate * n_a + k] = working[2 + gate, row * n_a + k]
    if keep.size:
        _copy_held(working[1], cell_gradient, keep[step])
        for row in range(m):
            if not keep[step, row]:
                dz[step, row] = dz.dtype.type(0)


@compiled
def restore_held(carried: Kept, keep: Array, step: int) -> None:
    """Give examples that skip the step the gradient back that the step's product overwrote."""
    if keep.size:
        hidden_gradient, _, working = carried
        _copy_held(working[0], hidden_gradient, keep[step])


@compiled
def _cell_and_output(da: Array, dc: Array, o: Array, tanh_c: Array, do: Array) -> None:
    one = da.dtype.type(1)  # a literal 1 would turn float32 into float64
    for k in range(da.size):
        dc[k] += da[k] * o[k] * (one - tanh_c[k] * tanh_c[k])
    for k in range(da.size):
        do[k] = da[k] * tanh_c[k] * o[k] * (one - o[k])


@compiled
def _other_gates(
    dc: Array, f: Array, i: Array, candidate: Array, c_prev: Array, df: Array, di: Array,
    dcandidate: Array,
) -> None:  # fmt: skip
    one = dc.dtype.type(1)
    for k in range(dc.size):
        df[k] = dc[k] * c_prev[k] * f[k] * (one - f[k])
    for k in range(dc.size):
        di[k] = dc[k] * candidate[k] * i[k] * (one - i[k])
    for k in range(dc.size):
        dcandidate[k] = dc[k] * i[k] * (one - candidate[k] * candidate[k])
    for k in range(dc.size):
        dc[k] *= f[k]


@compiled
def rows_times_matrix(vectors: Array, matrix: Array, result: Array) -> None:
    """Take four rows of the matrix at a time, so that the result is read and written less often.

    The matrix may be wider than the result.
    """
    rows, columns = len(matrix), result.shape[1]
    whole = rows - rows % 4
    for r in range(len(vectors)):
        for k in range(columns):
            result[r, k] = result.dtype.type(0)
        for j in range(0, whole, 4):
            v0, v1 = vectors[r, j], vectors[r, j + 1]
            v2, v3 = vectors[r, j + 2], vectors[r, j + 3]
            for k in range(columns):
                result[r, k] += (v0 * matrix[j, k] + v1 * matrix[j + 1, k]) + (
                    v2 * matrix[j + 2, k] + v3 * matrix[j + 3, k]
                )
        for j in range(whole, rows):
            v0 = vectors[r, j]
            for k in range(columns):
                result[r, k] += v0 * matrix[j, k]
