"""The weights of one direction of one layer, and how its products read them."""

from functools import partial
from typing import Final, NamedTuple

import numpy as np

from lstm_lib.fast.products import (
    PLAIN,
    Factor,
    Product,
    choose_product,
    choose_unit_major,
    transpose_into,
)
from lstm_lib.fast.work_space import Scratch, Sizes
from lstm_lib.interface import Array

# So few are read where they stand: to copy them costs more than it spares.
_FEW_WEIGHTS: Final = 1024


class Weights(NamedTuple):
    """The parameters of one direction of one layer, o, f, i and the candidate stacked.

    `W` (4 n_a, n_a + n_in) acts on ``[a_prev; xt]``; `b` is (4 n_a, 1).
    """

    W: Array
    b: Array

    def for_forward(self, scratch: Scratch, *, joined: bool) -> tuple[Factor, Factor | None]:
        """Return the factors of ``a_prev`` and of ``[xt, 1]``: the bias is the last row.

        With `joined`, the first is that of ``[a_prev, xt, 1]``, and there is no second.
        The columns of o, f and i are negated, which is exact: ``sigmoid(z) = 1 / (1 + exp(-z))``.
        Results come gate by gate, (4, rows, n_a), except where one GEMM is better: for a single
        example, whose gates follow each other anyhow, and for a block of inputs not in pieces.
        """
        sizes = scratch.sizes
        n_a, itemsize = sizes.n_a, sizes.dtype.itemsize
        if sizes.m == 1:
            whole = self._for_one_example(scratch)
            if joined:
                return Factor(PLAIN, whole), None
            return Factor(PLAIN, whole[:, :n_a]), Factor(PLAIN, whole[:, n_a:])
        columns, transposed, inputs = 4 * n_a, self.W.T, self.W.shape[1] - n_a + 1
        for_state = partial(scratch.buffer, "recurrent")
        if joined:
            of_step = _choose_of_step(sizes, n_a + inputs, columns, groups=4)
            last, negated = self.b, 3 * n_a
            return of_step.lay_out(transposed, 4, for_state, last=last, negated=negated), None
        of_step = choose_product(sizes.m, n_a, columns, itemsize, groups=4)
        of_block = choose_product(sizes.m, inputs, columns, itemsize, groups=4, batch=sizes.block)
        for_input = partial(scratch.buffer, "inputs")
        groups = 1 if of_block is PLAIN else 4
        return (
            of_step.lay_out(transposed[:n_a], 4, for_state, negated=3 * n_a),
            of_block.lay_out(
                transposed[n_a:], groups, for_input, last=self.b, negated=3 * n_a
            ),
        )  # fmt: skip

    def _for_one_example(self, scratch: Scratch) -> Array:
        """Return the transposed weights and the bias below them, (1, n_a + n_in + 1, 4 n_a)."""
        rows, columns = self.W.shape
        ofi = 3 * scratch.sizes.n_a
        laid_out = scratch.buffer("recurrent", 1, columns + 1, rows)
        transposed, last = laid_out[0, :columns], laid_out[0, columns]
        # Rows an odd number of places apart do not compete for the same lines of the cache; where
        # they stand, the weights of the way back come later.
        negated = scratch.buffer("recurrent, back", ofi, columns | 1)[:, :columns]
        np.negative(self.W[:ofi], negated)
        transpose_into(transposed[:, :ofi], negated)
        transpose_into(transposed[:, ofi:], self.W[ofi:])
        np.negative(self.b[:ofi, 0], last[:ofi])
        last[ofi:] = self.b[ofi:, 0]
        return laid_out

    def for_backward(self, scratch: Scratch) -> tuple[Factor, Factor]:
        """Return the factors of a step's and of a block's gradient inside the gates.

        They stand where `for_forward` works: whoever needs both asks for that first.
        """
        sizes = scratch.sizes
        n_a, itemsize = sizes.n_a, sizes.dtype.itemsize
        inputs = self.W.shape[1] - n_a
        if sizes.m == 1:
            padded = scratch.buffer("recurrent, back", 1, 4 * n_a, sizes.gradient_width)
            # What stands in the padding is multiplied, but not read: the inputs' weights, or zeros.
            count = min(sizes.gradient_width, self.W.shape[1])
            padded[0, :, :count], padded[0, :, count:] = self.W[:, :count], 0
            for_input = partial(scratch.buffer, "inputs, back")
            return Factor(PLAIN, padded), PLAIN.lay_out(self.W[:, n_a:], empty=for_input)
        if self.W.size <= _FEW_WEIGHTS:
            whole = self.W[np.newaxis]
            return Factor(PLAIN, whole[:, :, :n_a]), Factor(PLAIN, whole[:, :, n_a:])
        of_step = _choose_of_step(sizes, 4 * n_a, n_a)
        of_block = choose_product(sizes.m * sizes.block, 4 * n_a, inputs, itemsize)
        return (
            of_step.lay_out(self.W[:, :n_a], empty=partial(scratch.buffer, "recurrent, back")),
            of_block.lay_out(self.W[:, n_a:], empty=partial(scratch.buffer, "inputs, back")),
        )


def _choose_of_step(sizes: Sizes, inner: int, columns: int, *, groups: int = 1) -> Product:
    if sizes.unit_major:
        return choose_unit_major(sizes.m, inner, columns, sizes.dtype.itemsize)
    return choose_product(sizes.m, inner, columns, sizes.dtype.itemsize, groups=groups)
