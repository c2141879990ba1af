"""A product in pieces is the product, whatever the sizes; and which pieces are chosen."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_lib.fast import products
from lstm_lib.fast.products import PLAIN, Product, choose_product, transpose


@pytest.fixture
def fast_small_products(monkeypatch):
    """Choose as on a processor with small kernels, whatever this one is."""
    monkeypatch.setattr(products, "small_products_are_fast", lambda: True)
    choose_product.cache_clear()
    yield
    choose_product.cache_clear()


@settings(deadline=None)
@given(
    row_block=st.integers(1, 4), blocks=st.integers(1, 3), piece=st.integers(1, 4),
    pieces=st.integers(1, 3), parts=st.integers(1, 3), inner=st.integers(1, 4),
    buffer=st.booleans(),
)  # fmt: skip
def test_pieces_add_up_to_the_product(row_block, blocks, piece, pieces, parts, inner, buffer):
    generator = np.random.default_rng(1)
    left = generator.standard_normal((row_block * blocks, inner * parts))
    matrix = generator.standard_normal((inner * parts, piece * pieces))
    for product in (PLAIN, Product(row_block, piece, parts)):
        result = np.empty((len(left), matrix.shape[1]))
        sums = np.empty((product.parts, *result.shape)) if buffer else None
        product.multiply(left, product.lay_out(matrix), result, sums)
        np.testing.assert_allclose(result, left @ matrix, rtol=1e-12, atol=1e-14)


@pytest.mark.usefixtures("fast_small_products")
@pytest.mark.parametrize("m", [1, 16, 31, 32, 63, 64, 70, 128, 512])
@pytest.mark.parametrize("inner", [7, 64, 500, 2048])
@pytest.mark.parametrize("columns", [5, 64, 400, 1024])
def test_pieces_are_small_and_cover_everything(m, inner, columns):
    product = choose_product(m, inner, columns, 3)
    if product is PLAIN or not product.piece:
        return
    assert m % product.row_block == 0
    assert columns % product.piece == 0
    assert inner % product.parts == 0
    assert product.row_block * product.piece * inner // product.parts <= 1_000_000


@pytest.mark.usefixtures("fast_small_products")
def test_what_is_small_or_uneven_is_left_whole():
    assert choose_product(16, 64, 256) == PLAIN
    assert choose_product(64, 128, 511) == PLAIN
    assert choose_product(70, 128, 512) == PLAIN
    assert choose_product(64, 128, 512) == Product(64, 64, 1)


def test_other_processors_and_libraries_multiply_in_one_piece(monkeypatch):
    monkeypatch.setattr(products, "small_products_are_fast", lambda: False)
    choose_product.cache_clear()
    assert choose_product(64, 128, 512) == PLAIN
    choose_product.cache_clear()


def test_a_large_matrix_is_transposed_like_a_small_one():
    for shape in ((3, 5), (1003, 300)):
        matrix = np.arange(shape[0] * shape[1], dtype=np.float64).reshape(shape)
        assert transpose(matrix).flags.c_contiguous
        np.testing.assert_array_equal(transpose(matrix), matrix.T)


@pytest.mark.usefixtures("fast_small_products")
@pytest.mark.parametrize("sizes", [(64, 64, 2, 64, 6), (16, 256, 2, 128, 3)])
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
