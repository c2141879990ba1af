"""One database engine for a whole run, and commits that do not wait for the disk.

nbgrader opens its gradebook some ten times for each submission, each time with an engine of its
own, which compiles every query anew; and it commits each grade by itself, which in SQLite's usual
mode waits for the disk three times. Together that is most of what nbgrader takes.
"""

import contextlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import nbgrader.api
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

NETWORK = ("nfs", "cifs", "smb", "9p", "fuse", "afs", "lustre", "gpfs", "ceph", "beegfs")
"""File systems on which SQLite's log ahead of the writes cannot be relied on."""


@contextlib.contextmanager
def one_engine() -> Iterator[None]:
    """Has every gradebook that is opened inside use the same engine.

    A gradebook in SQLite on a local disk keeps its log ahead of the writes meanwhile: a grader that
    is killed loses nothing that was committed. Afterwards it is as it was.
    """
    engines: list[Engine] = []

    @cache
    def shared(url: str, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        if engine.dialect.name == "sqlite" and _is_local(engine.url.database):
            event.listen(engine, "connect", _write_ahead)
            engines.append(engine)
        return engine

    before = nbgrader.api.create_engine
    nbgrader.api.create_engine = shared
    try:
        yield
    finally:
        nbgrader.api.create_engine = before
        for engine in engines:
            _as_before(engine)


def _write_ahead(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _as_before(engine: Engine) -> None:
    event.remove(engine, "connect", _write_ahead)
    engine.dispose()
    # Somebody who reads it at this moment keeps it in that mode: the next run ends it.
    with contextlib.suppress(SQLAlchemyError), engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
    engine.dispose()


def _is_local(database: str | None) -> bool:
    """Is the file on a disk of this machine, as far as the table of mounts tells?"""
    if not database or database == ":memory:":
        return False
    path = Path(database).resolve()
    kinds: dict[Path, str] = {}
    with contextlib.suppress(OSError):
        for line in Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
            words = line.split()
            kinds[Path(words[1])] = words[2]
    for folder in path.parents:
        if folder in kinds:
            return not kinds[folder].startswith(NETWORK)
    return False
