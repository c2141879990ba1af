"""`lstm_backward`: its lines, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.change import Change, change, derivation
from lstm_lib.exercises.derivations.gates import EASILY_CONFUSED, GATES, GRADIENT_FAMILIES
from lstm_lib.exercises.derivations.lstm_cell_backward.formulas import FORMULAS
from lstm_lib.exercises.derivations.passes.backward_lines import backward_pass
from lstm_lib.exercises.derivations.passes.backward_results import (
    INPUT_CHANGES,
    RETURN_CHANGES,
    on_the_right_result,
    sum_changes,
)
from lstm_lib.exercises.derivations.passes.backward_time import TIME_CHANGES
from lstm_lib.interface import LSTM_WEIGHTS

LOOP: Final = backward_pass(
    LSTM_WEIGHTS,
    FORMULAS,
    {"initial dc": "dc_prev = np.zeros((n_a, m))"},
    {
        "dc_next": "dc_next = dc_prev",
        "cell": "step = cell(da_next, dc_next, cache)",
        "carry dc": "dc_prev = step['dc_prev']",
    },
)

TWO_STATES: Final = "The LSTM hands two states from step to step, and both bring a gradient back"
ASK_STATES: Final = "Which states does a forward step hand to the next one?"
CELL_STATE: Final = "The gradient of the cell state comes from the step after, as its `dc_prev`"

CELL_STATE_CHANGES: Final = (
    change(
        "dc-prev-not-carried", "carry.missing", {"carry dc": "pass"},
        "`dc_prev` is not handed from step to step",
        f"{TWO_STATES}. That of the cell state stays zero.", ASK_STATES,
    ),
    change(
        "nothing-added-nor-carried", "carry.missing",
        {"da_next": "da_next = da[:, :, t]", "carry dc": "pass"},
        "neither `da_prev` nor `dc_prev` reaches the step before",
        f"{TWO_STATES}. Here every step is treated as if it were the last one.", ASK_STATES,
    ),
    change(
        "nothing-carried", "carry.missing", {"carry da": "pass", "carry dc": "pass"},
        "`da_prev` and `dc_prev` keep their initial values",
        f"{TWO_STATES}. Both stay zero, because the variables are not renewed in the loop.",
        "Which variables have to change from one round of the loop to the next?",
    ),
    change(
        "initial-dc-is-ones", "carry.initial", {"initial dc": "dc_prev = np.ones((n_a, m))"},
        "`dc_prev` starts with ones",
        "Nothing comes back from beyond the last step, so the loop starts with zeros.",
        "What comes back from the step after the last one?",
    ),
    change(
        "initial-dc-is-da", "carry.initial", {"initial dc": "dc_prev = da[:, :, -1]"},
        "`dc_prev` starts with `da` of the last step",
        "`da` belongs to the hidden states. Nothing comes back to the cell state from beyond the "
        "last step.",
        "To which of the two states does `da` belong?",
    ),
    change(
        "initial-states-are-ones", "carry.initial",
        {"initial da": "da_prev = np.ones((n_a, m))", "initial dc": "dc_prev = np.ones((n_a, m))"},
        "`da_prev` and `dc_prev` start with ones",
        "Nothing comes back from beyond the last step, so the loop starts with zeros.",
        "What comes back from the step after the last one?",
    ),
    change(
        "dc-prev-piles-up", "accumulate.overwritten",
        {"carry dc": "dc_prev = dc_prev + step['dc_prev']"},
        "`dc_prev` adds up over the steps",
        "What a step hands back contains already what it received. Added to the earlier ones, it "
        "counts those again; only the weights' gradients add up.",
        "Does `dc_prev` of a step contain the share of the steps after it?",
    ),
    change(
        "both-pile-up", "accumulate.overwritten",
        {
            "carry da": "da_prev = da_prev + step['da_prev']",
            "carry dc": "dc_prev = dc_prev + step['dc_prev']",
        },
        "`da_prev` and `dc_prev` add up over the steps",
        "What a step hands back contains already what it received. Added to the earlier ones, it "
        "counts those again; only the weights' gradients add up.",
        "Does `dc_prev` of a step contain the share of the steps after it?",
    ),
    change(
        "carried-states-exchanged", "operand.wrong",
        {"carry da": "da_prev = step['dc_prev']", "carry dc": "dc_prev = step['da_prev']"},
        "`da_prev` and `dc_prev` are handed back in each other's place",
        f"{TWO_STATES}. Each belongs to its own state.",
        "Which of the two gradients goes to which argument of the cell?",
    ),
    change(
        "cell-arguments-exchanged", "operand.wrong",
        {"cell": "step = cell(dc_next, da_next, cache)"},
        "the cell receives its first two arguments in the other order",
        "The gradient of the hidden state comes first, then that of the cell state.",
        "In which order does the cell name its arguments?",
    ),
    change(
        "dc-prev-is-da-prev", "operand.wrong", {"carry dc": "dc_prev = step['da_prev']"},
        "`dc_prev` is read from the key `da_prev`", f"{CELL_STATE}.",
        "Which key does each of the carried gradients come from?",
    ),
    change(
        "da-prev-is-dc-prev", "operand.wrong", {"carry da": "da_prev = step['dc_prev']"},
        "`da_prev` is read from the key `dc_prev`",
        "The gradient of the hidden state comes from the step after, as its `da_prev`.",
        "Which key does each of the carried gradients come from?",
    ),
    change(
        "dc-next-is-da-next", "operand.wrong", {"dc_next": "dc_next = da_next"},
        "the cell receives `da_next` for both states", f"{CELL_STATE}.",
        "Which gradient belongs to the cell state?",
    ),
    change(
        "dc-next-with-da", "operand.wrong", {"dc_next": "dc_next = dc_prev + da[:, :, t]"},
        "`da` is added to the gradient of the cell state",
        f"{CELL_STATE}. `da` belongs to the hidden states, and the cell itself brings it to the "
        "cell state.",
        "To which of the two states does `da` belong?",
    ),
    change(
        "dc-next-is-c-next", "operand.wrong", {"dc_next": "dc_next = cache[1]"},
        "the cell receives the cell state where its gradient belongs", f"{CELL_STATE}.",
        "Is what you pass a state, or the gradient of a state?",
    ),
    change(
        "da0-is-dc-prev", "operand.wrong", {"da0": "da0 = dc_prev"},
        "`da0` is the gradient of the initial cell state",
        "The initial hidden state is the one that the forward pass was given; the initial cell "
        "state is zero and nobody asks for its gradient.",
        "Which of the two states is `a0`?",
    ),
)  # fmt: skip

FEWER_STEPS: Final = (
    change(
        "all-input-steps", "index.time", {"order": "reversed(range(T_x))"},
        "the loop runs over all T_x time steps of the input",
        "`da` may cover fewer steps than the input has, and then the others have no gradient to "
        "start from. The number of rounds is the last size of `da`.",
        "Which array tells how many time steps are backpropagated?",
    ),
    change(
        "last-steps-of-the-input", "index.time", {"cache": "cache = list_of_cache[T_x - T + t]"},
        "the caches are those of the last T time steps",
        "Where `da` covers fewer steps than the input has, they are the first ones.",
        "Which time step does the first slice of `da` belong to?",
    ),
    change(
        "cache-from-the-end", "index.time", {"cache": "cache = list_of_cache[T_x - 1 - t]"},
        "the caches are counted from the end of the input",
        "In each round, everything belongs to the same time step. Here the caches run the other "
        "way, from the end of the input.",
        "Which time step does each index in this round point to?",
    ),
    change(
        "last-cache-of-the-input", "index.time", {"cache": "cache = list_of_cache[-1]"},
        "every round takes the cache of the input's last time step",
        "In each round, everything belongs to the same time step.",
        "Which time step does each index in this round point to?",
    ),
    change(
        "dx-as-long-as-x", "shape", {"dx": "dx = np.zeros_like(x)"},
        "`dx` has as many time steps as the input",
        "`dx` covers the steps that are backpropagated, which may be fewer than the input has.",
        "Which array tells how many time steps are backpropagated?",
    ),
)  # fmt: skip


def _shared_array(kind: str, words: str) -> Change:
    gradients = [f"d{kind}{gate.letter}" for gate in GATES]
    first, *others = gradients
    return change(
        f"one-array-for-all-{kind}", "alias.outputs",
        {
            f"initial {first}": f"{' = '.join(gradients)} = "
            f"np.zeros_like(list_of_cache[0][-1]['{first[1:]}'])",
            **{f"initial {name}": "pass" for name in others},
            **{f"accumulate {name}": f"{name} += step[{name!r}]" for name in gradients},
        },
        f"the gradients of the four {words} are one array",
        "An assignment to several names at once makes several names for one array, and all four "
        "gates add to it.",
        "How many arrays are made where the sums begin?",
    )  # fmt: skip


SHARED_ARRAYS: Final = (_shared_array("W", "weight matrices"), _shared_array("b", "biases"))
BIASES_OVERWRITTEN: Final = change(
    "biases-overwritten", "accumulate.overwritten",
    {f"accumulate db{gate.letter}": f"db{gate.letter} = step['db{gate.letter}']" for gate in GATES},
    "the gradients of the biases are overwritten in every round",
    "The same biases are used at every time step, and so the gradients of all steps add up. Only "
    "the last round's are left.",
    "How many time steps use the same biases?",
)  # fmt: skip

CONFUSED: Final = tuple(
    (f"{kind}{one.letter}", f"{kind}{other.letter}")
    for kind in ("W", "b")
    for one, other in EASILY_CONFUSED
)

LSTM_BACKWARD: Final = derivation(
    LOOP,
    on_the_right_result(
        (
            *CELL_STATE_CHANGES,
            *TIME_CHANGES,
            *FEWER_STEPS,
            *sum_changes(tuple(LSTM_WEIGHTS), CONFUSED, silent_at_first=("Wf", "bf")),
            *INPUT_CHANGES,
            *RETURN_CHANGES,
            *SHARED_ARRAYS,
            BIASES_OVERWRITTEN,
        ),
        LOOP.after["result"].removeprefix("result = "),
    ),
    GRADIENT_FAMILIES,
)  # fmt: skip
