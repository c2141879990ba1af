"""A forked kernel finds what a kernel in a new interpreter finds: the stock one is the oracle."""

import ast
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import StartKernel
from .running import Running

FACTS = """
import json, locale, os, resource, signal, sys, threading
umask = os.umask(0); os.umask(umask)
json.dumps({
    "environment": dict(os.environ),
    "environment in C": dict(line.split("=", 1) for line in __import__("subprocess")
        .run(["env", "-0"], capture_output=True, text=True).stdout.split("\\0") if line),
    "folder": os.getcwd(),
    "arguments": [*sys.argv[:2], os.path.basename(sys.argv[2])[:1]],
    "search path": sys.path,
    "flags": str(sys.flags),
    "options": sys._xoptions,
    "original command": sys.orig_argv[:-1],
    "encodings": [sys.stdout.encoding, sys.getfilesystemencoding(), locale.getlocale()],
    "signals": {number.name: str(signal.getsignal(number)).split(" at ")[0]
        for number in signal.valid_signals() if isinstance(number, signal.Signals)},
    "mask": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    "umask": umask,
    "leads its session": [os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid()],
    "standard streams": [os.isatty(number) for number in range(3)],
    "main": [__name__, sys.modules["__main__"].__dict__ is globals()],
    "excepthook": sys.excepthook.__name__,
    "interactive": [hasattr(sys, "ps1"), type(get_ipython()).__name__],
    "extensions": sorted(get_ipython().extension_manager.loaded),
    "limits": [resource.getrlimit(resource.RLIMIT_NOFILE), os.nice(0)],
    "application": [get_ipython().parent.parent.name, get_ipython().parent.parent.parent_handle],
    "recursion": sys.getrecursionlimit(),
    "python threads": len(threading.enumerate()),
})
"""

Facts = dict[str, Any]


@pytest.fixture(scope="module")
def launch(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    environment = os.environ | {"COURSE": "sequence models", "ODD": "ä=\n x", "LAST": "1"}
    return {"env": environment, "cwd": str(tmp_path_factory.mktemp("lesson"))}


def facts_of(kernel: Running) -> Facts:
    (result,) = (
        message["content"]["data"]["text/plain"]
        for message in kernel.messages(FACTS)
        if message["msg_type"] == "execute_result"
    )
    found: Facts = json.loads(ast.literal_eval(result))
    return found


def different(warm: Facts, stock: Facts) -> Iterator[tuple[str, Any, Any]]:
    """Which facts differ; of the environment the variables alone, since it may hold secrets."""
    for name in sorted(warm.keys() | stock.keys()):
        here, there = warm.get(name), stock.get(name)
        if isinstance(here, dict) and isinstance(there, dict):
            yield from different(here, there)
        elif here != there:
            yield name, here, there


def test_a_forked_kernel_finds_what_a_stock_kernel_finds(
    start_kernel: StartKernel, launch: dict[str, Any], stock_kernel: str
) -> None:
    launch["env"].pop("MPLBACKEND", None)
    stock = facts_of(start_kernel(stock_kernel, **launch))
    warm = facts_of(start_kernel("warm", **launch))

    assert list(different(warm, stock)) == []


def test_the_launch_decides_on_environment_and_folder(
    start_kernel: StartKernel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_kernel()  # the parent exists before the next two launches
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setenv("ONLY_HERE", "in the server")
        environment = {key: text for key, text in os.environ.items() if key != "ONLY_HERE"}
        kernel = start_kernel(env=environment | {"LESSON": name}, cwd=str(folder))

        assert kernel.value("__import__('os').getcwd()") == str(folder)
        assert kernel.value("__import__('os').environ.get('LESSON')") == name
        assert kernel.value("__import__('os').environ.get('ONLY_HERE')") is None
