"""The views that the NumPy back end's steps need, made once for a work space.

Arrays that ufuncs go through together have their axes in the order of memory, (rows, units) or
(units, rows); what products and masks take has examples first.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.fast.groups import Group, groups_of_parts, slices
from lstm_lib.fast.work_space import Block, Scratch, Trace
from lstm_lib.interface import Array

# Local derivatives of several small steps are computed at once, up to this size of each.
_CHUNK_BYTES = 32 * 1024
# So much is transposed at a time: lines that are read in columns stay in the first-level cache.
_TRANSPOSED_BYTES = 32 * 1024


class Forward(NamedTuple):
    """Views of one group in one step of the forward pass.

    `left` is the left operand of the part's product where a part begins, and None elsewhere. The
    hidden states of unit-major steps are computed where the next product reads them, and copied to
    `kept_a_next`.
    """

    step: int
    part: int
    left: Array | None
    ends_part: bool
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
    kept_a_next: Array | None
    term: Array


class Kept(NamedTuple):
    """What the forward pass kept of one group in one step, or of several steps: (…, m, n_a)."""

    gates: Array  # o, f, i and the candidate, one after the other
    tanh_c: Array
    c_prev: Array


class SmallBackward(NamedTuple):
    """Views of one small step of the backward pass: all examples are one group.

    `chunk` is what is kept of the steps whose local derivatives are computed before this one, and
    where those go.
    """

    step: int
    chunk: tuple[Kept, Array] | None
    of_cell: Array
    of_output: Array
    of_forget: Array
    of_update: Array
    of_candidate: Array
    f: Array
    dzo: Array
    dzf: Array
    dzi: Array
    dzc: Array
    by_row: Array | None
    dz: Array


class LargeBackward(NamedTuple):
    """Views of one group in one step of the backward pass.

    The gradients inside the gates are computed in `by_gate` and stand in rows for the products of a
    block: each of the `copies` is of rows and where they come from. `dz` is what the product of a
    part multiplies where the part ends, and None elsewhere.
    """

    step: int
    part: int
    starts_step: bool
    ends_step: bool
    place: tuple[slice, slice]
    kept: Kept
    carried: Array
    da: Array
    dc: Array
    term: Array
    by_gate: Array
    copies: list[tuple[Array, Array]]
    dz: Array | None


class Working(NamedTuple):
    """Buffers for a part or a group that all plans write to and none keeps, and the number 1."""

    one: Array
    inside: Array  # what stands inside the gates of a part, or the state's share of it
    da: Array
    term: Array
    by_gate: Array  # of a group, or of all groups of a unit-major step
    local: Array  # local derivatives of a chunk of small steps

    @classmethod
    def of(cls, chunk: int, group: Group) -> "Working":
        sizes, empty, part = group.sizes, group.sizes.empty_states, group.of_part.stop
        rows, units = group.rows.stop, group.units.stop
        by_gate = empty(4, rows, sizes.n_a if sizes.unit_major else units)
        return cls(
            np.ones((), sizes.dtype), empty(4, part, sizes.n_a), empty(rows, units),
            empty(rows, units), by_gate, empty(5, chunk, rows, units),
        )  # fmt: skip


class Plan(NamedTuple):
    """All views that the steps of a block need, and what they write to and do not keep.

    The way back has small steps or large ones. What the products of a unit-major step multiply, its
    `left` ``[a_prev, xt, 1]`` and its `dz`, have a row for each example, but lie transposed.
    """

    parts: list[slice]
    working: Working
    left: Array | None
    dz: Array | None
    forward: list[Forward]
    small_back: list[SmallBackward]
    large_back: list[LargeBackward]


def plan_of(trace: Trace, number: int, scratch: Scratch) -> Plan:
    """Return the plan of block `number`, made when it is first asked for."""
    key = trace.plan_key(number)
    plan = trace.plans.get(key)
    if not isinstance(plan, Plan):
        plan = trace.plans[key] = _make_plan(trace, number, scratch)
    return plan


def _make_plan(trace: Trace, number: int, scratch: Scratch) -> Plan:
    sizes, block = trace.sizes, trace.blocks[number]
    m, n_a = sizes.m, sizes.n_a
    parts = groups_of_parts(sizes)
    groups = [group for part in parts for group in part]
    small = len(groups) == 1 and not sizes.unit_major
    chunk = min(sizes.block, _CHUNK_BYTES // (m * n_a * sizes.dtype.itemsize)) if small else 0
    if not isinstance(scratch.working, Working):
        scratch.working = Working.of(chunk, groups[0])
    working = scratch.working
    left = dz = None
    if sizes.unit_major:
        left = scratch.buffer("left", block.left.shape[2], m).T
        dz = working.by_gate.swapaxes(1, 2).reshape(4 * n_a, m).T
    steps = list(range(block.steps))
    if trace.reverse:
        steps.reverse()
    # A part takes all steps before the next one: what a step left is still in the cache.
    forward = [
        _forward(block, working, left, step, group)
        for part in parts
        for step in steps
        for group in part
    ]
    small_back, large_back = [], []
    if chunk:
        small_back = _small_back(block, scratch, working, steps, chunk)
    else:
        large_back = [
            _large_back(block, scratch, working, dz, step, group)
            for step in reversed(steps)
            for group in groups
        ]
    of_parts = [part[0].of_part for part in parts]
    return Plan(of_parts, working, left, dz, forward, small_back, large_back)


def _forward(
    block: Block, working: Working, left: Array | None, step: int, group: Group
) -> Forward:
    gates, own = group.of(block.gates[step]), group.in_part(working.inside)
    a_next = group.of(block.hidden_after[step])
    of_part = block.left[step, group.of_part] if left is None else left
    return Forward(
        step=step,
        part=group.part,
        left=of_part if group.starts_part else None,
        ends_part=group.ends_part,
        inside=own,
        share=gates if block.joined is None else None,
        inside_sigmoid=own[:3],
        sigmoid_gates=gates[:3],
        o=gates[0],
        f=gates[1],
        i=gates[2],
        inside_candidate=own[3],
        candidate=gates[3],
        c_prev=group.of(block.cells_before[step]),
        c_next=group.of(block.cells_after[step]),
        tanh_c=group.of(block.tanh_cells[step]),
        a_next=a_next if left is None else group.of(left),
        kept_a_next=None if left is None else a_next,
        term=group.alone(working.term),
    )


def _small_back(
    block: Block, scratch: Scratch, working: Working, steps: list[int], size: int
) -> list[SmallBackward]:
    backward = []
    one_example = block.gates.shape[2] == 1
    for last in range(len(steps), 0, -size):
        of_chunk = steps[max(0, last - size) : last]
        first = min(of_chunk)
        times = slice(first, first + len(of_chunk))
        gates = block.gates[times].transpose(1, 0, 2, 3)
        kept = Kept(gates, block.tanh_cells[times], block.cells_before[times])
        chunk: tuple[Kept, Array] | None = kept, working.local[:, : len(of_chunk)]
        for step in reversed(of_chunk):
            by_row = _by_gate(scratch.projections[step])
            # The gates of a single example follow each other in either order.
            dzo, dzf, dzi, dzc = by_row if one_example else working.by_gate
            of_cell, of_output, of_forget, of_update, of_candidate = working.local[:, step - first]
            backward.append(
                SmallBackward(
                    step=step,
                    chunk=chunk,
                    of_cell=of_cell,
                    of_output=of_output,
                    of_forget=of_forget,
                    of_update=of_update,
                    of_candidate=of_candidate,
                    f=block.gates[step, 1],
                    dzo=dzo,
                    dzf=dzf,
                    dzi=dzi,
                    dzc=dzc,
                    by_row=None if one_example else by_row,
                    dz=scratch.projections[step],
                )
            )
            chunk = None
    return backward


def _large_back(
    block: Block, scratch: Scratch, working: Working, dz: Array | None, step: int, group: Group
) -> LargeBackward:
    by_row = group.of(_by_gate(scratch.projections[step]))
    if dz is None:
        by_gate, dz = group.alone(working.by_gate), scratch.projections[step, group.of_part]
        copies = [(by_row, by_gate)]
    else:
        by_gate = group.of(working.by_gate)
        size = max(1, _TRANSPOSED_BYTES // by_gate[0, :1].nbytes)
        copies = [
            (by_row[gate, units], by_gate[gate, units])
            for gate in range(4)
            for units in slices(0, by_gate.shape[1], size)
        ]
    return LargeBackward(
        step=step,
        part=group.part,
        starts_step=group.starts_step,
        ends_step=group.ends_step,
        place=group.place,
        kept=Kept(
            group.of(block.gates[step]),
            group.of(block.tanh_cells[step]),
            group.of(block.cells_before[step]),
        ),
        carried=group.of(scratch.hidden_gradient),
        da=group.alone(working.da),
        dc=group.of(scratch.cell_gradient),
        term=group.alone(working.term),
        by_gate=by_gate,
        copies=copies,
        dz=dz if group.ends_part else None,
    )


def _by_gate(rows: Array) -> Array:
    """View (m, 4 n_a), one row for each example, as (4, m, n_a)."""
    m, width = rows.shape
    return rows.reshape(m, 4, width // 4).transpose(1, 0, 2)
