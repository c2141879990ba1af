"""Mistakes in clipping, in the update and in what is returned."""

from typing import Final

from lstm_lib.exercises.derivations.change import Change, change
from lstm_lib.exercises.derivations.character_model.character_training_step.formulas import (
    GRADIENTS,
    RECURRENT,
    RESULT,
    as_dictionary,
)
from lstm_lib.interface import LSTM_PARAMETERS

NAMES: Final = tuple(LSTM_PARAMETERS)
DOWN: Final = (
    "The gradient points to where the loss grows. A step against it makes the loss smaller"
)
ASK_DOWN: Final = "In which direction does the gradient point, and where do you want to go?"
ORDER: Final = "First the gradients are clipped, then the clipped ones move the parameters"
ASK_ORDER: Final = "Which gradients move the parameters: those before or those after clipping?"
ALL: Final = "Every parameter is moved by its own gradient"
ASK_ALL: Final = "Over which parameters does your update go?"
LENGTH: Final = "The learning rate says how long the step is: it multiplies the gradient"
ASK_LENGTH: Final = "What would happen with a learning rate of zero?"
NEW: Final = "The function returns the parameters after the step, in a new dictionary"


def updates(formula: str, names: tuple[str, ...] = NAMES) -> dict[str, str]:
    """The same other update for some parameters; `{0}` stands for the parameter's name."""
    return {name: formula.format(name) for name in names}


def unclipped(names: tuple[str, ...]) -> dict[str, str]:
    return {name: f"_gradients[{name!r}]" for name in names}


CLIPPING_CHANGES: Final = (
    change("not-clipped", "term.missing", unclipped(GRADIENTS),
           "the gradients are not clipped",
           f"{ORDER}. Here they are used as they come from the backward pass.", ASK_ORDER),
    change("output-layer-not-clipped", "term.missing", unclipped(("dWy", "dby")),
           "`dWy` and `dby` are not clipped",
           f"{ORDER}. The two of the output layer join the dictionary after it was clipped.",
           "Which gradients are in the dictionary when it is clipped?"),
    *(
        change(f"{name}-not-clipped", "term.missing", unclipped((name,)),
               f"`{name}` is not clipped",
               f"{ORDER}. This one joins the dictionary after it was clipped, or is left out.",
               "Which gradients are in the dictionary when it is clipped?")
        for name in ("dWy", "dby")
    ),
    change("output-layer-alone-clipped", "term.missing", unclipped(RECURRENT),
           "only `dWy` and `dby` are clipped", f"{ORDER}, all ten of them.",
           "Which gradients are in the dictionary when it is clipped?"),
    change("updated-with-unclipped", "operand.wrong",
           updates("parameters['{0}'] - learning_rate * _gradients['d{0}']"),
           "the parameters are moved by the gradients before clipping", f"{ORDER}.", ASK_ORDER),
    change("returned-unclipped", "operand.wrong",
           {"result": RESULT.replace(as_dictionary(GRADIENTS), "_gradients")},
           "the gradients are returned as they were before clipping",
           "What is returned is what has moved the parameters: the clipped gradients.",
           "Which of your dictionaries is the clipped one?"),
    change("clipped-by-learning-rate", "operand.wrong",
           {"_clipped": "clip_gradients(_wanted, learning_rate)"},
           "the gradients are clipped to the learning rate",
           "The range of the gradients comes from the argument `max_value`.",
           "Which two numbers does the function receive, and what is each for?"),
    change("da-clipped", "operand.wrong",
           {"_returned": "lstm_backward(np.clip(da, -max_value, max_value), _caches)",
            "_clipped": "_wanted"},
           "`da` is clipped, not the gradients of the parameters",
           "What is clipped are the gradients that move the parameters, at the very end of the "
           "way back.",
           "Where on the way back do the gradients become too large?"),
)  # fmt: skip

STEP_CHANGES: Final = (
    change("uphill", "sign", updates("parameters['{0}'] + learning_rate * d{0}"),
           "the step goes uphill", f"{DOWN}. Here it is added.", ASK_DOWN),
    change("without-learning-rate", "term.missing", updates("parameters['{0}'] - d{0}"),
           "the update lacks the learning rate", f"{LENGTH}. It is missing.", ASK_LENGTH),
    change("divided-by-learning-rate", "operand.wrong",
           updates("parameters['{0}'] - d{0} / learning_rate"),
           "the gradient is divided by the learning rate", f"{LENGTH}.", ASK_LENGTH),
    change("learning-rate-shrinks-parameters", "parentheses",
           updates("(parameters['{0}'] - d{0}) * learning_rate"),
           "the learning rate multiplies the parameter as well", f"{LENGTH} alone.", ASK_LENGTH),
    change("parameter-lost", "term.missing", updates("-learning_rate * d{0}"),
           "the parameters are replaced by their step",
           "A step starts from where the parameter stands. Here the old value is gone.",
           "What is left of the parameter when its gradient is zero?"),
    change("not-updated", "term.missing", updates("parameters['{0}'] * 1"),
           "the parameters do not move",
           f"{NEW}. Either nothing moves them, or the old ones are returned.",
           "Which of your dictionaries holds the moved parameters?"),
    change("per-name-step", "reduction.mean",
           updates("parameters['{0}'] - learning_rate * d{0} / x.shape[1]"),
           "the step is divided by the number of names",
           "The loss divides by the number of characters already, and so do all its gradients.",
           "Where does the number of characters come in, and how often?"),
    change("sign-step", "operand.wrong",
           updates("parameters['{0}'] - learning_rate * np.sign(d{0})"),
           "the step takes the sign of the gradient alone", f"{LENGTH}, whose size matters.",
           ASK_LENGTH),
    change("biases-not-updated", "term.missing",
           updates("parameters['{0}'] * 1", tuple(n for n in NAMES if n.startswith("b"))),
           "the biases do not move", f"{ALL}. The biases are left out.", ASK_ALL),
    change("weights-not-updated", "term.missing",
           updates("parameters['{0}'] * 1", tuple(n for n in NAMES if n.startswith("W"))),
           "the weight matrices do not move", f"{ALL}. The matrices are left out.", ASK_ALL),
    change("output-layer-not-updated", "term.missing",
           updates("parameters['{0}'] * 1", ("Wy", "by")),
           "`Wy` and `by` do not move", f"{ALL}. The output layer is left out.", ASK_ALL),
    change("output-layer-alone-updated", "term.missing",
           updates("parameters['{0}'] * 1", NAMES[:-2]),
           "only `Wy` and `by` move", f"{ALL}. The gates are left out.", ASK_ALL),
    change("first-alone-updated", "return.missing",
           updates("parameters['{0}'] * 1", NAMES[1:]),
           "only `Wf` moves",
           f"{ALL}. The loop ends, or the function returns, after its first round.",
           "Does the return stand inside the loop or after it?"),
)  # fmt: skip


def _exchanged(one: str, other: str) -> Change:
    formula = "parameters['{0}'] - learning_rate * d{1}"
    return change(
        f"{one}-and-{other}-exchanged", "gate.swapped",
        {one: formula.format(one, other), other: formula.format(other, one)},
        f"`{one}` and `{other}` are moved by each other's gradient", f"{ALL}.",
        "Which gradient belongs to which parameter?",
    )  # fmt: skip


RETURN_CHANGES: Final = (
    *(
        _exchanged(f"{kind}{one}", f"{kind}{other}")
        for kind in "Wb"
        for one, other in (("f", "i"), ("i", "o"), ("i", "c"), ("c", "o"), ("f", "o"), ("f", "c"))
    ),
    change("return-parameters-first", "return.order",
           {"result": f"({as_dictionary(NAMES)}, {as_dictionary(GRADIENTS)}, loss)"},
           "the parameters are returned first and the loss last",
           "Whoever calls the function takes its results apart in the order of the docstring.",
           "In which order does the docstring list the results?"),
    change("return-dictionaries-exchanged", "return.order",
           {"result": f"(loss, {as_dictionary(NAMES)}, {as_dictionary(GRADIENTS)})"},
           "the parameters are returned before the gradients",
           "Whoever calls the function takes its results apart in the order of the docstring.",
           "In which order does the docstring list the results?"),
    change("return-too-short", "return.missing",
           {"result": f"(loss, {as_dictionary(NAMES)})"},
           "one of the three results is missing",
           "The function returns three things: loss, gradients and parameters.",
           "Which results does the docstring list?"),
    change("return-loss-alone", "return.missing", {"result": "loss"},
           "the loss alone is returned",
           "The function returns three things: loss, gradients and parameters.",
           "Which results does the docstring list?"),
    change("gradients-without-d", "return.key",
           {"result": RESULT.replace(
               as_dictionary(GRADIENTS),
               f"{{key[1:]: value for key, value in {as_dictionary(GRADIENTS)}.items()}}")},
           "the keys of the gradients lack their `d`",
           "`Wf` is a parameter, and its gradient goes by another key.",
           "Which keys does the docstring name for the gradients?"),
)  # fmt: skip

UPDATE_CHANGES: Final = (*CLIPPING_CHANGES, *STEP_CHANGES, *RETURN_CHANGES)
