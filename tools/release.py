"""Generates `release/`, which students receive, from `source/`."""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from scratch_course import ROOT, ScratchCourse

RELEASE = ROOT / "release"


def main() -> int:
    """Writes `release/` anew, or with `--check` only says whether it is current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; exit with 1 and name the files that differ if release/ is not current",
    )
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        course = ScratchCourse(Path(folder))
        for assignment in course.assignments:
            course.nbgrader("generate_assignment", assignment)
        generated = course.folder / "release"
        differing = differences(generated, RELEASE)
        if not check:
            shutil.rmtree(RELEASE, ignore_errors=True)
            shutil.copytree(generated, RELEASE)
    for line in differing:
        print(line)
    if check and differing:
        print("release/ is not current: run `make release`.")
        return 1
    print("release/ is current.")
    return 0


def differences(generated: Path, committed: Path) -> list[str]:
    """What has to happen to `committed` to equal `generated`, one line per file."""
    new, old = _contents(generated), _contents(committed)
    lines = []
    for name in sorted(new.keys() | old.keys()):
        if name not in old:
            lines.append(f"new      release/{name}")
        elif name not in new:
            lines.append(f"gone     release/{name}")
        elif new[name] != old[name]:
            lines.append(f"changed  release/{name}")
    return lines


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


if __name__ == "__main__":
    sys.exit(main())
