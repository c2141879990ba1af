"""The loss against PyTorch, its gradient against numerical differentiation."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_lib import InterfaceError, numerical_gradient
from lstm_lib.training import cross_entropy, cross_entropy_backward

size = st.integers(1, 6)


def drawn(n_y, m, T, seed):
    generator = np.random.default_rng(seed)
    z = 4 * generator.standard_normal((n_y, m, T))
    targets = generator.integers(0, n_y, (m, T))
    mask = generator.random((m, T)) < 0.6
    mask[0, 0] = True
    return z, targets, mask


@settings(deadline=None)
@given(sizes=st.tuples(size, size, size), seed=st.integers(0, 2**31))
def test_value_and_gradient_are_pytorch_s(sizes, seed):
    z, targets, mask = drawn(*sizes, seed)
    tensor = torch.tensor(z, requires_grad=True)
    counted = torch.tensor(np.where(mask, targets, -1))
    # PyTorch wants (m, classes, T), and leaves out the class -1.
    expected = torch.nn.functional.cross_entropy(
        tensor.permute(1, 0, 2), counted, ignore_index=-1, reduction="mean"
    )
    expected.backward()
    assert cross_entropy(z, targets, mask) == pytest.approx(expected.item(), rel=1e-12, abs=1e-12)
    np.testing.assert_allclose(
        cross_entropy_backward(z, targets, mask), tensor.grad.numpy(), rtol=1e-10, atol=1e-13
    )


@settings(deadline=None, max_examples=30)
@given(sizes=st.tuples(size, size, size), seed=st.integers(0, 2**31))
def test_the_gradient_is_the_derivative(sizes, seed):
    z, targets, mask = drawn(*sizes, seed)
    measured = numerical_gradient(lambda each: cross_entropy(each, targets, mask), z)
    np.testing.assert_allclose(
        cross_entropy_backward(z, targets, mask), measured, rtol=1e-9, atol=1e-12
    )


def test_without_a_mask_every_place_counts():
    z, targets, _ = drawn(4, 3, 5, 1)
    everywhere = np.ones((3, 5), bool)
    assert cross_entropy(z, targets) == cross_entropy(z, targets, everywhere)


def test_what_the_mask_leaves_out_may_hold_anything():
    z, targets, mask = drawn(4, 3, 5, 1)
    other = np.where(mask, targets, 99)
    assert cross_entropy(z, other, mask) == cross_entropy(z, targets, mask)
    assert not cross_entropy_backward(z, other, mask)[:, ~mask].any()


@pytest.mark.parametrize("large", [1e3, 1e5, 1e300])
def test_large_values_neither_overflow_nor_become_infinite(large):
    z = np.array([[[large]], [[0.0]], [[-large]]])
    right, wrong = np.array([[0]]), np.array([[1]])
    assert cross_entropy(z, right) == 0
    assert cross_entropy(z, wrong) == pytest.approx(large)
    assert np.isfinite(cross_entropy_backward(z, wrong)).all()


def test_float32_stays_float32():
    z, targets, mask = drawn(4, 3, 5, 1)
    assert cross_entropy(z.astype(np.float32), targets, mask).dtype == np.float32
    assert cross_entropy_backward(z.astype(np.float32), targets, mask).dtype == np.float32


Z = np.zeros((3, 2, 4))
TARGETS = np.zeros((2, 4), int)


@pytest.mark.parametrize("function", [cross_entropy, cross_entropy_backward])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((Z, TARGETS[:1]), r"targets has shape \(1, 4\), expected \(2, 4\) = \(m, T\)"),
        ((Z[0], TARGETS), r"z has shape \(2, 4\), expected \(n_y, m, T\)"),
        ((Z, TARGETS * 1.0), "targets has dtype float64, expected integers"),
        ((Z.astype(int), TARGETS), "z has dtype int64, expected float64"),
        ((Z, TARGETS + 3), r"targets\[0, 0\] is 3, expected a class from 0 to 2"),
        ((Z, TARGETS - 1), r"targets\[0, 0\] is -1"),
        ((Z, TARGETS, TARGETS), "mask has dtype int64, expected bool"),
        ((Z, TARGETS, TARGETS > 0), "mask is False everywhere"),
        ((Z * np.nan, TARGETS), r"z holds an entry that is not finite \(nan\)"),
        ((Z - np.inf, TARGETS), r"z holds an entry that is not finite \(-inf\)"),
        (([1.0], TARGETS), "z is of type list"),
    ],
)
def test_what_does_not_fit_is_named(function, arguments, message):
    with pytest.raises(InterfaceError, match=f"{function.__name__}: {message}"):
        function(*arguments)
