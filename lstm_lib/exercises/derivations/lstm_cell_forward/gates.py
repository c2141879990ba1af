"""Mistakes in the four gates: their weights, their inputs, their activations."""

from typing import Final

from lstm_lib.exercises.derivations.change import Change, change
from lstm_lib.exercises.derivations.gates import EASILY_CONFUSED, GATES, SIGMOID_GATES, Gate

OTHER: Final = {"sigmoid": "tanh", "tanh": "sigmoid"}
RANGE: Final = {
    "sigmoid": "A gate opens and closes between 0 and 1, which the sigmoid gives",
    "tanh": "The candidate may raise or lower the cell state, and tanh gives values of both signs",
}
OWN: Final = "Each gate has weights and a bias of its own"


def _one(gate: Gate) -> tuple[Change, ...]:
    """Mistakes in one gate by itself."""
    v, z, g = gate.value, gate.before_activation, gate.letter
    why, other = RANGE[gate.activation], OTHER[gate.activation]
    ask = f"Which values may the {gate.words} take?"
    return (
        change(f"{v}-{other}", "activation.wrong", {v: f"{other}({z})"},
               f"`{v}` uses {other} in place of {gate.activation}", f"{why}.", ask),
        change(f"{v}-without-activation", "activation.wrong", {v: z},
               f"`{v}` lacks its activation", f"{why}. Here the sum is used as it is.", ask),
        change(f"{v}-activation-twice", "activation.wrong",
               {v: f"{gate.activation}({gate.activation}({z}))"},
               f"`{v}` passes its activation twice", f"{why}. Once is enough.",
               "How often does the sum pass through the activation?"),
        change(f"{v}-minus", "sign", {v: f"{gate.activation}(-{z})"},
               f"`{v}` has the wrong sign inside its activation",
               "The activation is taken of the sum itself, not of its negative.",
               "Does the gate open as the sum grows?"),
        change(f"{v}-softmax", "activation.wrong", {v: f"softmax({z})"},
               f"`{v}` uses the softmax in place of {gate.activation}",
               "The softmax makes the units share one total. Every unit of a gate acts by itself.",
               ask),
        change(f"{v}-without-bias", "term.missing", {z: f"W{g} @ concat"},
               f"`{v}` lacks the bias `b{g}`", f"{OWN}. The bias is not added.",
               f"Which parameters does the {gate.words} have?"),
        change(f"{v}-minus-bias", "sign", {z: f"W{g} @ concat - b{g}"},
               f"`{v}` subtracts the bias `b{g}`", f"{OWN}. The bias is added.",
               f"What does the {gate.words} do with its bias?"),
        change(f"{v}-bias-outside", "parentheses", {v: f"{gate.activation}(W{g} @ concat) + b{g}"},
               f"`{v}` adds the bias `b{g}` after the activation",
               "The activation is taken of the whole sum, the bias included.",
               "Where does the argument of the activation end?"),
    )  # fmt: skip


def _confused(gate: Gate, other: Gate) -> tuple[Change, ...]:
    """Another gate's parameters."""
    z, g, o = gate.before_activation, gate.letter, other.letter
    ask = f"Which parameters belong to the {gate.words}?"
    why = f"{OWN}. These belong to the {other.words}."
    return (
        change(f"{gate.value}-with-W{o}", "gate.swapped", {z: f"W{o} @ concat + b{g}"},
               f"`{gate.value}` uses `W{o}`", why, ask),
        change(f"{gate.value}-with-b{o}", "gate.swapped", {z: f"W{g} @ concat + b{o}"},
               f"`{gate.value}` uses `b{o}`", why, ask),
        change(f"{gate.value}-with-W{o}-and-b{o}", "gate.swapped", {z: f"W{o} @ concat + b{o}"},
               f"`{gate.value}` uses `W{o}` and `b{o}`", why, ask),
    )  # fmt: skip


def _exchanged(one: Gate, other: Gate) -> tuple[Change, ...]:
    """Two gates that have changed places as a whole."""
    g, o = one.letter, other.letter
    why = f"{OWN}. The parameters of the two have changed places where they are unpacked or used"
    ask = "Which name of the parameters belongs to which gate?"
    return (
        change(f"W{g}-and-W{o}-exchanged", "gate.swapped",
               {f"W{g}": f"parameters['W{o}']", f"W{o}": f"parameters['W{g}']"},
               f"`W{g}` and `W{o}` are used in each other's place", f"{why}.", ask),
        change(f"parameters-of-{g}-and-{o}-exchanged", "gate.swapped",
               {f"W{g}": f"parameters['W{o}']", f"W{o}": f"parameters['W{g}']",
                f"b{g}": f"parameters['b{o}']", f"b{o}": f"parameters['b{g}']"},
               f"the parameters of the {one.words} and the {other.words} are exchanged",
               f"{why}.", ask),
    )  # fmt: skip


STACKED: Final = "The weights expect `a_prev` stacked above `xt`"
ASK_STACKED: Final = "Which columns of the weights are multiplied by which input?"

ALL_GATES: Final = (
    change("concat-order", "operand.wrong", {"concat": "np.concatenate((xt, a_prev))"},
           "`xt` is stacked above `a_prev`",
           f"{STACKED}. The other order has the same shape, and meets the wrong columns.",
           ASK_STACKED),
    change("concat-with-c-prev", "operand.wrong", {"concat": "np.concatenate((c_prev, xt))"},
           "`c_prev` is stacked above `xt` in place of `a_prev`",
           f"{STACKED}. The cell state itself does not enter the gates.",
           "Which of the two states do the gates see?"),
    change("concat-without-xt", "term.missing",
           {"concat": "np.concatenate((a_prev, np.zeros_like(xt)))"},
           "`xt` is not filled into the stacked inputs",
           f"{STACKED}. The rows of `xt` are left at zero.",
           "Which rows of the stack are written?"),
    change("concat-without-a-prev", "term.missing",
           {"concat": "np.concatenate((np.zeros_like(a_prev), xt))"},
           "`a_prev` is not filled into the stacked inputs",
           f"{STACKED}. The rows of `a_prev` are left at zero.",
           "Which rows of the stack are written?"),
    change("concat-whole-numbers", "dtype", {"concat": "np.concatenate((a_prev, xt)).astype(int)"},
           "the stacked inputs are whole numbers",
           "The array was made for whole numbers, and what is written to it loses its decimals.",
           "What dtype has the array that you write to?"),
    change("concat-hardcoded", "hardcoded.shape",
           {"concat": "np.concatenate((a_prev, xt)).reshape(8, 10)"},
           "the stacked inputs have the published shape, written as numbers",
           "Other data has other sizes. They are read from the shapes of the arrays.",
           "Where can you read the sizes from?"),
    change("concat-slice-hardcoded", "hardcoded.shape",
           {"concat": "np.concatenate((np.concatenate((a_prev, xt))[:5], "
                      "np.concatenate((a_prev, xt))[-3:]))"},
           "the stacked inputs are cut at the published sizes",
           "Other data has other sizes. They are read from the shapes of the arrays.",
           "Where can you read the sizes from?"),
    change("gates-without-bias", "term.missing",
           {gate.before_activation: f"W{gate.letter} @ concat" for gate in GATES},
           "the gates lack their biases", f"{OWN}. None of the biases is added.",
           "Which parameters does a gate have?"),
    change("gates-without-activation", "activation.wrong",
           {gate.value: gate.before_activation for gate in SIGMOID_GATES},
           "the three gates lack the sigmoid",
           f"{RANGE['sigmoid']}. Here the sums are used as they are.",
           "Which values may a gate take?"),
    change("gates-tanh", "activation.wrong",
           {gate.value: f"tanh({gate.before_activation})" for gate in SIGMOID_GATES},
           "the three gates use tanh in place of the sigmoid", f"{RANGE['sigmoid']}.",
           "Which values may a gate take?"),
    change("gates-minus", "sign",
           {gate.value: f"sigmoid(-{gate.before_activation})" for gate in SIGMOID_GATES},
           "the sigmoid of the gates falls",
           "With the sign of the exponent turned, the function runs from 1 down to 0.",
           "Does the sigmoid rise or fall?"),
)  # fmt: skip

GATE_CHANGES: Final = (
    *(each for gate in GATES for each in _one(gate)),
    *(each for gate, other in EASILY_CONFUSED for each in _confused(gate, other)),
    *(each for one, other in EASILY_CONFUSED[::2] for each in _exchanged(one, other)),
    *ALL_GATES,
)
