"""Mistakes in the gradients of the weights and biases, which add up over the examples."""

from dataclasses import dataclass
from typing import Final

from lstm_lib.exercises.derivations.change import Change, Replaced, change
from lstm_lib.exercises.derivations.gates import EASILY_CONFUSED, GATES, Gate


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong formula, in which `{d}` is the gate's gradient, for `dW` or `db` of any gate."""

    kind: str
    key: str
    code: str
    formula: str
    what: str
    why: str
    ask: str


PER_EXAMPLE: Final = (
    "Each example of the batch adds its share to a gradient, and the upstream gradient carries "
    "any division by their number already"
)
ASK_MEAN: Final = "Where does the division by the number of examples happen: here or upstream?"
BIAS: Final = "A bias is a column with one row for each unit, and so is its gradient"
COLUMNS: Final = (
    "The columns of a weight matrix belong to the units of `a_prev` first, then to `xt`"
)

IN_ANY_GATE: Final = (
    Wrong(
        "dW", "mean", "reduction.mean", "{d} @ concat.T / xt.shape[1]",
        "averages over the examples",
        f"{PER_EXAMPLE}. The division by `m` is one too many.", ASK_MEAN,
    ),
    Wrong(
        "dW", "transposed", "transpose", "concat @ {d}.T",
        "is transposed",
        "A gradient has the shape of its weight matrix: one row for each unit of the gate. Here "
        "the units are the columns.",
        "What is the shape of the weight matrix, and what is the shape of your gradient?",
    ),
    Wrong(
        "db", "mean", "reduction.mean", "{d}.mean(axis=1, keepdims=True)",
        "averages over the examples",
        f"{PER_EXAMPLE}. A mean divides once more.", ASK_MEAN,
    ),
    Wrong(
        "db", "axis", "reduction.axis", "{d}.sum(axis=0, keepdims=True)",
        "sums over the units",
        f"{BIAS}. The sum runs over the examples, along the other axis.",
        "Which axis of a gate's gradient counts the examples?",
    ),
    Wrong(
        "db", "keepdims", "reduction.keepdims", "{d}.sum(axis=1)",
        "loses an axis",
        f"{BIAS}. A plain sum drops the axis that it runs over and leaves a flat vector.",
        "What is the shape of the bias, and what is the shape of your sum?",
    ),
    Wrong(
        "db", "all-axes", "reduction.axis", "{d}.sum(keepdims=True)",
        "sums over the units as well",
        f"{BIAS}. Here all entries are added up into a single number.",
        "How many numbers does a bias hold?",
    ),
    Wrong(
        "db", "not-summed", "reduction.axis", "{d}",
        "does not sum over the examples",
        f"{BIAS}. One bias is used by all examples, whose shares have to be added up.",
        "How many examples use the same bias?",
    ),
)  # fmt: skip

IN_ALL_GATES: Final = (
    Wrong(
        "dW", "concat-order", "operand.wrong", "{d} @ np.concatenate((xt, a_prev)).T",
        "stacks `xt` above `a_prev`",
        f"{COLUMNS}. In the other order every column belongs to another input.",
        "In which order did the forward step stack its two inputs?",
    ),
    Wrong(
        "dW", "a-next", "operand.wrong", "{d} @ np.concatenate((a_next, xt)).T",
        "uses `a_next` in place of `a_prev`",
        "The weights were multiplied by the hidden state of the step before, which is what their "
        "gradient has to use.",
        "Which hidden state went into the gates of this step?",
    ),
    Wrong(
        "dW", "c-prev", "operand.wrong", "{d} @ np.concatenate((c_prev, xt)).T",
        "uses `c_prev` in place of `a_prev`",
        "The weights were multiplied by the hidden state, not by the cell state.",
        "Which state went into the gates of this step?",
    ),
    Wrong(
        "dW", "without-xt", "shape", "{d} @ a_prev.T",
        "lacks the columns of `xt`",
        "Each weight matrix acts on `a_prev` and `xt` stacked, and its gradient has a column for "
        "every row of the two.",
        "What is the shape of the weight matrix, and what is the shape of your gradient?",
    ),
    Wrong(
        "db", "first-example", "reduction.axis", "{d}[:, :1]",
        "takes the first example alone",
        "One bias is used by all examples, whose shares have to be added up.",
        "How many examples use the same bias?",
    ),
    Wrong(
        "db", "number", "reduction.axis", "{d}.sum()",
        "is a single number",
        f"{BIAS}. A sum without an axis adds up all entries.",
        "How many numbers does a bias hold?",
    ),
)  # fmt: skip


def _replaced(wrong: Wrong, gates: tuple[Gate, ...]) -> Replaced:
    return {f"{wrong.kind}{gate.letter}": wrong.formula.format(d=gate.gradient) for gate in gates}


def _in_one_gate(gate: Gate, wrong: Wrong) -> Change:
    name = f"{wrong.kind}{gate.letter}"
    return change(
        f"{name}-{wrong.key}", wrong.code, _replaced(wrong, (gate,)),
        f"`{name}` {wrong.what}", wrong.why, wrong.ask,
    )  # fmt: skip


def _in_all_gates(wrong: Wrong) -> Change:
    owner = "weight matrix" if wrong.kind == "dW" else "bias"
    return change(
        f"all-{wrong.kind}-{wrong.key}", wrong.code, _replaced(wrong, GATES),
        f"the gradient of every {owner} {wrong.what}", wrong.why, wrong.ask,
    )  # fmt: skip


def _mean_of_everything() -> Change:
    weights, biases = (wrong for wrong in IN_ANY_GATE if wrong.key == "mean")
    return change(
        "all-gradients-mean", "reduction.mean",
        {**_replaced(weights, GATES), **_replaced(biases, GATES)},
        "the gradients of weights and biases are averaged over the examples",
        f"{PER_EXAMPLE}. The division by `m` is one too many.", ASK_MEAN,
    )  # fmt: skip


def _from_another_gate(gate: Gate, other: Gate) -> tuple[Change, ...]:
    formulas = {
        "dW": f"{other.gradient} @ concat.T",
        "db": f"{other.gradient}.sum(1, keepdims=True)",
    }
    return tuple(
        change(
            f"{kind}{gate.letter}-from-{other.gradient}", "gate.swapped",
            {f"{kind}{gate.letter}": formula},
            f"`{kind}{gate.letter}` is computed from `{other.gradient}`",
            f"The gradient `{other.gradient}` belongs to the {other.words}, and "
            f"`{kind[1:]}{gate.letter}` to the {gate.words}.",
            f"Which gate does `{kind[1:]}{gate.letter}` belong to?",
        )
        for kind, formula in formulas.items()
    )  # fmt: skip


WEIGHT_CHANGES: Final = (
    *(_in_one_gate(gate, wrong) for gate in GATES for wrong in IN_ANY_GATE),
    *(_in_all_gates(wrong) for wrong in (*IN_ANY_GATE, *IN_ALL_GATES)),
    _mean_of_everything(),
    *(each for gate, other in EASILY_CONFUSED for each in _from_another_gate(gate, other)),
)
