"""The kernel provisioner that forks: Jupyter's own one wherever a fork is not to be had."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import weakref
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import zmq
from jupyter_client.connect import KernelConnectionInfo, port_names
from jupyter_client.localinterfaces import localhost
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import CaselessStrEnum, List, Unicode

from cellcheck.kernels.forked_process import ForkedProcess
from cellcheck.kernels.order import Order
from cellcheck.kernels.origin import Command, NotWarmError, Origin
from cellcheck.kernels.parents import PARENTS

LONGEST_SOCKET_PATH = 100
"""Linux takes 107 bytes; the number of the channel comes behind it."""

PLATFORM = sys.platform

END_LIMIT = 1.0
"""Seconds that a call waits for a kernel that is about to end; Jupyter then looks now and again."""


class WarmProvisioner(LocalProvisioner):
    """Forks IPython kernels from a process that has imported their packages already.

    In a kernelspec's `metadata`:

        "kernel_provisioner": {
            "provisioner_name": "cellcheck-warm",
            "config": {"imports": ["numpy"], "transport": "ipc"}
        }
    """

    imports: List[str] = List(
        Unicode(), ["numpy"], help="Modules that the warm parent imports besides IPython's kernel."
    ).tag(config=True)
    transport = CaselessStrEnum(
        ["ipc", "tcp"],
        "ipc",
        help="'ipc' takes Unix sockets in a private folder where the kernel manager has left the "
        "default; 'tcp' leaves it as it is.",
    ).tag(config=True)

    _folder: Path | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Chooses the transport, then prepares as the local provisioner does."""
        self._choose_sockets()
        prepared: dict[str, Any] = await super().pre_launch(**kwargs)
        return prepared

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Forks a kernel, or starts one as the local provisioner does and logs why."""
        try:
            forked = await self._fork(cmd, **kwargs)
        except NotWarmError as reason:
            self.log.warning("Kernel %s starts without a warm parent: %s", self.kernel_id, reason)
            try:
                return await super().launch_kernel(cmd, **kwargs)
            except Exception:
                self._remove_folder()  # a later launch takes another
                raise
        self.process = forked  # type: ignore[assignment]  # it has what is used of Popen
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def _fork(self, words: list[str], **kwargs: Any) -> ForkedProcess:
        if PLATFORM != "linux" or not hasattr(os, "pidfd_open"):
            raise NotWarmError("forking needs Linux with process descriptors (5.3 or newer)")
        command = Command.parse([os.path.expanduser(word) for word in words])  # noqa: PTH111
        environment = _environment(**kwargs)
        folder = _folder_of(kwargs.get("cwd"))
        origin = Origin.of(command.interpreter, self.imports, environment)
        order = Order(
            tuple(words),
            command.launcher,
            command.arguments,
            environment,
            folder,
            os.getpid(),
            str(self._folder or ""),
        )
        forking = asyncio.get_running_loop().run_in_executor(
            None, partial(_fork_with_streams, origin, order, kwargs)
        )
        try:
            return await asyncio.shield(forking)
        except asyncio.CancelledError:
            forking.add_done_callback(_end_unwanted)
            raise

    def _choose_sockets(self) -> None:
        """Turns the kernel manager from TCP to Unix sockets, unless somebody has chosen already."""
        km = self.parent
        if km is None or self.transport != "ipc" or not zmq.has("ipc"):
            return
        if self._folder is None:
            chosen = km.transport != "tcp" or km.ip != localhost() or any(km.ports)
            if chosen or km._connection_file_written:  # noqa: SLF001  nothing public tells
                return
        elif self._folder.is_dir():
            return  # a restart keeps its sockets, as it keeps its connection file
        self._folder = _private_folder()
        if self._folder is None:
            self.log.warning("No folder has a path short enough for Unix sockets: TCP is used")
            return
        # For managers that are dropped without a shutdown, and launches that fail.
        weakref.finalize(self, _remove, self._folder, os.getpid())
        km.transport, km.cache_ports = "ipc", False
        km.ip = str(self._folder / "kernel")
        for name in port_names:
            setattr(km, name, 0)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """The kernel has been asked to end: goes on as soon as it has."""
        await super().shutdown_requested(restart=restart)
        await self._until_ended()

    async def kill(self, restart: bool = False) -> None:
        await super().kill(restart=restart)
        await self._until_ended()

    async def _until_ended(self) -> None:
        process: Any = self.process
        if isinstance(process, ForkedProcess):
            await process.ended(END_LIMIT)

    async def cleanup(self, restart: bool = False) -> None:
        await super().cleanup(restart=restart)
        if not restart:
            self._remove_folder()

    def _remove_folder(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)


_STREAMS = (("stdin", subprocess.DEVNULL), ("stdout", 1), ("stderr", 2))
"""The argument of each standard stream, and what is taken if there is none: what Popen would."""

_UNDERSTOOD = {"cwd", "env", "extra_arguments", "independent", "kernel_id", *dict(_STREAMS)}
"""Arguments of a launch that a fork can follow; others are for `Popen`."""


def _environment(**kwargs: Any) -> dict[str, str]:
    """The environment of the kernel.

    Raises:
        NotWarmError: the launch asks for something that only a new process can have.

    """
    if unknown := sorted(kwargs.keys() - _UNDERSTOOD):
        raise NotWarmError(f"it is launched with {', '.join(unknown)}")
    if kwargs.get("independent"):
        raise NotWarmError("it shall outlive this process, and no fork of a warm parent does")
    environment = dict(os.environ if kwargs.get("env") is None else kwargs["env"])
    return environment | {"JPY_PARENT_PID": str(os.getpid())}


def _folder_of(cwd: str | os.PathLike[str] | None) -> str:
    try:
        folder = Path(cwd or Path.cwd()).absolute()
    except OSError as error:
        raise NotWarmError(f"this process has no folder: {error}") from None
    if not folder.is_dir():
        raise NotWarmError(f"there is no folder {folder}")
    return str(folder)


def _fork_with_streams(origin: Origin, order: Order, kwargs: dict[str, Any]) -> ForkedProcess:
    """Blocks until the kernel can be connected to."""
    opened: list[int] = []
    try:
        streams = tuple(_stream(kwargs.get(name), default, opened) for name, default in _STREAMS)
        return PARENTS.fork(origin, replace(order, streams=streams))
    finally:
        for descriptor in opened:
            os.close(descriptor)


def _stream(given: Any, default: int, opened: list[int]) -> int:
    wanted = default if given is None else given
    if wanted in (subprocess.PIPE, subprocess.STDOUT):
        raise NotWarmError("its streams are to be pipes of a new process")
    descriptor = wanted if isinstance(wanted, int) else wanted.fileno()
    try:
        os.fstat(descriptor)
    except OSError:  # DEVNULL, or this process has closed its own
        descriptor = os.open(os.devnull, os.O_RDWR)
        opened.append(descriptor)
    return descriptor


def _private_folder() -> Path | None:
    """A new folder that nobody else can look into, with a path short enough for sockets."""
    for place in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108
        if not place or not Path(place).is_dir():
            continue
        try:
            folder = Path(tempfile.mkdtemp(prefix="cellcheck-kernel-", dir=place))
        except OSError:
            continue
        if len(os.fsencode(folder / "kernel-")) <= LONGEST_SOCKET_PATH:
            return folder
        folder.rmdir()
    return None


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:  # not a fork of it, which ends earlier
        shutil.rmtree(folder, ignore_errors=True)


def _end_unwanted(forking: "asyncio.Future[ForkedProcess]") -> None:
    """The launch was given up while the fork was under way."""
    if not forking.cancelled() and forking.exception() is None:
        process = forking.result()
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
