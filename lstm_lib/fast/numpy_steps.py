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
# What stands inside the gates of the examples of one product is to fit into half of that cache.
_PART_BYTES = 1 << 20
_FEWEST_ROWS = 64
# Local derivatives of several small steps are computed at once, up to this size of each.
_CHUNK_BYTES = 32 * 1024


class _Group(NamedTuple):
    """Examples `rows` that go through all operations together, and the part they belong to."""

    rows: slice
    part: int
    of_part: slice
    starts_step: bool
    ends_step: bool

    @property
    def starts_part(self) -> bool:
        return bool(self.rows.start == self.of_part.start)

    @property
    def ends_part(self) -> bool:
        return bool(self.rows.stop == self.of_part.stop)


class _Forward(NamedTuple):
    """Views of one group of examples in one step of the forward pass.

    A product serves a part of the examples, one group or several: `left` is its left operand where
    the part begins, and None elsewhere.
    """

    step: int
    part: int
    left: Array | None
    ends_step: bool
    inside: Array
    share: Array | None
    inside_sigmoid: Array
    sigmoid_gates: Array
    o: Array
    f: Array
    i: Array
    inside_candidate: Array
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
    result: Array


class _Backward(NamedTuple):
    """Views of one group of examples in one step of the backward pass.

    `local` derivatives are computed before it: its own, or those of all steps of a chunk. `dz` is
    what the product of a part multiplies where the part ends, and None elsewhere. `rows` is None if
    the group is all examples.
    """

    step: int
    part: int
    starts_step: bool
    ends_step: bool
    rows: slice | None
    local: _Factors | None
    f: Array
    factor_cell: Array
    factor_output: Array
    factor_forget: Array
    factor_update: Array
    factor_candidate: Array
    carried: Array
    da: Array
    dc: Array
    term: Array
    dzo: Array
    dzf: Array
    dzi: Array
    dzc: Array
    by_gate: Array
    by_row: Array | None
    dz: Array | None


class _Plan(NamedTuple):
    """All views that the steps of a block need, and what they write to and do not keep.

    `inside` (4, rows of a part, n_a) is what stands inside the gates, or the state's share of it.
    """

    parts: list[slice]
    inside: Array
    forward: list[_Forward]
    backward: list[_Backward]


def forward_steps(
    trace: Trace, number: int, scratch: Scratch, recurrent: Factor, mask: Mask | None
) -> None:
    """Run the steps of block `number`.

    Its gates hold the input's share and the bias, and `recurrent` the transposed recurrent weight
    (n_a, 4 n_a); if the block has joined rows ``[a_prev, xt, 1]``, `recurrent` holds all weights
    and the bias, (n_a + n_in + 1, 4 n_a), and the gates nothing yet. The columns of o, f and i are
    negated, so that ``sigmoid(z) = 1 / (1 + exp(-z))`` needs no negation. An overflow of exp is
    right: its reciprocal is the limit, 0. The caller silences its warning.
    """
    block, plan = trace.blocks[number], _plan(trace, number, scratch)
    one = np.ones((), trace.sizes.dtype)
    products = [
        scratch.into(recurrent, plan.inside[:, : part.stop - part.start]) for part in plan.parts
    ]
    add, multiply, exp, reciprocal, tanh = np.add, np.multiply, np.exp, np.reciprocal, np.tanh
    for (
        step, part, left, ends_step, inside, share, inside_sigmoid, sigmoid_gates, o, f, i,
        inside_candidate, candidate, c_prev, c_next, tanh_c, a_next, term,
    ) in plan.forward:  # fmt: skip
        if left is not None:
            products[part](left)
        if share is not None:
            add(inside, share, inside)
        exp(inside_sigmoid, sigmoid_gates)
        add(sigmoid_gates, one, sigmoid_gates)
        reciprocal(sigmoid_gates, sigmoid_gates)
        tanh(inside_candidate, candidate)
        multiply(f, c_prev, c_next)
        multiply(i, candidate, term)
        add(c_next, term, c_next)
        tanh(c_next, tanh_c)
        multiply(o, tanh_c, a_next)
        if mask is None or not ends_step:
            continue
        if (rows := mask.held[block.start + step]) is not None:
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
    start, plan = trace.blocks[number].start, _plan(trace, number, scratch)
    hidden_gradient, cell_gradient = scratch.hidden_gradient, scratch.cell_gradient
    add, multiply, padded = np.add, np.multiply, scratch.padded_hidden_gradient
    products = [scratch.into(recurrent, padded[np.newaxis, part]) for part in plan.parts]
    held = None
    for (
        step, part, starts_step, ends_step, rows, local, f, factor_cell, factor_output,
        factor_forget, factor_update, factor_candidate, carried, da, dc, term, dzo, dzf, dzi, dzc,
        by_gate, by_row, dz,
    ) in plan.backward:  # fmt: skip
        if local is not None:
            _local_derivatives(local)
        t = start + step
        if t >= stop:
            continue
        if mask is not None and starts_step and (held := mask.held[t]) is not None:
            passed_on = hidden_gradient[held], cell_gradient[held]
        add(upstream[t] if rows is None else upstream[t, rows], carried, da)
        multiply(da, factor_cell, term)
        add(dc, term, dc)
        multiply(da, factor_output, dzo)
        multiply(dc, factor_forget, dzf)
        multiply(dc, factor_update, dzi)
        multiply(dc, factor_candidate, dzc)
        multiply(dc, f, dc)
        if by_row is not None:
            by_row[...] = by_gate
        if held is None:
            if dz is not None:
                products[part](dz)
        elif ends_step:
            of_step = scratch.projections[step]
            of_step[held] = 0
            for of_part, multiply_rows in zip(plan.parts, products, strict=True):
                multiply_rows(of_step[of_part])
            hidden_gradient[held], cell_gradient[held] = passed_on


def _local_derivatives(views: _Factors) -> None:
    """Compute what each gradient is multiplied by, from what the forward pass kept.

    | ``result[0] = o (1 - tanh(c)^2) = o - a tanh(c)``             of dc,  times da
    | ``result[1] = o (1 - o) tanh(c) = (1 - o) a``                 of dzo, times da
    | ``result[2] = f (1 - f) c_prev``                              of dzf, times dc
    | ``result[3] = i (1 - i) candidate``                           of dzi, times dc
    | ``result[4] = i (1 - candidate^2) = i - i candidate^2``       of dzc, times dc
    """
    (o, f, i, candidate), tanh_c, c_prev, result = views
    one = np.ones((), result.dtype)
    subtract, multiply = np.subtract, np.multiply
    of_cell, of_output, of_forget, of_update, of_candidate = result
    subtract(one, views.gates[:3], result[1:4])
    a_next = multiply(o, tanh_c, of_candidate)  # kept too, but elsewhere and not contiguous
    multiply(of_output, a_next, of_output)
    multiply(a_next, tanh_c, of_cell)
    subtract(o, of_cell, of_cell)
    multiply(of_forget, f, of_forget)
    multiply(of_forget, c_prev, of_forget)
    multiply(i, candidate, of_candidate)
    multiply(of_update, of_candidate, of_update)
    multiply(of_candidate, candidate, of_candidate)
    subtract(i, of_candidate, of_candidate)


def _plan(trace: Trace, number: int, scratch: Scratch) -> _Plan:
    key = trace.plan_key(number)
    plan = trace.plans.get(key)
    if not isinstance(plan, _Plan):
        plan = trace.plans[key] = _make_plan(trace, number, scratch)
    return plan


def _make_plan(trace: Trace, number: int, scratch: Scratch) -> _Plan:
    sizes, block = trace.sizes, trace.blocks[number]
    n_a, m, itemsize = sizes.n_a, sizes.m, sizes.dtype.itemsize
    bytes_of_row = 4 * n_a * itemsize
    parts = _slices(0, m, max(_FEWEST_ROWS, _PART_BYTES // bytes_of_row))
    groups = [
        _Group(rows, number, part, rows.start == 0, rows.stop == m)
        for number, part in enumerate(parts)
        for rows in _slices(part.start, part.stop, max(1, _GROUP_BYTES // bytes_of_row))
    ]
    # Group by group, the local derivatives stay in the cache; only small steps are put together.
    alone = len(groups) > 1
    chunk = 1 if alone else max(1, min(sizes.block, _CHUNK_BYTES // (m * n_a * itemsize)))
    if not isinstance(scratch.working, _Working):
        scratch.working = _Working.of(sizes, chunk, groups[0].rows.stop)
    working = scratch.working
    inside = sizes.empty(4, parts[0].stop, n_a)
    steps = list(range(block.steps))
    if trace.reverse:
        steps.reverse()
    forward = [
        _forward_views(block, inside, working, step, group) for step in steps for group in groups
    ]
    backward = []
    for last in range(len(steps), 0, -chunk):
        of_chunk = steps[max(0, last - chunk) : last]
        first = min(of_chunk)
        local = None if alone else _shared_factors(block, working, first, len(of_chunk))
        for step in reversed(of_chunk):
            for group in groups:
                if alone:
                    local = _own_factors(block, working, step, group.rows)
                place = 0 if alone else step - first
                backward.append(_backward_views(block, scratch, working, step, place, group, local))
                local = None
    return _Plan(parts, inside, forward, backward)


def _slices(start: int, stop: int, size: int) -> list[slice]:
    """Cut a range into slices of `size`; the last one may be smaller."""
    return [slice(first, min(first + size, stop)) for first in range(start, stop, size)]


class _Working(NamedTuple):
    """Buffers for one group that all groups of a plan write to and none keeps."""

    da: Array
    term: Array
    factors: Array
    gradients: Array

    @classmethod
    def of(cls, sizes: Sizes, chunk: int, rows: int) -> "_Working":
        n_a = sizes.n_a
        return cls(
            sizes.empty(rows, n_a), sizes.empty(rows, n_a), sizes.empty(5, chunk, rows, n_a),
            sizes.empty(4, rows, n_a),
        )  # fmt: skip


def _forward_views(
    block: Block, inside: Array, working: _Working, step: int, group: _Group
) -> _Forward:
    rows, of_part = group.rows, group.of_part
    gates = block.gates[step][:, rows]
    own = inside[:, rows.start - of_part.start : rows.stop - of_part.start]
    return _Forward(
        step=step,
        part=group.part,
        left=block.left[step, of_part] if group.starts_part else None,
        ends_step=group.ends_step,
        inside=own,
        share=gates if block.joined is None else None,
        inside_sigmoid=own[:3],
        sigmoid_gates=gates[:3],
        o=gates[0],
        f=gates[1],
        i=gates[2],
        inside_candidate=own[3],
        candidate=gates[3],
        c_prev=block.cells_before[step, rows],
        c_next=block.cells_after[step, rows],
        tanh_c=block.tanh_cells[step, rows],
        a_next=block.hidden_after[step, rows],
        term=working.term[: rows.stop - rows.start],
    )


def _shared_factors(block: Block, working: _Working, first: int, count: int) -> _Factors:
    times = slice(first, first + count)
    gates = block.gates[times].transpose(1, 0, 2, 3)
    before, tanh_c = block.cells_before[times], block.tanh_cells[times]
    return _Factors(gates, tanh_c, before, working.factors[:, :count])


def _own_factors(block: Block, working: _Working, step: int, rows: slice) -> _Factors:
    gates, before = block.gates[step][:, rows], block.cells_before[step, rows]
    result = working.factors[:, 0, : rows.stop - rows.start]
    return _Factors(gates, block.tanh_cells[step, rows], before, result)


def _backward_views(
    block: Block, scratch: Scratch, working: _Working, step: int, place: int, group: _Group,
    local: _Factors | None,
) -> _Backward:  # fmt: skip
    rows, own = group.rows, slice(0, group.rows.stop - group.rows.start)
    by_row = _by_gate(scratch.projections[step])[:, rows]
    # The gates of a single example follow each other in either order.
    by_gate = by_row if block.gates.shape[2] == 1 else working.gradients[:, own]
    of_cell, of_output, of_forget, of_update, of_candidate = working.factors[:, place, own]
    dzo, dzf, dzi, dzc = by_gate
    return _Backward(
        step=step,
        part=group.part,
        starts_step=group.starts_step,
        ends_step=group.ends_step,
        rows=None if group.starts_step and group.ends_step else rows,
        local=local,
        f=block.gates[step][1, rows],
        factor_cell=of_cell,
        factor_output=of_output,
        factor_forget=of_forget,
        factor_update=of_update,
        factor_candidate=of_candidate,
        carried=scratch.hidden_gradient[rows],
        da=working.da[own],
        dc=scratch.cell_gradient[rows],
        term=working.term[own],
        dzo=dzo,
        dzf=dzf,
        dzi=dzi,
        dzc=dzc,
        by_gate=by_gate,
        by_row=None if by_row is by_gate else by_row,
        dz=scratch.projections[step, group.of_part] if group.ends_part else None,
    )


def _by_gate(rows: Array) -> Array:
    """View (m, 4 n_a), one row for each example, as (4, m, n_a)."""
    m, width = rows.shape
    return rows.reshape(m, 4, width // 4).transpose(1, 0, 2)
