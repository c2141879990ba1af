"""The notebook side: `check`, `%check` and the automatic check under the defining cell."""

import ast
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from IPython.core.error import UsageError
from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.core.magic import Magics, line_magic, magics_class

from cellcheck.checker import check_exercise, check_exercises
from cellcheck.diagnosis import NotebookState, derivative
from cellcheck.diagnosis.standing import Executed, SavedNotebook
from cellcheck.exercise import UnknownExerciseError, course
from cellcheck.report import MOST_HINTS, DerivativeEvidence, Report
from cellcheck.trial import Work
from cellcheck.views.bundle import show, show_evidence

AUTOMATIC = "CELLCHECK_AUTOMATIC"
"""Environment variable; 0 turns the automatic check off."""
PATHS = ("__session__", "__vsc_ipynb_file__")
"""Names under which front ends leave the path of the running notebook: Jupyter's, VS Code's."""
HINT_LEVEL = "CELLCHECK_HINT_LEVEL"
"""Environment variable; how many hints a finding gives: 0 none, 1 nudge, 2 pointer, 3 all."""


def check(name: str, namespace: dict[str, Any] | None = None, *, display: bool = True) -> Report:
    """Checks one exercise and shows the report.

    Args:
        name: the exercise, such as `"lstm_backward"`.
        namespace: where the functions are; the notebook's, or the caller's globals, by default.
        display: show the report.

    Returns:
        The report, for code that reads it.

    Raises:
        UnknownExerciseError: no exercise has this name; the message offers the nearest ones.
        ValueError: the environment variable `CELLCHECK_HINT_LEVEL` is not 0, 1, 2 or 3.

    >>> check("lstm_backward", {}, display=False).title
    '`lstm_backward` is not defined'

    """
    if namespace is None:
        namespace = caller_namespace(depth=2)
    most = hint_level()
    report = check_exercise(name, namespace, notebook=notebook_state()).with_hints(most)
    if display:
        show(report, prove=prover(name, namespace))
    return report


def check_all(names: list[str], namespace: dict[str, Any]) -> None:
    """Checks several exercises and shows each report as soon as it is there.

    Raises:
        UnknownExerciseError: no exercise has one of these names.
        ValueError: the environment variable `CELLCHECK_HINT_LEVEL` is not 0, 1, 2 or 3.

    """
    most = hint_level()
    for name, report in zip(
        names, check_exercises(names, namespace, notebook=notebook_state()), strict=True
    ):
        show(report.with_hints(most), prove=prover(name, namespace))


def evidence(name: str, namespace: dict[str, Any] | None = None) -> DerivativeEvidence:
    """Shows whether the expected gradients are right, by numerical differentiation.

    The reference's backward function is held against the derivative of the reference's forward
    function, and yours against the derivative of your own. No stored value is used.

    Args:
        name: a backward function, such as `"lstm_backward"`.
        namespace: where the functions are; the notebook's, or the caller's globals, by default.

    Returns:
        The relative error of each gradient, for code that reads it.

    Raises:
        UnknownExerciseError: no exercise has this name; the message offers the nearest ones.
        ValueError: the exercise returns no gradients; the message names those that do.

    """
    if namespace is None:
        namespace = caller_namespace(depth=2)
    prove = prover(name, namespace)
    if prove is None:
        proven = [known for known, exercise in course().exercises.items() if exercise.proof]
        raise ValueError(
            f"{name} returns no gradients to prove; expected one of {', '.join(proven)}"
        )
    found = prove()
    show_evidence(found)
    return found


def prover(name: str, namespace: dict[str, Any]) -> Callable[[], DerivativeEvidence] | None:
    """What computes the evidence on demand, from the functions as they are then."""
    if course()[name].proof is None:
        return None

    def prove() -> DerivativeEvidence:
        found = derivative.evidence(Work.found_in(namespace), name)
        if found is None:
            raise LookupError(f"{name} has no forward function to differentiate")
        return found

    return prove


def hint_level(default: int = MOST_HINTS) -> int:
    """The number of hints that the environment allows.

    Raises:
        ValueError: it holds something else than 0, 1, 2 or 3.

    """
    given = os.environ.get(HINT_LEVEL, str(default)).strip()
    allowed = [str(level) for level in range(MOST_HINTS + 1)]
    if given not in allowed:
        raise ValueError(f"{HINT_LEVEL} is {given!r}, expected one of {', '.join(allowed)}")
    return int(given)


def caller_namespace(depth: int) -> dict[str, Any]:
    """The notebook's namespace; outside IPython the globals of the caller `depth` frames up."""
    shell = get_ipython()
    if shell is not None:
        namespace: dict[str, Any] = shell.user_ns
        return namespace
    return sys._getframe(depth).f_globals  # noqa: SLF001  documented, if underscored


@magics_class
class CheckMagics(Magics):
    """`%check NAME` and, for everything defined so far, `%check`."""

    @line_magic
    def check(self, line: str) -> None:
        """Check an exercise: `%check lstm_backward`; with no name, all that are defined.

        The report is shown, not returned, so that it does not appear twice.
        """
        namespace = caller_namespace(depth=2)
        names = line.split() or list(Work.found_in(namespace).functions)
        if not names:
            raise UsageError(f"none is defined yet of: {', '.join(course())}")
        try:
            check_all(names, namespace)
        except UnknownExerciseError as error:
            raise UsageError(str(error)) from None


class ExecutedCells:
    """Remembers which cells ran since the extension was loaded, and when each ended."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.cells: list[Executed] = []

    def after_cell(self, result: ExecutionResult) -> None:
        if result.info is not None and result.error_before_exec is None:
            source = as_python(self.shell, result.info.raw_cell or "")
            self.cells.append(Executed(source, time.time()))


def notebook_state() -> NotebookState | None:
    """What ran in this kernel and what the notebook's file holds; None where either is unknown."""
    shell = get_ipython()
    executed = None if shell is None else _executed.get(id(shell))
    if shell is None or executed is None:
        return None
    saved = _saved_notebook(shell)
    return None if saved is None else NotebookState(tuple(executed.cells), saved)


def _saved_notebook(shell: InteractiveShell) -> SavedNotebook | None:
    """The file of the running notebook, where the front end says which one that is."""
    given = next((shell.user_ns[name] for name in PATHS if name in shell.user_ns), None)
    if not isinstance(given, str) or not given.endswith(".ipynb"):
        return None
    try:
        path = Path(given)
        at = path.stat().st_mtime
        # nbformat takes a second to import, which is more than all the rest of a check.
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return SavedNotebook(tuple(as_python(shell, text) for text in texts), at)


def as_python(shell: InteractiveShell, cell: str) -> str:
    """A cell with its magics written as Python."""
    return str(shell.transform_cell(cell))  # type: ignore[no-untyped-call]


class AutomaticCheck:
    """Checks the exercises that a cell has just defined, below that cell."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell

    def after_cell(self, result: ExecutionResult) -> None:
        if result.info is None or result.error_before_exec is not None:
            return
        functions = Work.found_in(self.shell.user_ns).functions
        names = [name for name in defined_in(result.info.raw_cell or "") if name in functions]
        check_all(names, self.shell.user_ns)


def defined_in(cell: str) -> list[str]:
    r"""The exercises whose functions a cell defines or assigns at its top level, in order.

    >>> defined_in("def lstm_forward(x, a0, parameters):\n    ...\nrate = 0.1")
    ['lstm_forward']
    """
    shell = get_ipython()
    source = cell if shell is None else as_python(shell, cell)
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    names: dict[str, None] = {}
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name):
                names[name] = None
            case ast.Assign(targets=targets):
                names |= {target.id: None for target in targets if isinstance(target, ast.Name)}
    return [name for name in names if name in course()]


_loaded: dict[int, AutomaticCheck] = {}
_executed: dict[int, ExecutedCells] = {}


def load_ipython_extension(shell: InteractiveShell) -> None:
    """`%load_ext cellcheck`: adds `%check` and the automatic check.

    While nbgrader executes a notebook the automatic check stays off: the graded cells check.
    """
    shell.register_magics(CheckMagics)
    if id(shell) not in _executed:
        executed = ExecutedCells(shell)
        # Before the automatic check, which asks for it.
        shell.events.register("post_run_cell", executed.after_cell)
        _executed[id(shell)] = executed
    is_off = os.environ.get(AUTOMATIC) == "0" or "NBGRADER_EXECUTION" in os.environ
    if id(shell) in _loaded or is_off:
        return
    automatic = AutomaticCheck(shell)
    shell.events.register("post_run_cell", automatic.after_cell)
    _loaded[id(shell)] = automatic


def unload_ipython_extension(shell: InteractiveShell) -> None:
    """`%unload_ext cellcheck`: the automatic check ends, `%check` stays."""
    executed = _executed.pop(id(shell), None)
    if executed is not None:
        shell.events.unregister("post_run_cell", executed.after_cell)
    automatic = _loaded.pop(id(shell), None)
    if automatic is not None:
        shell.events.unregister("post_run_cell", automatic.after_cell)
