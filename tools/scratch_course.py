"""A course of its own for one run, so that no real gradebook is touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class ScratchCourse:
    """A folder with the repository's configuration and sources, in which nbgrader runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / "source", folder / "source", ignore=_leftovers)
        shutil.copyfile(ROOT / "nbgrader_config.py", folder / "nbgrader_config.py")

    @property
    def assignments(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "source").iterdir() if path.is_dir())

    def nbgrader(self, *arguments: str) -> None:
        """Runs one command; says what it printed and ends the program if it fails."""
        run = subprocess.run(
            [sys.executable, "-m", "nbgrader", *arguments],
            cwd=self.folder,
            # The user's own nbgrader configuration must not change what comes out.
            env=os.environ | {"NO_COLOR": "1", "JUPYTER_CONFIG_DIR": str(self.folder / "config")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if run.returncode:
            sys.exit(f"{run.stdout}\nnbgrader {' '.join(arguments)} failed in {self.folder}")


def _leftovers(_folder: str, names: list[str]) -> set[str]:
    return {name for name in names if name == ".ipynb_checkpoints"}
