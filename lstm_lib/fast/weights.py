"""The weights of one direction of one layer, and how its products read them."""

from functools import partial
from typing import NamedTuple

import numpy as np

from lstm_lib.fast.products import PLAIN, Factor, choose_product, transpose_into
from lstm_lib.fast.work_space import Scratch
from lstm_lib.interface import Array


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
        inputs = self.W.shape[1] - n_a + 1
        of_state = n_a + inputs if joined else n_a
        of_step = choose_product(sizes.m, of_state, 4 * n_a, itemsize, groups=4)
        transposed = scratch.buffer("transposed weights", n_a + inputs, 4 * n_a)
        transpose_into(transposed[:-1], self.W)
        transposed[-1] = self.b[:, 0]
        negated = transposed[:, : 3 * n_a]
        np.negative(negated, negated)
        recurrent = of_step.lay_out(
            transposed[:of_state], 1 if sizes.m == 1 else 4, partial(scratch.buffer, "recurrent")
        )
        if joined:
            return recurrent, None
        of_block = choose_product(sizes.m, inputs, 4 * n_a, itemsize, groups=4, batch=sizes.block)
        return recurrent, of_block.lay_out(
            transposed[n_a:], 1 if of_block is PLAIN else 4, partial(scratch.buffer, "inputs")
        )

    def for_backward(self, scratch: Scratch) -> tuple[Factor, Factor]:
        """Return the factors of a step's and of a block's gradient inside the gates."""
        sizes = scratch.sizes
        n_a, itemsize = sizes.n_a, sizes.dtype.itemsize
        inputs = self.W.shape[1] - n_a
        of_step = choose_product(sizes.m, 4 * n_a, n_a, itemsize)
        of_block = choose_product(sizes.m * sizes.block, 4 * n_a, inputs, itemsize)
        return (
            of_step.lay_out(self.W[:, :n_a], empty=partial(scratch.buffer, "recurrent, back")),
            of_block.lay_out(self.W[:, n_a:], empty=partial(scratch.buffer, "inputs, back")),
        )
