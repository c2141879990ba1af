"""Whatever is handed in as a notebook: one clear line, the marks that can be given, and no more."""

import json
import os
import socket
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from . import small_course
from .course import Command, Course, Notebook
from .repairing import FULL, NOTHING
from .small_course import NAME, autograde, cell, hand_in, notebook, place, right
from .test_feedback import text_of

ANSWER_KEY = "the answer key of this course"

# What is written to the file, and the words of the note on it.
UNREADABLE: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\n", "is empty"),
    "zeros": (b"\0" * 5000, "is empty"),
    "prose": (b"My notebook does not open.", "is not JSON"),
    "cut-off-early": (b'{"cells": [{"cell_type": "code", "sour', "is not JSON"),
    "a-list": (b"[1, 2, 3]", "is JSON, but no notebook"),
    "a-number": (b"7", "is JSON, but no notebook"),
    "no-cells": (b'{"nbformat": 4, "metadata": {}}', "holds no cells"),
    "deep": (b"[" * 200_000, "is nested too deeply"),
    "deep-inside": (b'{"cells": [' + b'{"a":' * 100_000, "is nested too deeply"),
    "format-99": (b'{"nbformat": 99, "worksheets": []}', "unknown format '99'"),
    "format-list": (b'{"nbformat": [], "worksheets": []}', "unknown format"),
    "old-and-damaged": (b'{"nbformat": 3, "worksheets": 7}', "has the old format 3 and is damaged"),
    "pdf": (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "is not JSON"),
    "zip": (b"PK\x03\x04\x14\x00\x00\x00", "is not JSON"),
}

HOOKS = """
def note(when):
    def hook(**names):
        with open("hooks.txt", "a") as file:
            file.write(f"{when} {names['notebooks'][0]}\\n")
    return hook

c.Autograde.pre_convert_hook = note("before")
c.Autograde.post_convert_hook = note("after")
"""


def as_json(submission: Notebook) -> str:
    return json.dumps(submission)


def _old_format(submission: Notebook) -> str:
    read = nbformat.reads(as_json({**submission, "metadata": {}}), as_version=4)
    return json.dumps(nbformat.convert(read, 3))


def _with_everything_odd(submission: Notebook) -> str:
    text = as_json(submission).replace(
        '"metadata": {"kernelspec"',
        '"metadata": {"a": NaN, "b": -Infinity, "c": 1e999, "kernelspec"',
    )
    digits = "9" * 10_000
    return text.replace('"nbformat": 4,', f'"nbformat": 3, "nbformat": 4, "huge": {digits},')


def _with_large_outputs(submission: Notebook) -> str:
    stream = {"output_type": "stream", "name": "stdout", "text": "x" * 25_000_000}
    cell(submission, "try-square")["outputs"] = [stream, stream]
    return as_json(submission)


def _with_many_cells(submission: Notebook) -> str:
    more = [{**cell(submission, "try"), "id": f"more-{n}", "source": f"{n}"} for n in range(5000)]
    submission["cells"] += more
    return as_json(submission)


def _with_a_long_cell(submission: Notebook) -> str:
    cell(submission, "try")["source"] = "long " * 2_000_000
    return as_json(submission)


def _of_another_language(submission: Notebook) -> str:
    submission["metadata"] = {
        "kernelspec": {"name": "ir", "language": "R", "display_name": "R"},
        "language_info": {"name": "R", "pygments_lexer": "nonsense"},
    }
    return as_json(submission)


def _with_odd_cells(submission: Notebook) -> str:
    submission["cells"] += [
        None,
        7,
        "text",
        {"cell_type": "heading", "source": "A heading", "metadata": {}},
        {"cell_type": 9, "source": "x", "metadata": {}},
        {"cell_type": "code", "source": {"not": "a text"}, "metadata": []},
        {"cell_type": "markdown", "source": "\ud800 alone", "metadata": {}, "attachments": 7},
        {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [{"output_type": "?"}, 3]},
    ]
    return as_json(submission)


# What is written, and the words of the note on it, if there is one.
READABLE: dict[str, tuple[Callable[[Notebook], str], str, str]] = {
    "with-mark": (as_json, "utf-8-sig", ""),
    "utf-16": (as_json, "utf-16", ""),
    "utf-16-without-mark": (as_json, "utf-16-le", ""),
    "utf-32": (as_json, "utf-32", ""),
    "format-3": (_old_format, "utf-8", "has the old format 3"),
    "odd-json": (_with_everything_odd, "utf-8", ""),
    "large-outputs": (_with_large_outputs, "utf-8", ""),
    "many-cells": (_with_many_cells, "utf-8", "the first 2,000 were read"),
    "long-cell": (_with_a_long_cell, "utf-8", "more than 5 MB of text"),
    "language-r": (_of_another_language, "utf-8", "is marked as 'R'"),
    "odd-cells": (_with_odd_cells, "utf-8", "are no cells and were left out"),
    "padded": (lambda submission: as_json(submission) + "\0" * 4096, "utf-8", "NUL characters"),
}


@dataclass(frozen=True)
class Graded:
    """The course after a run over all submissions."""

    course: Course
    said: Command
    feedback: Command

    def marks(self, student: str) -> dict[str, float | None]:
        with Gradebook(f"sqlite:///{self.course.folder / 'gradebook.db'}") as gradebook:
            found = gradebook.find_submission_notebook(NAME, NAME, student)
            return {
                grade.name: None if grade.needs_manual_grade else grade.auto_score
                for grade in found.grades
            }

    def lines(self, student: str) -> list[str]:
        start = f"] {student}, {NAME}"
        marked = [line.replace(" | WARNING", "") for line in self.said.output.splitlines()]
        return [line for line in marked if start in line or f" {student}, {NAME}" in line]

    def page(self, student: str) -> str:
        return text_of(self.course.page(student, NAME))


@pytest.fixture(scope="module")
def graded(folder: Path) -> Graded:
    course = small_course.start(folder / "odd-files", more=HOOKS)
    (course.folder / "secret.txt").write_text(ANSWER_KEY, encoding="utf-8")
    for student, (content, _) in UNREADABLE.items():
        place(course, student).write_bytes(content)
    for student, (write, encoding, _) in READABLE.items():
        place(course, student).write_bytes(write(right(course)).encode(encoding))
    with socket.socket(socket.AF_UNIX) as server:
        _hand_in_no_files(course, server)
        _hand_in_odd_folders(course)
        hand_in(course, "zoe", right(course))
        said = autograde(course)
    feedback = course.run("generate_feedback", NAME)
    return Graded(course, said, feedback)


def _hand_in_no_files(course: Course, server: socket.socket) -> None:
    """Things under the name of the notebook that are no regular files."""
    place(course, "folder").mkdir()
    os.mkfifo(place(course, "pipe"))
    place(course, "dangling-link").symlink_to("nowhere.ipynb")
    loop = place(course, "loop")
    loop.symlink_to(loop.name)
    place(course, "link-to-source").symlink_to(course.folder / "source" / NAME / f"{NAME}.ipynb")
    place(course, "device").symlink_to("/dev/zero")
    previous = Path.cwd()
    os.chdir(place(course, "socket").parent)  # the whole path is too long for a socket's name
    server.bind(f"{NAME}.ipynb")
    os.chdir(previous)
    place(course, "missing")


def _hand_in_odd_folders(course: Course) -> None:
    """Right notebooks in folders that hold other things as well, or under other names."""
    hand_in(course, "wrong-name", right(course)).rename(
        place(course, "wrong-name").with_name("Powers (1).ipynb")
    )
    nested = place(course, "nested").parent / NAME / "again"
    nested.mkdir(parents=True)
    (nested / f"{NAME}.ipynb").write_text(as_json(right(course)), encoding="utf-8")
    two = hand_in(course, "two-names", right(course))
    two.rename(two.with_name("final.ipynb"))
    two.with_name("scratch.ipynb").write_text(as_json(notebook()), encoding="utf-8")
    extra = hand_in(course, "extra", right(course))
    extra.with_name("notes.ipynb").write_text("not even JSON", encoding="utf-8")
    inside = hand_in(course, "links", right(course)).parent
    (inside / "data.csv").write_text("1,2", encoding="utf-8")
    (inside / "same.csv").symlink_to("data.csv")
    (inside / "gradebook.txt").symlink_to(course.folder / "gradebook.db")
    (inside / "key.txt").symlink_to(course.folder / "secret.txt")
    (inside / "all").symlink_to(course.folder / "source")
    os.mkfifo(inside / "pipe.txt")
    stolen = course.folder / "submitted" / "whole-link"
    stolen.mkdir()
    (stolen / NAME).symlink_to(course.folder / "source" / NAME)
    for student, content in {
        "bad-stamp": b"soon",
        "odd-stamp": b"\xff\xfe",
        "long": b"9" * 10**6,
    }.items():
        hand_in(course, student, right(course)).with_name("timestamp.txt").write_bytes(content)
    os.mkfifo(hand_in(course, "pipe-stamp", right(course)).with_name("timestamp.txt"))
    crowd = hand_in(course, "crowd", right(course)).parent
    for number in range(1500):
        (crowd / f"{number}.txt").touch()


def test_run_ends_well_and_names_those_without_a_notebook(graded: Graded) -> None:
    assert graded.said.exit_code == 0, graded.said.output
    assert "Traceback" not in graded.said.output
    last = graded.said.output.splitlines()[-1]
    assert "Nothing to grade in" in last
    assert all(student in last for student in UNREADABLE)
    assert "zoe" not in last


@pytest.mark.parametrize("student", UNREADABLE)
def test_unreadable_notebook_earns_nothing_and_says_why(graded: Graded, student: str) -> None:
    words = UNREADABLE[student][1]
    assert graded.marks(student) == NOTHING
    assert len(graded.lines(student)) == 1
    assert words in graded.lines(student)[0]
    assert words in graded.page(student)


@pytest.mark.parametrize("student", READABLE)
def test_odd_notebook_earns_its_marks(graded: Graded, student: str) -> None:
    words = READABLE[student][2]
    assert graded.marks(student) == FULL
    assert words in "\n".join(graded.lines(student))
    assert words in graded.page(student)
    assert bool(graded.lines(student)) == bool(words)


@pytest.mark.parametrize(
    ("student", "words"),
    {
        "folder": "is a folder",
        "pipe": "is no regular file",
        "socket": "cannot be opened",
        "device": "is a link to a place outside the submission",
        "link-to-source": "is a link to a place outside the submission",
        "dangling-link": "cannot be opened",
        "loop": "is a link to a place outside the submission",
        "missing": "The notebook is missing",
        "whole-link": "The submission is a link",
    }.items(),
)
def test_what_is_no_file_earns_nothing_and_says_why(
    graded: Graded, student: str, words: str
) -> None:
    assert graded.marks(student) == NOTHING
    assert words in "\n".join(graded.lines(student))
    assert words in graded.page(student)


@pytest.mark.parametrize(
    ("student", "words"),
    {
        "wrong-name": "was handed in as Powers (1).ipynb",
        "nested": "was handed in as powers/again/powers.ipynb",
        "two-names": "was handed in as final.ipynb",
        "extra": "the assignment has no notebook of this name: notes.ipynb",
        "links": "key.txt was left out: it is a link to a place outside",
        "crowd": "more than 1,000 files",
    }.items(),
)
def test_odd_folder_earns_its_marks(graded: Graded, student: str, words: str) -> None:
    assert graded.marks(student) == FULL
    assert words in "\n".join(graded.lines(student)).replace("`", "")
    assert words in graded.page(student).replace("`", "")


@pytest.mark.parametrize("student", ["bad-stamp", "odd-stamp", "long", "pipe-stamp"])
def test_damaged_time_stamp_is_no_reason_to_stop(graded: Graded, student: str) -> None:
    assert graded.marks(student) == FULL
    assert f"/{student}/{NAME}/timestamp.txt is no time stamp" in graded.said.output


def test_nothing_outside_a_submission_is_copied(graded: Graded) -> None:
    copied = graded.course.folder / "autograded" / "links" / NAME
    assert sorted(path.name for path in copied.iterdir()) == [
        "data.csv",
        f"{NAME}.ipynb",
        "same.csv",
    ]
    whole = graded.course.folder / "autograded" / "whole-link" / NAME
    assert [path.name for path in whole.iterdir()] == [f"{NAME}.ipynb"]
    for path in (graded.course.folder / "autograded").rglob("*"):
        assert stat.S_ISREG(path.lstat().st_mode) or path.is_dir()
        if path.is_file():
            assert ANSWER_KEY.encode() not in path.read_bytes()


def test_hooks_of_the_course_run_for_everybody(graded: Graded) -> None:
    lines = (graded.course.folder / "hooks.txt").read_text(encoding="utf-8").split("\n")
    submissions = len(list((graded.course.folder / "submitted").iterdir()))
    for when in ("before", "after"):
        assert len({line for line in lines if line.startswith(when)}) == submissions


def test_feedback_is_made_for_everybody(graded: Graded) -> None:
    assert graded.feedback.exit_code == 0, graded.feedback.output
    submitted = {path.name for path in (graded.course.folder / "submitted").iterdir()}
    pages = {path.parts[-3] for path in (graded.course.folder / "feedback").rglob("*.html")}
    assert pages == submitted


def test_grading_again_gives_the_same_notebooks(graded: Graded) -> None:
    students = ["zoe", "odd-cells", "format-3", "empty"]
    before = {s: graded.course.autograded(s, NAME).read_bytes() for s in students}
    for student in students:
        said = autograde(graded.course, "--force", f"--student={student}")
        assert said.exit_code == 0, said.output
    assert {s: graded.course.autograded(s, NAME).read_bytes() for s in students} == before
