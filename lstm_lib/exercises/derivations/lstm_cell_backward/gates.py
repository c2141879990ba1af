"""Mistakes in the gradients with respect to the pre-activations: `dft`, `dit`, `dcct`, `dot`."""

from typing import Final

from lstm_lib.exercises.derivations.change import Change, change
from lstm_lib.exercises.derivations.gates import (
    CANDIDATE,
    FORGET,
    GATES,
    INPUT,
    OUTPUT,
    SIGMOID_GATES,
    Gate,
)

ASK_SIGMOID: Final = "What is the derivative of the sigmoid, written with the sigmoid's own value?"
ASK_TANH: Final = "What is the derivative of tanh, written with the value of tanh?"


def _sigmoid(gate: Gate) -> tuple[Change, ...]:
    """Wrong derivatives of one sigmoid gate."""
    d, v, arrived = gate.gradient, gate.value, gate.output_gradient
    why = (
        f"`{d}` is taken with respect to what stands inside the sigmoid of the {gate.words}. The "
        "derivative of the sigmoid is its value times what is missing from that value to 1"
    )
    return (
        change(
            f"{d}-without-complement", "derivative.factor", {d: f"{arrived} * {v}"},
            f"`{d}` lacks the factor `1 - {v}`", f"{why}; only the first of the two is there.",
            ASK_SIGMOID,
        ),
        change(
            f"{d}-without-{v}", "derivative.factor", {d: f"{arrived} * (1 - {v})"},
            f"`{d}` lacks the factor `{v}`", f"{why}; only the second of the two is there.",
            ASK_SIGMOID,
        ),
        change(
            f"{d}-without-derivative", "derivative.factor", {d: arrived},
            f"`{d}` lacks the derivative of the sigmoid",
            f"{why}; the gradient stops at the gate's value and does not pass its activation.",
            "With respect to which value is this gradient taken: the gate, or what stands inside "
            "its activation?",
        ),
        change(
            f"{d}-tanh-derivative", "derivative.factor", {d: f"{arrived} * (1 - {v}**2)"},
            f"`{d}` uses the derivative of tanh",
            f"{why}. One minus a square belongs to tanh, which the candidate alone uses.",
            f"Which activation makes `{v}`?",
        ),
        change(
            f"{d}-complement-of-square", "derivative.factor",
            {d: f"{arrived} * {v} * (1 - {v}**2)"},
            f"`{d}` squares `{v}` in its derivative",
            f"{why}. The square comes from the derivative of tanh and has no place here.",
            ASK_SIGMOID,
        ),
        change(
            f"{d}-sigmoid-twice", "derivative.factor",
            {d: f"{arrived} * sigmoid({v}) * (1 - sigmoid({v}))"},
            f"`{d}` applies the sigmoid to `{v}` once more",
            f"{why}. `{v}` is that value already; the cache holds it after the activation.",
            f"Does the cache hold `{v}` before or after its activation?",
        ),
        change(
            f"{d}-sign", "sign", {d: f"{arrived} * {v} * ({v} - 1)"},
            f"`{d}` has the wrong sign", f"{why}. Both are positive, and so is the slope.",
            "Is the sigmoid rising or falling?",
        ),
        *(
            change(
                f"{d}-derivative-of-{other.value}", "gate.swapped",
                {d: f"{arrived} * {other.derivative}"},
                f"`{d}` takes the derivative of the {other.words}",
                f"{why}. The value here is `{other.value}`, another gate's.",
                "Which gate's activation does this gradient pass?",
            )
            for other in SIGMOID_GATES
            if other is not gate
        ),
    )  # fmt: skip


def _candidate() -> tuple[Change, ...]:
    """Wrong derivatives of the candidate, the only one with a tanh."""
    arrived = CANDIDATE.output_gradient
    why = (
        "`dcct` is taken with respect to what stands inside the tanh of the candidate. The "
        "derivative of tanh is one minus the square of its value"
    )
    rows = (
        ("without-derivative", "derivative.factor", arrived,
         "lacks the derivative of tanh",
         "; the gradient stops at the candidate and does not pass its activation.", ASK_TANH),
        ("not-squared", "derivative.factor", f"{arrived} * (1 - cct)",
         "lacks the square in the derivative of tanh",
         "; the square is not there.", ASK_TANH),
        ("sigmoid-derivative", "derivative.factor", f"{arrived} * cct * (1 - cct)",
         "uses the derivative of the sigmoid",
         ". A product of value and complement belongs to the sigmoid of the three gates.",
         "Which activation makes `cct`?"),
        ("tanh-twice", "derivative.factor", f"{arrived} * (1 - tanh(cct)**2)",
         "applies tanh to `cct` once more",
         ". `cct` is that value already; the cache holds it after the activation.",
         "Does the cache hold `cct` before or after its activation?"),
        ("extra-cct", "derivative.factor", f"{arrived} * cct * (1 - cct**2)",
         "has the extra factor `cct`",
         ". A bare value as a further factor belongs to the sigmoid's derivative.", ASK_TANH),
        ("complement-squared", "parentheses", f"{arrived} * (1 - cct)**2",
         "squares the difference, not `cct`",
         "; the square covers the value alone.", ASK_TANH),
        ("sign", "sign", f"{arrived} * (cct**2 - 1)",
         "has the wrong sign",
         ". That is positive, since the value lies between -1 and 1.",
         "Is tanh rising or falling?"),
        ("plus", "sign", f"{arrived} * (1 + cct**2)",
         "has a plus inside the derivative of tanh",
         ", and so it never exceeds 1.", "Can the slope of tanh be larger than 1?"),
        ("derivative-of-it", "gate.swapped", f"{arrived} * it * (1 - it)",
         "takes the derivative of the input gate",
         ". The value here is `it`, another gate's.",
         "Which activation does this gradient pass?"),
        ("extra-complement-of-it", "derivative.factor", f"{arrived} * (1 - it) * (1 - cct**2)",
         "has the extra factor `1 - it`",
         ". The input gate takes part as a plain factor; its own derivative belongs to `dit`.",
         "Does the way to the candidate pass through the sigmoid of the input gate?"),
        ("derivative-of-tanh-c", "operand.wrong", f"{arrived} * (1 - tanh_c**2)",
         "takes the derivative of tanh at `c_next`",
         ". The tanh of the candidate is another one than the tanh of the cell state.",
         "There are two tanh in a step: which one makes `cct`?"),
    )  # fmt: skip
    return tuple(
        change(f"dcct-{key}", code, {"dcct": formula}, f"`dcct` {what}", f"{why}{rest}", ask)
        for key, code, formula, what, rest, ask in rows
    )


WRONG_OPERANDS: Final = {
    FORGET: ("c_next", "a_prev", "cct", "it", "tanh_c", "tanh(c_prev)"),
    INPUT: ("c_prev", "it", "ft", "ot", "tanh(cct)", "a_prev"),
    CANDIDATE: ("cct", "ft", "ot", "c_prev"),
    OUTPUT: ("c_next", "c_prev", "tanh(c_prev)", "cct", "a_next", "(1 - tanh_c**2)"),
}
STATES: Final = {"dc": "c_next", "da_next": "a_next"}


def _operands(gate: Gate) -> tuple[Change, ...]:
    """Something else, or nothing, where the gate's partner in the forward product belongs."""
    d, state = gate.gradient, STATES[gate.received]
    partner = "tanh(c_next)" if gate.operand == "tanh_c" else gate.operand
    why = f"In `{state}` the {gate.words} `{gate.value}` is a factor of a product"
    ask = f"What is `{gate.value}` multiplied by in `{state}`?"
    return (
        change(
            f"{d}-without-operand", "derivative.factor",
            {d: f"{gate.received} * {gate.derivative}"},
            f"`{d}` lacks the factor `{partner}`",
            f"{why}, and the derivative of a product by one factor is the other one.", ask,
        ),
        *(
            change(
                f"{d}-times-{_word(operand)}", "operand.wrong",
                {d: f"{gate.received} * {operand} * {gate.derivative}"},
                f"`{d}` multiplies by `{_shown(operand)}`",
                f"{why}, and the derivative by one factor is the other one, which is another value "
                "than the one used here.", ask,
            )
            for operand in WRONG_OPERANDS[gate]
        ),
    )  # fmt: skip


def _shown(operand: str) -> str:
    return operand[1:-1] if operand.startswith("(") else operand


def _word(operand: str) -> str:
    return operand.replace("(1 - tanh_c**2)", "tanh-slope").replace("(", "-").rstrip(")")


def _parentheses(gate: Gate) -> tuple[Change, ...]:
    """A sum of two terms whose common factors reach one of them only."""
    d, operand, slope = gate.gradient, gate.operand, gate.derivative
    tail = "da_next * ot * (1 - tanh_c**2)"
    why = "The gradient of the cell state is a sum of two terms, and each of them is multiplied by "
    ask = "To which of the two summands does each factor apply?"
    return (
        change(
            f"{d}-parentheses", "parentheses",
            {d: f"dc_next * {operand} + {tail} * {operand} * {slope}"},
            f"in `{d}`, the derivative of the activation reaches the second summand only",
            f"{why}everything that follows. Without parentheses round the sum the last factors "
            "belong to the second one alone.", ask,
        ),
        change(
            f"{d}-parentheses-first", "parentheses",
            {d: f"dc_next * {operand} * {slope} + {tail} * {operand}"},
            f"in `{d}`, the derivative of the activation reaches the first summand only",
            f"{why}everything that follows. Here the second one goes without the derivative.", ask,
        ),
        change(
            f"{d}-operand-on-first", "parentheses",
            {d: f"(dc_next * {operand} + {tail}) * {slope}"},
            f"in `{d}`, `{operand}` multiplies the first summand only",
            f"{why}`{operand}`; the second one goes without it.", ask,
        ),
        change(
            f"{d}-operand-on-second", "parentheses",
            {d: f"(dc_next + {tail} * {operand}) * {slope}"},
            f"in `{d}`, `{operand}` multiplies the second summand only",
            f"{why}`{operand}`; `dc_next` goes without it.", ask,
        ),
    )  # fmt: skip


def _received_by_the_output_gate() -> tuple[Change, ...]:
    """Another gradient than `da_next` at the output gate."""
    why = "The output gate takes part in `a_next` alone, and so the gradient that arrives there"
    ask = "Which of the two new states contains the output gate?"
    rest = f"{OUTPUT.operand} * {OUTPUT.derivative}"
    return (
        change("dot-from-dc", "operand.wrong", {"dot": f"dc * {rest}"},
               "`dot` starts from the gradient of the cell state",
               f"{why} is the one to start from. The cell state does not contain it.", ask),
        change("dot-from-dc-next", "operand.wrong", {"dot": f"dc_next * {rest}"},
               "`dot` starts from `dc_next`",
               f"{why} is the one to start from. `dc_next` passes this gate by.", ask),
        change("dot-without-da-next", "term.missing", {"dot": rest},
               "`dot` lacks the factor `da_next`",
               f"{why} is a factor. What is left is the bare derivative.",
               "What does the chain rule multiply a local derivative by?"),
    )  # fmt: skip


GATE_CHANGES: Final = (
    *(each for gate in SIGMOID_GATES for each in _sigmoid(gate)),
    *_candidate(),
    *(each for gate in GATES for each in _operands(gate)),
    *(each for gate in (FORGET, INPUT, CANDIDATE) for each in _parentheses(gate)),
    *_received_by_the_output_gate(),
)
