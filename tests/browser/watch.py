"""What a page does that nobody asked for: requests that leave the machine, errors of ours."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page

from .server import HOST, OUR_EXTENSION

_ON_THIS_MACHINE = {"data", "blob", "about"}


@dataclass(frozen=True, slots=True)
class Watch:
    """Collects from every page it is attached to."""

    outside: list[str] = field(default_factory=list)
    """Addresses that were asked for and are not this machine's."""
    errors: list[str] = field(default_factory=list)
    """Uncaught errors with our code on their stack; other extensions have their own tests."""

    def attach(self, page: Page) -> None:
        page.on("request", lambda request: self._requested(request.url))
        page.on("websocket", lambda socket: self._requested(socket.url))
        page.on("pageerror", lambda error: self._failed(error.message, error.stack or ""))

    def _requested(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _ON_THIS_MACHINE and parts.hostname != HOST:
            self.outside.append(url)

    def _failed(self, message: str, stack: str) -> None:
        if OUR_EXTENSION in stack:
            self.errors.append(f"{message}\n{stack}")
