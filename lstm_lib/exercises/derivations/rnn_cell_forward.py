"""`rnn_cell_forward`: its formulas, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.cell_results import result_changes
from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.formulas import Formulas
from lstm_lib.exercises.derivations.output_layer import output_changes
from lstm_lib.interface import RNN_CACHE, RNN_PARAMETERS

RESULTS: Final = ("a_next", "yt_pred", "cache")

FORMULAS: Final = Formulas(
    arguments=("xt", "a_prev", "parameters"),
    table={
        **{name: f"parameters[{name!r}]" for name in RNN_PARAMETERS},
        "z": "Wax @ xt + Waa @ a_prev + ba",
        "a_next": "tanh(z)",
        "zy": "Wya @ a_next + by",
        "yt_pred": "softmax(zy)",
        "cache": f"({', '.join(RNN_CACHE)})",
        "result": f"({', '.join(RESULTS)})",
    },
    also={
        "Wax @ xt": "Wax @ xt",
        "Waa @ a_prev": "Waa @ a_prev",
        "Wya @ a_next": "Wya @ a_next",
    },
)

SUM: Final = (
    "Inside the tanh stands a sum of three terms: the input's, the hidden state's, the bias"
)
ASK_SUM: Final = "Which three terms stand inside the tanh?"
WHOLE: Final = "The tanh is taken of the whole sum"
ASK_WHOLE: Final = "Where does the argument of the tanh end?"
ASK_ACTIVATION: Final = "Which activation does the hidden state of this cell have?"

STATE_CHANGES: Final = (
    change("without-ba", "term.missing", {"z": "Wax @ xt + Waa @ a_prev"},
           "`a_next` lacks the bias `ba`", f"{SUM}. The last is missing.", ASK_SUM),
    change("without-Waa", "term.missing", {"z": "Wax @ xt + ba"},
           "`a_next` does not depend on `a_prev`", f"{SUM}. The second is missing.", ASK_SUM),
    change("without-Wax", "term.missing", {"z": "Waa @ a_prev + ba"},
           "`a_next` does not depend on `xt`", f"{SUM}. The first is missing.", ASK_SUM),
    change("ba-twice", "term.missing", {"z": "Wax @ xt + ba + Waa @ a_prev + ba"},
           "the bias `ba` is added twice", f"{SUM}. Each stands there once.", ASK_SUM),
    change("minus-ba", "sign", {"z": "Wax @ xt + Waa @ a_prev - ba"},
           "the bias `ba` is subtracted", f"{SUM}. All are added.", ASK_SUM),
    change("minus-Waa", "sign", {"z": "Wax @ xt - Waa @ a_prev + ba"},
           "the hidden state's term is subtracted", f"{SUM}. All are added.", ASK_SUM),
    change("minus-Wax", "sign", {"z": "Waa @ a_prev - Wax @ xt + ba"},
           "the input's term is subtracted", f"{SUM}. All are added.", ASK_SUM),
    change("Waa-transposed", "transpose", {"z": "Wax @ xt + Waa.T @ a_prev + ba"},
           "`Waa` is transposed",
           "The matrix is applied as it is. It is square, so that its shape does not give a "
           "transposition away.",
           "Which way round are the weights applied to the hidden state?"),
    change("Waa-with-Wax-term", "parentheses", {"z": "Waa @ (Wax @ xt + a_prev) + ba"},
           "`Waa` multiplies the input's term as well",
           f"{SUM}. `Waa` belongs to the second alone.", "What is `Waa` multiplied by?"),
    change("product-of-terms", "operand.wrong", {"z": "(Wax @ xt) * (Waa @ a_prev) + ba"},
           "the two matrix products are multiplied", f"{SUM}.", ASK_SUM),
    change("mean-of-ba", "reduction.mean", {"z": "Wax @ xt + Waa @ a_prev + ba.mean()"},
           "the bias is averaged over the units",
           "Every unit has its own bias.", "How many biases are there?"),
    change("sigmoid", "activation.wrong", {"a_next": "sigmoid(z)"},
           "`a_next` uses the sigmoid in place of tanh",
           "The hidden state of this cell lies between -1 and 1, which tanh gives.",
           ASK_ACTIVATION),
    change("relu", "activation.wrong", {"a_next": "np.maximum(z, 0)"},
           "`a_next` uses a rectifier in place of tanh",
           "The hidden state of this cell lies between -1 and 1, which tanh gives.",
           ASK_ACTIVATION),
    change("softmax", "activation.wrong", {"a_next": "softmax(z)"},
           "`a_next` uses the softmax in place of tanh",
           "The softmax belongs to the prediction. The hidden state has a tanh.",
           ASK_ACTIVATION),
    change("without-tanh", "activation.wrong", {"a_next": "z"},
           "`a_next` lacks the tanh",
           "Without its activation the cell is linear, and so are any number of steps.",
           ASK_ACTIVATION),
    change("tanh-twice", "activation.wrong", {"a_next": "tanh(tanh(z))"},
           "tanh is applied twice", f"{WHOLE}, once.",
           "How often does the sum pass through the tanh?"),
    change("ba-outside-tanh", "parentheses", {"a_next": "tanh(Wax @ xt + Waa @ a_prev) + ba"},
           "the bias `ba` is added after the tanh", f"{WHOLE}, the bias included.", ASK_WHOLE),
    change("Waa-outside-tanh", "parentheses", {"a_next": "tanh(Wax @ xt) + Waa @ a_prev + ba"},
           "the tanh covers the input's term alone", f"{WHOLE}.", ASK_WHOLE),
    change("Wax-outside-tanh", "parentheses", {"a_next": "Wax @ xt + tanh(Waa @ a_prev + ba)"},
           "the tanh does not cover the input's term", f"{WHOLE}.", ASK_WHOLE),
    change("plus-a-prev", "operand.wrong", {"a_next": "tanh(z) + a_prev"},
           "`a_prev` is added after the tanh",
           "The hidden state is the value of the tanh. The one before comes in through its "
           "weights.",
           "By which way does `a_prev` act on `a_next`?"),
)  # fmt: skip

RNN_CELL_FORWARD: Final = derivation(
    FORMULAS,
    (
        *STATE_CHANGES,
        *output_changes(
            "Wya", ("a_prev", "the one of the step before"), ("z", "what stands inside its tanh"),
            ("tanh(a_next)", "its tanh, which it contains already"),
        ),
        *result_changes(
            RESULTS, RNN_CACHE,
            exchanged=(("a_next", "a_prev"), ("a_prev", "xt"), ("a_next", "xt")),
            replaced=(
                ("a_next", "a_prev", "the state before"),
                ("a_prev", "a_next", "the new state"),
                ("a_next", "z", "what stands inside the tanh"),
                ("a_next", "yt_pred", "the prediction"),
            ),
        ),
        change(
            "return-states-exchanged", "return.order", {"result": "(a_prev, yt_pred, cache)"},
            "`a_prev` is returned in place of `a_next`",
            "The function returns the new hidden state. What came in is returned here.",
            "Which hidden state is the result of this step?",
        ),
    ),
    (("Wax", "Waa"), ("Wax @ xt", "Waa @ a_prev"), ("xt", "a_prev")),
)  # fmt: skip
