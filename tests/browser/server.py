"""A Jupyter server on loopback, for one test run: its own folders, its own port, its own log."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen
from uuid import uuid4

HOST: Final = "127.0.0.1"
START_LIMIT: Final = 120.0
STOP_LIMIT: Final = 30.0
OUR_EXTENSION: Final = "/lab/extensions/cellcheck/"
"""Where the server has the built extension."""
QUIET_LAB: Final = {
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
    },
    # A saved notebook is written when a test says so, not when a timer does.
    "@jupyterlab/docmanager-extension:plugin": {"autosave": False},
}
"""Settings of the front end: nothing is fetched from elsewhere, nothing happens by a timer."""


class ServerError(RuntimeError):
    """The server did not start; the message names its log."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, what it serves, what it said."""

    port: int
    root: Path
    log: Path

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def lab(self, path: str) -> str:
        """The address of a notebook in JupyterLab, in a workspace of its own.

        Two pages with one workspace would make JupyterLab send the second elsewhere.
        """
        return f"{self.origin}/lab/workspaces/{uuid4().hex}/tree/{quote(path)}"

    def notebook(self, path: str) -> str:
        """The address of a notebook in Notebook 7."""
        return f"{self.origin}/notebooks/{quote(path)}"


@contextlib.contextmanager
def running_server(folder: Path) -> Iterator[Server]:
    """Start a server whose every folder lies in `folder`, and end it and its kernels afterwards.

    The one server carries both front ends: `/lab` and, from the package notebook, `/notebooks`.
    """
    root, settings = folder / "notebooks", folder / "settings"
    root.mkdir()
    settings.mkdir()
    (settings / "overrides.json").write_text(json.dumps(QUIET_LAB), encoding="utf-8")
    server = Server(free_port(), root, folder / "server.log")
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            _command(server, settings),
            cwd=root,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            # A group of its own, so that kernels which outlive the server can be ended with it.
            start_new_session=True,
        )
        try:
            _wait_until_ready(process, server)
            _require_extension(server)
            yield server
        finally:
            _end(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _command(server: Server, settings: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", f"--ip={HOST}"),
        f"--port={server.port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.root_dir={server.root}",
        "--IdentityProvider.token=",
        "--ServerApp.disable_check_xsrf=True",
        # The application object tells the tests when it is ready; it is hidden otherwise.
        "--LabApp.expose_app_in_browser=True",
        "--JupyterNotebookApp.expose_app_in_browser=True",
        f"--LabApp.app_settings_dir={settings}",
        f"--JupyterNotebookApp.app_settings_dir={settings}",
        *(["--allow-root"] if os.geteuid() == 0 else []),
    ]


def _environment(folder: Path) -> dict[str, str]:
    """The environment without the developer's own Jupyter, and with places of its own."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "IPYTHON", "NBGRADER", "CELLCHECK"))
    }
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    return inherited | {
        **{name: str(folder / name.lower()) for name in places},
        "HOME": str(folder),
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
    }


def _wait_until_ready(process: subprocess.Popen[bytes], server: Server) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise ServerError(f"the server ended with status {process.returncode}; {server.log}")
        with contextlib.suppress(URLError, OSError):
            urlopen(f"{server.origin}/api/status", timeout=5).close()  # noqa: S310
            return
        time.sleep(0.1)
    raise ServerError(f"the server did not answer within {START_LIMIT:g} s; {server.log}")


def _require_extension(server: Server) -> None:
    try:
        urlopen(f"{server.origin}{OUR_EXTENSION}static/style.js", timeout=5).close()  # noqa: S310
    except URLError as error:
        raise ServerError(f"the extension is not installed ({error}); run: make setup") from error


def _end(process: subprocess.Popen[bytes]) -> None:
    # On SIGTERM the server shuts its kernels down first.
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(STOP_LIMIT)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
