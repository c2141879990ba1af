"""The diagnosis of a submission: the notebook once more, in a process with the whole library.

It holds no hidden data. What it says goes to the student's page, never into a score.
"""

import socket

from cellcheck.checker import check_exercises
from cellcheck.diagnosis.repair import findings
from cellcheck.examinee.files import write_files
from cellcheck.examinee.shell import Shell, prepared_shell, run
from cellcheck.exercise import course
from cellcheck.trial import prepared
from cellcheck.wire.channel import Channel


def prepare() -> None:
    """In the warm process: everything that takes long the first time."""
    for name in course():
        prepared(name, None)
    prepared_shell()


def enter(connection: socket.socket, seconds: float, search_seconds: float) -> None:
    """Runs cells and checks in the order that the examiner wants, and answers each check.

    Args:
        connection: the way to the examiner.
        seconds: for each call of a student's function.
        search_seconds: for the search for a repair, of each function.

    """
    findings.SECONDS = search_seconds
    channel = Channel(connection)
    shell: Shell = Shell.instance()
    channel.send({"ready": True})
    message = channel.receive()
    write_files(message)
    for kind, content in message.header["steps"]:
        if kind == "cell":
            run(shell, content)
            continue
        for report in check_exercises(content, shell.user_ns, seconds=seconds):
            channel.send({"report": report.to_dict()})
    channel.send({"end": True})
