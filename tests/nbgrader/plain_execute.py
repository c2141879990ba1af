"""Runs cells without a kernel, where a test is about what happens before and after."""

import ast
import builtins
from typing import Any

from nbconvert.exporters.exporter import ResourcesDict
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader.preprocessors import NbGraderPreprocessor


class PlainExecute(NbGraderPreprocessor):  # type: ignore[misc]
    """Executes the cells of a notebook one after the other in a namespace of its own."""

    def preprocess(
        self, nb: NotebookNode, resources: ResourcesDict
    ) -> tuple[NotebookNode, ResourcesDict]:
        namespace: dict[str, Any] = {"__builtins__": builtins}
        for cell in nb.cells:
            if cell.cell_type == "code":
                cell.outputs = [from_dict(output) for output in _run(cell.source, namespace)]
        return nb, resources


def _run(source: str, namespace: dict[str, Any]) -> list[dict[str, Any]]:
    try:
        body = ast.parse(source).body
        last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), "cell", "exec"), namespace)  # noqa: S102
        if last is None:
            return []
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), namespace)  # noqa: S307
    except Exception as error:  # noqa: BLE001  as in a kernel
        name = type(error).__name__
        return [
            {"output_type": "error", "ename": name, "evalue": str(error), "traceback": [str(error)]}
        ]
    if value is None:
        return []
    return [
        {
            "output_type": "execute_result",
            "data": value if isinstance(value, dict) else {"text/plain": repr(value)},
            "metadata": {},
            "execution_count": 1,
        }
    ]
