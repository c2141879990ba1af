"""The weights of one direction of one layer, and how its products read them."""

from functools import partial
from typing import NamedTuple, TypedDict

from lstm_lib.fast.products import PLAIN, Factor, choose_product
from lstm_lib.fast.work_space import Scratch
from lstm_lib.interface import Array


class _Order(TypedDict):
    """How the columns of the four gates are laid out: for `Product.lay_out`."""

    groups: int
    negated: int


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
        columns, transposed, inputs = 4 * n_a, self.W.T, self.W.shape[1] - n_a + 1
        by_gate: _Order = {"groups": 4, "negated": 3}
        by_row: _Order = {"groups": 1, "negated": 3 * n_a}
        if sizes.m == 1 and not joined:
            empty = partial(scratch.buffer, "recurrent")
            whole = PLAIN.lay_out(transposed, empty=empty, last=self.b, **by_row).laid_out
            return Factor(PLAIN, whole[:, :n_a]), Factor(PLAIN, whole[:, n_a:])
        of_state = n_a + inputs if joined else n_a
        of_step = choose_product(sizes.m, of_state, columns, itemsize, groups=4)
        lay_out_step = partial(
            of_step.lay_out, empty=partial(scratch.buffer, "recurrent"),
            **(by_row if sizes.m == 1 else by_gate),
        )  # fmt: skip
        if joined:
            return lay_out_step(transposed, last=self.b), None
        of_block = choose_product(sizes.m, inputs, columns, itemsize, groups=4, batch=sizes.block)
        return lay_out_step(transposed[:n_a]), of_block.lay_out(
            transposed[n_a:], empty=partial(scratch.buffer, "inputs"), last=self.b,
            **(by_row if of_block is PLAIN else by_gate),
        )  # fmt: skip

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
