"""The same misunderstanding in several gates at once."""

from typing import Final

from lstm_lib.exercises.derivations.change import Replaced, change
from lstm_lib.exercises.derivations.gates import CANDIDATE, FORGET, GATES, INPUT, SIGMOID_GATES

SIGMOIDS: Final = "The three gates are sigmoids, whose derivative is a product of two factors"


def _sigmoid_gates(formula: str) -> Replaced:
    return {
        gate.gradient: formula.format(arrived=gate.output_gradient, v=gate.value)
        for gate in SIGMOID_GATES
    }


ALL_GATES_CHANGES: Final = (
    change(
        "gates-without-derivative", "derivative.factor",
        {gate.gradient: gate.output_gradient for gate in GATES},
        "the gates' gradients lack the derivatives of their activations",
        "The weights act inside the activations, so the gradient has to pass the sigmoid or "
        "the tanh before it reaches them. None of the four does.",
        "Which function stands between the weights and the value of a gate?",
    ),
    change(
        "gates-without-complement", "derivative.factor",
        _sigmoid_gates("{arrived} * {v}"),
        "`dft`, `dit` and `dot` lack the second factor of the sigmoid's derivative",
        f"{SIGMOIDS}: the value, and what is missing from it to 1. The second is not there.",
        "What is the derivative of the sigmoid, written with the sigmoid's own value?",
    ),
    change(
        "gates-without-value", "derivative.factor",
        _sigmoid_gates("{arrived} * (1 - {v})"),
        "`dft`, `dit` and `dot` lack the first factor of the sigmoid's derivative",
        f"{SIGMOIDS}: the value, and what is missing from it to 1. The first is not there.",
        "What is the derivative of the sigmoid, written with the sigmoid's own value?",
    ),
    change(
        "gates-tanh-derivative", "derivative.factor",
        _sigmoid_gates("{arrived} * (1 - {v}**2)"),
        "`dft`, `dit` and `dot` use the derivative of tanh",
        f"{SIGMOIDS}. One minus a square belongs to tanh, which the candidate alone uses.",
        "Which of the four activations are sigmoids?",
    ),
    change(
        "gates-parentheses", "parentheses",
        {
            gate.gradient: f"dc_next * {gate.operand} + da_next * ot * (1 - tanh_c**2) "
            f"* {gate.operand} * {gate.derivative}"
            for gate in (FORGET, INPUT, CANDIDATE)
        },
        "the derivatives of the activations reach the second summand only",
        "The gradient of the cell state is a sum, and the whole sum is multiplied by the "
        "derivative of each activation. Without parentheses the factor belongs to the last "
        "summand alone.",
        "To which of the two summands does each factor apply?",
    ),
    change(
        "gates-swapped-operands", "gate.swapped",
        {
            "dit": f"dc * it * {INPUT.derivative}",
            "dcct": f"dc * cct * {CANDIDATE.derivative}",
        },
        "`dit` and `dcct` have each other's factor",
        "The input gate and the candidate are multiplied in the cell state. The derivative by "
        "one factor is the other one, and here each is multiplied by itself.",
        "What is the derivative of a product by its first factor?",
    ),
)  # fmt: skip
