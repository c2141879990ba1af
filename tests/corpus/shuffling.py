"""Changes what must not matter: the names of local variables, dtypes written out, seeds and sizes."""

import ast
import random
from collections.abc import Iterator
from contextlib import contextmanager

from cellcheck import trial

from lstm_lib.exercises import data_sets

from .loading import cells

SYLLABLES = ("ka", "lo", "mi", "ru", "ten", "vo", "sa", "pe", "dri", "un")


def renamed(text: str, seed: int) -> str:
    """The text with new names for the local variables of its functions; lines stay where they are."""
    lines = text.splitlines(keepends=True)
    changes: list[tuple[int, int, int, str]] = []
    generator = random.Random(seed)
    for cell in cells(text):
        try:
            tree = ast.parse(cell)
        except SyntaxError:
            continue
        for function in tree.body:
            if isinstance(function, ast.FunctionDef):
                changes += _renamings(function, generator)
    for line, start, end, name in sorted(changes, reverse=True):
        encoded = lines[line - 1].encode()
        lines[line - 1] = (encoded[:start] + name.encode() + encoded[end:]).decode()
    return "".join(lines)


def _renamings(
    function: ast.FunctionDef, generator: random.Random
) -> Iterator[tuple[int, int, int, str]]:
    nodes = list(ast.walk(function))
    if any(
        isinstance(node, (ast.JoinedStr, ast.Global, ast.Nonlocal, ast.Lambda)) for node in nodes
    ):
        return  # positions inside f-strings are not known, and other scopes have their own names
    nested = [node for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    if len(nested) > 1 or any(isinstance(node, ast.Name) and node.id == "locals" for node in nodes):
        return
    arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound = {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } - arguments
    taken: set[str] = set()
    new: dict[str, str] = {}
    for name in sorted(bound):
        while (made := "".join(generator.sample(SYLLABLES, 3))) in taken:
            continue
        taken.add(made)
        new[name] = made
    for node in nodes:
        if isinstance(node, ast.Name) and node.id in new and node.end_col_offset is not None:
            yield node.lineno, node.col_offset, node.end_col_offset, new[node.id]


def with_dtypes(text: str) -> str:
    """The text with the default dtype written out where arrays of zeros are made."""
    lines = text.splitlines(keepends=True)
    places: list[tuple[int, int]] = []
    for cell in cells(text):
        try:
            tree = ast.parse(cell)
        except SyntaxError:
            continue
        places += [
            (node.end_lineno or 1, node.end_col_offset or 1)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "zeros"
            and len(node.args) == 1
            and not node.keywords
        ]
    for line, end in sorted(places, reverse=True):
        encoded = lines[line - 1].encode()
        lines[line - 1] = (encoded[: end - 1] + b", dtype=float" + encoded[end - 1 :]).decode()
    return "".join(lines)


@contextmanager
def other_data(seed: int) -> Iterator[None]:
    """Other seeds and sizes for every data set but the published one."""
    generator = random.Random(seed)
    sizes, first = dict(data_sets.PUBLIC_SIZES), data_sets.FURTHER_SEED
    try:
        for name in list(sizes)[1:]:
            n_x, n_a, n_y, m, T_x = generator.sample(range(2, 9), 5)
            fixed = {"one example": {"m": 1}, "one output": {"n_y": 1}}.get(name, {})
            drawn = {"n_x": n_x, "n_a": n_a, "n_y": n_y, "m": m, "T_x": max(T_x, 3)}
            drawn["T"] = generator.randint(2, drawn["T_x"])
            data_sets.PUBLIC_SIZES[name] = drawn | fixed
        data_sets.FURTHER_SEED = generator.randrange(10**6)
        trial.prepared.cache_clear()
        yield
    finally:
        data_sets.PUBLIC_SIZES.update(sizes)
        data_sets.FURTHER_SEED = first
        trial.prepared.cache_clear()
