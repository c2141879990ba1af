"""`cellcheck autograde`: nbgrader's own command, with one flag more.

nbgrader reads its command line before it loads a course's configuration, so that nothing that is
configured can add a flag to it.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from nbgrader.apps.autogradeapp import AutogradeApp

UNSAFE_FLAG = {
    "unsafe": (
        {"SplitExecute": {"unsafe": True}},
        "Grade without isolation where it cannot be had; every report then says so.",
    )
}


def autograde(arguments: Sequence[str]) -> int:
    """Runs `nbgrader autograde` with these arguments, `--unsafe` among them if wanted.

    Returns:
        The exit status of the command.

    """

    class Autograde(AutogradeApp):
        name = "cellcheck-autograde"
        flags: ClassVar[dict[str, Any]] = {**AutogradeApp.flags, **UNSAFE_FLAG}

    try:
        Autograde.launch_instance(argv=list(arguments))
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0
