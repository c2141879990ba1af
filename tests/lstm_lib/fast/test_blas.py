"""What is known of the BLAS that NumPy multiplies with."""

import os
import subprocess
import sys

import numpy as np
import pytest
import threadpoolctl

from lstm_lib.fast import blas


def library(path="site-packages/numpy.libs/libscipy_openblas64_.so", **known):
    return {
        "internal_api": "openblas", "filepath": path, "architecture": "SkylakeX", "num_threads": 4,
        **known,
    }  # fmt: skip


@pytest.fixture
def loaded(monkeypatch):
    """Let other libraries be loaded than those that are."""

    def load(*libraries):
        monkeypatch.setattr(threadpoolctl, "threadpool_info", lambda: list(libraries))
        blas._openblas.cache_clear()

    yield load
    blas._openblas.cache_clear()


@pytest.mark.parametrize(
    ("architecture", "fast"),
    [("SkylakeX", True), ("SapphireRapids", True), ("Haswell", False), ("neoversen1", False)],
)
def test_small_products_are_fast_where_openblas_has_kernels_for_them(loaded, architecture, fast):
    loaded(library(architecture=architecture))
    assert blas.small_products_are_fast() is fast


def test_the_threads_are_those_of_numpys_own_library(loaded):
    others = library("scipy.libs/libscipy_openblas.so", architecture="Haswell", num_threads=1)
    openmp = {"internal_api": "openmp", "filepath": "numpy.libs/libgomp.so", "num_threads": 8}
    loaded(openmp, others, library())
    assert blas.threads() == 4
    assert blas.small_products_are_fast()


def test_another_blas_counts_as_one_thread_without_small_kernels(loaded):
    loaded({"internal_api": "mkl", "filepath": "numpy/libmkl_rt.so", "num_threads": 4})
    assert blas.threads() == 1
    assert not blas.small_products_are_fast()


@pytest.mark.parametrize("count", ["1", "2"])
def test_the_limit_of_the_environment_is_seen(count):
    done = subprocess.run(
        [sys.executable, "-c", "from lstm_lib.fast import blas; print(blas.threads())"],
        env={**os.environ, "OPENBLAS_NUM_THREADS": count},
        check=True, text=True, capture_output=True, timeout=60,
    )  # fmt: skip
    has_openblas = "openblas" in str(np.show_config(mode="dicts"))
    assert done.stdout.strip() == (count if has_openblas else "1")
