"""A mistake in words together with the formulas that make it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cellcheck.exercise import Derivation, Mistake

from lstm_lib.exercises.derivations.notation import ACTIVATIONS

Replaced = Mapping[str, str]
"""Other formulas, by the names of those whose places they take."""


@dataclass(frozen=True, slots=True)
class Change:
    """A mistake, and what it puts in the place of the right formulas."""

    mistake: Mistake
    replaced: Replaced


class Table(Protocol):
    """A function as named formulas or lines, some of which can be replaced."""

    def variant(self, replaced: Replaced) -> Callable[..., Any]: ...

    def quantities(self, *arguments: Any) -> Mapping[str, Any]: ...

    def mistaken(self, replaced: Replaced) -> Callable[..., Mapping[str, Any]]: ...


def change(
    name: str, code: str, replaced: Replaced, title: str, explanation: str, nudge: str
) -> Change:
    """A change whose place is the first formula it replaces; the name becomes kebab case.

    >>> change("dWf_mean", "reduction.mean", {"dWf": "0"}, "", "", "").mistake.name
    'dwf-mean'
    """
    kebab = name.replace("_", "-").lower()
    return Change(Mistake(kebab, code, next(iter(replaced)), title, explanation, nudge), replaced)


def derivation(
    table: Table, changes: tuple[Change, ...], families: tuple[tuple[str, ...], ...]
) -> Derivation:
    """The derivation that a function's table and its changes make together."""
    replaced_by = {each.mistake.name: each.replaced for each in changes}

    def replaced(mistakes: tuple[Mistake, ...]) -> dict[str, str]:
        merged: dict[str, str] = {}
        for mistake in mistakes:
            merged |= replaced_by[mistake.name]
        return merged

    def variant(mistakes: tuple[Mistake, ...]) -> Callable[..., Any]:
        return table.variant(replaced(mistakes))

    def mistaken(mistakes: tuple[Mistake, ...]) -> Callable[..., Mapping[str, Any]]:
        return table.mistaken(replaced(mistakes))

    return Derivation(
        quantities=table.quantities,
        mistakes=tuple(each.mistake for each in changes),
        variant=variant,
        mistaken=mistaken,
        families=families,
        activations=ACTIVATIONS,
    )
