"""The steps of one block in NumPy: every operation writes into a buffer that is there already.

What a step costs is calls for small arrays and memory traffic for large ones. Both are kept low by
three habits: views are made once for a work space and not in every step (`numpy_plan`); a step's
gates lie gate by gate, (4, m, n_a), so that each is contiguous; and where one step's gates are
larger than the cache, they are taken in groups, each of which goes through all operations before
the next (`groups`).
"""

import numpy as np

from lstm_lib.fast.masks import Mask
from lstm_lib.fast.numpy_plan import Kept, Plan, plan_of
from lstm_lib.fast.products import Factor
from lstm_lib.fast.work_space import Scratch, Trace
from lstm_lib.interface import Array


def forward_steps(
    trace: Trace, number: int, scratch: Scratch, recurrent: Factor, mask: Mask | None, x: Array
) -> None:
    """Run the steps of block `number`, whose inputs are `x` (steps, m, n_in).

    Its gates hold the input's share and the bias, and `recurrent` the transposed recurrent weight
    (n_a, 4 n_a); if the block has joined rows ``[a_prev, xt, 1]``, the inputs are copied there, and
    `recurrent` holds all weights and the bias, (n_a + n_in + 1, 4 n_a), the gates nothing yet. The
    product of a unit-major step reads a copy of such rows that lies transposed.

    The columns of o, f and i are negated, so that ``sigmoid(z) = 1 / (1 + exp(-z))`` needs no
    negation. An overflow of exp is right: its reciprocal is the limit, 0. The caller silences its
    warning.
    """
    block, plan = trace.blocks[number], plan_of(trace, number, scratch)
    one, n_a = plan.working.one, trace.sizes.n_a
    # The inputs of a large step are copied when they are about to be read.
    by_step = block.joined is not None and not plan.small_back
    if block.joined is not None and (not by_step or plan.left is not None):
        block.left[:, :, n_a:-1] = x
    if plan.left is not None:
        plan.left[:, :n_a] = block.hidden_before[-1 if trace.reverse else 0]
        plan.left[:, -1] = 1
    products = [
        scratch.into(recurrent, plan.working.inside[:, : part.stop - part.start])
        for part in plan.parts
    ]
    add, multiply, exp, reciprocal, tanh = np.add, np.multiply, np.exp, np.reciprocal, np.tanh
    for (
        step, part, left, ends_part, inside, share, inside_sigmoid, sigmoid_gates, o, f, i,
        inside_candidate, candidate, c_prev, c_next, tanh_c, a_next, kept_a_next, term,
    ) in plan.forward:  # fmt: skip
        if left is not None:
            if by_step:
                left[:, n_a:-1] = x[step, plan.parts[part]]
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
        if kept_a_next is not None:
            kept_a_next[...] = a_next
        if mask is None or not ends_part:
            continue
        if (rows := mask.held_of(block.start + step, plan.parts[part])) is not None:
            block.hidden_after[step][rows] = block.hidden_before[step][rows]
            block.cells_after[step][rows] = block.cells_before[step][rows]
            if plan.left is not None:
                plan.left[rows, :n_a] = block.hidden_after[step][rows]


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
    plan = plan_of(trace, number, scratch)
    steps_back = _small_steps_back if plan.small_back else _large_steps_back
    steps_back(plan, trace.blocks[number].start, scratch, recurrent, upstream, mask, stop)


def _small_steps_back(
    plan: Plan, start: int, scratch: Scratch, recurrent: Factor, upstream: Array,
    mask: Mask | None, stop: int,
) -> None:  # fmt: skip
    multiply_rows = scratch.into(recurrent, scratch.padded_hidden_gradient[np.newaxis])
    carried, dc = scratch.hidden_gradient, scratch.cell_gradient
    one, _, da, term, by_gate, _ = plan.working
    add, multiply = np.add, np.multiply
    held = None
    for (
        step, chunk, of_cell, of_output, of_forget, of_update, of_candidate, f, dzo, dzf, dzi, dzc,
        by_row, dz,
    ) in plan.small_back:  # fmt: skip
        if chunk is not None:
            _local_derivatives(*chunk, one)
        t = start + step
        if t >= stop:
            continue
        if mask is not None and (held := mask.held[t]) is not None:
            passed_on = carried[held], dc[held]
        add(upstream[t], carried, da)
        multiply(da, of_cell, term)
        add(dc, term, dc)
        multiply(da, of_output, dzo)
        multiply(dc, of_forget, dzf)
        multiply(dc, of_update, dzi)
        multiply(dc, of_candidate, dzc)
        multiply(dc, f, dc)
        if by_row is not None:
            by_row[...] = by_gate
        if held is None:
            multiply_rows(dz)
        else:
            dz[held] = 0
            multiply_rows(dz)
            carried[held], dc[held] = passed_on


def _large_steps_back(
    plan: Plan, start: int, scratch: Scratch, recurrent: Factor, upstream: Array,
    mask: Mask | None, stop: int,
) -> None:  # fmt: skip
    hidden_gradient, cell_gradient = scratch.hidden_gradient, scratch.cell_gradient
    padded = scratch.padded_hidden_gradient
    products = [scratch.into(recurrent, padded[np.newaxis, part]) for part in plan.parts]
    above = upstream if plan.dz is None else upstream.swapaxes(1, 2)
    held = None
    for (
        step, part, starts_step, ends_step, place, kept, carried, da, dc, term, by_gate, copies, dz,
    ) in plan.large_back:  # fmt: skip
        t = start + step
        if t >= stop:
            continue
        if mask is not None and starts_step and (held := mask.held[t]) is not None:
            passed_on = hidden_gradient[held], cell_gradient[held]
        np.add(above[t][place], carried, da)
        _gate_gradients(kept, da, dc, term, by_gate, plan.working.one)
        for row, gate in copies:
            row[...] = gate
        if held is None:
            if dz is not None:
                products[part](dz)
        elif ends_step:
            of_step = scratch.projections[step]
            of_step[held] = 0
            if plan.dz is not None:
                plan.dz[held] = 0
            for of_part, multiply_rows in zip(plan.parts, products, strict=True):
                multiply_rows(of_step[of_part] if plan.dz is None else plan.dz)
            hidden_gradient[held], cell_gradient[held] = passed_on


def _local_derivatives(kept: Kept, result: Array, one: Array) -> None:
    """Compute what each gradient of some small steps is multiplied by.

    | ``result[0] = o (1 - tanh(c)^2) = o - a tanh(c)``             of dc,  times da
    | ``result[1] = o (1 - o) tanh(c) = (1 - o) a``                 of dzo, times da
    | ``result[2] = f (1 - f) c_prev``                              of dzf, times dc
    | ``result[3] = i (1 - i) candidate``                           of dzi, times dc
    | ``result[4] = i (1 - candidate^2) = i - i candidate^2``       of dzc, times dc
    """
    (o, f, i, candidate), tanh_c, c_prev = kept
    subtract, multiply = np.subtract, np.multiply
    of_cell, of_output, of_forget, of_update, of_candidate = result
    subtract(one, kept.gates[:3], result[1:4])
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


def _gate_gradients(
    kept: Kept, da: Array, dc: Array, term: Array, by_gate: Array, one: Array
) -> None:
    """Compute the gradients inside the gates of a large step, and what goes to the cell before it.

    The latter replaces `dc`; `da` and `term` are used up.

    There are as few passes over the arrays as the equations allow, and few arrays:

    | ``dc += da o - (da a) tanh(c)``,  ``dzo = da a (1 - o)``
    | ``dzi = (dc i candidate) (1 - i)``,  ``dzc = dc i - (dc i candidate) candidate``
    | ``dzf = (dc f) c_prev (1 - f)``,  and ``dc f`` goes to the cell before
    """
    (o, f, i, candidate), tanh_c, c_prev = kept
    dzo, dzf, dzi, dzc = by_gate
    subtract, multiply = np.subtract, np.multiply
    multiply(da, o, term)
    np.add(dc, term, dc)
    multiply(term, tanh_c, term)
    subtract(one, o, dzo)
    multiply(dzo, term, dzo)
    multiply(term, tanh_c, term)
    subtract(dc, term, dc)
    multiply(dc, i, term)
    multiply(term, candidate, da)
    subtract(one, i, dzi)
    multiply(dzi, da, dzi)
    multiply(da, candidate, da)
    subtract(term, da, dzc)
    subtract(one, f, dzf)
    multiply(dc, f, dc)
    multiply(dzf, c_prev, dzf)
    multiply(dzf, dc, dzf)
