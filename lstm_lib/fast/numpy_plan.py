"""The views that the NumPy back end's steps need, made once for a work space.

A step's examples are taken in parts, each of which has a product of its own, and a part in groups,
each of which goes through all operations before the next. Both are chosen by what fits into the
cache; small steps are one part and one group.
"""

from typing import NamedTuple

import numpy as np

from lstm_lib.fast import blas
from lstm_lib.fast.work_space import Block, Scratch, Sizes, Trace
from lstm_lib.interface import Array

# The gates of one group of examples are to fit into a quarter of a usual second-level cache.
_GROUP_BYTES = 256 * 1024
# What stands inside the gates of the examples of one product is to be about as large as that cache.
_PART_BYTES = 2 << 20
# Several threads share a product, and gain more from many rows.
_PART_BYTES_OF_THREADS = 4 << 20
_FEWEST_ROWS = 64
# Local derivatives of several small steps are computed at once, up to this size of each.
_CHUNK_BYTES = 32 * 1024


class Forward(NamedTuple):
    """Views of one group of examples in one step of the forward pass.

    `left` is the left operand of the part's product where a part begins, and None elsewhere.
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
    """Views of one group of examples in one step of the backward pass.

    `dz` is what the product of a part multiplies where the part ends, and None elsewhere.
    """

    step: int
    part: int
    starts_step: bool
    ends_step: bool
    rows: slice
    kept: Kept
    carried: Array
    da: Array
    dc: Array
    term: Array
    by_gate: Array
    by_row: Array
    dz: Array | None


class Working(NamedTuple):
    """Buffers for a part or a group that all plans write to and none keeps, and the number 1."""

    one: Array
    inside: Array  # what stands inside the gates of a part, or the state's share of it
    da: Array
    term: Array
    by_gate: Array
    local: Array  # local derivatives of a chunk of small steps

    @classmethod
    def of(cls, sizes: Sizes, chunk: int, part: int, rows: int) -> "Working":
        n_a = sizes.n_a
        return cls(
            np.ones((), sizes.dtype), sizes.empty(4, part, n_a), sizes.empty(rows, n_a),
            sizes.empty(rows, n_a), sizes.empty(4, rows, n_a), sizes.empty(5, chunk, rows, n_a),
        )  # fmt: skip


class Plan(NamedTuple):
    """All views that the steps of a block need, and what they write to and do not keep.

    The way back has small steps or large ones.
    """

    parts: list[slice]
    working: Working
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


class _Group(NamedTuple):
    """Examples `rows` of `m` that go through all operations together, and the part they are in."""

    rows: slice
    part: int
    of_part: slice
    m: int

    @property
    def starts_part(self) -> bool:
        return bool(self.rows.start == self.of_part.start)

    @property
    def ends_part(self) -> bool:
        return bool(self.rows.stop == self.of_part.stop)

    @property
    def starts_step(self) -> bool:
        return bool(self.rows.start == 0)

    @property
    def ends_step(self) -> bool:
        return bool(self.rows.stop == self.m)


def _make_plan(trace: Trace, number: int, scratch: Scratch) -> Plan:
    sizes, block = trace.sizes, trace.blocks[number]
    n_a, m, itemsize = sizes.n_a, sizes.m, sizes.dtype.itemsize
    bytes_of_row = 4 * n_a * itemsize
    part_rows = max(_FEWEST_ROWS, _part_bytes(m * bytes_of_row) // bytes_of_row)
    group_rows = max(1, _GROUP_BYTES // bytes_of_row)
    parts = _slices(0, m, part_rows)
    groups_of_parts = [
        [_Group(rows, number, part, m) for rows in _slices(part.start, part.stop, group_rows)]
        for number, part in enumerate(parts)
    ]
    groups = [group for of_part in groups_of_parts for group in of_part]
    chunk = min(sizes.block, _CHUNK_BYTES // (m * n_a * itemsize)) if len(groups) == 1 else 0
    if not isinstance(scratch.working, Working):
        scratch.working = Working.of(sizes, chunk, parts[0].stop, groups[0].rows.stop)
    working = scratch.working
    steps = list(range(block.steps))
    if trace.reverse:
        steps.reverse()
    # A part takes all steps before the next one: what a step left is still in the cache.
    forward = [
        _forward(block, working, step, group)
        for of_part in groups_of_parts
        for step in steps
        for group in of_part
    ]
    small_back, large_back = [], []
    if chunk:
        small_back = _small_back(block, scratch, working, steps, chunk)
    else:
        large_back = [
            _large_back(block, scratch, working, step, group)
            for step in reversed(steps)
            for group in groups
        ]
    return Plan(parts, working, forward, small_back, large_back)


def _part_bytes(bytes_of_step: int) -> int:
    """Return how large a part may be; small steps are one part, whatever the threads."""
    several = bytes_of_step > _PART_BYTES and blas.threads() > 1
    return _PART_BYTES_OF_THREADS if several else _PART_BYTES


def _slices(start: int, stop: int, size: int) -> list[slice]:
    """Cut a range into slices of `size`; the last one may be smaller."""
    return [slice(first, min(first + size, stop)) for first in range(start, stop, size)]


def _forward(block: Block, working: Working, step: int, group: _Group) -> Forward:
    rows, of_part = group.rows, group.of_part
    gates = block.gates[step][:, rows]
    own = working.inside[:, rows.start - of_part.start : rows.stop - of_part.start]
    return Forward(
        step=step,
        part=group.part,
        left=block.left[step, of_part] if group.starts_part else None,
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
        c_prev=block.cells_before[step, rows],
        c_next=block.cells_after[step, rows],
        tanh_c=block.tanh_cells[step, rows],
        a_next=block.hidden_after[step, rows],
        term=working.term[: rows.stop - rows.start],
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
    block: Block, scratch: Scratch, working: Working, step: int, group: _Group
) -> LargeBackward:
    rows, own = group.rows, slice(0, group.rows.stop - group.rows.start)
    return LargeBackward(
        step=step,
        part=group.part,
        starts_step=group.starts_step,
        ends_step=group.ends_step,
        rows=rows,
        kept=Kept(
            block.gates[step][:, rows], block.tanh_cells[step, rows], block.cells_before[step, rows]
        ),
        carried=scratch.hidden_gradient[rows],
        da=working.da[own],
        dc=scratch.cell_gradient[rows],
        term=working.term[own],
        by_gate=working.by_gate[:, own],
        by_row=_by_gate(scratch.projections[step])[:, rows],
        dz=scratch.projections[step, group.of_part] if group.ends_part else None,
    )


def _by_gate(rows: Array) -> Array:
    """View (m, 4 n_a), one row for each example, as (4, m, n_a)."""
    m, width = rows.shape
    return rows.reshape(m, 4, width // 4).transpose(1, 0, 2)
