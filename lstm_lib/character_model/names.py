"""The names that the model learns from."""

from functools import cache
from importlib.resources import files


@cache
def first_names() -> tuple[str, ...]:
    """Common given names in lower case, a to z only, in alphabetical order.

    They stand in `lstm_lib/names.txt`, whose first lines say where they come from.

    >>> names = first_names()
    >>> names[0], len(names) > 1000
    ('aaron', True)

    """
    text = (files("lstm_lib") / "names.txt").read_text(encoding="ascii")
    return tuple(line for line in text.split("\n") if line and not line.startswith("#"))
