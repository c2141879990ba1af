"""Kernels of one parent share nothing that they should not, and nobody else reaches them."""

import os
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from cellcheck.kernels.parents import PARENTS
from jupyter_client.session import Session

from .conftest import StartKernel
from .running import LIMIT


@pytest.mark.parametrize(
    "draw",
    [
        "__import__('random').random()",
        "float(__import__('numpy').random.rand())",
        "float(__import__('numpy').random.default_rng().random())",
        "list(__import__('multiprocessing').current_process().authkey)",
        "__import__('uuid').uuid4().hex",
        "__import__('tempfile').mktemp()",
    ],
)
def test_kernels_draw_different_numbers(start_kernel: StartKernel, draw: str) -> None:
    assert start_kernel().value(draw) != start_kernel().value(draw)


def test_the_seed_of_hashes_is_the_parents(start_kernel: StartKernel) -> None:
    asked = "hash('lstm')"
    assert start_kernel().value(asked) == start_kernel().value(asked)


def test_a_launch_with_a_seed_of_hashes_gets_it(start_kernel: StartKernel) -> None:
    kernel = start_kernel(env=os.environ | {"PYTHONHASHSEED": "0"})

    asked = "print(hash('lstm'))"
    environment = os.environ | {"PYTHONHASHSEED": "0"}
    expected = subprocess.check_output([sys.executable, "-c", asked], env=environment, text=True)
    assert kernel.run(asked) == expected


def test_a_package_that_has_changed_is_imported_anew(
    start_kernel: StartKernel, install_kernel: Callable[..., str], jupyter_folder: Path
) -> None:
    module = jupyter_folder / "modules" / "course_module.py"
    module.write_text("VERSION = 1\n")
    name = install_kernel("changing", imports=["course_module"])
    old = start_kernel(name)

    module.write_text("VERSION = 'two'\n")
    new = start_kernel(name)

    assert old.value("__import__('course_module').VERSION") == 1
    assert new.value("__import__('course_module').VERSION") == "two"
    assert old.manager.is_alive()


def test_the_number_of_parents_is_bounded(
    start_kernel: StartKernel, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    PARENTS.close()
    monkeypatch.setattr("cellcheck.kernels.parents.MOST_PARENTS", 1)
    start_kernel()

    kernel = start_kernel(env=os.environ | {"PYTHONHASHSEED": "1"})

    assert kernel.value("__import__('os').getppid()") == os.getpid()
    assert "1 warm parents with other imports or variables are running" in caplog.text


def test_an_import_that_fails_is_logged_and_the_kernel_starts(
    start_kernel: StartKernel, install_kernel: Callable[..., str], caplog: pytest.LogCaptureFixture
) -> None:
    kernel = start_kernel(install_kernel("failing", imports=["no_such_module"]))

    assert kernel.value("1 + 1") == 2
    assert "no_such_module cannot be imported in advance: ModuleNotFoundError" in caplog.text


def test_imports_that_start_threads_are_refused(
    start_kernel: StartKernel,
    install_kernel: Callable[..., str],
    jupyter_folder: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (jupyter_folder / "modules" / "with_a_thread.py").write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )

    kernel = start_kernel(install_kernel("threaded", imports=["with_a_thread"]))

    assert kernel.value("__import__('os').getppid()") == os.getpid()
    assert "starts without a warm parent: its imports have started 1 threads" in caplog.text


def test_modules_in_the_folder_of_the_notebook_hide_nothing_from_the_parent(
    start_kernel: StartKernel,
    install_kernel: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "fractions.py").write_text("raise SystemExit('the wrong module')\n")
    monkeypatch.chdir(tmp_path)

    kernel = start_kernel(install_kernel("elsewhere", imports=["fractions"]))

    assert kernel.value("str(__import__('fractions').Fraction(1, 2))") == "1/2"
    assert kernel.parent_pid != os.getpid()


def test_sockets_lie_in_a_folder_that_is_private_and_goes_with_the_kernel(
    start_kernel: StartKernel,
) -> None:
    kernel = start_kernel()
    manager = kernel.manager
    folder = Path(manager.ip).parent

    assert manager.transport == "ipc"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len([entry for entry in folder.iterdir() if entry.is_socket()]) == 5
    assert len(manager.session.key) >= 32

    kernel.client.stop_channels()
    manager.shutdown_kernel()
    assert not folder.exists()


def test_messages_with_another_key_are_not_answered(start_kernel: StartKernel) -> None:
    kernel = start_kernel()
    stranger = Session(key=b"another")
    request = stranger.msg("kernel_info_request")
    stranger.send(kernel.client.shell_channel.socket, request)

    own = kernel.client.kernel_info()
    reply = kernel.client.get_shell_msg(timeout=LIMIT)

    assert reply["parent_header"]["msg_id"] == own


def test_tcp_is_kept_where_it_is_chosen(
    start_kernel: StartKernel, install_kernel: Callable[..., str]
) -> None:
    kernel = start_kernel(install_kernel("over-tcp", transport="tcp"))

    assert kernel.manager.transport == "tcp"
    assert kernel.parent_pid != os.getpid()


def test_ports_that_somebody_has_chosen_are_kept(start_kernel: StartKernel) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    kernel = start_kernel(settings={"shell_port": port, "cache_ports": False})

    assert (kernel.manager.transport, kernel.manager.shell_port) == ("tcp", port)


def sockets_of(pid: int) -> set[str]:
    links = [str(entry.readlink()) for entry in Path("/proc", str(pid), "fd").iterdir()]
    return {link for link in links if link.startswith("socket:")}


def test_a_kernel_has_no_end_of_its_parents_connection(start_kernel: StartKernel) -> None:
    kernel = start_kernel()

    (connection,) = sockets_of(kernel.parent_pid)

    assert connection not in sockets_of(kernel.pid)


def test_what_a_kernel_starts_has_the_standard_streams_and_nothing_more(
    start_kernel: StartKernel,
) -> None:
    kernel = start_kernel()

    listed = kernel.run(
        "import subprocess, sys\n"
        "print(subprocess.check_output([sys.executable, '-c', "
        "'import os; print(sorted(map(int, os.listdir(\"/proc/self/fd\")))[:-1])'],"
        " close_fds=False, text=True))"
    )

    assert listed.split() == ["[0,", "1,", "2]"]


def test_an_encrypted_connection_is_kept_encrypted(start_kernel: StartKernel) -> None:
    kernel = start_kernel(settings={"transport_encryption": "required"})

    assert kernel.manager.transport == "ipc"
    assert kernel.manager.curve_publickey
    assert kernel.value("bool(get_ipython().parent.parent.curve_secretkey)")
    assert kernel.parent_pid != os.getpid()
