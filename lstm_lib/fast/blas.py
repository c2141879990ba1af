"""The BLAS that NumPy multiplies with: its number of threads, and whether it has small kernels."""

from functools import cache
from typing import Any, Final

import threadpoolctl

# The processors, as OpenBLAS calls them, for which it has kernels for small products.
_WITH_SMALL_KERNELS: Final = {"SkylakeX", "Cooperlake", "SapphireRapids"}


def small_products_are_fast() -> bool:
    """Tell whether NumPy's BLAS is an OpenBLAS on a processor for which it has small kernels."""
    return _openblas().get("architecture") in _WITH_SMALL_KERNELS


def threads() -> int:
    """Return the threads that NumPy's OpenBLAS had when this was first asked; 1 without one."""
    return int(_openblas().get("num_threads", 1))


@cache
def _openblas() -> dict[str, Any]:
    libraries: list[dict[str, Any]] = [
        library
        for library in threadpoolctl.threadpool_info()
        if library["internal_api"] == "openblas"
    ]
    # Another package may have brought its own.
    of_numpy = [library for library in libraries if "numpy" in library["filepath"]]
    return (of_numpy or libraries or [{}])[0]
