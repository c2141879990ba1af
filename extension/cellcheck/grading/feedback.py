"""Feedback pages: the reports, but neither the source of hidden tests nor what they expect.

Preprocessors for `c.GenerateFeedback.preprocessors`, in the order of the classes.
"""

import base64
import mimetypes
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbconvert.filters import strip_ansi
from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from nbgrader.utils import is_grade
from traitlets import List

from cellcheck.grading.clean_html import is_picture_file
from cellcheck.report import MIME_TYPE

FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")
"""How IPython heads a frame of a traceback that lies in a cell."""

PICTURE = re.compile(r"(!\[(?:[^\[\]]|\[[^\[\]]*\])*\]\()([^)\s]+)\)")
"""A picture in Markdown: its words (which may hold brackets), and its address."""

SHORTEST_SECRET = 12
"""Characters of a line of a hidden test worth keeping back elsewhere; `x = 1` is no secret."""

KEPT_BACK = "(a line of a hidden test, not shown)"
NOT_SHOWN = "in a test that is not shown"
PRINTED = "What was printed here is not shown, because hidden tests print here as well.\n"
ON_STDERR = "Something was written to stderr. In a graded cell that costs all its points.\n"
WAITING = "Your instructor reads this answer; its points are not in the score yet."

STYLE = """
.text_cell_render table { margin-bottom: 1em; }
.text_cell_render th, .text_cell_render td { padding: 0.3em 0.9em; border-bottom: 1px solid #ddd; }
.text_cell_render th:first-child, .text_cell_render td:first-child { padding-left: 0; }
.text_cell_render img, .output_area img { max-width: 100%; height: auto; }
.output_wrapper { margin-bottom: 1.2em; }
"""


class GetGradesSoFar(GetGrades):
    """Brings the grades into the notebook, and says so where a person has yet to give one.

    nbgrader shows an answer that nobody has read as `0.0`.
    """

    def _get_score(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        super()._get_score(cell, resources)
        nbgrader = cell.metadata.nbgrader
        grade = self.gradebook.find_grade(
            nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        if grade.needs_manual_grade and grade.manual_score is None:
            nbgrader.comment = "\n\n".join(filter(None, [nbgrader.get("comment"), WAITING]))


class HideHiddenTests(ClearHiddenTests):
    """Takes hidden tests out of the copy of a notebook that students get back.

    - Their source, in the test cell and wherever the notebook repeats it (`%history`, `print(In)`).
    - Tracebacks, which show the lines around the one that failed, hidden ones among them. Of an
      error in a hidden test only the name is kept; of one in a visible line, that line and the
      frames of the student's own functions.
    - Whatever else a test cell with hidden tests puts out, but for the report.
    """

    # The exporter configures this for every preprocessor, and nbgrader warns where it is not there.
    display_data_priority: List[str] = List().tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        self._secrets = self._find_secrets(nb)
        nb, resources = super().preprocess(nb, resources)
        return nb, resources

    def preprocess_cell(
        self,
        cell: NotebookNode,
        resources: ResourcesDict,
        cell_index: int,  # noqa: ARG002  the interface has it
    ) -> tuple[NotebookNode, ResourcesDict]:
        if cell.cell_type != "code":
            return cell, resources
        hidden = self._hidden_lines(cell) if is_grade(cell) else set()
        if hidden:
            cell.outputs = list(_shown(cell, hidden))
            lines = enumerate(cell.source.split("\n"), start=1)
            cell.source = "\n".join(line for number, line in lines if number not in hidden)
        cell.outputs = [self._without_secrets(output) for output in cell.outputs]
        return cell, resources

    def _hidden_lines(self, cell: NotebookNode) -> set[int]:
        """The numbers of the lines between the delimiters, which are among them."""
        hidden = set()
        inside = False
        for number, line in enumerate(cell.source.split("\n"), start=1):
            inside = inside or self.begin_test_delimeter in line
            if inside:
                hidden.add(number)
            inside = inside and self.end_test_delimeter not in line
        return hidden

    def _find_secrets(self, nb: NotebookNode) -> tuple[str, ...]:
        """Lines that stand in hidden tests and nowhere else in the notebook."""
        hidden: dict[str, None] = {}
        visible = set()
        for cell in nb.cells:
            numbers = self._hidden_lines(cell) if is_grade(cell) else set()
            for number, line in enumerate(cell.source.split("\n"), start=1):
                if number not in numbers:
                    visible.add(line.strip())
                elif len(line.strip()) >= SHORTEST_SECRET:
                    hidden[line.strip()] = None
        lines = tuple(line for line in hidden if line not in visible)
        # Outputs in HTML hold them escaped.
        return tuple(
            {line: None for text in lines for line in (text, escape(text), escape(text, False))}
        )

    def _without_secrets(self, value: Any) -> Any:
        """An output, or a part of it; lines that repeat one of a hidden test are replaced."""
        match value:
            case str() if any(secret in value for secret in self._secrets):
                return "\n".join(
                    KEPT_BACK if any(secret in line for secret in self._secrets) else line
                    for line in value.split("\n")
                )
            case list():
                return [self._without_secrets(item) for item in value]
            case dict():
                for key, item in value.items():
                    value[key] = self._without_secrets(item)
        return value


class EmbedFigures(NbGraderPreprocessor):
    """Puts the pictures into the page: the exchange takes it back without the files beside it.

    nbconvert's own `embed_images` would send back any file of the grading machine that a student's
    text names as a picture; here it has to lie in the folder of the submission.
    """

    display_data_priority: List[str] = List().tag(config=True)

    def preprocess_cell(
        self,
        cell: NotebookNode,
        resources: ResourcesDict,
        cell_index: int,  # noqa: ARG002  the interface has it
    ) -> tuple[NotebookNode, ResourcesDict]:
        if cell.cell_type != "markdown":
            return cell, resources
        folder = Path(resources["metadata"]["path"]).resolve()

        def attach(picture: re.Match[str]) -> str:
            path = (folder / picture[2]).resolve()
            mime_type = mimetypes.guess_type(path.name)[0] or ""
            if not (path.is_relative_to(folder) and path.is_file()):
                return picture[0]
            content = path.read_bytes()
            # A notebook of the instructor's may have come here under the name of a picture.
            if not is_picture_file(mime_type, content):
                return picture[0]
            data = base64.b64encode(content).decode("ascii")
            cell.setdefault("attachments", {})[path.name] = {mime_type: data}
            return f"{picture[1]}attachment:{path.name})"

        cell.source = PICTURE.sub(attach, cell.source)
        return cell, resources


class PageStyle(NbGraderPreprocessor):
    """Gives tables, pictures and outputs a style.

    nbgrader's template leaves columns run together, wide pictures beyond the edge, and what follows
    an output close below it.
    """

    display_data_priority: List[str] = List().tag(config=True)

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        # The template's own preprocessor has run by now, and put its sheets there.
        resources.setdefault("inlining", {}).setdefault("css", []).append(STYLE)
        return nb, resources


def _shown(cell: NotebookNode, hidden: set[int]) -> Iterator[NotebookNode]:
    """What students see of the outputs of a test cell that hides tests."""
    said = set()
    for output in cell.outputs:
        if output.output_type == "error":
            _shorten(output, cell, hidden)
            yield output
        elif output.output_type == "stream" and output.name not in said:
            said.add(output.name)
            output.text = ON_STDERR if output.name == "stderr" else PRINTED
            yield output
        elif output.output_type == "display_data" and MIME_TYPE in output.data:
            yield output


def _shorten(error: NotebookNode, cell: NotebookNode, hidden: set[int]) -> None:
    """Leaves of an error what can be told: everything where it came from visible lines."""
    lines = cell.source.split("\n")
    entries = list(map(strip_ansi, error.traceback))
    # The outermost frame is the test cell's, whatever number it had where it was run.
    found = [frame for entry in entries for frame in FRAME.findall(entry)]
    counts = {found[0][0]} if found else set()
    traceback = []
    at: set[int] = set()
    for entry in entries:
        frames = [int(line) for count, line in FRAME.findall(entry) if count in counts]
        frames = [number for number in frames if number <= len(lines)]
        at.update(frames)
        own = [f"Line {number} of this cell: {lines[number - 1].strip()}\n" for number in frames]
        traceback += own or [entry]
    if at and not at & hidden:
        error.traceback = traceback
        return
    error.evalue = NOT_SHOWN if at or error.evalue == NOT_SHOWN else ""
    error.traceback = [f"{error.ename} {error.evalue}".strip()]
