"""The gradebook in SQLite and on a PostgreSQL server."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from cellcheck.grading.recovery import complete_rows
from nbgrader.api import Gradebook

from . import small_course
from .course import Course
from .repairing import without
from .small_course import NAME, autograde, hand_in, released, right
from .test_odd_files import UNREADABLE

ACCOUNT = "postgres"
"""The server refuses to run as root; Debian's package makes this account."""


def programs() -> Path:
    """Where the programs of the server are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda p: int(p.parts[4]))
    assert found, "PostgreSQL is missing; on Debian: apt-get install postgresql"
    return found[-1].parent


def as_ordinary_user(*command: str | Path, folder: Path) -> None:
    account = ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups"]
    prefix = account if os.geteuid() == 0 else []
    run = subprocess.run(
        [*prefix, *map(str, command)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        # A server that stays keeps a pipe open, and reading it would not end.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    log = folder / "log"
    said = log.read_text(encoding="utf-8") if log.exists() else ""
    assert run.returncode == 0, f"{command}: exit status {run.returncode}\n{said}"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a database on a server of the tests' own, without a port on the network."""
    # The name of a socket may have some hundred characters: pytest's folders are too deep.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    if os.geteuid() == 0:
        entry = pwd.getpwnam(ACCOUNT)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data = folder / "data"
    tools = programs()
    try:
        initial = ("--auth=trust", "--username=grader", "--encoding=UTF8", "--no-sync")
        as_ordinary_user(tools / "initdb", "-D", data, *initial, folder=folder)
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
        start = (tools / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        as_ordinary_user(*start, folder=folder)
        try:
            yield f"postgresql+psycopg2://grader@/postgres?host={folder}"
        finally:
            # It ends the process whose number stands in the data directory, and waits for it.
            stop = (tools / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
            as_ordinary_user(*stop, folder=folder)
    finally:
        shutil.rmtree(folder)


def grade_all(folder: Path, address: str | None) -> Course:
    """The same submissions, graded with the gradebook at an address."""
    more = f"c.CourseDirectory.db_url = {address!r}" if address else ""
    course = small_course.start(folder, more=more)
    hand_in(course, "right", right(course))
    hand_in(course, "untouched", released(course))
    hand_in(course, "deleted", without(right(course), "data", "test_square", "answer"))
    hand_in(course, "Zoë 李", right(course))
    small_course.place(course, "broken").write_bytes(UNREADABLE["prose"][0])
    stamp = small_course.place(course, "right").with_name("timestamp.txt")
    stamp.write_text("2030-01-02 03:04:05 UTC", encoding="utf-8")
    said = autograde(course)
    assert said.exit_code == 0, said.output
    assert "Traceback" not in said.output
    export = course.run("export", "--to=grades.csv")
    assert export.exit_code == 0, export.output
    return course


def test_both_databases_give_the_same_export(server: str, tmp_path: Path) -> None:
    courses = [grade_all(tmp_path / "file", None), grade_all(tmp_path / "server", server)]
    assert not (courses[1].folder / "gradebook.db").exists()
    ours, theirs = (sorted(map(str, course.exported())) for course in courses)
    assert len(ours) == 5
    assert ours == theirs
    for student in ("right", "deleted", "broken"):
        first, second = (course.autograded(student, NAME).read_bytes() for course in courses)
        assert first == second
    with Gradebook(server, "small") as gradebook:
        assert complete_rows(gradebook, NAME, "right") == 0
        entry = gradebook.find_submission_notebook(NAME, NAME, "right")
        for grade in entry.grades:
            gradebook.db.delete(grade)
        gradebook.db.commit()
        assert complete_rows(gradebook, NAME, "right") == 3
