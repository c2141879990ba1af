"""`relative_gradient_error`: its formulas, and what people get wrong in them."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.formulas import Formulas


@dataclass(frozen=True, slots=True)
class _Numbers(Formulas):
    """Formulas whose quantities may be single numbers."""

    def quantities(self, *arguments: Any) -> dict[str, Any]:
        named = Formulas.quantities(self, *arguments)
        return {**named, "error": np.asarray(self.variant({})(*arguments))}


FORMULAS: Final = _Numbers(
    arguments=("measured", "computed"),
    table={
        "distance": "np.linalg.norm(measured - computed)",
        "size": "np.linalg.norm(measured) + np.linalg.norm(computed)",
        "at_zero": "0.0",
        "error": "distance / size if size > 0 else at_zero",
        "result": "float(error)",
    },
    also={"measured - computed": "measured - computed"},
)

RELATIVE: Final = (
    "A relative error says how large the difference is as a part of the gradients themselves"
)
ASK_BELOW: Final = "What stands below the line, and what is it if you exchange the two gradients?"
BOTH_BELOW: Final = "Below the line stands the sum of both lengths, which treats them alike"
ALL_ENTRIES: Final = (
    "The length of an array is the root of the sum of the squares of all its entries"
)
ASK_LENGTH: Final = "What is the length of an array with the entries 3 and 4?"
AT_ZERO: Final = "Two gradients that are zero agree, and the error is 0"
ASK_ZERO: Final = "What is your result if both gradients are zero, and what should it be?"

NORMS: Final = {
    "distance": "np.linalg.norm(measured - computed)",
    "size": "np.linalg.norm(measured) + np.linalg.norm(computed)",
}


def _with(function: str) -> dict[str, str]:
    """The formulas above with another measure of length."""
    return {name: text.replace("np.linalg.norm", function) for name, text in NORMS.items()}


RELATIVE_CHANGES: Final = (
    change("absolute", "term.missing", {"error": "distance"},
           "the error is absolute, not relative",
           f"{RELATIVE}. Without a division, small gradients look right and large ones wrong.",
           "A difference of 0.001: is that much for a gradient of 1000, and for one of 0.002?"),
    change("by-measured", "term.missing",
           {"size": "np.linalg.norm(measured)"},
           "the difference is divided by the measured gradient alone", f"{BOTH_BELOW}.",
           ASK_BELOW),
    change("by-computed", "term.missing",
           {"size": "np.linalg.norm(computed)"},
           "the difference is divided by the computed gradient alone", f"{BOTH_BELOW}.",
           ASK_BELOW),
    change("by-the-larger", "operand.wrong",
           {"size": "max(np.linalg.norm(measured), np.linalg.norm(computed))"},
           "the difference is divided by the larger of the two lengths",
           f"{BOTH_BELOW}, and keeps the error at 1 or below.", ASK_BELOW),
    change("by-the-mean", "derivative.factor",
           {"size": "(np.linalg.norm(measured) + np.linalg.norm(computed)) / 2"},
           "the difference is divided by the mean of the two lengths",
           f"{BOTH_BELOW}, and keeps the error at 1 or below. With the mean it goes up to 2.",
           "How large can your error become, if the two gradients are opposite?"),
    change("by-the-sum-of-gradients", "parentheses",
           {"size": "np.linalg.norm(measured + computed)"},
           "the gradients are added before the length is taken",
           f"{BOTH_BELOW}. The length of a sum is another number: opposite gradients cancel in it.",
           "What is the length of `measured + computed` if the two are opposite?"),
    change("by-the-product", "operand.wrong",
           {"size": "np.linalg.norm(measured) * np.linalg.norm(computed)"},
           "the lengths are multiplied, not added", f"{BOTH_BELOW}.", ASK_BELOW),
    change("difference-of-lengths", "parentheses",
           {"distance": "abs(np.linalg.norm(measured) - np.linalg.norm(computed))"},
           "the lengths are compared, not the gradients",
           "Two gradients of equal length can point in different directions. The difference is "
           "taken entry by entry first, and its length afterwards.",
           "What does your error say about two opposite gradients?"),
    change("sum-in-the-distance", "sign",
           {"distance": "np.linalg.norm(measured + computed)"},
           "the gradients are added where they should be subtracted",
           "The error is 0 where both are equal, so above the line stands their difference.",
           "What is your error for two equal gradients?"),
    change("upside-down", "parentheses",
           {"size": "np.linalg.norm(measured - computed)",
            "distance": "np.linalg.norm(measured) + np.linalg.norm(computed)"},
           "the quotient is upside down", f"{RELATIVE}: the difference is divided by the size.",
           "What is your error for two equal gradients?"),
)  # fmt: skip

LENGTH_CHANGES: Final = (
    change("squares", "term.missing", _with("(lambda v: np.sum(v * v))"),
           "the squares are summed, but the root is not taken",
           f"{ALL_ENTRIES}.", ASK_LENGTH),
    change("absolute-values", "operand.wrong", _with("(lambda v: np.sum(np.abs(v)))"),
           "the absolute values are summed in place of the squares",
           f"{ALL_ENTRIES}.", ASK_LENGTH),
    change("largest-entries", "operand.wrong", _with("(lambda v: np.max(np.abs(v)))"),
           "the largest entries stand where the lengths belong",
           f"{ALL_ENTRIES}. The largest one alone says nothing about the rest.", ASK_LENGTH),
    change("spectral-norm", "operand.wrong",
           _with("(lambda v: np.linalg.norm(v, 2) if v.ndim == 2 else np.linalg.norm(v))"),
           "the length is a matrix norm, not that of all entries",
           f"{ALL_ENTRIES}. `np.linalg.norm` with a second argument computes another norm.",
           "What does the second argument of `np.linalg.norm` ask for?"),
    change("sums-of-entries", "term.missing", _with("(lambda v: abs(np.sum(v)))"),
           "the entries are summed with their signs",
           f"{ALL_ENTRIES}. In a plain sum, errors of different signs cancel.", ASK_LENGTH),
    change("means-of-entries", "reduction.mean",
           {"distance": "np.mean(np.abs(measured - computed))"},
           "a mean over the entries stands above the line, and lengths below it",
           f"{ALL_ENTRIES}. Above and below the line the same is done.", ASK_LENGTH),
    change("mean-of-relative-errors", "reduction.mean",
           {"error": "np.mean(np.abs(measured - computed) "
                     "/ np.maximum(np.abs(measured) + np.abs(computed), 1e-300))"},
           "the mean of the entries' errors stands where the error of the whole belongs",
           f"{RELATIVE}. Entry by entry, a tiny entry counts as much as a large one.",
           "Is the division done once, or once for each entry?"),
    change("largest-relative-error", "operand.wrong",
           {"error": "np.max(np.abs(measured - computed) "
                     "/ np.maximum(np.abs(measured) + np.abs(computed), 1e-300))"},
           "the largest of the entries' errors stands where the error of the whole belongs",
           f"{RELATIVE}. Entry by entry, a tiny entry counts as much as a large one.",
           "Is the division done once, or once for each entry?"),
    change("entry-by-entry", "shape",
           {"result": "np.abs(measured - computed) / "
                      "np.maximum(np.abs(measured) + np.abs(computed), 1e-300)"},
           "there is one error for each entry, not one for the whole",
           f"{RELATIVE}. It is one number: the lengths are taken first, then divided.",
           "How many numbers does your function return?"),
)  # fmt: skip

ZERO_CHANGES: Final = (
    change("nothing-by-nothing", "term.missing", {"at_zero": "np.nan"},
           "zero is divided by zero",
           f"{AT_ZERO}. NumPy makes nan of the division, and nan is neither small nor large: "
           "every comparison with it is false.", ASK_ZERO),
    change("one-at-zero", "operand.wrong", {"at_zero": "1.0"},
           "two gradients that are zero count as different", f"{AT_ZERO}.", ASK_ZERO),
    change("small-number-below", "term.missing",
           {"error": "distance / (size + 1e-8)"},
           "a small number is added below the line",
           "It keeps zero from being divided by zero, and makes the errors of small gradients "
           "smaller than they are. Looking for zero on its own changes nothing else.",
           "What does the number that you add do to a gradient of the same size?"),
    change("least-size", "operand.wrong",
           {"error": "distance / max(size, 1e-4)"},
           "the size has a lower bound",
           "It keeps zero from being divided by zero, and makes the errors of small gradients "
           "smaller than they are. Looking for zero on its own changes nothing else.",
           "What does the bound do to gradients that are smaller than it?"),
    change("zero-if-one-is-zero", "operand.wrong",
           {"error": "0.0 if not (measured.any() and computed.any()) else distance / size"},
           "one gradient that is zero is enough for the error 0",
           f"{AT_ZERO}. If only one of them is zero, they differ as much as they can.",
           "What is the error if somebody returns zeros for a gradient that is not zero?"),
)  # fmt: skip

RELATIVE_GRADIENT_ERROR: Final = derivation(
    FORMULAS, (*RELATIVE_CHANGES, *LENGTH_CHANGES, *ZERO_CHANGES), ()
)
