"""What a student's process must not contain: the solutions of what is being graded.

Each module that holds one is handed over as source without it, and its file is masked; what only
serves to build exercises (data sets, derivations, references) is withheld as a whole.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from cellcheck.exercise import ENTRY_POINT_GROUP, Course, Exercise

LONGEST_NAME = 60
LONGEST_SIGNATURE = 200
"""Characters that are told of a function that is an argument."""


@dataclass(frozen=True, slots=True)
class KeptBack:
    """The library as one assignment's students see it.

    Args:
        modules: for `cellcheck.examinee.library.install`.
        masked: files and folders that the walls hide.
        packages: folders that must be visible for the rest of the library.

    """

    modules: dict[str, dict[str, Any]] = field(default_factory=dict)
    masked: tuple[Path, ...] = ()
    packages: tuple[Path, ...] = ()


def kept_back(course: Course, graded: Iterable[str]) -> KeptBack:
    """What is kept back from students while the exercises `graded` are graded."""
    exercises = [course[name] for name in graded]
    modules: dict[str, dict[str, Any]] = {}
    masked: set[Path] = set()
    packages: set[Path] = set()
    for module, function in _registering():
        modules[module.__name__] = _stub(module, function)
        file = _file(module)
        masked.add(file.parent if hasattr(module, "__path__") else file)
        packages.add(_top_folder(module))
    withheld = tuple(modules)
    for name, functions in _solutions(exercises).items():
        if not name.startswith(withheld):
            module = import_module(name)
            modules[name] = _without(module, functions)
            masked.add(_file(module))
            packages.add(_top_folder(module))
    for exercise in exercises:
        for name in exercise.solving_modules:
            modules[name] = {"source": None, "asked": {}, "package": True}
            path = _file(import_module(name))
            masked.add(path.parent if path.name == "__init__.py" else path)
    caches = {path.parent / "__pycache__" for path in masked}
    masked |= {cache for cache in caches if cache.is_dir()}
    return KeptBack(modules, tuple(sorted(masked)), tuple(sorted(packages)))


def _registering() -> Iterator[tuple[ModuleType, str]]:
    """The modules that register exercises, with the name of the function that does."""
    for entry_point in entry_points(group=ENTRY_POINT_GROUP):
        yield import_module(entry_point.module), entry_point.attr


def _stub(module: ModuleType, function: str) -> dict[str, Any]:
    source = f"def {function}():\n    return ()\n"
    return {"source": source, "file": str(_file(module)), "asked": {}, "package": True}


def _solutions(exercises: Iterable[Exercise]) -> dict[str, dict[str, str]]:
    """By module: the functions that are taken out, and by which name the examiner knows each.

    A reference need not bear the name of its exercise. What solves an exercise besides its
    reference has a name that nobody answers to.
    """
    found: dict[str, dict[str, str]] = {}
    for exercise in exercises:
        for solution in map(inspect.unwrap, exercise.solving_functions):
            is_reference = solution is inspect.unwrap(exercise.reference)
            question = exercise.name if is_reference else solution.__name__
            found.setdefault(solution.__module__, {})[solution.__name__] = question
    return found


def _without(module: ModuleType, questions: dict[str, str]) -> dict[str, Any]:
    """A module's source without some of its functions, and without what only they used."""
    names = set(questions)
    tree = ast.parse(inspect.getsource(module))
    tree.body = [node for node in tree.body if getattr(node, "name", None) not in names]
    while idle := _idle(tree):
        tree.body = [node for node in tree.body if getattr(node, "name", None) not in idle]
    asked = {
        name: {**described(getattr(module, name)), "question": question}
        for name, question in questions.items()
    }
    return {"source": ast.unparse(tree), "file": str(_file(module)), "asked": asked}


def _idle(tree: ast.Module) -> set[str]:
    """Private functions and classes that nothing in the module mentions any more."""
    mentioned = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    private = {
        node.name
        for node in tree.body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name.startswith("_")
    }
    return private - mentioned


def described(function: Any) -> dict[str, str]:
    """Signature and documentation; the first without names that the other side may lack."""
    signature = _bare(inspect.signature(function), keep=_is_plain)
    return {"signature": signature, "doc": inspect.getdoc(function) or ""}


def announced(function: Callable[..., Any]) -> dict[str, str]:
    """Name and signature of a function that is an argument, as far as they tell nothing else.

    It may hold hidden data: defaults and documentation stay here, and so does a text of a length
    that no heading has.
    """
    name = str(getattr(function, "__name__", type(function).__name__))
    try:
        signature = _bare(inspect.signature(function), keep=_is_no_default)
    except (TypeError, ValueError):  # a compiled one tells nothing of itself
        signature = ""
    return {
        "name": name if len(name) <= LONGEST_NAME else "function",
        "signature": signature if len(signature) <= LONGEST_SIGNATURE else "",
    }


def _bare(signature: inspect.Signature, *, keep: Callable[[Any], bool]) -> str:
    """Without annotations, and with `None` for the defaults that are not to be kept."""
    bare = [
        parameter.replace(
            annotation=inspect.Parameter.empty,
            default=parameter.default if keep(parameter.default) else None,
        )
        for parameter in signature.parameters.values()
    ]
    plain = signature.replace(parameters=bare, return_annotation=inspect.Signature.empty)
    return str(plain)


def _is_no_default(default: Any) -> bool:
    return default is inspect.Parameter.empty


def _is_plain(default: Any) -> bool:
    is_number_or_text = isinstance(default, (bool, int, float, str))
    return default is inspect.Parameter.empty or default is None or is_number_or_text


def _file(module: ModuleType) -> Path:
    if module.__file__ is None:
        raise ImportError(f"{module.__name__} has no file to keep back")
    return Path(module.__file__)


def _top_folder(module: ModuleType) -> Path:
    top = sys.modules[module.__name__.partition(".")[0]]
    return _file(top).parent
