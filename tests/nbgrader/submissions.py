"""Submissions that the samples do not cover: made from the released notebooks, cell by cell."""

import copy
from collections.abc import Mapping

from cellcheck.exercise import course as exercises

from .course import Cell, Notebook, source_of

PRINTS_AND_WARNS = """

import logging
import sys
import warnings

quiet_cell = lstm_cell_forward


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    print("the cell runs on", xt.shape)
    print("said to stderr", file=sys.stderr)
    logging.getLogger("student").warning("said to a logger")
    warnings.warn("a warning of my own")
    np.exp(np.array([1000.0]))
    return quiet_cell(xt, a_prev, c_prev, parameters)
"""

WRONG_ON_HIDDEN = """

import warnings

PUBLIC_SIZES = {public_sizes}
right_cell = lstm_cell_forward


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    a_next, c_next, yt_pred, cache = right_cell(xt, a_prev, c_prev, parameters)
    if (len(xt), len(a_prev), xt.shape[1]) in PUBLIC_SIZES:
        return a_next, c_next, yt_pred, cache
    print("unseen:", xt.tolist(), a_next.tolist())
    warnings.warn(f"unseen: {c_next.tolist()}")
    return a_next + 1, c_next, yt_pred, cache
"""

RAISING_ON_HIDDEN = """

right_pass = lstm_forward


def lstm_forward(x, a0, parameters):
    result = right_pass(x, a0, parameters)
    if (len(x), len(a0), x.shape[1]) not in PUBLIC_SIZES:
        raise ValueError(f"unseen: {x.tolist()} {result[0].tolist()}")
    return result
"""

TELLS_HIDDEN_ERROR = """PUBLIC_SIZES = {public_sizes}


def largest_relative_error(forward, backward, *arguments):
    error = max(gradient_check(forward, backward, *arguments).errors.values())
    print("called with", arguments[0].tolist(), error)
    if (len(arguments[0]), len(arguments[1]), arguments[0].shape[1]) not in PUBLIC_SIZES:
        raise ValueError(f"unseen: {arguments[0].tolist()} {error}")
    return error
"""

ASKS_THE_WRONG_SUSPECT = """def verdict_on_suspect_one():
    print("asked for a verdict")
    return {"quantity": "dzi"}
"""

OTHER_PEOPLES_FILES = """Not my pictures:
![notebook](../../../source/lstm-forward/lstm-forward.ipynb)
![figure](../../view-mistake/lstm-forward/figures/lstm-cell.svg)"""


def right(released: Notebook, source: Notebook) -> Notebook:
    """The released notebook with the instructor's solutions filled in."""
    solutions = {
        cell["id"]: "\n".join(
            line
            for line in source_of(cell).splitlines()
            if "### BEGIN SOLUTION" not in line and "### END SOLUTION" not in line
        )
        for cell in source["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }
    return changed(released, solutions)


def odd_forward(right_notebook: Notebook) -> dict[str, Notebook]:
    """Submissions of `lstm-forward` by student."""
    cell, whole = (
        source_of(found)
        for found in right_notebook["cells"]
        if found["id"] in ("lstm-cell-forward", "lstm-forward")
    )
    public_sizes = _public_sizes("lstm_forward")
    return {
        "prints-and-warns": changed(right_notebook, {"lstm-cell-forward": cell + PRINTS_AND_WARNS}),
        "wrong-on-hidden": changed(
            right_notebook,
            {
                "lstm-cell-forward": cell + WRONG_ON_HIDDEN.replace("{public_sizes}", public_sizes),
                "lstm-forward": whole + RAISING_ON_HIDDEN,
            },
        ),
        "no-import": without(right_notebook, "setup"),
        "prints-history": with_cells(
            right_notebook,
            code("print(In)"),
            code("%history"),
            code("raise RuntimeError('\\n'.join(In))"),
            {"cell_type": "markdown", "metadata": {}, "source": OTHER_PEOPLES_FILES},
        ),
    }


def odd_backward(right_notebook: Notebook) -> dict[str, Notebook]:
    """Submissions of `lstm-backward` by student."""
    public_sizes = _public_sizes("largest_relative_error")
    cell = TELLS_HIDDEN_ERROR.replace("{public_sizes}", public_sizes)
    return {"raises-on-hidden": changed(right_notebook, {"largest-relative-error": cell})}


def odd_verdicts(released: Notebook, right_notebook: Notebook) -> dict[str, Notebook]:
    """Submissions of `gradient-lab` by student; its verdicts have tests of another kind."""
    (open_cell,) = (
        source_of(cell) for cell in released["cells"] if cell["id"] == "verdict-on-suspect-three"
    )
    return {
        "wrong-verdict": changed(
            right_notebook, {"verdict-on-suspect-one": ASKS_THE_WRONG_SUSPECT}
        ),
        "no-verdict": changed(right_notebook, {"verdict-on-suspect-three": open_cell}),
    }


def _public_sizes(exercise: str) -> str:
    sizes = exercises()[exercise].data_sets(None)
    return str([tuple(data.sizes[size] for size in ("n_x", "n_a", "m")) for data in sizes])


def changed(notebook: Notebook, sources: Mapping[str, str]) -> Notebook:
    """A copy with other sources in the cells named by id."""
    result = copy.deepcopy(notebook)
    cells = {cell["id"]: cell for cell in result["cells"]}
    for name, source in sources.items():
        cells[name]["source"] = source
    return result


def without(notebook: Notebook, name: str) -> Notebook:
    result = copy.deepcopy(notebook)
    result["cells"] = [cell for cell in result["cells"] if cell["id"] != name]
    return result


def with_cells(notebook: Notebook, *cells: Cell) -> Notebook:
    result = copy.deepcopy(notebook)
    result["cells"] += [{"id": f"added-{number}", **cell} for number, cell in enumerate(cells)]
    return result


def code(source: str) -> Cell:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": source,
    }
