"""A running kernel, as a test talks to it."""

import json
from dataclasses import dataclass, field
from typing import Any

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

LIMIT = 60.0
"""Seconds after which a kernel that does not answer fails the test."""


@dataclass
class Running:
    """A kernel with a client."""

    manager: KernelManager
    client: BlockingKernelClient = field(init=False)

    def connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LIMIT)

    def reconnect(self) -> None:
        self.client.stop_channels()
        self.connect()

    def end(self) -> None:
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)
        else:
            self.manager.cleanup_resources()

    @property
    def pid(self) -> int:
        provisioner: Any = self.manager.provisioner
        return int(provisioner.pid)

    @property
    def parent_pid(self) -> int:
        """The process that the kernel was forked from."""
        return int(self.value("__import__('os').getppid()"))

    def messages(self, code: str, **options: Any) -> list[dict[str, Any]]:
        """What the kernel publishes while it runs `code`."""
        seen: list[dict[str, Any]] = []
        options = {"allow_stdin": False, "timeout": LIMIT} | options
        self.client.execute_interactive(code, output_hook=seen.append, **options)
        return seen

    def run(self, code: str, **options: Any) -> str:
        """What `code` prints; an error in it fails the test."""
        seen = self.messages(code, **options)
        errors = [message for message in seen if message["msg_type"] == "error"]
        assert not errors, "\n".join(errors[0]["content"]["traceback"])
        return "".join(
            message["content"]["text"] for message in seen if message["msg_type"] == "stream"
        )

    def value(self, expression: str) -> Any:
        """The value of an expression, as JSON."""
        return json.loads(self.run(f"import json; print(json.dumps({expression}))"))
