"""An IPython shell that returns what a cell puts out, instead of showing it."""

import base64
import builtins
import io
import json
import sys
from dataclasses import dataclass, field
from typing import Any

from IPython.core.display_trap import DisplayTrap
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

MOST_TEXT = 200_000
"""Characters of printed text kept of one cell."""
MOST_OUTPUTS = 500
"""Outputs kept of one cell."""
MOST_DATA = 2 * 2**20
"""Characters kept of one displayed object."""
MOST_ALTOGETHER = 3 * 2**20
"""Bytes of all outputs of one cell, as JSON."""
LEFT_OUT = "(There was more; it is left out.)\n"
MOST_FRAMES = 200
"""Entries kept of a traceback."""

Output = dict[str, Any]


@dataclass(slots=True)
class Page:
    """What the present cell has put out so far."""

    outputs: list[Output] = field(default_factory=list)
    text_left: int = MOST_TEXT

    def clear(self) -> None:
        self.outputs.clear()
        self.text_left = MOST_TEXT

    def add(self, output: Output) -> None:
        if len(self.outputs) < MOST_OUTPUTS:
            self.outputs.append(output)

    def add_text(self, stream: str, text: str) -> None:
        """Printed text; the same stream twice in a row is one output."""
        kept = text[: self.text_left]
        self.text_left -= len(kept)
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == stream:
            last["text"] += kept
        elif kept:
            self.add({"output_type": "stream", "name": stream, "text": kept})

    def add_error(self, name: str, error: BaseException, traceback: list[str]) -> None:
        self.add(
            {
                "output_type": "error",
                "ename": name,
                "evalue": _words(error),
                "traceback": traceback[:MOST_FRAMES],
            }
        )

    def replace(self, display_id: str, output: Output) -> None:
        for earlier in self.outputs:
            if earlier.get("_id") == display_id:
                earlier.update(data=output["data"], metadata=output["metadata"])

    def finished(self) -> list[Output]:
        """The outputs as nbformat has them, as far as they fit into a message."""
        kept = []
        left = MOST_ALTOGETHER
        for output in self.outputs:
            plain = {key: value for key, value in output.items() if key != "_id"}
            left -= len(json.dumps(plain))
            if left < 0:
                kept.append({"output_type": "stream", "name": "stdout", "text": LEFT_OUT})
                break
            kept.append(plain)
        return kept


PAGE = Page()
"""One process runs one notebook: there is one page."""


class _Publisher(DisplayPublisher):
    def publish(  # type: ignore[override]
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_ignored: Any,
    ) -> None:
        display_id = (transient or {}).get("display_id")
        output = {"output_type": "display_data", **_shown(data, metadata), "_id": display_id}
        if update and display_id:
            PAGE.replace(display_id, output)
        else:
            PAGE.add(output)

    def clear_output(self, wait: bool = False) -> None:  # noqa: ARG002  its interface
        PAGE.outputs.clear()


class _Hook(DisplayHook):
    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        shown = _shown(format_dict, md_dict)
        PAGE.add({"output_type": "execute_result", "execution_count": None, **shown})

    def start_displayhook(self) -> None: ...
    def write_output_prompt(self) -> None: ...
    def finish_displayhook(self) -> None: ...


class _Stream(io.TextIOBase):
    def __init__(self, name: str) -> None:
        self.name = name

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def write(self, text: str) -> int:
        PAGE.add_text(self.name, str(text))
        return len(text)


class Shell(InteractiveShell):
    """IPython without a terminal, without a history on disk, and without colours."""

    def init_display_pub(self) -> None:
        self.display_pub = _Publisher(parent=self, shell=self)  # type: ignore[no-untyped-call]

    def init_displayhook(self) -> None:
        self.displayhook = _Hook(parent=self, shell=self)  # type: ignore[no-untyped-call]
        self.display_trap = DisplayTrap(hook=self.displayhook)  # type: ignore[no-untyped-call]

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        PAGE.add_error(str(etype.__name__), evalue, [str(line)[:MOST_TEXT] for line in stb])


def prepared_shell() -> Shell:
    """The shell, made once in the warm process so that each fork has it already."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.autoindent = False
    shell: Shell = Shell.instance(config=config)
    shell.system = shell.system_piped  # type: ignore[method-assign]
    builtins.input = _nobody_types
    # The first cell of all is slow: whatever IPython loads for it is then there.
    run(shell, "%load_ext cellcheck")
    # Or the notebook's own first cell would be told that the extension is there already.
    shell.extension_manager.loaded.clear()  # type: ignore[union-attr]
    shell.execution_count = 1
    return shell


def run(shell: Shell, source: str) -> tuple[list[Output], bool]:
    """Runs one cell.

    Returns:
        What it put out, as nbformat has it; and whether it came to its end without an error.

    """
    PAGE.clear()
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream("stdout"), _Stream("stderr")
    try:
        result = shell.run_cell(source, store_history=True)  # type: ignore[no-untyped-call]
        done = bool(result.success)
    except BaseException as error:  # noqa: BLE001  an interrupt that came too late for the cell
        name = type(error).__name__
        PAGE.add_error(name, error, [f"{name}: {_words(error)}"])
        done = False
    finally:
        sys.stdout, sys.stderr = out, err
    return PAGE.finished(), done


def _nobody_types(_prompt: object = "", /) -> str:
    raise StdinNotImplementedError("there is nobody to type while a notebook is graded")


def _shown(data: Any, metadata: Any) -> dict[str, Any]:
    texts = {str(kind): _as_text(value) for kind, value in dict(data).items()}
    plain = {kind: text for kind, text in texts.items() if len(text) <= MOST_DATA}
    return {"data": plain, "metadata": dict(metadata or {})}


def _as_text(value: object) -> str:
    """As notebooks keep it: pictures, which are bytes, in base64."""
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else str(value)


def _words(error: BaseException) -> str:
    try:
        return str(error)[:MOST_TEXT]
    except BaseException:  # noqa: BLE001  an exception of the student's may do anything
        return ""
