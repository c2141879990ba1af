"""Either back end can be forced, and none is ever exchanged for the other in silence."""

import subprocess
import sys

import numpy as np
import pytest

from lstm_lib.fast import LSTM, backends
from lstm_lib.validation import InterfaceError


def test_an_argument_forces_either():
    assert LSTM(3, 4, backend="numpy").backend == "numpy"
    assert LSTM(3, 4, backend="numba").backend == "numba"


def test_the_variable_decides_for_auto_alone(monkeypatch):
    monkeypatch.setenv("LSTM_LIB_BACKEND", "numpy")
    assert LSTM(3, 4).backend == "numpy"
    assert LSTM(3, 4, backend="numba").backend == "numba"
    monkeypatch.setenv("LSTM_LIB_BACKEND", "fortran")
    with pytest.raises(InterfaceError, match="the variable LSTM_LIB_BACKEND is 'fortran'"):
        LSTM(3, 4)


def test_auto_takes_numba_where_it_is_installed(monkeypatch):
    monkeypatch.delenv("LSTM_LIB_BACKEND", raising=False)
    assert LSTM(3, 4).backend == "numba"
    monkeypatch.setattr(backends, "_numba_is_installed", lambda: False)
    assert LSTM(3, 4).backend == "numpy"


def test_numba_that_is_missing_is_an_error_when_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(backends, "_numba_is_installed", lambda: False)
    with pytest.raises(InterfaceError, match=r'not installed; install it with "pip install'):
        LSTM(3, 4, backend="numba")
    monkeypatch.setenv("LSTM_LIB_BACKEND", "numba")
    with pytest.raises(InterfaceError, match="Numba is not installed"):
        LSTM(3, 4)


def test_numba_that_does_not_import_is_an_error():
    code = """
import sys
import lstm_lib.fast
sys.modules["numba"] = None
import importlib.util
importlib.util.find_spec = lambda name: object()
try:
    lstm_lib.fast.LSTM(3, 4)
except ImportError:
    print("refused")
"""
    assert run(code) == "refused"


def test_importing_the_library_imports_numpy_alone():
    code = "import sys, lstm_lib.fast; print({'numba', 'scipy', 'torch', 'jax'} & set(sys.modules))"
    assert run(code) == "set()"


def test_compiled_activations_are_exact_to_the_last_digits(dtype):
    from numba import njit

    from lstm_lib.fast.activation_kernels import sigmoid_of_negated, tanh

    @njit
    def run_all(z, s, t):
        for k in range(z.size):
            s[k] = sigmoid_of_negated(z[k])
            t[k] = tanh(z[k])

    z = np.linspace(-50, 50, 20001, dtype=dtype)
    z = np.concatenate((z, z * dtype(1e-6), z * dtype(1e-20)))
    s, t = np.empty_like(z), np.empty_like(z)
    run_all(z, s, t)
    exact = z.astype(np.longdouble)
    for actual, expected in ((s, 1 / (1 + np.exp(exact))), (t, np.tanh(exact))):
        spacing = np.spacing(np.abs(expected).astype(dtype))
        assert (np.abs(actual - expected) / spacing).max() < 3
        assert actual.dtype == dtype
    edges = np.array([np.inf, -np.inf, np.nan, 1e4, -1e4, 0], dtype)
    run_all(edges, s[:6], t[:6])
    np.testing.assert_allclose(s[:6], [0, 1, np.nan, 0, 1, 0.5], atol=1e-37)
    np.testing.assert_array_equal(t[:6], [1, -1, np.nan, 1, -1, 0])


def run(code):
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_loops_compile_where_nothing_can_be_kept_on_disk(monkeypatch):
    from lstm_lib.fast import compilation

    def njit(*, cache=False, **options):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: (function, options["nogil"])

    monkeypatch.setattr(compilation, "njit", njit)
    assert compilation.compiled(run) == (run, True)
