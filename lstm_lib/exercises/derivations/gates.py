"""The four gates as data: what the backward function's formulas have in common."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate. Its gradient is `received * operand * derivative`.

    Args:
        letter: as in `Wf` and `bf`.
        value: what the gate gives, such as `ft`.
        words: what the field calls it.
        activation: the function inside which its pre-activation stands.
        received: the gradient of the state that the gate takes part in.
        operand: what the gate is multiplied by in that state.
        derivative: of its activation, written with its value.

    """

    letter: str
    value: str
    words: str
    activation: str
    received: str
    operand: str
    derivative: str

    @property
    def gradient(self) -> str:
        """With respect to the pre-activation: `dft`."""
        return f"d{self.value}"

    @property
    def before_activation(self) -> str:
        return f"z{self.letter}"

    @property
    def output_gradient(self) -> str:
        """With respect to the gate's value."""
        return f"{self.received} * {self.operand}"

    @property
    def formula(self) -> str:
        return f"{self.output_gradient} * {self.derivative}"


FORGET: Final = Gate("f", "ft", "forget gate", "sigmoid", "dc", "c_prev", "ft * (1 - ft)")
INPUT: Final = Gate("i", "it", "input gate", "sigmoid", "dc", "cct", "it * (1 - it)")
CANDIDATE: Final = Gate("c", "cct", "candidate", "tanh", "dc", "it", "(1 - cct**2)")
OUTPUT: Final = Gate("o", "ot", "output gate", "sigmoid", "da_next", "tanh_c", "ot * (1 - ot)")
GATES: Final = (FORGET, INPUT, CANDIDATE, OUTPUT)
SIGMOID_GATES: Final = (FORGET, INPUT, OUTPUT)
EASILY_CONFUSED: Final = (
    *((FORGET, INPUT), (INPUT, FORGET), (INPUT, CANDIDATE), (CANDIDATE, INPUT)),
    *((CANDIDATE, OUTPUT), (OUTPUT, CANDIDATE), (FORGET, OUTPUT), (OUTPUT, FORGET)),
)
"""Pairs that are neighbours in the equations or in the cache: where copied lines come from."""

_BOTH_WAYS: Final = (
    ("ft", "it", "cct", "ot"),
    ("Wf", "Wi", "Wc", "Wo"),
    ("bf", "bi", "bc", "bo"),
)
FAMILIES: Final = (*_BOTH_WAYS, ("zf", "zi", "zc", "zo"))
GRADIENT_FAMILIES: Final = (
    *_BOTH_WAYS,
    ("dft", "dit", "dcct", "dot"),
    ("dft_out", "dit_out", "dcct_out", "dot_out"),
    ("dWf", "dWi", "dWc", "dWo"),
    ("dbf", "dbi", "dbc", "dbo"),
)
