"""Kernelspecs of the tests, in places of their own, and kernels that are ended afterwards."""

import contextlib
import gc
import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cellcheck.kernels import kernelspec
from cellcheck.kernels.parents import PARENTS
from jupyter_client.manager import KernelManager

from .running import Running

StartKernel = Callable[..., Running]


@pytest.fixture(scope="session")
def jupyter_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with every place that Jupyter and IPython read and write; kernelspecs included."""
    folder = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(folder / name.lower()))
        (folder / "modules").mkdir()
        sockets = folder / "sockets"
        sockets.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(sockets))
        paths = [str(folder / "modules"), os.environ.get("PYTHONPATH", "")]
        patch.setenv("PYTHONPATH", os.pathsep.join(filter(None, paths)))
        patch.setenv("JUPYTER_PATH", str(folder / "share" / "jupyter"))
        patch.delenv("MPLBACKEND", raising=False)
        kernelspec.install(prefix=str(folder), name="warm")
        yield folder
        PARENTS.close()
        gc.collect()  # managers whose launch has failed
        assert list(sockets.iterdir()) == []


@pytest.fixture
def start_kernel(jupyter_folder: Path) -> Iterator[StartKernel]:
    """Starts a kernel and connects to it; ends it after the test."""
    assert jupyter_folder.is_dir()
    with contextlib.ExitStack() as stack:

        def start(
            kernel_name: str = "warm", settings: dict[str, Any] | None = None, **launch: Any
        ) -> Running:
            manager = KernelManager(kernel_name=kernel_name, **(settings or {}))
            manager.start_kernel(**launch)
            running = Running(manager)
            stack.callback(running.end)
            running.connect()
            return running

        yield start


@pytest.fixture
def install_kernel(jupyter_folder: Path) -> Iterator[Callable[..., str]]:
    """Installs a further kernelspec; returns its name."""
    installed = []

    def install(name: str, **options: Any) -> str:
        installed.append(kernelspec.install(prefix=str(jupyter_folder), name=name, **options))
        return name

    yield install
    for folder in installed:
        shutil.rmtree(folder)
    # Each set of imports has a parent of its own, and their number is bounded.
    PARENTS.close()


@pytest.fixture(scope="session")
def stock_kernel(jupyter_folder: Path) -> str:
    """A kernelspec with the same command, and Jupyter's own provisioner."""
    folder = kernelspec.install(prefix=str(jupyter_folder), name="stock")
    content = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
    del content["metadata"]["kernel_provisioner"]
    (folder / "kernel.json").write_text(json.dumps(content), encoding="utf-8")
    return "stock"
