"""Warm kernels: IPython kernels forked from a process that has imported their packages already.

Jupyter finds `WarmProvisioner` by its entry point once a kernelspec names it, and
`python -m cellcheck.kernels install` writes such a kernelspec. Nothing here knows the checker.
"""

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """`jupyter server extension enable cellcheck.kernels` starts warm parents with the server."""
    return [{"module": "cellcheck.kernels"}]


def _load_jupyter_server_extension(server: Any) -> None:
    from cellcheck.kernels.server_extension import warm_up

    warm_up(server)
