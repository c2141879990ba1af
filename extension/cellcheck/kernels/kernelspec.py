"""The kernelspec that makes Jupyter fork its kernels."""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ipykernel.kernelspec import get_kernel_dict, write_kernel_spec
from jupyter_client.kernelspec import KernelSpecManager

from cellcheck.kernels.origin import PROVISIONER

KERNEL_NAME = "warm-python3"
DISPLAY_NAME = "Python 3 (warm)"
DEFAULT_IMPORTS = ("numpy",)
DEFAULT_TRANSPORT = "ipc"

_INTERPRETER_OPTIONS = ["-Xfrozen_modules=off"]
"""As ipykernel's own kernelspec has it, for the debugger."""


def install(
    *,
    user: bool = False,
    prefix: str | None = None,
    name: str = KERNEL_NAME,
    display_name: str = DISPLAY_NAME,
    imports: Sequence[str] = DEFAULT_IMPORTS,
    transport: str = DEFAULT_TRANSPORT,
) -> Path:
    """Writes the kernelspec, in place of one of the same name.

    Args:
        user: for this user in every environment.
        prefix: for the environment in this folder; that of the running interpreter by default.
        name: what `--kernel` and notebooks call it.
        display_name: what people see.
        imports: modules that the warm parent imports besides IPython's kernel.
        transport: `"ipc"` for Unix sockets in a private folder, `"tcp"` for Jupyter's default.

    Returns:
        The folder of the installed kernelspec.

    Raises:
        OSError: the folder cannot be written to.

    """
    with tempfile.TemporaryDirectory(prefix="cellcheck-") as folder:
        source = Path(folder, name)
        # Takes ipykernel's logos along.
        write_kernel_spec(source, kernel_dict(display_name, imports, transport))
        place = None if user else prefix or sys.prefix
        manager = KernelSpecManager()
        installed = Path(place or manager.user_kernel_dir)
        if place:
            installed = installed / "share" / "jupyter" / "kernels"
        shutil.rmtree(installed / name, ignore_errors=True)
        return Path(manager.install_kernel_spec(str(source), name, user=user, prefix=place))


def kernel_dict(display_name: str, imports: Sequence[str], transport: str) -> dict[str, Any]:
    """The content of `kernel.json`.

    >>> kernel_dict("Warm", ["numpy"], "ipc")["metadata"]["kernel_provisioner"]["config"]
    {'imports': ['numpy'], 'transport': 'ipc'}
    """
    content: dict[str, Any] = get_kernel_dict(python_arguments=_INTERPRETER_OPTIONS)
    content["display_name"] = display_name
    content["metadata"]["kernel_provisioner"] = {
        "provisioner_name": PROVISIONER,
        "config": {"imports": list(imports), "transport": transport},
    }
    return content
