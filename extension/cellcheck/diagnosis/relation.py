"""What an unknown result has to do with a quantity of the derivation, read from the numbers."""

import ast
from dataclasses import dataclass

import numpy as np

from cellcheck.diagnosis.repair.context import Context


@dataclass(frozen=True, slots=True)
class Relation:
    """What a result has to do with a quantity of the derivation; by default nothing is seen."""

    code: str = "derivation.left"
    words: str = ""
    target: str = ""
    brings: str = ""


def relation_of(context: Context, node: ast.expr) -> Relation | None:
    """The one change of sign, factor or term that makes a quantity of the derivation of it."""
    if len(context.observed.of(node)) != 1:
        return None
    value = context.value(node)
    names = context.identities.names
    # A product of two quantities is a quantity but for a factor: that tells nothing.
    inside = {
        name
        for child in ast.walk(node)
        if child is not node and isinstance(child, ast.expr)
        for name in context.right_names(child)
    }
    for target in names(-value)[:1]:
        return Relation("sign", "With its sign changed it would be one.", target)
    for target, right in context.identities.same_shape(value):
        if target in inside:
            continue
        with np.errstate(all="ignore"):
            relations = (
                ("derivative.factor", "is missing", right / value),
                ("derivative.factor", "is one too many", value / right),
                ("term.missing", "is missing", right - value),
                ("term.missing", "is one too many", value - right),
            )
        for code, what, relation in relations:
            for quantity in names(relation)[:1]:
                words = "With one {} changed it would be one."
                kind = "factor" if code == "derivative.factor" else "term"
                return Relation(code, words.format(kind), target, f": `{quantity}` {what}")
    return None
