"""Sigmoid and tanh for Numba's loops, written so that LLVM turns a loop of them into SIMD.

`math.exp` in a compiled loop is a call for each number. Here it is arithmetic alone:

| ``exp(x) = 2^k exp(r)``,  ``k = round(x / ln 2)``,  ``r = x - k ln 2``,  ``|r| <= ln 2 / 2``

with the Taylor polynomial of ``(exp(r) - 1 - r) / r^2``, whose first omitted term is below the
precision, and ``2^k`` put together from its bits. From ``exp(r) - 1`` instead of ``exp(r)``, tanh
keeps its digits near zero. The errors are one or two units in the last place, relative to the value
also where it is tiny.
"""

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numba import float32

from lstm_lib.fast.compilation import chosen_by_type, inlined

_LN2: Final = math.log(2)
_TAYLOR: Final = tuple(1 / math.factorial(k) for k in range(14))

# `ln 2` in two parts: the first has few bits, so that its product with k is exact.
_HIGH = math.floor(_LN2 * 2**40) / 2**40
_LOW = _LN2 - _HIGH + 2.3190468138462996e-17  # what a double leaves out of ln 2
# Added to a number, it leaves the nearest integer in the low bits of the sum.
_ROUNDER = 1.5 * 2**52
_PER_LN2 = 1 / _LN2
_T2, _T3, _T4, _T5, _T6, _T7, _T8, _T9, _T10, _T11, _T12, _T13 = _TAYLOR[2:]
# From here on 1 / (1 + exp(x)) is zero or one in all digits, and tanh(x) is one.
_LIMIT, _FLAT = 708.0, 20.0

_HIGH32 = np.float32(math.floor(_LN2 * 2**14) / 2**14)
_LOW32 = np.float32(_LN2 - float(_HIGH32))
_ROUNDER32 = np.float32(1.5 * 2**23)
_PER_LN2_32 = np.float32(_PER_LN2)
_S2, _S3, _S4, _S5, _S6, _S7 = (np.float32(value) for value in _TAYLOR[2:8])
_ONE32, _TWO32 = np.float32(1), np.float32(2)
_LIMIT32, _FLAT32 = np.float32(87), np.float32(10)


@inlined
def _parts(x: float) -> tuple[float, float]:
    """Return 2^k and exp(r) - 1, so that exp(x) is the first times one more than the second."""
    shifted = x * _PER_LN2 + _ROUNDER
    k = shifted - _ROUNDER
    r = (x - k * _HIGH) - k * _LOW
    p = _T10 + r * (_T11 + r * (_T12 + r * _T13))
    p = _T2 + r * (
        _T3 + r * (_T4 + r * (_T5 + r * (_T6 + r * (_T7 + r * (_T8 + r * (_T9 + r * p))))))
    )
    bits = np.float64(shifted).view(np.int64)
    exponent = (bits << 52) + (1023 << 52)
    return np.int64(exponent).view(np.float64), r + r * r * p


@inlined
def _parts32(x: Any) -> tuple[Any, Any]:
    shifted = x * _PER_LN2_32 + _ROUNDER32
    k = shifted - _ROUNDER32
    r = (x - k * _HIGH32) - k * _LOW32
    p = _S2 + r * (_S3 + r * (_S4 + r * (_S5 + r * (_S6 + r * _S7))))
    bits = np.float32(shifted).view(np.int32)
    exponent = np.int32(bits << 23) + np.int32(127 << 23)
    return np.int32(exponent).view(np.float32), r + r * r * p


def _sigmoid_of_negated(x: Any) -> Any:
    # Not min and max: no comparison holds for NaN, and so it passes through.
    x = _LIMIT if x > _LIMIT else x  # noqa: FURB136
    x = -_LIMIT if x < -_LIMIT else x  # noqa: FURB136
    scale, rest = _parts(x)
    return 1.0 / (1.0 + (scale + scale * rest))


def _sigmoid_of_negated32(x: Any) -> Any:
    x = _LIMIT32 if x > _LIMIT32 else x  # noqa: FURB136
    x = -_LIMIT32 if x < -_LIMIT32 else x  # noqa: FURB136
    scale, rest = _parts32(x)
    return _ONE32 / (_ONE32 + (scale + scale * rest))


def _tanh(x: Any) -> Any:
    size = abs(x)
    size = _FLAT if size > _FLAT else size  # noqa: FURB136
    scale, rest = _parts(2.0 * size)
    less_one = scale * rest + (scale - 1.0)  # exp(2 |x|) - 1
    return math.copysign(less_one / (less_one + 2.0), x)


def _tanh32(x: Any) -> Any:
    size = abs(x)
    size = _FLAT32 if size > _FLAT32 else size  # noqa: FURB136
    scale, rest = _parts32(_TWO32 * size)
    less_one = scale * rest + (scale - _ONE32)
    return math.copysign(less_one / (less_one + _TWO32), x)


def sigmoid_of_negated(x: Any) -> Any:
    """Return ``1 / (1 + exp(x))``, the sigmoid of ``-x``; in compiled code alone."""
    raise NotImplementedError


def tanh(x: Any) -> Any:
    """Return the hyperbolic tangent; in compiled code alone."""
    raise NotImplementedError


@chosen_by_type(sigmoid_of_negated)
def _choose_sigmoid(x: Any) -> Callable[[Any], Any]:
    return _sigmoid_of_negated32 if x == float32 else _sigmoid_of_negated


@chosen_by_type(tanh)
def _choose_tanh(x: Any) -> Callable[[Any], Any]:
    return _tanh32 if x == float32 else _tanh
