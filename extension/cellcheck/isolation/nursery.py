"""A process that has imported everything already, and forks one isolated process per submission.

Runs inside the walls (`walls.py`) and never touches student code itself. Started by `sandbox.py` as
`python -m cellcheck.isolation.nursery DESCRIPTOR`; each message on that descriptor asks for a child
and brings the two sockets that the child will own.
"""

import gc
import importlib
import os
import signal
import socket
import sys
from typing import Any

from cellcheck.isolation import kernel
from cellcheck.isolation.warden import Order, guard
from cellcheck.wire.channel import Channel, ClosedError


def main() -> None:
    orders = Channel(socket.socket(fileno=int(sys.argv[1])))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps what ends
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kernel.make_unreadable()
    first = orders.receive().header
    for name in first["imports"]:
        importlib.import_module(name)
    if prepare := first.get("prepare"):
        entry_point(prepare)(**first.get("prepare_arguments", {}))
    gc.collect()
    gc.freeze()  # a child's collector then leaves these objects, and their memory pages, alone
    orders.send({"ready": True})
    serve(orders)


def serve(orders: Channel) -> None:
    while True:
        try:
            message, descriptors = orders.receive_with_descriptors(2)
        except ClosedError:
            return
        pid = os.fork()
        if pid == 0:
            orders.close()
            _become_warden(Order.from_header(message.header), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def entry_point(name: str) -> Any:
    """The function that `module:function` names."""
    module, _, function = name.partition(":")
    return getattr(importlib.import_module(module), function)


def _become_warden(order: Order, descriptors: list[int]) -> None:
    """Never returns: this process makes the namespaces, its child is the first one in them."""
    control, work = descriptors
    try:
        os.setsid()
        if order.walls:
            kernel.unshare(kernel.OWN_WORLD)
        if os.fork() == 0:
            guard(order, control, work)
    except BaseException as error:  # noqa: BLE001  nothing may run on in the nursery's name
        Channel(socket.socket(fileno=control)).send({"failed": f"{type(error).__name__}: {error}"})
    finally:
        os._exit(0)


if __name__ == "__main__":
    main()
