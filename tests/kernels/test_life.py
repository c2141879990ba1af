"""Start, interrupt, restart, end: what a kernel manager asks of a kernel process."""

import asyncio
import os
import select
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
import zmq
from cellcheck.kernels.forked_process import UNKNOWN_STATUS
from jupyter_client.manager import AsyncKernelManager, KernelManager
from jupyter_client.multikernelmanager import MultiKernelManager

from .conftest import StartKernel
from .running import LIMIT, Running

ENDLESS = "print('running', flush=True)\nwhile True:\n    pass"


def interrupt_when_running(kernel: Running, code: str) -> list[dict[str, Any]]:
    """Runs `code`, interrupts it at its first print, and gives what the kernel published."""
    seen: list[dict[str, Any]] = []

    def look(message: dict[str, Any]) -> None:
        seen.append(message)
        if message["msg_type"] == "stream" and "running" in message["content"]["text"]:
            kernel.manager.interrupt_kernel()

    kernel.client.execute_interactive(code, output_hook=look, timeout=LIMIT)
    return seen


def until_ended(pid: int) -> None:
    """Waits until a process has ended, be it reaped or not."""
    handle = os.pidfd_open(pid)
    try:
        assert select.select([handle], [], [], LIMIT)[0], f"process {pid} has not ended"
    finally:
        os.close(handle)


def exit_status(kernel: Running) -> int:
    """Waits for the end of a kernel; its status, as the provisioner says it."""
    provisioner: Any = kernel.manager.provisioner
    status: int = asyncio.run(asyncio.wait_for(provisioner.wait(), LIMIT))
    return status


def test_numpy_is_there_before_the_first_cell(start_kernel: StartKernel) -> None:
    assert start_kernel().value("'numpy' in __import__('sys').modules")


def test_kernels_are_children_of_one_warm_parent(start_kernel: StartKernel) -> None:
    first, second = start_kernel(), start_kernel()

    assert first.parent_pid == second.parent_pid != os.getpid()
    assert first.value("__import__('os').getpid()") == first.pid != second.pid


def test_the_warm_parent_has_one_thread(start_kernel: StartKernel) -> None:
    assert psutil.Process(start_kernel().parent_pid).num_threads() == 1


def test_an_interrupt_ends_an_endless_loop(start_kernel: StartKernel) -> None:
    kernel = start_kernel()

    errors = [
        message["content"]["ename"]
        for message in interrupt_when_running(kernel, ENDLESS)
        if message["msg_type"] == "error"
    ]

    assert errors == ["KeyboardInterrupt"]
    assert kernel.value("1 + 1") == 2


def test_an_interrupt_reaches_what_the_kernel_has_started(start_kernel: StartKernel) -> None:
    kernel = start_kernel()

    interrupt_when_running(
        kernel,
        "import subprocess, sys\n"
        "code = 'print(flush=True)\\nwhile True: pass'\n"
        "child = subprocess.Popen([sys.executable, '-c', code], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()  # a Python that is still starting dies in another way\n"
        "print('running', flush=True)\n"
        "try:\n"
        "    child.wait()\n"
        "except KeyboardInterrupt:\n"
        "    pass",
    )

    assert kernel.value("child.wait(30)") == -signal.SIGINT


def test_a_restart_is_a_fresh_fork(start_kernel: StartKernel) -> None:
    kernel = start_kernel()
    kernel.run("kept = 1")
    before, parent = kernel.pid, kernel.parent_pid

    kernel.manager.restart_kernel()
    kernel.reconnect()

    assert kernel.pid != before
    assert not psutil.pid_exists(before)
    assert kernel.parent_pid == parent
    assert kernel.value("'kept' in globals()") is False


def test_a_kernel_that_was_shut_down_can_be_started_again(start_kernel: StartKernel) -> None:
    # A manager closes a context of its own when it shuts a kernel down.
    with zmq.Context() as context:
        kernel = start_kernel(settings={"context": context})
        kernel.client.stop_channels()
        kernel.manager.shutdown_kernel()

        kernel.manager.start_kernel()
        kernel.connect()

        assert kernel.value("1 + 1") == 2
        kernel.end()


def test_a_shutdown_runs_exit_handlers_and_gives_status_zero(
    start_kernel: StartKernel, tmp_path: Path
) -> None:
    kernel = start_kernel()
    left = tmp_path / "left"
    kernel.run(f"import atexit, pathlib; atexit.register(pathlib.Path({str(left)!r}).touch)")

    kernel.manager.request_shutdown()

    assert exit_status(kernel) == 0
    assert left.exists()
    assert not psutil.pid_exists(kernel.pid)


@pytest.mark.parametrize(
    ("code", "status"),
    [("os._exit(7)", 7), ("os.kill(os.getpid(), 9)", -signal.SIGKILL), ("os.abort()", -6)],
)
def test_the_exit_status_is_the_kernel_processs_own(
    start_kernel: StartKernel, code: str, status: int
) -> None:
    kernel = start_kernel()

    kernel.client.execute(f"import os; {code}")

    assert exit_status(kernel) == status


def test_a_killed_kernel_is_seen_as_dead_and_can_be_restarted(start_kernel: StartKernel) -> None:
    kernel = start_kernel()
    assert kernel.manager.is_alive()

    os.kill(kernel.pid, signal.SIGKILL)
    until_ended(kernel.pid)

    assert not kernel.manager.is_alive()
    kernel.manager.restart_kernel(now=True)
    kernel.reconnect()
    assert kernel.value("1 + 1") == 2


def test_kernels_live_on_when_their_parent_dies(start_kernel: StartKernel) -> None:
    kernel = start_kernel()
    kernel.run("kept = 1")
    parent = psutil.Process(kernel.parent_pid)

    parent.kill()
    until_ended(parent.pid)

    assert kernel.value("kept") == 1
    assert kernel.manager.is_alive()
    successor = start_kernel()
    assert successor.parent_pid != parent.pid
    kernel.manager.request_shutdown()
    assert exit_status(kernel) == UNKNOWN_STATUS


def test_two_kernels_start_at_once(jupyter_folder: Path) -> None:
    assert jupyter_folder.is_dir()

    async def start_two() -> list[int]:
        managers = [AsyncKernelManager(kernel_name="warm") for _ in range(2)]
        await asyncio.gather(*(manager.start_kernel() for manager in managers))
        pids = []
        for manager in managers:
            client = manager.client()
            client.start_channels()
            await client.wait_for_ready(LIMIT)
            client.stop_channels()
            provisioner: Any = manager.provisioner
            pids.append(provisioner.pid)
        await asyncio.gather(*(manager.shutdown_kernel() for manager in managers))
        return pids

    first, second = asyncio.run(start_two())

    assert first != second
    assert not psutil.pid_exists(first)
    assert not psutil.pid_exists(second)


def test_a_launch_that_is_given_up_leaves_no_kernel(start_kernel: StartKernel) -> None:
    parent = psutil.Process(start_kernel().parent_pid)
    before = set(parent.children())

    async def give_up() -> None:
        manager = AsyncKernelManager(kernel_name="warm")
        starting = asyncio.ensure_future(manager.start_kernel())
        while not set(parent.children()) - before:
            await asyncio.sleep(0)
        starting.cancel()
        await asyncio.wait([starting])
        await manager.cleanup_resources()

    asyncio.run(give_up())

    assert set(parent.children()) == before


def test_a_multi_kernel_manager_can_have_them(jupyter_folder: Path) -> None:
    assert jupyter_folder.is_dir()
    managers = MultiKernelManager()
    name = managers.start_kernel(kernel_name="warm")
    running = Running(managers.get_kernel(name))
    running.connect()

    assert running.value("1 + 1") == 2

    running.client.stop_channels()
    managers.shutdown_all(now=True)
    assert not psutil.pid_exists(running.pid)


def test_a_restarter_starts_a_kernel_that_died(
    start_kernel: StartKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from jupyter_client.ioloop import IOLoopKernelManager

    monkeypatch.setattr("tests.kernels.conftest.KernelManager", IOLoopKernelManager)
    kernel = start_kernel()
    before = kernel.pid
    restarter: Any = kernel.manager
    os.kill(before, signal.SIGKILL)
    until_ended(before)

    restarter._restarter.poll()
    kernel.reconnect()

    assert kernel.pid != before
    assert kernel.value("1 + 1") == 2


SERVER = """
import os, sys
from jupyter_client.manager import KernelManager
manager = KernelManager(kernel_name="warm")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(60)
client.execute("import subprocess; child = subprocess.Popen(['sleep', '1000']); print(child.pid)")
child = ""
while not child.strip():
    message = client.get_iopub_msg(60)
    child = message["content"].get("text", "") if message["msg_type"] == "stream" else ""
print(manager.provisioner.pid, child.strip(), manager.ip, flush=True)
sys.stdin.readline()
if sys.argv[1] == "forgets":
    sys.exit()
if sys.argv[1] == "shuts down":
    client.stop_channels()
    manager.shutdown_kernel()
"""


@pytest.mark.parametrize("end", ["is killed", "forgets", "shuts down"])
@pytest.mark.parametrize("parent", ["with its parent", "after its parent"])
def test_nothing_is_left_when_the_server_ends(jupyter_folder: Path, end: str, parent: str) -> None:
    server = psutil.Popen(
        [sys.executable, "-c", SERVER, end], stdin=-1, stdout=-1, text=True, cwd=jupyter_folder
    )
    with server:
        kernel, child, prefix = server.stdout.readline().split()
        processes = [psutil.Process(int(kernel)), psutil.Process(int(kernel)).parent()]
        if parent == "after its parent":
            processes[1].kill()
            until_ended(processes[1].pid)
        else:
            processes.append(psutil.Process(int(child)))
        if end == "is killed":
            server.kill()
        else:
            server.stdin.write("\n")
            server.stdin.close()
        server.wait(LIMIT)
    _, alive = psutil.wait_procs(processes, LIMIT)
    if parent == "after its parent" and psutil.pid_exists(int(child)):
        os.kill(int(child), signal.SIGKILL)

    assert alive == []
    assert not Path(prefix).parent.exists()


def test_arguments_that_only_a_new_process_can_have_are_honoured(
    start_kernel: StartKernel, caplog: pytest.LogCaptureFixture
) -> None:
    kernel = start_kernel(independent=True)

    assert kernel.value("__import__('os').getppid()") == os.getpid()
    assert "starts without a warm parent: it shall outlive this process" in caplog.text


def test_another_interpreter_gets_a_kernel_of_its_own(
    start_kernel: StartKernel,
    install_kernel: Callable[..., str],
    jupyter_folder: Path,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    other = tmp_path / "python"
    other.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    other.chmod(0o700)
    name = install_kernel("other")
    spec = jupyter_folder / "share" / "jupyter" / "kernels" / name / "kernel.json"
    spec.write_text(spec.read_text().replace(sys.executable, str(other)))

    kernel = start_kernel(name)

    assert kernel.value("__import__('os').getppid()") == os.getpid()
    assert f"it asks for the interpreter {other}, this one is {sys.executable}" in caplog.text


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_where_forks_are_not_to_be_had_the_local_provisioner_takes_over(
    start_kernel: StartKernel,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    platform: str,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("cellcheck.kernels.provisioner.PLATFORM", platform)
        kernel = start_kernel()

    assert kernel.value("__import__('os').getppid()") == os.getpid()
    assert "starts without a warm parent: forking needs Linux" in caplog.text


def test_a_folder_that_is_not_there_is_the_error_of_the_local_provisioner(
    jupyter_folder: Path, tmp_path: Path
) -> None:
    assert jupyter_folder.is_dir()
    with pytest.raises(FileNotFoundError):
        KernelManager(kernel_name="warm").start_kernel(cwd=str(tmp_path / "nowhere"))
