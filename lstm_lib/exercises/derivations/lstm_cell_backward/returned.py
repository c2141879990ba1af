"""Mistakes in the dictionary that is returned, and in how the cache is taken apart."""

from typing import Final

from lstm_lib.exercises.derivations.change import Change, change
from lstm_lib.exercises.derivations.lstm_cell_backward.formulas import CACHE, RESULT

KEYS: Final = "The function returns a dictionary, and whoever calls it finds each gradient by key"
ORDER: Final = "A cache is taken apart in the order in which the forward step put it together"


def _result(without: str = "", **other: str) -> str:
    """The right dictionary with some gradients under other keys."""
    changed = RESULT
    for key, value in other.items():
        changed = changed.replace(f"{key}={key}", f"{key}={value}")
    return changed.replace(f"{without}={without}, ", "") if without else changed


def _missing(key: str) -> Change:
    return change(
        f"without-key-{key}", "return.key", {"result": _result(without=key)},
        f"the gradients lack the key `{key}`", f"{KEYS}. Under this one there is nothing.",
        "Which keys does the docstring of the exercise name?",
    )  # fmt: skip


def _swapped(one: str, other: str) -> Change:
    return change(
        f"{one}-and-{other}-exchanged", "return.key",
        {"result": _result(**{one: other, other: one})},
        f"`{one}` and `{other}` are returned in each other's place",
        f"{KEYS}. Two of them stand under each other's key.",
        "Which variable stands under which key?",
    )  # fmt: skip


def _twice(key: str, value: str) -> Change:
    return change(
        f"{key}-is-{value}", "return.key", {"result": _result(**{key: value})},
        f"the key `{key}` holds `{value}`",
        f"{KEYS}. Under this one stands another gradient.",
        "Which variable stands under which key?",
    )  # fmt: skip


def _unpacked(one: str, other: str, code: str) -> Change:
    return change(
        f"cache-{one}-and-{other}-exchanged", code, {one: CACHE[other], other: CACHE[one]},
        f"`{one}` and `{other}` are taken from the cache in each other's place",
        f"{ORDER}. These two have changed places.",
        "In which order does the forward step fill its cache?",
    )  # fmt: skip


RETURN_CHANGES: Final = (
    *(_missing(key) for key in ("dxt", "da_prev", "dc_prev")),
    change(
        "only-the-states", "return.missing",
        {"result": "dict(dxt=dxt, da_prev=da_prev, dc_prev=dc_prev)"},
        "the gradients of weights and biases are not returned",
        f"{KEYS}. The weights and biases are missing.",
        "Which keys does the docstring of the exercise name?",
    ),
    change(
        "keys-of-the-states-next", "return.key",
        {"result": RESULT.replace("da_prev=", "da_next=").replace("dc_prev=", "dc_next=")},
        "the gradients of the states are returned as `da_next` and `dc_next`",
        f"{KEYS}. What goes back belongs to the states of the step before.",
        "To which time step do the returned gradients of the states belong?",
    ),
    change(
        "a-tuple", "return.key", {"result": f"tuple({RESULT}.values())"},
        "the gradients are returned as a tuple", f"{KEYS}. A tuple has none.",
        "How does the function that calls this one find a gradient?",
    ),
    *(
        _swapped(one, other)
        for one, other in (
            ("da_prev", "dc_prev"), ("dWf", "dWi"), ("dbf", "dbi"), ("dWc", "dWo"), ("dbc", "dbo"),
            ("dWi", "dWo"), ("dbi", "dbo"), ("dWi", "dWc"), ("dbi", "dbc"),
        )
    ),
    _twice("da_prev", "da_next"),
    _twice("dc_prev", "dc_next"),
    *(
        _unpacked(one, other, code)
        for one, other, code in (
            ("a_next", "c_next", "cache.order"), ("a_prev", "c_prev", "cache.order"),
            ("c_next", "c_prev", "cache.order"),
            ("ft", "it", "gate.swapped"), ("it", "cct", "gate.swapped"),
            ("cct", "ot", "gate.swapped"), ("it", "ot", "gate.swapped"),
            ("ft", "ot", "gate.swapped"),
        )
    ),
)  # fmt: skip
