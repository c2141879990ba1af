"""`rnn_cell_backward`: its formulas, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.formulas import Formulas
from lstm_lib.interface import RNN_CACHE, RNN_CELL_GRADIENTS, RNN_PARAMETERS

RESULT: Final = "dict({})".format(", ".join(f"{name}={name}" for name in RNN_CELL_GRADIENTS))

FORMULAS: Final = Formulas(
    arguments=("da_next", "cache"),
    table={
        **{name: f"cache[{place}]" for place, name in enumerate(RNN_CACHE)},
        **{name: f"parameters[{name!r}]" for name in RNN_PARAMETERS},
        "dtanh": "da_next * (1 - a_next**2)",
        "dxt": "Wax.T @ dtanh",
        "da_prev": "Waa.T @ dtanh",
        "dWax": "dtanh @ xt.T",
        "dWaa": "dtanh @ a_prev.T",
        "dba": "dtanh.sum(axis=1, keepdims=True)",
        "result": RESULT,
    },
    also={"a_next**2": "a_next**2", "1 - a_next**2": "1 - a_next**2"},
)

SLOPE: Final = (
    "`a_next` is the value of tanh, and the derivative of tanh is one minus the square of its value"
)
ASK_SLOPE: Final = "What is the derivative of tanh, written with the value of tanh?"
INSIDE: Final = (
    "The weights act inside the tanh, and so the gradient has to pass its derivative before it "
    "reaches them"
)

TANH_CHANGES: Final = (
    change("without-derivative", "derivative.factor", {"dtanh": "da_next"},
           "the derivative of tanh is missing", f"{INSIDE}. Here it goes round it.",
           "Which function stands between the weights and `a_next`?"),
    change("not-squared", "derivative.factor", {"dtanh": "da_next * (1 - a_next)"},
           "the derivative of tanh lacks the square", f"{SLOPE}; the square is not there.",
           ASK_SLOPE),
    change("sigmoid-derivative", "derivative.factor", {"dtanh": "da_next * a_next * (1 - a_next)"},
           "the derivative of the sigmoid is used for the tanh",
           f"{SLOPE}. A product of value and complement belongs to the sigmoid.",
           "Which activation makes `a_next`?"),
    change("tanh-twice", "derivative.factor", {"dtanh": "da_next * (1 - tanh(a_next)**2)"},
           "tanh is applied to `a_next` once more", f"{SLOPE}. `a_next` is that value already.",
           "Is `a_next` what stands inside the tanh, or what comes out of it?"),
    change("extra-a-next", "derivative.factor", {"dtanh": "da_next * a_next * (1 - a_next**2)"},
           "the derivative of tanh has the extra factor `a_next`",
           f"{SLOPE}, with no further factor.", ASK_SLOPE),
    change("difference-squared", "parentheses", {"dtanh": "da_next * (1 - a_next)**2"},
           "the difference is squared, not `a_next`",
           f"{SLOPE}; the square covers the value alone.", ASK_SLOPE),
    change("product-squared", "parentheses", {"dtanh": "1 - (da_next * a_next)**2"},
           "`da_next` is squared together with `a_next`",
           f"{SLOPE}. `da_next` multiplies the finished derivative.",
           "In which order do the square, the difference and the product come?"),
    change("difference-not-in-parentheses", "parentheses", {"dtanh": "da_next * 1 - a_next**2"},
           "`da_next` does not multiply the whole derivative",
           f"{SLOPE}. Without parentheses the product ends before the minus.",
           "Which part of the line does `da_next` multiply?"),
    change("sign", "sign", {"dtanh": "da_next * (a_next**2 - 1)"},
           "the derivative of tanh has the wrong sign", f"{SLOPE}, which is positive.",
           "Is tanh rising or falling?"),
    change("plus", "sign", {"dtanh": "da_next * (1 + a_next**2)"},
           "the derivative of tanh has a plus", f"{SLOPE}, and so it never exceeds 1.",
           "Can the slope of tanh be larger than 1?"),
    change("a-prev-squared", "operand.wrong", {"dtanh": "da_next * (1 - a_prev**2)"},
           "the derivative of tanh is taken with `a_prev`",
           f"{SLOPE}. `a_prev` is the value that the step before gave.",
           "Which hidden state does this step's tanh give?"),
    change("da-next-squared", "operand.wrong", {"dtanh": "1 - da_next**2"},
           "the derivative of tanh is taken with `da_next`",
           f"{SLOPE}. Here its gradient stands in its place.",
           "Which of the two is the value of tanh: `a_next` or `da_next`?"),
    change("without-da-next", "term.missing", {"dtanh": "1 - a_next**2"},
           "the factor `da_next` is missing",
           "The chain rule multiplies the local derivative by the gradient that arrives. What is "
           "left is the bare derivative.",
           "What does the chain rule multiply a local derivative by?"),
    change("a-next-for-da-next", "operand.wrong", {"dtanh": "a_next * (1 - a_next**2)"},
           "the state `a_next` stands where its gradient belongs",
           "The chain rule multiplies the local derivative by the gradient that arrives, which is "
           "`da_next`.",
           "What does the chain rule multiply a local derivative by?"),
)  # fmt: skip

ASK_SHAPE: Final = "What is the shape of the weight matrix, and what is the shape of your gradient?"
PER_EXAMPLE: Final = (
    "Each example of the batch adds its share to a gradient, and the upstream gradient carries "
    "any division by their number already"
)
ASK_MEAN: Final = "Where does the division by the number of examples happen: here or upstream?"
BIAS: Final = "A bias is a column with one row for each unit, and so is its gradient"

WEIGHT_CHANGES: Final = (
    change("dWax-around-tanh", "derivative.factor", {"dWax": "da_next @ xt.T"},
           "`dWax` uses the gradient from outside the tanh", f"{INSIDE}.",
           "Which function stands between the weights and `a_next`?"),
    change("dWax-transposed", "transpose", {"dWax": "xt @ dtanh.T"},
           "`dWax` is transposed", "A gradient has the shape of its weight matrix.", ASK_SHAPE),
    change("dWax-mean", "reduction.mean", {"dWax": "dtanh @ xt.T / xt.shape[1]"},
           "`dWax` is divided by the number of examples", f"{PER_EXAMPLE}.", ASK_MEAN),
    change("dWax-with-a-prev", "operand.wrong", {"dWax": "dtanh @ a_prev.T"},
           "`dWax` uses `a_prev` in place of `xt`",
           "The gradient of a matrix is made with what that matrix was multiplied by.",
           "What is `Wax` multiplied by in the forward step?"),
    change("dWaa-around-tanh", "derivative.factor", {"dWaa": "da_next @ a_prev.T"},
           "`dWaa` uses the gradient from outside the tanh", f"{INSIDE}.",
           "Which function stands between the weights and `a_next`?"),
    change("dWaa-transposed", "transpose", {"dWaa": "a_prev @ dtanh.T"},
           "`dWaa` is transposed",
           "In a gradient the row counts the unit that the weight leads to. The matrix is square, "
           "so that its shape does not give this away.",
           "Which of the two factors of the product gives the rows?"),
    change("dWaa-mean", "reduction.mean", {"dWaa": "dtanh @ a_prev.T / xt.shape[1]"},
           "`dWaa` is divided by the number of examples", f"{PER_EXAMPLE}.", ASK_MEAN),
    change("dWaa-with-a-next", "operand.wrong", {"dWaa": "dtanh @ a_next.T"},
           "`dWaa` uses `a_next` in place of `a_prev`",
           "The gradient of a matrix is made with what that matrix was multiplied by.",
           "What is `Waa` multiplied by in the forward step?"),
    change("dba-around-tanh", "derivative.factor", {"dba": "da_next.sum(axis=1, keepdims=True)"},
           "`dba` uses the gradient from outside the tanh", f"{INSIDE}.",
           "Which function stands between the bias and `a_next`?"),
    change("dba-mean", "reduction.mean", {"dba": "dtanh.mean(axis=1, keepdims=True)"},
           "`dba` averages over the examples", f"{PER_EXAMPLE}. A mean divides once more.",
           ASK_MEAN),
    change("dba-axis", "reduction.axis", {"dba": "dtanh.sum(axis=0, keepdims=True)"},
           "`dba` sums over the units",
           f"{BIAS}. The sum runs over the examples, along the other axis.",
           "Which axis of the gradient counts the examples?"),
    change("dba-keepdims", "reduction.keepdims", {"dba": "dtanh.sum(axis=1)"},
           "`dba` loses an axis",
           f"{BIAS}. A plain sum drops the axis that it runs over and leaves a flat vector.",
           "What is the shape of the bias, and what is the shape of your sum?"),
    change("dba-all-axes", "reduction.axis", {"dba": "dtanh.sum(keepdims=True)"},
           "`dba` sums over the units as well",
           f"{BIAS}. Here all entries are added up into a single number.",
           "How many numbers does a bias hold?"),
    change("dba-number", "reduction.axis", {"dba": "dtanh.sum()"},
           "`dba` is a single number", f"{BIAS}. A sum without an axis adds up all entries.",
           "How many numbers does a bias hold?"),
    change("dba-not-summed", "reduction.axis", {"dba": "dtanh"},
           "`dba` does not sum over the examples",
           f"{BIAS}. One bias is used by all examples, whose shares have to be added up.",
           "How many examples use the same bias?"),
    change("dba-first-example", "reduction.axis", {"dba": "dtanh[:, :1]"},
           "`dba` takes the first example alone",
           f"{BIAS}. One bias is used by all examples, whose shares have to be added up.",
           "How many examples use the same bias?"),
    change("all-gradients-mean", "reduction.mean",
           {"dWax": "dtanh @ xt.T / xt.shape[1]", "dWaa": "dtanh @ a_prev.T / xt.shape[1]",
            "dba": "dtanh.mean(axis=1, keepdims=True)"},
           "the gradients of weights and biases are averaged over the examples",
           f"{PER_EXAMPLE}.", ASK_MEAN),
    change("weights-mean", "reduction.mean",
           {"dWax": "dtanh @ xt.T / xt.shape[1]", "dWaa": "dtanh @ a_prev.T / xt.shape[1]"},
           "`dWax` and `dWaa` are divided by the number of examples",
           f"{PER_EXAMPLE}.", ASK_MEAN),
)  # fmt: skip

BACK: Final = "Going back through a linear map multiplies by its transpose"
INPUT_CHANGES: Final = (
    change("dxt-around-tanh", "derivative.factor", {"dxt": "Wax.T @ da_next"},
           "`dxt` uses the gradient from outside the tanh", f"{INSIDE}.",
           "Which function stands between `xt` and `a_next` besides the weights?"),
    change("dxt-through-Waa", "operand.wrong", {"dxt": "Waa.T @ dtanh"},
           "`dxt` goes back through `Waa`", "The input entered through its own weights.",
           "Which matrix is `xt` multiplied by in the forward step?"),
    change("da_prev-around-tanh", "derivative.factor", {"da_prev": "Waa.T @ da_next"},
           "`da_prev` uses the gradient from outside the tanh", f"{INSIDE}.",
           "Which function stands between `a_prev` and `a_next` besides the weights?"),
    change("da_prev-not-transposed", "transpose", {"da_prev": "Waa @ dtanh"},
           "`da_prev` uses `Waa` untransposed",
           f"{BACK}. The matrix is square, so that its shape does not give this away.",
           "By what is the gradient multiplied on its way back through a matrix product?"),
    change("da_prev-with-its-own-tanh", "derivative.factor",
           {"da_prev": "Waa.T @ dtanh * (1 - a_prev**2)"},
           "`da_prev` passes the tanh of the step before",
           "`da_prev` is the gradient of the hidden state itself. The tanh that made it belongs to "
           "the step before, whose own backward step takes care of it.",
           "In which time step is the tanh that gives `a_prev`?"),
    change("da_prev-plus-da-next", "operand.wrong", {"da_prev": "Waa.T @ dtanh + da_next"},
           "`da_prev` adds `da_next`",
           "The gradient that arrives at `a_next` reaches `a_prev` through the tanh and the "
           "weights alone.",
           "Is there a way from `a_prev` to `a_next` that does not pass the tanh?"),
    change("da_prev-is-dtanh", "derivative.factor", {"da_prev": "dtanh"},
           "`da_prev` lacks the weights",
           f"{BACK}, and `a_prev` enters through one.",
           "What is `a_prev` multiplied by in the forward step?"),
    change("da_prev-elementwise-a-prev", "operand.wrong", {"da_prev": "Waa.T @ dtanh * a_prev"},
           "`da_prev` has the extra factor `a_prev`",
           "The derivative of a linear map by its input no longer contains the input.",
           "What is the derivative of a product by one of its factors?"),
    change("inputs-around-tanh", "derivative.factor",
           {"dxt": "Wax.T @ da_next", "da_prev": "Waa.T @ da_next"},
           "`dxt` and `da_prev` use the gradient from outside the tanh", f"{INSIDE}.",
           "Which function stands between the inputs and `a_next` besides the weights?"),
    change("gradients-around-tanh", "derivative.factor",
           {"dWax": "da_next @ xt.T", "dWaa": "da_next @ a_prev.T",
            "dba": "da_next.sum(axis=1, keepdims=True)"},
           "`dWax`, `dWaa` and `dba` use the gradient from outside the tanh", f"{INSIDE}.",
           "Which function stands between the weights and `a_next`?"),
)  # fmt: skip

KEYS: Final = "The function returns a dictionary, and whoever calls it finds each gradient by key"
ASK_KEYS: Final = "Which keys does the docstring of the exercise name?"
RETURN_CHANGES: Final = (
    *(
        change(f"without-key-{key}", "return.key",
               {"result": RESULT.replace(f"{key}={key}", "further=0")},
               f"the gradients lack the key `{key}`",
               f"{KEYS}. Under this one there is nothing.", ASK_KEYS)
        for key in RNN_CELL_GRADIENTS
    ),
    change("a-tuple", "return.key", {"result": f"tuple({RESULT}.values())"},
           "the gradients are returned as a tuple", f"{KEYS}. A tuple has none.",
           "How does the function that calls this one find a gradient?"),
    *(
        change(f"{one}-and-{other}-exchanged", "return.key",
               {"result": RESULT.replace(f"{one}={one}", f"{one}={other}")
                .replace(f"{other}={other}", f"{other}={one}")},
               f"`{one}` and `{other}` are returned in each other's place",
               f"{KEYS}. Two of them stand under each other's key.",
               "Which variable stands under which key?")
        for one, other in (("dWax", "dWaa"), ("dxt", "da_prev"))
    ),
    change("da_prev-is-da_next", "return.key", {"result": RESULT.replace("=da_prev", "=da_next")},
           "the key `da_prev` holds `da_next`", f"{KEYS}. Under this one stands what came in.",
           "Which variable stands under which key?"),
    change("states-exchanged-in-the-cache", "cache.order",
           {"a_next": "cache[1]", "a_prev": "cache[0]"},
           "`a_next` and `a_prev` are taken from the cache in each other's place",
           "A cache is taken apart in the order in which the forward step put it together.",
           "In which order does the forward step fill its cache?"),
)  # fmt: skip

RNN_CELL_BACKWARD: Final = derivation(
    FORMULAS,
    (*TANH_CHANGES, *WEIGHT_CHANGES, *INPUT_CHANGES, *RETURN_CHANGES),
    (("Wax", "Waa"), ("dWax", "dWaa"), ("xt", "a_prev"), ("dxt", "da_prev")),
)
