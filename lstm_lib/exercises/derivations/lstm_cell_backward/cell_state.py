"""Mistakes in the gradient of the cell state, which collects what arrives by two ways.

The right one is `dc_next + da_next * ot * (1 - tanh_c**2)`. Who computes it once can get it wrong
once; who writes it out again for every gate can get it wrong in one of them.
"""

from dataclasses import dataclass
from typing import Final

from lstm_lib.exercises.derivations.change import Change, change
from lstm_lib.exercises.derivations.lstm_cell_backward.formulas import FORMULAS

THROUGH_TANH: Final = (
    "`a_next` contains `tanh(c_next)`, and the chain rule multiplies by the derivative of tanh at "
    "`c_next`, which is written most easily with the value of tanh itself"
)
ASK_TANH: Final = "What is the derivative of tanh, written with the value of tanh?"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong formula for the gradient of the cell state, and the words that follow its name."""

    key: str
    code: str
    formula: str
    what: str
    why: str
    ask: str


ANYWHERE: Final = (
    Wrong(
        "without-dc-next", "term.missing", "da_next * ot * (1 - tanh_c**2)",
        "lacks `dc_next`",
        "`c_next` acts on the loss in two ways: through `a_next` of this step, and directly on the "
        "next step. What comes back by the second way is `dc_next`, and it is not counted.",
        "By which two ways does `c_next` act on the loss?",
    ),
    Wrong(
        "without-da-next-path", "term.missing", "dc_next",
        "is `dc_next` alone",
        "`c_next` acts on the loss directly through the next step, and also through `a_next` of "
        "this step. What comes back through `a_next` is not counted.",
        "Which other value of this step is computed from `c_next`?",
    ),
    Wrong(
        "without-ot", "derivative.factor", "dc_next + da_next * (1 - tanh_c**2)",
        "lacks the factor `ot` on the way through `a_next`",
        "`a_next` is a product of the output gate and a tanh. Going back to the cell state, the "
        "output gate stays as a factor.",
        "What does `a_next` multiply the tanh by?",
    ),
    Wrong(
        "without-tanh-derivative", "derivative.factor", "dc_next + da_next * ot",
        "lacks the derivative of tanh on the way through `a_next`",
        f"{THROUGH_TANH}. That factor is not there.",
        "What stands between `c_next` and `a_next` besides the output gate?",
    ),
    Wrong(
        "tanh-not-squared", "derivative.factor", "dc_next + da_next * ot * (1 - tanh_c)",
        "takes `1 - tanh(c_next)`, without the square, for the derivative of tanh",
        f"{THROUGH_TANH}. In it the tanh is squared.",
        ASK_TANH,
    ),
    Wrong(
        "tanh-left-out", "derivative.factor", "dc_next + da_next * ot * (1 - c_next**2)",
        "squares `c_next` where its tanh belongs",
        f"{THROUGH_TANH}. The formula with `1 - …**2` wants that value, not `c_next`.",
        ASK_TANH,
    ),
    Wrong(
        "tanh-of-c-prev", "operand.wrong", "dc_next + da_next * ot * (1 - tanh(c_prev)**2)",
        "takes the derivative of tanh at `c_prev`",
        "The tanh in `a_next` is taken of the new cell state, and so its derivative is too.",
        "Which cell state stands inside the tanh of the forward step?",
    ),
    Wrong(
        "a-next-squared", "operand.wrong", "dc_next + da_next * ot * (1 - a_next**2)",
        "squares `a_next` where the tanh of `c_next` belongs",
        "In a plain RNN `a_next` is itself the value of tanh. Here it is that value times the "
        "output gate, so its square does not give the derivative.",
        "Is `a_next` of an LSTM the value of a tanh?",
    ),
    Wrong(
        "sigmoid-derivative", "derivative.factor", "dc_next + da_next * ot * tanh_c * (1 - tanh_c)",
        "uses the sigmoid's derivative for the tanh",
        f"{THROUGH_TANH}. A product of value and complement belongs to the sigmoid.",
        "Which of the two activations is applied to `c_next`?",
    ),
    Wrong(
        "parentheses", "parentheses", "(dc_next + da_next) * ot * (1 - tanh_c**2)",
        "sends `dc_next` through the output gate as well",
        "Only what arrives through `a_next` has passed the output gate and the tanh. `dc_next` "
        "arrives at the cell state itself and is added as it is.",
        "Which of the two gradients has to pass the output gate on its way to `c_next`?",
    ),
)  # fmt: skip

IN_DC_ONLY: Final = (
    Wrong(
        "square-inside-tanh", "parentheses", "dc_next + da_next * ot * (1 - tanh(c_next**2))",
        "squares inside the tanh",
        f"{THROUGH_TANH}. The square is of the tanh, not of what stands inside it.",
        ASK_TANH,
    ),
    Wrong(
        "without-da-next-factor", "term.missing", "dc_next + ot * (1 - tanh_c**2)",
        "lacks the factor `da_next`",
        "The chain rule multiplies the derivative of `a_next` by the gradient that arrives at "
        "`a_next`. Without it the step adds the bare derivative.",
        "What does the chain rule multiply a local derivative by?",
    ),
    Wrong(
        "minus", "sign", "dc_next - da_next * ot * (1 - tanh_c**2)",
        "subtracts what comes through `a_next`",
        "Gradients that arrive at one value by several ways add up.",
        "How do gradients combine that reach one value by two ways?",
    ),
    Wrong(
        "plus-in-tanh", "sign", "dc_next + da_next * ot * (1 + tanh_c**2)",
        "has a plus inside the derivative of tanh",
        f"{THROUGH_TANH}. It never exceeds 1.",
        "Can the slope of tanh be larger than 1?",
    ),
    Wrong(
        "sigmoid-derivative-of-ot", "derivative.factor",
        "dc_next + da_next * ot * (1 - ot) * (1 - tanh_c**2)",
        "has the extra factor `1 - ot`",
        "The derivative of the output gate's sigmoid belongs on the way to the gate's weights. On "
        "the way to the cell state the gate is a plain factor.",
        "Does the way from `a_next` to `c_next` pass through the sigmoid of the output gate?",
    ),
    Wrong(
        "through-ft", "gate.swapped", "dc_next + da_next * ft * (1 - tanh_c**2)",
        "goes through the forget gate where the output gate belongs",
        "`a_next` is made with the output gate, and that is the factor on the way back.",
        "Which gate makes `a_next` out of the cell state?",
    ),
    Wrong(
        "through-it", "gate.swapped", "dc_next + da_next * it * (1 - tanh_c**2)",
        "goes through the input gate where the output gate belongs",
        "`a_next` is made with the output gate, and that is the factor on the way back.",
        "Which gate makes `a_next` out of the cell state?",
    ),
    Wrong(
        "product", "operand.wrong", "dc_next * da_next * ot * (1 - tanh_c**2)",
        "multiplies the two gradients that it has to add",
        "`dc_next` and what comes through `a_next` reach the cell state by two ways, and such "
        "gradients add up.",
        "How do gradients combine that reach one value by two ways?",
    ),
    Wrong(
        "tanh-twice", "derivative.factor", "dc_next + da_next * ot * (1 - tanh(tanh_c)**2)",
        "applies tanh twice",
        f"{THROUGH_TANH}. That value is already a tanh and needs no further one.",
        "What does your variable hold: `c_next`, or its tanh already?",
    ),
    Wrong(
        "c-next-for-dc-next", "operand.wrong", "c_next + da_next * ot * (1 - tanh_c**2)",
        "adds the state `c_next`, not its gradient",
        "The sum of gradients contains `c_next` itself, a value of the forward step.",
        "Which of the summands are gradients?",
    ),
    Wrong(
        "a-next-for-da-next", "operand.wrong", "dc_next + a_next * ot * (1 - tanh_c**2)",
        "multiplies by the state `a_next`, not by its gradient",
        "What arrives at `a_next` is its gradient; the value `a_next` itself has no place here.",
        "What does the chain rule multiply a local derivative by?",
    ),
)  # fmt: skip

PLACES: Final = ("dft", "dit", "dcct", "dc_prev")


def _everywhere(wrong: Wrong) -> Change:
    return change(
        f"dc-{wrong.key}", wrong.code, {"dc": wrong.formula},
        f"the gradient of the cell state {wrong.what}", wrong.why, wrong.ask,
    )  # fmt: skip


def _in_one_place(place: str, wrong: Wrong) -> Change:
    _, rest = FORMULAS.table[place].split("dc", maxsplit=1)
    return change(
        f"{place}-dc-{wrong.key}", wrong.code, {place: f"({wrong.formula}){rest}"},
        f"inside `{place}`, the gradient of the cell state {wrong.what}", wrong.why, wrong.ask,
    )  # fmt: skip


CELL_STATE_CHANGES: Final = (
    *(_everywhere(wrong) for wrong in (*ANYWHERE, *IN_DC_ONLY)),
    *(_in_one_place(place, wrong) for place in PLACES for wrong in ANYWHERE),
)
