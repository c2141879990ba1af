"""`lstm_forward`: its lines, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.gates import FAMILIES
from lstm_lib.exercises.derivations.lstm_cell_forward.formulas import FORMULAS
from lstm_lib.exercises.derivations.passes.forward_lines import forward_pass
from lstm_lib.exercises.derivations.passes.forward_results import (
    ASK_CHANGED,
    CHANGED,
    result_changes,
    stored_changes,
)
from lstm_lib.exercises.derivations.passes.forward_time import TIME_CHANGES
from lstm_lib.interface import LSTM_CACHE

RESULT: Final = "(a, y, c, (caches, x))"
LOOP: Final = forward_pass(
    y="y",
    output_weights="Wy",
    cell=FORMULAS,
    items=LSTM_CACHE,
    call="a_next, c_next, yt_pred, cache = cell(xt, a_prev, c_prev, parameters)",
    result=RESULT,
    further_before={
        "c": "c = np.zeros((n_a, m, T_x))",
        "initial c": "c_prev = np.zeros_like(a0)",
    },
    further_each={"store c": "c[:, :, t] = c_next", "carry c": "c_prev = c_next"},
)

TWO_STATES: Final = "Each step starts from the two states that the step before has made"
ASK_CARRY: Final = "Which variables have to change from one round of the loop to the next?"
START: Final = (
    "Before the first step there is nothing to remember: the cell state starts with zeros"
)
ASK_START: Final = "What does the cell remember before the first step?"
CALL: Final = "a_next, c_next, yt_pred, cache = cell"

CARRIED_CHANGES: Final = (
    change("c-not-carried", "carry.missing", {"carry c": "pass"},
           "every step starts from the initial cell state",
           f"{TWO_STATES}. The cell state is not handed on.", ASK_CARRY),
    change("nothing-carried", "carry.missing", {"carry a": "pass", "carry c": "pass"},
           "every step starts from the initial states", f"{TWO_STATES}. Neither is handed on.",
           ASK_CARRY),
    change("initial-c-is-a0", "carry.initial", {"initial c": "c_prev = a0.copy()"},
           "the cell state starts with `a0`", f"{START}. `a0` belongs to the hidden state.",
           ASK_START),
    change("initial-c-ones", "carry.initial", {"initial c": "c_prev = np.ones_like(a0)"},
           "the cell state starts with ones", f"{START}.", ASK_START),
    change("initial-states-exchanged", "carry.initial",
           {"initial a": "a_prev = np.zeros_like(a0)", "initial c": "c_prev = a0.copy()"},
           "`a0` is given to the cell state, and zeros to the hidden state",
           f"{START}, and `a0` is the hidden state's.", ASK_START),
    change("states-written-in-place", "alias.cache",
           {"carry a": "a_prev[...] = a_next",
            "carry c": "c_prev[...] = c_next"},
           "one array holds the hidden state of every step, and one the cell state",
           f"{CHANGED}: every round writes the new states into the arrays that the caches hold as "
           "`a_prev` and `c_prev`.", ASK_CHANGED),
    change("c-piles-up", "accumulate.overwritten", {"carry c": "c_prev = c_prev + c_next"},
           "the cell states add up over the steps",
           "The new cell state contains what is kept of the old one already. Added to it, the old "
           "one counts twice.",
           "Does the new cell state contain the old one?"),
    change("states-exchanged", "operand.wrong",
           {"carry a": "a_prev = c_next", "carry c": "c_prev = a_next"},
           "the two states are handed on in each other's place",
           f"{TWO_STATES}. Each goes to its own argument of the cell.",
           "Which state goes to which argument of the cell?"),
    change("a-carried-twice", "operand.wrong", {"carry c": "c_prev = a_next"},
           "the hidden state is handed on as the cell state too",
           f"{TWO_STATES}. Here both are the hidden state.",
           "Which state goes to which argument of the cell?"),
    change("c-carried-twice", "operand.wrong", {"carry a": "a_prev = c_next"},
           "the cell state is handed on as the hidden state too",
           f"{TWO_STATES}. Here both are the cell state.",
           "Which state goes to which argument of the cell?"),
    change("cell-arguments-exchanged", "operand.wrong",
           {"cell": f"{CALL}(xt, c_prev, a_prev, parameters)"},
           "the cell receives its two states in the other order",
           "The cell takes the hidden state first, then the cell state.",
           "In which order does the cell name its arguments?"),
    change("cell-results-exchanged", "return.order",
           {"cell": "c_next, a_next, yt_pred, cache = cell(xt, a_prev, c_prev, parameters)"},
           "the cell's first two results are taken in the other order",
           "The cell returns the hidden state first, then the cell state.",
           "In which order does the cell list its results?"),
)  # fmt: skip

STORED_CHANGES: Final = (
    *stored_changes("c", "c_next", "store c"),
    change("c-holds-a", "alias.outputs", {"store c": "c[:, :, t] = a_next"},
           "`c` holds the hidden states",
           "The hidden states go to `a`, the cell states to `c`. Either they were written there, "
           "or `c` is a second name for the array `a`.",
           "Which state goes to which array, and are they two arrays?"),
    change("a-and-c-are-one-array", "alias.outputs",
           {"c": "c = a"},
           "`a` and `c` both hold the cell states",
           "The hidden states go to `a`, the cell states to `c`. Where both names mean one array, "
           "or both lines write the same value, what is written last is in both.",
           "How many arrays are made before the loop, and which state goes to which?"),
    change("c-holds-c-prev", "index.time", {"store c": "c[:, :, t] = c_prev"},
           "`c` holds the cell states before each step",
           "The slice of a time step holds the state that this step makes.",
           "Which cell state belongs to time step t: the old one or the new one?"),
    change("a-holds-a-prev", "index.time", {"store a": "a[:, :, t] = a_prev"},
           "`a` holds the hidden states before each step",
           "The slice of a time step holds the state that this step makes.",
           "Which hidden state belongs to time step t: the old one or the new one?"),
    change("c-single-precision", "dtype", {"c": "c = np.zeros((n_a, m, T_x), dtype=np.float32)"},
           "`c` is in single precision",
           "The array was made with half the digits of its inputs, and what is written to it is "
           "rounded.",
           "What dtype has the array that you write to?"),
    change("c-whole-numbers", "dtype", {"c": "c = np.zeros((n_a, m, T_x), dtype=int)"},
           "`c` holds whole numbers",
           "The array was made for whole numbers, and what is written to it loses its decimals.",
           "What dtype has the array that you write to?"),
    change("c-is-the-last-state", "shape", {"result": "result = (a, y, c_next, (caches, x))"},
           "the last cell state is returned in place of all of them",
           "The result holds the cell states of all time steps; here it is one step's.",
           "How many time steps does the returned array cover?"),
    change("return-c-second", "return.order", {"result": "result = (a, c, y, (caches, x))"},
           "`c` is returned before `y`",
           "Whoever calls the function takes its results apart in the order of the docstring.",
           "In which order does the docstring list the results?"),
    change("return-c-first", "return.order", {"result": "result = (c, y, a, (caches, x))"},
           "`a` and `c` are in each other's place",
           "`a` holds the hidden states and is returned first; `c` holds the cell states and is "
           "returned third. They change places where they are written or where they are returned.",
           "Which state is written to which array, and in which order are the arrays returned?"),
)  # fmt: skip

ALIAS_CHANGES: Final = (
    change("initial-c-is-a-view", "alias.cache", {"initial c": "c_prev = c[:, :, 0]"},
           "the initial cell state is a view of `c`",
           f"{CHANGED}: `c_prev` of the first cache is the first slice of `c`, and the first round "
           "writes to it.", ASK_CHANGED),
    change("initial-c-is-the-last-view", "alias.cache", {"initial c": "c_prev = c[:, :, -1]"},
           "the initial cell state is a view of the last slice of `c`",
           f"{CHANGED}: `c_prev` of the first cache is the last slice of `c`, and the last round "
           "writes to it.", ASK_CHANGED),
    change("initial-states-are-views", "alias.cache",
           {"initial a": "a[:, :, 0] = a0; a_prev = a[:, :, 0]",
            "initial c": "c_prev = c[:, :, 0]"},
           "the initial states are views of `a` and `c`",
           f"{CHANGED}: the states before the first step are the first slices of the results, and "
           "the first round writes to them.", ASK_CHANGED),
    change("initial-c-is-a-view-of-a", "alias.cache", {"initial c": "c_prev = a[:, :, 0]"},
           "the initial cell state is a view of `a`",
           f"{CHANGED}: `c_prev` of the first cache is the first slice of `a`, and the first round "
           "writes to it.", ASK_CHANGED),
    change("c-written-in-place", "alias.cache", {"carry c": "c_prev[...] = c_next"},
           "one array holds the cell state of every step",
           f"{CHANGED}: every round writes the new state into the array that the caches hold as "
           "`c_prev`.", ASK_CHANGED),
)  # fmt: skip

LSTM_FORWARD: Final = derivation(
    LOOP,
    (
        *CARRIED_CHANGES,
        *TIME_CHANGES,
        *STORED_CHANGES,
        *result_changes("y", RESULT),
        *ALIAS_CHANGES,
    ),
    (*FAMILIES, ("a_next", "c_next"), ("a_prev", "c_prev"), ("a", "c")),
)
