"""The command that installs the kernelspec, and the start of parents with the server."""

import json
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from cellcheck.kernels import _jupyter_server_extension_points, server_extension
from cellcheck.kernels.command import INSTALLED, NOT_INSTALLED, main
from cellcheck.kernels.origin import PROVISIONER
from cellcheck.kernels.parents import PARENTS
from cellcheck.kernels.provisioner import WarmProvisioner
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory

from .conftest import StartKernel


def test_the_provisioner_is_found_by_its_name() -> None:
    entry_point = KernelProvisionerFactory.instance().provisioners[PROVISIONER]

    assert entry_point.load() is WarmProvisioner


def test_the_command_installs_for_a_prefix(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["install", "--prefix", str(tmp_path), "--import", "numpy", "--import", "json"]

    assert main(words) == INSTALLED

    folder = tmp_path / "share" / "jupyter" / "kernels" / "warm-python3"
    assert str(folder) in capsys.readouterr().out
    content = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
    assert content["argv"][0] == sys.executable
    assert content["metadata"]["kernel_provisioner"] == {
        "provisioner_name": PROVISIONER,
        "config": {"imports": ["numpy", "json"], "transport": "ipc"},
    }
    assert {"logo-svg.svg"} <= {entry.name for entry in folder.iterdir()}


def test_the_command_installs_for_a_user_and_jupyter_lists_it(jupyter_folder: Path) -> None:
    assert main(["install", "--user", "--name", "mine", "--display-name", "Mine"]) == INSTALLED

    specs = KernelSpecManager()
    assert Path(specs.find_kernel_specs()["mine"]).is_relative_to(jupyter_folder)
    assert specs.get_kernel_spec("mine").display_name == "Mine"
    specs.remove_kernel_spec("mine")


def test_installing_again_replaces_the_kernelspec(tmp_path: Path) -> None:
    words = ["install", "--prefix", str(tmp_path)]
    assert main(words) == INSTALLED

    assert main([*words, "--import", "json"]) == INSTALLED

    file = tmp_path / "share" / "jupyter" / "kernels" / "warm-python3" / "kernel.json"
    config = json.loads(file.read_text(encoding="utf-8"))["metadata"]["kernel_provisioner"][
        "config"
    ]
    assert config["imports"] == ["json"]


@pytest.mark.parametrize("problem", ["a file in the way", "a bad name"])
def test_what_cannot_be_installed_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], problem: str
) -> None:
    words = ["install", "--prefix", str(tmp_path)]
    if problem == "a file in the way":
        (tmp_path / "share").touch()
    else:
        words += ["--name", "no spaces allowed"]

    assert main(words) == NOT_INSTALLED

    assert capsys.readouterr().err.startswith("The kernelspec cannot be written: ")


def test_the_server_extension_starts_the_parent_of_the_first_kernel(
    start_kernel: StartKernel, install_kernel: Callable[..., str]
) -> None:
    assert _jupyter_server_extension_points() == [{"module": "cellcheck.kernels"}]
    PARENTS.close()
    name = install_kernel("with-the-server", imports=["json"])
    server = SimpleNamespace(
        kernel_spec_manager=KernelSpecManager(), log=logging.getLogger("server")
    )

    server_extension.warm_up(server).join()

    started = PARENTS.pids()
    kernel = start_kernel(name, env=os.environ | {"JPY_SESSION_NAME": "lesson.ipynb"})
    assert kernel.parent_pid in started


def test_a_fork_of_the_server_leaves_the_parents_alone(start_kernel: StartKernel) -> None:
    kernel = start_kernel()

    pid = os.fork()
    if pid == 0:
        PARENTS.close()
        os._exit(0 if not PARENTS.pids() else 1)

    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert kernel.manager.is_alive()
    assert start_kernel().parent_pid == kernel.parent_pid
