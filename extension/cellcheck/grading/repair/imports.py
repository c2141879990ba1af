"""What a cell imports and loads."""

import ast

Atom = tuple[str, ...]
"""One name brought in, such as `("numpy", "", "np")`, or one line of magic."""


def imported_by(source: str) -> frozenset[Atom]:
    r"""The imports and the lines of magic of a cell, however they are laid out.

    >>> sorted(imported_by("%load_ext cellcheck\nimport numpy as np\nprint(1)"))
    [('%load_ext cellcheck',), ('numpy', '', 'np')]
    """
    magic, statements = _read(source)
    atoms: set[Atom] = {(line,) for line in magic}
    for statement in statements:
        match statement:
            case ast.Import(names):
                atoms.update((alias.name, "", alias.asname or alias.name) for alias in names)
            case ast.ImportFrom(module, names, level):
                origin = "." * level + (module or "")
                atoms.update((origin, alias.name, alias.asname or alias.name) for alias in names)
    return frozenset(atoms)


def is_import_cell(source: str) -> bool:
    r"""Whether a cell imports and loads, and does nothing else.

    >>> is_import_cell("%load_ext cellcheck\nfrom lstm_lib import lstm_forward  # the library's")
    True
    >>> is_import_cell("import numpy as np\nnp.random.seed(1)")
    False
    """
    magic, statements = _read(source)
    only = all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in statements)
    return only and bool(magic or statements)


def defined_by(source: str) -> frozenset[str]:
    r"""The functions and classes that a cell defines at its top level.

    >>> sorted(defined_by("def f():\n    pass\nclass C: pass\nx = 1"))
    ['C', 'f']
    """
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return frozenset(node.name for node in _read(source)[1] if isinstance(node, kinds))


def _read(source: str) -> tuple[list[str], list[ast.stmt]]:
    """Lines of magic, and statements; a cell that is no Python has none."""
    lines = source.splitlines()
    magic = [line.strip() for line in lines if line.startswith("%") and line[1:2] != "%"]
    rest = "\n".join("" if line.startswith(("%", "!")) else line for line in lines)
    try:
        return magic, ast.parse(rest).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return magic, [ast.parse("None").body[0]]
