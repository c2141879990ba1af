"""Starts the warm parents together with the Jupyter server, before the first notebook opens."""

import os
import sys
import threading
from string import Template
from typing import Any

from cellcheck.kernels.origin import PROVISIONER, Command, NotWarmError, Origin
from cellcheck.kernels.parents import PARENTS


def warm_up(server: Any) -> threading.Thread:
    """Starts a parent for every kernelspec that forks, in the thread that it returns."""
    starting = threading.Thread(target=_start_parents, args=(server,), daemon=True)
    starting.start()
    return starting


def _start_parents(server: Any) -> None:
    specs = server.kernel_spec_manager
    for name in specs.find_kernel_specs():
        try:
            spec = specs.get_kernel_spec(name)
            stanza = spec.metadata.get("kernel_provisioner", {})
            if stanza.get("provisioner_name") == PROVISIONER:
                _start_parent(spec, stanza.get("config", {}).get("imports", ["numpy"]))
        except NotWarmError as reason:
            server.log.warning("Kernels of %s will start without a warm parent: %s", name, reason)
        except Exception:  # the server is not to fail over one kernelspec
            server.log.exception("No warm parent for the kernelspec %s", name)


def _start_parent(spec: Any, imports: list[str]) -> None:
    words = [sys.executable if spec.argv[0] == "python" else spec.argv[0], *spec.argv[1:]]
    # As the provisioner will have it.
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONEXECUTABLE"}
    for name, text in spec.env.items():
        environment[name] = Template(text).safe_substitute(os.environ)
    origin = Origin.of(Command.parse(words).interpreter, imports, environment)
    PARENTS.parent(origin, environment)
