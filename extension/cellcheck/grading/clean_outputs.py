"""Outputs and cells of students, made harmless for whoever looks at them in a browser.

The formgrader shows them to an instructor whose browser may change every grade; feedback pages
go through an exchange to many readers.
"""

from collections.abc import Iterator
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Integer, List

from cellcheck.grading.alternative_text import DESCRIBED, alternative_texts
from cellcheck.grading.clean_html import (
    LONGEST_HTML,
    LONGEST_PICTURE,
    SVG,
    as_text,
    clean_html,
    is_picture,
)
from cellcheck.grading.redraw import drawn_anew
from cellcheck.report import MIME_TYPE

TEXTS = ("text/plain", "text/latex", "text/markdown")
"""Shown escaped, or through the filter for Markdown."""
NOTHING = "(an output that this page does not show)"


class CleanOutputs(NbGraderPreprocessor):
    """Keeps of outputs what a page can show without running anything.

    Texts, pictures and cleaned HTML stay. Scripts, widgets and all else that a renderer would
    run goes. Reports and training runs are drawn anew from their data, wherever they come from.
    """

    # The exporter configures this for every preprocessor, and nbgrader warns where it is not there.
    display_data_priority: List[str] = List().tag(config=True)

    def preprocess_cell(
        self,
        cell: NotebookNode,
        resources: ResourcesDict,
        cell_index: int,  # noqa: ARG002  the interface has it
    ) -> tuple[NotebookNode, ResourcesDict]:
        if cell.cell_type == "code":
            graded = bool(is_grade(cell)) and not is_solution(cell)
            cell.outputs = [self._clean(output, graded=graded) for output in cell.outputs]
        return cell, resources

    def _clean(self, output: NotebookNode, *, graded: bool) -> NotebookNode:
        if output.output_type not in {"display_data", "execute_result"}:
            return output
        given = dict(output.data)
        kept = drawn_anew(given, graded=graded)
        if kept is None:
            kept = dict(_harmless(given))
        # Sizes and classes of pictures, frames around HTML: nothing that a page needs.
        texts = alternative_texts(kept, output.get("metadata"))
        output.metadata = from_dict(texts)  # type: ignore[no-untyped-call]
        output.data = from_dict(kept or {"text/plain": NOTHING})  # type: ignore[no-untyped-call]
        return output


class CleanPage(NbGraderPreprocessor):
    """Makes cells fit for a page: short outputs, pictures that are pictures, no other metadata.

    It comes after `HideHiddenTests`, which has to see a text whole to find a secret in it.
    """

    display_data_priority: List[str] = List().tag(config=True)
    max_characters = Integer(20_000, help="Of one output of text; the rest is left out.").tag(
        config=True
    )
    max_outputs = Integer(50, help="Of one cell; the rest is left out.").tag(config=True)

    def preprocess_cell(
        self,
        cell: NotebookNode,
        resources: ResourcesDict,
        cell_index: int,  # noqa: ARG002  the interface has it
    ) -> tuple[NotebookNode, ResourcesDict]:
        kept = {"nbgrader": cell.metadata["nbgrader"]} if "nbgrader" in cell.metadata else {}
        cell.metadata = from_dict(kept)  # type: ignore[no-untyped-call]
        if cell.cell_type == "raw":
            # A template writes it into the page as it is.
            cell.cell_type, cell.source = "markdown", as_text(cell.source)
        if cell.cell_type == "markdown":
            self._keep_pictures(cell)
        else:
            self._shorten(cell)
        return cell, resources

    def _keep_pictures(self, cell: NotebookNode) -> None:
        attachments = {
            name: {kind: data for kind, data in bundle.items() if is_picture(kind, data)}
            for name, bundle in cell.get("attachments", {}).items()
        }
        cell.attachments = from_dict(  # type: ignore[no-untyped-call]
            {name: bundle for name, bundle in attachments.items() if bundle}
        )

    def _shorten(self, cell: NotebookNode) -> None:
        more = len(cell.outputs) - self.max_outputs
        if more > 0:
            del cell.outputs[self.max_outputs :]
            words = f"({more:,} further outputs are not shown)\n"
            note = {"output_type": "stream", "name": "stdout", "text": words}
            cell.outputs.append(from_dict(note))  # type: ignore[no-untyped-call]
        cell.source = self._cut(cell.source, 10 * self.max_characters)
        for output in cell.outputs:
            _describe(output, cell.get("execution_count"))
            if output.output_type == "stream":
                output.text = self._cut(output.text)
            elif output.output_type == "error":
                output.traceback = [self._cut(line) for line in output.traceback[:100]]
            elif MIME_TYPE not in output.data:
                for kind in TEXTS:
                    if kind in output.data:
                        output.data[kind] = self._cut(output.data[kind])

    def _cut(self, text: str, longest: int | None = None) -> str:
        longest = longest or self.max_characters
        rest = len(text) - longest
        return text if rest <= 0 else f"{text[:longest]} … ({rest:,} characters more)"


def _describe(output: NotebookNode, count: int | None) -> None:
    """Gives a picture without words of its own some that say where it stands."""
    for kind in DESCRIBED:
        if kind in output.get("data", {}) and kind not in output.metadata:
            words = "Output of this cell" if count is None else f"Output of cell {count}"
            output.metadata[kind] = from_dict({"alt": words})  # type: ignore[no-untyped-call]


def _harmless(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Of an output's versions those that nothing can come from."""
    for kind, content in data.items():
        if not isinstance(content, str):
            continue
        if kind in TEXTS:
            yield kind, content
        elif kind == "text/html" and len(content) <= LONGEST_HTML:
            yield kind, clean_html(content)
        elif (kind == SVG and len(content) <= LONGEST_PICTURE) or is_picture(kind, content):
            yield kind, content
