"""Products of many rows with one matrix, cut into pieces where BLAS is faster on small ones.

A GEMM first copies its operands into the order in which it reads them. When few rows meet a large
matrix, as in every step of a recurrent network, that copy is paid in every step and costs up to a
fifth of the time. OpenBLAS has kernels for small products that read the operands where they lie
(on processors with AVX-512). Here the matrix is laid out once in blocks of columns, so that each
step is a batch of such small products; the arithmetic is the same.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np

from lstm_lib.interface import Array

# OpenBLAS takes its small kernels up to this many multiplications.
_SMALL: Final = 1_000_000
# Fewer rows than this are no faster in pieces, more than this are cut into blocks.
_FEWEST_ROWS, _MOST_ROWS = 32, 64


@dataclass(frozen=True, slots=True)
class Product:
    """How to multiply rows by one matrix (inner, columns); without `piece`, in one GEMM.

    Otherwise `row_block` rows meet `piece` columns at a time, and the inner dimension is cut into
    `parts`, whose results are added up.

    >>> product = Product(row_block=2, piece=2, parts=2)
    >>> left, matrix, result = np.ones((4, 6)), np.ones((6, 8)), np.empty((4, 8))
    >>> product.multiply(left, product.lay_out(matrix), result)
    >>> result[0].tolist()
    [6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0, 6.0]

    """

    row_block: int = 0
    piece: int = 0
    parts: int = 1

    def lay_out(self, matrix: Array) -> Array:
        """Return a contiguous copy of the matrix, in the order in which `multiply` reads it."""
        if not self.piece:
            return matrix.copy()
        inner, columns = matrix.shape
        cut = matrix.reshape(self.parts, inner // self.parts, columns // self.piece, self.piece)
        # (parts, 1, pieces, inner of a part, columns of a piece): the 1 is for the blocks of rows.
        return np.ascontiguousarray(cut.transpose(0, 2, 1, 3))[:, np.newaxis]

    def multiply(
        self, left: Array, laid_out: Array, result: Array, sums: Array | None = None
    ) -> None:
        """Compute ``left @ matrix`` into `result`; both are contiguous.

        `sums` (parts, rows, columns) is a buffer for the parts, if there are several.
        """
        if not self.piece:
            left.dot(laid_out, result)
            return
        rows, inner = left.shape
        columns = result.shape[1]
        blocks = rows // self.row_block
        cut = left.reshape(blocks, self.row_block, self.parts, inner // self.parts)
        if self.parts == 1:
            parts = result
        else:
            parts = np.empty((self.parts, rows, columns), result.dtype) if sums is None else sums
        pieces = parts.reshape(
            self.parts, blocks, self.row_block, columns // self.piece, self.piece
        ).transpose(0, 1, 3, 2, 4)
        np.matmul(cut.transpose(2, 0, 1, 3)[:, :, np.newaxis], laid_out, out=pieces)
        if self.parts > 1:
            np.add.reduce(parts, axis=0, out=result)


PLAIN: Final = Product()


@lru_cache(maxsize=64)
def choose_product(m: int, inner: int, columns: int, ways: int = 1) -> Product:
    """Choose for rows that come in multiples of `m`; with `ways` 2 or 3 also in 2 or 4 parts.

    The choice depends on the sizes, the processor and NumPy's BLAS alone: the same machine always
    adds in the same order.
    """
    rows = min(m, _MOST_ROWS)
    if not small_products_are_fast() or rows < _FEWEST_ROWS or m % rows:
        return PLAIN
    if m * inner * columns <= _SMALL:  # small already
        return PLAIN
    for parts in (1, 2, 4)[:ways]:
        for piece in (64, 32, 16):
            fits = rows * (inner // parts) * piece <= _SMALL
            if fits and inner % parts == 0 and columns % piece == 0:
                return Product(rows, piece, parts)
    return PLAIN


@cache
def small_products_are_fast() -> bool:
    """Tell whether NumPy's BLAS is an OpenBLAS on a processor for which it has small kernels."""
    config: Any = np.show_config(mode="dicts")
    blas = str(config.get("Build Dependencies", {}).get("blas", {}).get("name", ""))
    found = config.get("SIMD Extensions", {}).get("found", [])
    return "openblas" in blas and not {"X86_V4", "AVX512_SKX"}.isdisjoint(found)


def transpose(matrix: Array) -> Array:
    """Return a contiguous copy of the transposed matrix.

    A large one is copied a few rows at a time: row after row of the result, NumPy would fetch a
    line of the cache for each number.

    >>> transpose(np.arange(6).reshape(2, 3)).tolist()
    [[0, 3], [1, 4], [2, 5]]
    """
    if matrix.size <= 1 << 17:
        return matrix.T.copy()
    result = np.empty(matrix.shape[::-1], matrix.dtype)
    for first in range(0, len(matrix), 8):
        result[:, first : first + 8] = matrix[first : first + 8].T
    return result
