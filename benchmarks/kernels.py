"""How long a kernel takes to answer: forked from a warm parent, and as Jupyter starts it.

Both kinds take turns, round after round, so that a busy moment of the machine hits both alike;
medians are printed. What a warm parent cannot help is measured too: the first kernel of a process.
Run it with `make bench`.
"""

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from cellcheck.kernels import kernelspec
from cellcheck.kernels.parents import PARENTS
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

ROUNDS = 15
FEW_ROUNDS = 5
LIMIT = 60.0
KINDS = ("stock", "warm")
CELLS = (
    "import numpy as np",
    "rng = np.random.default_rng(0)\nx = rng.normal(size=(3, 10, 7))",
    "def sigmoid(z):\n    return 1 / (1 + np.exp(-z))",
    "a = np.stack([sigmoid(x[:, :, t]) for t in range(x.shape[2])], axis=2)",
    "print(a.mean())",
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        _install(Path(folder))
        rows = {
            "start to first reply": _measure(_first_reply, ROUNDS),
            "start, ready for nbclient": _measure(_ready, ROUNDS),
            "restart to first reply": _measure(_restart, ROUNDS),
            "small notebook, nbclient": _measure(_notebook, ROUNDS),
        }
        PARENTS.close()
        path = Path(folder, "small.ipynb")
        rows["nbconvert --execute"] = _measure(lambda kind: _nbconvert(kind, path), FEW_ROUNDS)
    print(f"{'':28}{'stock':>10}{'warm':>10}{'stock/warm':>12}")
    for name, medians in rows.items():
        stock, warm = medians["stock"], medians["warm"]
        print(f"{name:28}{stock * 1e3:7.0f} ms{warm * 1e3:7.0f} ms{stock / warm:12.1f}")


def _install(folder: Path) -> None:
    """Two kernelspecs with one command, which differ in the provisioner."""
    for kind in KINDS:
        installed = kernelspec.install(prefix=str(folder), name=kind)
        if kind == "stock":
            file = installed / "kernel.json"
            content = json.loads(file.read_text(encoding="utf-8"))
            del content["metadata"]["kernel_provisioner"]
            file.write_text(json.dumps(content), encoding="utf-8")
    os.environ["JUPYTER_PATH"] = str(folder / "share" / "jupyter")
    os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / "runtime")
    os.environ["IPYTHONDIR"] = str(folder / "ipython")


def _measure(seconds: Callable[[str], float], rounds: int) -> dict[str, float]:
    """The median of each kind; the first round warms up and does not count."""
    samples: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(rounds + 1):
        for kind in KINDS:
            samples[kind].append(seconds(kind))
    return {kind: statistics.median(values[1:]) for kind, values in samples.items()}


@contextmanager
def _started(kind: str) -> Iterator[tuple[KernelManager, Any]]:
    manager = KernelManager(kernel_name=kind)
    manager.start_kernel(stderr=subprocess.DEVNULL)
    client = manager.client()
    client.start_channels()
    try:
        yield manager, client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _reply(client: Any) -> None:
    client.kernel_info()
    client.get_shell_msg(timeout=LIMIT)


def _first_reply(kind: str) -> float:
    begin = time.perf_counter()
    with _started(kind) as (_, client):
        _reply(client)
        return time.perf_counter() - begin


def _ready(kind: str) -> float:
    """As nbclient waits: at the end for 0.2 s of silence, whatever the kernel."""
    begin = time.perf_counter()
    with _started(kind) as (_, client):
        client.wait_for_ready(LIMIT)
        return time.perf_counter() - begin


def _restart(kind: str) -> float:
    with _started(kind) as (manager, client):
        _reply(client)
        client.stop_channels()
        begin = time.perf_counter()
        manager.restart_kernel(now=True)
        fresh = manager.client()
        fresh.start_channels()
        _reply(fresh)
        seconds = time.perf_counter() - begin
        fresh.stop_channels()
    return seconds


def _made(kind: str) -> nbformat.NotebookNode:
    made = new_notebook(cells=[new_code_cell(cell) for cell in CELLS])
    made.metadata["kernelspec"] = {"name": kind, "display_name": kind, "language": "python"}
    return made


def _notebook(kind: str) -> float:
    begin = time.perf_counter()
    client = NotebookClient(_made(kind), kernel_name=kind, timeout=LIMIT)
    asyncio.run(client.async_execute(stderr=subprocess.DEVNULL))
    return time.perf_counter() - begin


def _nbconvert(kind: str, path: Path) -> float:
    """A process with one kernel: the parent is started for it alone."""
    nbformat.write(_made(kind), path)
    command = [sys.executable, "-m", "nbconvert", "--execute", "--stdout", "--to", "notebook", path]
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, timeout=LIMIT)  # noqa: S603
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
