"""A product in pieces is the product, whatever the sizes; and which pieces are chosen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_lib.fast import blas, products
from lstm_lib.fast.products import (
    PLAIN,
    Product,
    choose_blocks,
    choose_product,
    choose_unit_major,
    transpose_into,
)


@settings(deadline=None)
@given(
    row_block=st.integers(1, 4), rows=st.integers(1, 9), piece=st.integers(1, 4),
    pieces=st.integers(1, 3), parts=st.integers(1, 3), inner=st.integers(1, 4),
    groups=st.integers(1, 3), buffer=st.booleans(), large=st.booleans(),
)  # fmt: skip
def test_pieces_add_up_to_the_product(
    row_block, rows, piece, pieces, parts, inner, groups, buffer, large
):
    generator = np.random.default_rng(1)
    left = generator.standard_normal((rows, inner * parts))
    matrix = generator.standard_normal((inner * parts, piece * pieces * groups))
    expected = (left @ matrix).reshape(rows, groups, -1).transpose(1, 0, 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(products, "LARGE_BYTES", 0 if large else 1 << 20)
        for product in (PLAIN, Product(row_block, piece, parts)):
            result = np.empty(expected.shape)
            sums = np.empty((product.parts, *result.shape)) if buffer else None
            product.lay_out(matrix, groups).into(result, sums)(left)
            np.testing.assert_allclose(result, expected, rtol=1e-12, atol=1e-14)


@settings(deadline=None)
@given(
    batch=st.integers(1, 5), rows=st.integers(1, 9), groups=st.integers(1, 3), large=st.booleans()
)
def test_a_batch_in_pieces_is_the_products_of_each(batch, rows, groups, large):
    generator = np.random.default_rng(1)
    left = generator.standard_normal((batch, rows, 5))
    matrix = generator.standard_normal((5, 4 * groups))
    result = np.empty((batch, groups, rows, 4))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(products, "LARGE_BYTES", 0 if large else 1 << 20)
        Product(row_block=3, piece=2).lay_out(matrix, groups).into(result)(left)
    expected = (left @ matrix).reshape(batch, rows, groups, 4).transpose(0, 2, 1, 3)
    np.testing.assert_allclose(result, expected, rtol=1e-12, atol=1e-14)


@given(
    product=st.sampled_from([PLAIN, Product(2, 1), Product(2, 2), Product(3, 2, parts=2)]),
    groups=st.sampled_from([1, 4]), transposed=st.booleans(), negated=st.sampled_from([0, 4, 12]),
)  # fmt: skip
def test_a_matrix_is_laid_out_with_a_last_row_and_negated_columns(
    product, groups, transposed, negated
):
    generator = np.random.default_rng(1)
    left, matrix = generator.standard_normal((5, 6)), generator.standard_normal((6, 16))
    whole = matrix.copy()
    whole[:, :negated] *= -1
    expected = (left @ whole).reshape(5, groups, -1).transpose(1, 0, 2)
    some = np.asfortranarray(matrix[:5]) if transposed else matrix[:5]
    result = np.empty(expected.shape)
    product.lay_out(some, groups, last=matrix[5:].T, negated=negated).into(result)(left)
    np.testing.assert_allclose(result, expected, rtol=1e-12, atol=1e-14)


@settings(deadline=None)
@given(
    rows=st.integers(1, 9), inner=st.integers(1, 5), piece=st.integers(1, 3),
    pieces=st.integers(1, 3), groups=st.sampled_from([1, 4]), transposed=st.booleans(),
    signed=st.integers(0, 4), with_last=st.booleans(),
)  # fmt: skip
def test_a_unit_major_product_is_the_product(
    rows, inner, piece, pieces, groups, transposed, signed, with_last
):
    generator = np.random.default_rng(1)
    columns = groups * piece * pieces
    negated = min(signed * piece, columns)
    left = generator.standard_normal((inner, rows)).T
    matrix = generator.standard_normal((inner, columns))
    whole = matrix.copy()
    whole[:, :negated] *= -1
    expected = (left @ whole).reshape(rows, groups, -1).transpose(1, 0, 2)
    some = matrix[:-1] if with_last else matrix
    last = matrix[-1:].T if with_last else None
    product = Product(rows, piece, unit_major=True)
    some = np.asfortranarray(some) if transposed else some
    result = np.empty((groups, columns // groups, rows)).swapaxes(1, 2)
    product.lay_out(some, groups, last=last, negated=negated).into(result)(left)
    np.testing.assert_allclose(result, expected, rtol=1e-12, atol=1e-14)


@pytest.mark.usefixtures("fast_small_products")
@pytest.mark.parametrize("rows", [1, 7, 8, 16, 31, 64, 70, 512])
@pytest.mark.parametrize("inner", [7, 64, 500, 2048])
@pytest.mark.parametrize("columns", [5, 64, 400, 1024])
@pytest.mark.parametrize("itemsize", [4, 8])
def test_pieces_are_small_and_cover_everything(rows, inner, columns, itemsize):
    product = choose_product(rows, inner, columns, itemsize)
    if product is PLAIN:
        return
    assert columns % product.piece == 0
    assert inner % product.parts == 0
    assert product.row_block <= rows
    assert product.row_block * product.piece * inner // product.parts <= 1_000_000


@pytest.mark.usefixtures("fast_small_products")
def test_what_is_small_or_uneven_is_left_whole():
    assert choose_product(16, 64, 256, 8) == PLAIN
    assert choose_product(7, 512, 2048, 8) == PLAIN
    assert choose_product(64, 128, 511, 8) == PLAIN
    assert choose_product(64, 128, 4 * 100, 8, groups=4) == PLAIN
    assert choose_product(64, 128, 512, 8) == Product(64, 32, 1)
    assert choose_product(64, 128, 512, 4) == Product(64, 64, 1)
    assert choose_product(64, 512, 128, 8) == Product(32, 32, 1)


@pytest.mark.usefixtures("fast_small_products")
def test_unit_major_products_have_rows_for_whole_registers():
    assert choose_unit_major(64, 1025, 2048, 8) == Product(64, 8, unit_major=True)
    assert choose_unit_major(64, 2048, 512, 8) == Product(64, 4, unit_major=True)
    assert choose_unit_major(32, 2048, 512, 8) == Product(32, 8, unit_major=True)
    assert choose_unit_major(32, 2048, 512, 4) == PLAIN
    assert choose_unit_major(60, 2048, 512, 8) == PLAIN
    assert choose_unit_major(128, 2048, 512, 8) == PLAIN  # not small, whatever the piece
    assert choose_unit_major(64, 1025, 2050, 8) == PLAIN


@pytest.mark.usefixtures("fast_small_products")
def test_one_product_is_cut_into_equal_small_blocks():
    assert choose_blocks(400, 50, 10) == 1  # small as it is
    assert choose_blocks(400, 50, 128) == 4
    assert choose_blocks(404, 50, 192) == 4
    assert choose_blocks(404, 256, 128) == 1  # blocks of four rows would be too low
    assert choose_blocks(4096, 256, 2048) == 1


@pytest.mark.usefixtures("fast_small_products")
def test_other_processors_and_libraries_multiply_in_one_piece(monkeypatch):
    monkeypatch.setattr(blas, "small_products_are_fast", lambda: False)
    assert choose_product(64, 128, 512, 8) == PLAIN
    assert choose_unit_major(64, 512, 2048, 8) == PLAIN
    assert choose_blocks(400, 50, 128) == 1


@pytest.mark.usefixtures("fast_small_products")
def test_several_threads_multiply_what_is_very_large_in_one_piece(monkeypatch):
    monkeypatch.setattr(blas, "threads", lambda: 2)
    assert choose_product(64, 128, 512, 8).piece
    assert choose_product(64, 512, 2048, 8) == PLAIN
    assert choose_product(16, 128, 512, 8, batch=16) == PLAIN
    assert choose_unit_major(64, 512, 2048, 8) == PLAIN
    monkeypatch.setattr(blas, "threads", lambda: 1)
    choose_product.cache_clear()
    assert choose_product(64, 512, 2048, 8).piece


@pytest.mark.parametrize("shape", [(3, 5), (1003, 300), (3, 5, 2), (99, 30, 40), (40, 30, 99)])
def test_a_large_array_is_transposed_like_a_small_one(shape):
    array = np.arange(np.prod(shape), dtype=np.float64).reshape(shape)
    result = np.empty(shape[::-1])
    transpose_into(result, array)
    np.testing.assert_array_equal(result, array.T)


@pytest.mark.usefixtures("fast_small_products")
@pytest.mark.parametrize(
    "sizes", [(64, 64, 2, 64, 6), (16, 256, 2, 128, 3), (512, 512, 2, 8, 2), (30, 64, 2, 77, 5)]
)
def test_networks_in_pieces(network, composed, equal_to, dtype, backend, sizes):
    drawn = network(*sizes, dtype=dtype, backend=backend)
    reference = composed(drawn)
    result = drawn.lstm.forward(drawn.x, drawn.a0, drawn.c0)
    equal_to({"a": result.a}, {"a": reference.a}, dtype)
    found = drawn.lstm.backward(result, drawn.da)
    expected = reference.backward(drawn.da)
    equal_to(
        {**found.parameters, "x": found.x}, {k: expected[k] for k in ("W_l0", "b_l0", "x")}, dtype
    )
