"""Products of many rows with one matrix, cut into pieces where BLAS is faster on small ones.

A GEMM first copies its operands into the order in which it reads them. When few rows meet a large
matrix, as in every step of a recurrent network, that copy is paid in every step and costs up to a
third of the time. OpenBLAS has kernels for small products that read the operands where they lie
(on processors with AVX-512). Here the matrix is laid out once in blocks of columns, so that each
step is a batch of such small products; the arithmetic is the same.

Small products run in one thread. Where BLAS has several, very large products stay whole.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from lstm_lib.fast import blas
from lstm_lib.fast.aligned import LINE_BYTES, aligned_empty
from lstm_lib.interface import Array

# OpenBLAS takes its small kernels up to this many multiplications.
_SMALL: Final = 1_000_000
# From this many multiplications on, several threads gain more than small kernels do.
_FOR_THREADS: Final = 16_000_000
# A piece is four lines of the cache wide, as much as the kernels hold in registers, or two.
_PIECE_LINES: Final = 4, 2
# Columns in a piece that is transposed: multiples of what the kernels take at a time.
_UNIT_PIECES: Final = 8, 4
_PARTS: Final = 1, 2, 4, 8
_ROW_BLOCKS: Final = 64, 32, 16, 8
# A matrix of more bytes than this does not stay in the cache: piece after piece meets all rows.
LARGE_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Product:
    """How to multiply rows by one matrix (inner, columns); without `piece`, in one GEMM.

    Otherwise `row_block` rows meet `piece` columns at a time, and the inner dimension is cut into
    `parts`, whose results are added up. Rows that are left over make a smaller block.

    With `unit_major`, rows and results are transposed in memory, (inner, rows) and (columns, rows),
    all rows are one block, and the matrix is laid out by columns, `piece` of them at a time. The
    kernels then read a matrix that comes from beyond the cache at an even pace while they work, and
    not a piece at once before they can start.
    """

    row_block: int = 0
    piece: int = 0
    parts: int = 1
    unit_major: bool = False

    def lay_out(
        self, matrix: Array, groups: int = 1, empty: Callable[..., Array] | None = None, *,
        last: Array | None = None, negated: int = 0,
    ) -> "Factor":  # fmt: skip
        """Copy the matrix, with the row `last` below it, in the order in which it is read.

        The result's columns come in as many `groups`, one after the other: (groups, rows, columns).
        The first `negated` columns, which are whole groups or pieces, change their sign. `empty`
        makes the array for the copy from its sizes. `last` is a column, (columns, 1).
        """
        rows, columns = matrix.shape
        inner, width = rows + (last is not None), columns // groups
        if self.unit_major:
            shape: tuple[int, ...] = columns // self.piece, self.piece, inner
        elif self.piece:
            pieces, of_part = width // self.piece, inner // self.parts
            shape = self.parts, groups, pieces, of_part, self.piece
        else:
            shape = groups, inner, width
        laid_out = aligned_empty(shape, matrix.dtype) if empty is None else empty(*shape)
        if self.unit_major:
            _copy_transposed(laid_out.reshape(columns, inner), matrix, last, negated)
            return Factor(self, laid_out)
        if self.piece:
            self._copy_pieces(laid_out, matrix)
        elif groups > 1:
            laid_out[:, :rows] = matrix.reshape(rows, groups, width).transpose(1, 0, 2)
        elif matrix.strides[0] < matrix.strides[1]:
            transpose_into(laid_out[0, :rows], matrix.T)
        else:
            laid_out[0, :rows] = matrix
        if last is not None:
            bottom = laid_out[-1, :, :, -1] if self.piece else laid_out[:, -1]
            bottom[...] = last.reshape(bottom.shape)
        if negated:
            if self.piece:
                opposite = laid_out.reshape(self.parts, -1, of_part, self.piece)
                opposite = opposite[:, : negated // self.piece]
            else:
                opposite = laid_out[..., :negated] if groups == 1 else laid_out[: negated // width]
            np.negative(opposite, opposite)
        return Factor(self, laid_out)

    def _copy_pieces(self, laid_out: Array, matrix: Array) -> None:
        parts, groups, _, of_part, piece = laid_out.shape
        for part in range(parts):
            rows = matrix[part * of_part : (part + 1) * of_part]
            ordered = rows.reshape(len(rows), groups, -1, piece).transpose(1, 2, 0, 3)
            laid_out[part, :, :, : len(rows)] = ordered


def _copy_transposed(result: Array, matrix: Array, last: Array | None, negated: int) -> None:
    rows = len(matrix)
    np.negative(matrix.T[:negated], result[:negated, :rows])
    if matrix.strides[0] < matrix.strides[1]:
        result[negated:, :rows] = matrix.T[negated:]
    else:
        transpose_into(result[negated:, :rows], matrix[:, negated:])
    if last is not None:
        np.negative(last[:negated, 0], result[:negated, -1])
        result[negated:, -1] = last[negated:, 0]


class Factor(NamedTuple):
    """A matrix, laid out for a `Product` by `Product.lay_out`.

    >>> factor = Product(row_block=2, piece=2, parts=2).lay_out(np.ones((6, 8)), groups=2)
    >>> result = np.empty((2, 5, 4))
    >>> factor.into(result)(np.ones((5, 6)))
    >>> result[1, 4].tolist()
    [6.0, 6.0, 6.0, 6.0]

    """

    product: Product
    laid_out: Array

    def into(self, result: Array, sums: Array | None = None) -> Callable[[Array], object]:
        """Return what computes ``left @ matrix`` into `result` (groups, rows, columns of a group).

        In pieces, `result` may also be a batch of results; its function takes a batch of rows
        (batch, rows, inner). `sums` is a buffer for the parts, if there are several.
        """
        product, laid_out = self.product, self.laid_out
        if product.unit_major:
            by_column = result.swapaxes(1, 2).reshape(*laid_out.shape[:2], -1)
            return lambda left: np.matmul(laid_out, left.T, out=by_column)
        if not product.piece:
            if len(laid_out) > 1:
                return lambda left: np.matmul(left, laid_out, out=result)
            matrix, rows_of_result = laid_out[0], result.reshape(result.shape[1], -1)
            return lambda left: left.dot(matrix, rows_of_result)
        parts = result[np.newaxis]
        if product.parts > 1:
            shape = product.parts, *result.shape
            parts = aligned_empty(shape, result.dtype) if sums is None else sums.reshape(shape)
        # The axes: parts, batch, groups, rows, columns.
        all_parts = parts if parts.ndim == 5 else parts[:, np.newaxis]
        rows = all_parts.shape[3]
        even = rows - rows % product.row_block
        shares = [
            (slice(start, stop), self._share(all_parts[:, :, :, start:stop]))
            for start, stop in itertools.pairwise(sorted({0, even, rows}))
        ]

        def multiply(left: Array) -> None:
            steps = left if left.ndim == 3 else left[np.newaxis]
            for of_share, multiply_share in shares:
                multiply_share(steps[:, of_share])
            if product.parts > 1:
                np.add.reduce(parts, axis=0, out=result)

        return multiply

    def _share(self, result: Array) -> Callable[[Array], None]:
        """Return what multiplies rows that are one block or several whole ones."""
        parts, _, pieces, inner, piece = self.laid_out.shape
        _, batch, groups, rows, _ = result.shape
        row_block = min(rows, self.product.row_block)
        blocks = rows // row_block
        by_piece = result.reshape(parts, batch, groups, blocks, row_block, pieces, piece)
        matrix, large = self.laid_out, self.laid_out.nbytes > LARGE_BYTES
        if large:  # groups and pieces outside, batch and blocks of rows inside
            ordered = by_piece.transpose(0, 2, 5, 1, 3, 4, 6)
            matrix = matrix[:, :, :, np.newaxis, np.newaxis]
        else:  # batch, groups and blocks of rows outside, pieces inside
            ordered = by_piece.transpose(0, 1, 2, 3, 5, 4, 6)
            matrix = matrix[:, np.newaxis, :, np.newaxis]

        def multiply(left: Array) -> None:
            cut = left.reshape(batch, blocks, row_block, parts, inner).transpose(3, 0, 1, 2, 4)
            if large:
                rows_of_left = cut[:, np.newaxis, np.newaxis]
            else:
                rows_of_left = cut[:, :, np.newaxis, :, np.newaxis]
            np.matmul(rows_of_left, matrix, out=ordered, order="C")

        return multiply


PLAIN: Final = Product()


@lru_cache(maxsize=64)
def choose_product(
    rows: int, inner: int, columns: int, itemsize: int, *, groups: int = 1, batch: int = 1
) -> Product:
    """Choose how to multiply so many rows by a matrix (inner, columns) of numbers of `itemsize`.

    There are `batch` such products at a time. The choice depends on the sizes, the processor,
    NumPy's BLAS and its number of threads alone: with the same ones, numbers are always added in
    the same order.
    """
    if not _are_small_products_better(rows * batch * inner * columns):
        return PLAIN
    row_blocks = [block for block in _ROW_BLOCKS if block <= rows]
    for lines, parts, row_block in itertools.product(_PIECE_LINES, _PARTS, row_blocks):
        piece = lines * LINE_BYTES // itemsize
        fits = row_block * (inner // parts) * piece <= _SMALL
        if fits and inner % parts == 0 and columns // groups % piece == 0:
            return Product(row_block, piece, parts)
    return PLAIN


@lru_cache(maxsize=64)
def choose_unit_major(rows: int, inner: int, columns: int, itemsize: int) -> Product:
    """Choose a product whose rows and results are transposed in memory; `PLAIN` if there is none.

    >>> choose_unit_major(60, 512, 2048, 8) == PLAIN  # the kernels take 32 rows at a time
    True

    """
    if rows * itemsize % (_PIECE_LINES[0] * LINE_BYTES):
        return PLAIN
    if not _are_small_products_better(rows * inner * columns):
        return PLAIN
    for piece in _UNIT_PIECES:
        if rows * inner * piece <= _SMALL and columns % piece == 0:
            return Product(rows, piece, unit_major=True)
    return PLAIN


def _are_small_products_better(multiplications: int) -> bool:
    """Tell whether so many multiplications are faster in small products than in one."""
    if multiplications <= _SMALL or not blas.small_products_are_fast():
        return False
    return multiplications < _FOR_THREADS or blas.threads() == 1


@lru_cache(maxsize=64)
def choose_blocks(rows: int, inner: int, columns: int) -> int:
    """Choose into how many equal blocks of rows to cut one product, so that each is a small one.

    One, if blocks would not be equal, or not have enough rows, or gain nothing.

    >>> choose_blocks(400, 50, 10)
    1

    """
    multiplications = rows * inner * columns
    if multiplications <= _SMALL or not blas.small_products_are_fast():
        return 1
    for blocks in range(-(-multiplications // _SMALL), rows // _ROW_BLOCKS[-1] + 1):
        if rows % blocks == 0:
            return blocks
    return 1


def transpose_into(result: Array, array: Array) -> None:
    """Copy `array` with all axes in reverse order into `result`.

    A large one is copied sixteen numbers of the result's last axis at a time: row after row of the
    result, NumPy would fetch a line of the cache for each number.

    >>> result = np.empty((3, 2))
    >>> transpose_into(result, np.arange(6).reshape(2, 3))
    >>> result.tolist()
    [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]

    """
    if array.size <= 1 << 16:
        result[...] = array.T
        return
    for first in range(0, len(array), 16):
        result[..., first : first + 16] = array[first : first + 16].T
