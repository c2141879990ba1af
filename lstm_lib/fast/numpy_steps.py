"""The steps of one block in NumPy: every operation writes into a buffer that is there already.

What a step costs is calls for small arrays and memory traffic for large ones. Both are kept low by
three habits: views are made once for a work space and not in every step; a step's gates lie gate
by gate, (4, m, n_a), so that each is contiguous; and where one step's gates are larger than the
cache, its examples are taken in groups, each of which goes through all operations before the next.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.fast.masks import Mask
from lstm_lib.fast.products import Factor
from lstm_lib.fast.work_space import Block, Scratch, Sizes, Trace
from lstm_lib.interface import Array

# The gates of one group of examples are to fit into a quarter of a usual second-level cache.
_GROUP_BYTES = 256 * 1024
# Local derivatives of several small steps are computed at once, up to this size of each.
_CHUNK_BYTES = 32 * 1024


class _Forward(NamedTuple):
    """Views of one group of examples in one step of the forward pass."""

    preactivation: Array
    gates: Array
    sigmoid_gates: Array
    o: Array
    f: Array
    i: Array
    candidate: Array
    c_prev: Array
    c_next: Array
    tanh_c: Array
    a_next: Array
    term: Array


class _Factors(NamedTuple):
    """Where the local derivatives of a group, or of a chunk of small steps, come from and go."""

    gates: Array
    tanh_c: Array
    c_prev: Array
    a_next: Array
    result: Array


class _Backward(NamedTuple):
    """Views of one group of examples in one step of the backward pass."""

    rows: slice
    own_factors: _Factors | None
    f: Array
    factor_cell: Array
    factor_output: Array
    factor_others: Array
    carried: Array
    da: Array
    dc: Array
    term: Array
    output: Array
    others: Array
    by_gate: Array
    by_row: Array | None


class _Chunk(NamedTuple):
    shared_factors: _Factors | None
    steps: list[tuple[int, Array, list[_Backward]]]


class _Plan(NamedTuple):
    forward: list[tuple[int, Array, list[_Forward]]]
    backward: list[_Chunk]


def forward_steps(
    trace: Trace, number: int, scratch: Scratch, recurrent: Factor, mask: Mask | None
) -> None:
    """Run the steps of block `number`, whose gates hold the input's share and the bias.

    `recurrent` holds the transposed recurrent weight (n_a, 4 n_a) with the columns of o, f and i
    negated, so that ``sigmoid(z) = 1 / (1 + exp(-z))`` needs no negation. An overflow of exp is
    right: its reciprocal is the limit, 0. The caller silences its warning.
    """
    block, plan = trace.blocks[number], _plan(trace, number, scratch)
    one = np.ones((), trace.sizes.dtype)
    multiply_rows = recurrent.into(scratch.preactivation, scratch.sums(recurrent, 4))
    add, multiply, exp, reciprocal, tanh = np.add, np.multiply, np.exp, np.reciprocal, np.tanh
    for step, a_prev, groups in plan.forward:
        multiply_rows(a_prev)
        for (
            preactivation, gates, sigmoid_gates, o, f, i, candidate, c_prev, c_next, tanh_c,
            a_next, term,
        ) in groups:  # fmt: skip
            add(preactivation, gates, gates)
            exp(sigmoid_gates, sigmoid_gates)
            add(sigmoid_gates, one, sigmoid_gates)
            reciprocal(sigmoid_gates, sigmoid_gates)
            tanh(candidate, candidate)
            multiply(f, c_prev, c_next)
            multiply(i, candidate, term)
            add(c_next, term, c_next)
            tanh(c_next, tanh_c)
            multiply(o, tanh_c, a_next)
        if mask is not None and (rows := mask.held[block.start + step]) is not None:
            block.hidden_after[step][rows] = block.hidden_before[step][rows]
            block.cells_after[step][rows] = block.cells_before[step][rows]


def backward_steps(
    trace: Trace, number: int, scratch: Scratch, recurrent: Factor, upstream: Array,
    mask: Mask | None, stop: int,
) -> None:  # fmt: skip
    """Run the steps of block `number` back, those at time `stop` and after left out.

    The gradient inside the gates goes to ``scratch.projections``; ``scratch.hidden_gradient`` and
    ``scratch.cell_gradient`` hold what comes from the steps after and, at the end, what goes to the
    step before. `recurrent` holds the recurrent weight (4 n_a, n_a) as it is; `upstream` is the
    gradient with respect to the hidden states, (T, m, n_a).
    """
    start = trace.blocks[number].start
    hidden_gradient, cell_gradient = scratch.hidden_gradient, scratch.cell_gradient
    add, multiply, copy = np.add, np.multiply, np.copyto
    multiply_rows = recurrent.into(hidden_gradient[np.newaxis], scratch.sums(recurrent, 1))
    for shared_factors, steps in reversed(_plan(trace, number, scratch).backward):
        if shared_factors is not None:
            _local_derivatives(shared_factors)
        for step, dz, groups in reversed(steps):
            t = start + step
            if t >= stop:
                continue
            above = upstream[t]
            rows = None if mask is None else mask.held[t]
            if rows is not None:
                passed_on = hidden_gradient[rows], cell_gradient[rows]
            for (
                some, own_factors, f, factor_cell, factor_output, factor_others, carried, da, dc,
                term, output, others, by_gate, by_row,
            ) in groups:  # fmt: skip
                if own_factors is None:
                    add(above, carried, da)
                else:
                    _local_derivatives(own_factors)
                    add(above[some], carried, da)
                multiply(da, factor_cell, term)
                add(dc, term, dc)
                multiply(da, factor_output, output)
                multiply(dc, factor_others, others)
                multiply(dc, f, dc)
                if by_row is not None:
                    copy(by_row, by_gate)
            if rows is None:
                multiply_rows(dz)
            else:
                dz[rows] = 0
                multiply_rows(dz)
                hidden_gradient[rows], cell_gradient[rows] = passed_on


def _local_derivatives(views: _Factors) -> None:
    """Compute what each gradient is multiplied by, from what the forward pass kept.

    | ``result[0] = o (1 - tanh(c)^2) = o - a tanh(c)``             of dc,  times da
    | ``result[1] = o (1 - o) tanh(c) = (1 - o) a``                 of dzo, times da
    | ``result[2] = f (1 - f) c_prev``                              of dzf, times dc
    | ``result[3] = i (1 - i) candidate``                           of dzi, times dc
    | ``result[4] = i (1 - candidate^2) = i - i candidate^2``       of dzc, times dc
    """
    (o, f, i, candidate), tanh_c, c_prev, a_next, result = views
    one = np.ones((), result.dtype)
    subtract, multiply = np.subtract, np.multiply
    of_cell, of_output, of_forget, of_update, of_candidate = result
    subtract(one, views.gates[:3], result[1:4])
    multiply(of_output, a_next, of_output)
    multiply(of_forget, f, of_forget)
    multiply(of_forget, c_prev, of_forget)
    multiply(i, candidate, of_candidate)
    multiply(of_update, of_candidate, of_update)
    multiply(of_candidate, candidate, of_candidate)
    subtract(i, of_candidate, of_candidate)
    multiply(a_next, tanh_c, of_cell)
    subtract(o, of_cell, of_cell)


def _plan(trace: Trace, number: int, scratch: Scratch) -> _Plan:
    key = trace.plan_key(number)
    plan = trace.plans.get(key)
    if not isinstance(plan, _Plan):
        plan = trace.plans[key] = _make_plan(trace, number, scratch)
    return plan


def _make_plan(trace: Trace, number: int, scratch: Scratch) -> _Plan:
    sizes, block = trace.sizes, trace.blocks[number]
    n_a, m, itemsize = sizes.n_a, sizes.m, sizes.dtype.itemsize
    rows = max(1, min(m, _GROUP_BYTES // (4 * n_a * itemsize)))
    groups = [slice(first, min(first + rows, m)) for first in range(0, m, rows)]
    # Group by group, the local derivatives stay in the cache; only small steps are put together.
    chunk = 1 if len(groups) > 1 else max(1, min(sizes.block, _CHUNK_BYTES // (m * n_a * itemsize)))
    if not isinstance(scratch.working, _Working):
        scratch.working = _Working.of(sizes, chunk)
    working = scratch.working
    steps = list(range(block.steps))
    if trace.reverse:
        steps.reverse()
    forward = [
        (
            step,
            block.hidden_before[step],
            [_forward_views(block, scratch, working, step, group) for group in groups],
        )
        for step in steps
    ]
    backward = [
        _chunk(block, scratch, working, steps[first : first + chunk], groups)
        for first in range(0, len(steps), chunk)
    ]
    return _Plan(forward, backward)


class _Working(NamedTuple):
    """Buffers that all steps of a plan write to and none keeps."""

    da: Array
    term: Array
    factors: Array
    gradients: Array

    @classmethod
    def of(cls, sizes: Sizes, chunk: int) -> "_Working":
        m, n_a = sizes.m, sizes.n_a
        return cls(
            sizes.empty(m, n_a), sizes.empty(m, n_a), sizes.empty(5, chunk, m, n_a),
            sizes.empty(4, m, n_a),
        )  # fmt: skip


def _forward_views(
    block: Block, scratch: Scratch, working: _Working, step: int, group: slice
) -> _Forward:
    gates = block.gates[step][:, group]
    return _Forward(
        scratch.preactivation[:, group],
        gates,
        gates[:3],
        gates[0],
        gates[1],
        gates[2],
        gates[3],
        block.cells_before[step, group],
        block.cells_after[step, group],
        block.tanh_cells[step, group],
        block.hidden_after[step, group],
        working.term[group],
    )


def _chunk(
    block: Block, scratch: Scratch, working: _Working, steps: list[int], groups: list[slice]
) -> _Chunk:
    alone = len(groups) > 1
    shared = None
    if not alone:
        times = slice(min(steps), max(steps) + 1)
        gates = block.gates[times].transpose(1, 0, 2, 3)
        result = working.factors[:, : len(steps)]
        shared = _Factors(
            gates, block.tanh_cells[times], block.cells_before[times], block.hidden_after[times],
            result,
        )  # fmt: skip
    return _Chunk(
        shared,
        [
            (
                step,
                scratch.projections[step],
                [
                    _backward_views(
                        block, scratch, working, step, 0 if alone else step - min(steps), group,
                        alone=alone,
                    )
                    for group in groups
                ],
            )
            for step in steps
        ],
    )  # fmt: skip


def _backward_views(
    block: Block, scratch: Scratch, working: _Working, step: int, place: int, group: slice, *,
    alone: bool,
) -> _Backward:  # fmt: skip
    gates, factors = block.gates[step][:, group], working.factors[:, place, group]
    by_row = _by_gate(scratch.projections[step])[:, group]
    # The gates of a single example follow each other in either order.
    by_gate = by_row if block.gates.shape[2] == 1 else working.gradients[:, group]
    own = None
    if alone:
        own = _Factors(
            gates, block.tanh_cells[step, group], block.cells_before[step, group],
            block.hidden_after[step, group], factors,
        )  # fmt: skip
    return _Backward(
        group,
        own,
        gates[1],
        factors[0],
        factors[1],
        factors[2:],
        scratch.hidden_gradient[group],
        working.da[group],
        scratch.cell_gradient[group],
        working.term[group],
        by_gate[0],
        by_gate[1:],
        by_gate,
        None if by_row is by_gate else by_row,
    )


def _by_gate(rows: Array) -> Array:
    """View (m, 4 n_a), one row for each example, as (4, m, n_a)."""
    m, width = rows.shape
    return rows.reshape(m, 4, width // 4).transpose(1, 0, 2)
