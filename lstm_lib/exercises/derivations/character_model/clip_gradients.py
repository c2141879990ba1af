"""`clip_gradients`: its formulas, and what people get wrong in them."""

from collections.abc import Callable
from typing import Final

from lstm_lib.exercises.derivations.change import Change, change, derivation
from lstm_lib.exercises.derivations.formulas import Formulas
from lstm_lib.interface import LSTM_PARAMETERS

NAMES: Final = tuple(f"d{name}" for name in LSTM_PARAMETERS)
BIASES: Final = tuple(name for name in NAMES if name.startswith("db"))
OUTPUT: Final = ("dWy", "dby")
RESULT: Final = f"dict({', '.join(f'{name}={name}' for name in NAMES)})"


def given(name: str) -> str:
    return f"gradients[{name!r}]"


def right(name: str) -> str:
    return f"np.clip({given(name)}, -max_value, max_value)"


FORMULAS: Final = Formulas(
    arguments=("gradients", "max_value"),
    table={**{name: right(name) for name in NAMES}, "result": RESULT},
    also={given(name): given(name) for name in NAMES},
)


def said(title: str, explanation: str, nudge: str) -> tuple[str, str, str]:
    return title, explanation, nudge


def everywhere(
    name: str,
    code: str,
    formula: Callable[[str], str],
    words: tuple[str, str, str],
    keys: tuple[str, ...] = NAMES,
) -> Change:
    """The same slip in several gradients; `formula` makes it from the text of the given one."""
    return change(name, code, {key: formula(given(key)) for key in keys}, *words)


BOTH: Final = "An entry may be too large on either side: above `max_value` or below its negative"
ASK_BOTH: Final = (
    "Which entries of a gradient are too large, and on which sides of zero can they be?"
)
INSIDE: Final = "An entry that lies inside the range stays as it is"
ASK_INSIDE: Final = "What should happen to an entry that is inside the range already?"
ENTRY: Final = "Clipping by value looks at each entry alone"
ASK_ENTRY: Final = "What does one entry of a gradient need to know of the others here?"
ARGUMENT: Final = (
    "The range comes from the argument `max_value`. Here another number stands for it."
)
ASK_ARGUMENT: Final = (
    "Where does the function get the range from when somebody asks for another one?"
)
ALL: Final = "Every array of the dictionary is clipped, whichever parameter it belongs to"
ASK_ALL: Final = "Over which keys of the dictionary does your function go?"

ENTRY_CHANGES: Final = (
    everywhere("upper-side-alone", "term.missing", lambda g: f"np.minimum({g}, max_value)",
               said("entries far below zero are not clipped",
                f"{BOTH}. The lower side is left open.", ASK_BOTH)),
    everywhere("lower-side-alone", "term.missing", lambda g: f"np.maximum({g}, -max_value)",
               said("entries far above zero are not clipped",
                f"{BOTH}. The upper side is left open.", ASK_BOTH)),
    everywhere("from-zero", "sign", lambda g: f"np.clip({g}, 0, max_value)",
               said("negative entries become zero",
                f"{BOTH}. Here the range begins at zero, and half of the gradient is gone.",
                ASK_BOTH)),
    everywhere("bounds-exchanged", "sign", lambda g: f"np.clip({g}, max_value, -max_value)",
               said("the two ends of the range are exchanged",
                "The lower end comes first, then the upper one. With the two exchanged, every "
                "entry lands on the same number.",
                "In which order does the clipping function take its two limits?")),
    everywhere("magnitudes", "sign", lambda g: f"np.minimum(np.abs({g}), max_value)",
               said("the signs of the gradients are lost",
                f"{BOTH}. A magnitude says how far an entry is from zero, and no longer to which "
                "side.", "What does the sign of a gradient tell the update?")),
    everywhere("sign-alone", "operand.wrong", lambda g: f"np.sign({g}) * max_value",
               said("every entry is put to the edge of the range",
                f"{INSIDE}. Here the small entries grow, too.", ASK_INSIDE)),
    everywhere("zero-outside", "operand.wrong",
               lambda g: f"np.where(np.abs({g}) > max_value, 0, {g})",
               said("entries that are too large become zero",
                "An entry that is too large is cut down to the edge of the range. Set to zero, "
                "the steepest direction would not be followed at all.",
                "Where does an entry end up that is twice as large as allowed?")),
    everywhere("squashed", "activation.wrong", lambda g: f"max_value * np.tanh({g} / max_value)",
               said("the entries are squashed, not clipped",
                f"{INSIDE}. A smooth function changes the small entries as well.", ASK_INSIDE)),
    everywhere("not-clipped", "term.missing", lambda g: f"{g} * 1",
               said("nothing is clipped",
                "The gradients are returned as they came. Either nothing clips them, or what was "
                "clipped is not what is returned.",
                "Which arrays does your function return: the given ones or the clipped ones?")),
    everywhere("by-own-norm", "operand.wrong",
               lambda g: f"{g} * min(1, max_value / np.linalg.norm({g}))",
               said("each array is scaled by its norm",
                f"{ENTRY}. A scaling by the norm is another kind of clipping, which keeps the "
                "direction.", ASK_ENTRY)),
    everywhere("by-global-norm", "operand.wrong",
               lambda g: f"{g} * min(1, max_value / np.sqrt(sum((each**2).sum() "
                         "for each in gradients.values())))",
               said("all arrays are scaled by their common norm",
                f"{ENTRY}. A scaling by the norm is another kind of clipping, which keeps the "
                "direction.", ASK_ENTRY)),
    everywhere("by-largest-entry", "operand.wrong",
               lambda g: f"{g} * min(1, max_value / np.abs({g}).max())",
               said("each array is scaled by its largest entry",
                f"{ENTRY}. Here one large entry makes all others smaller.", ASK_ENTRY)),
    everywhere("single-precision", "dtype",
               lambda g: f"np.clip({g}, -max_value, max_value).astype(np.float32)",
               said("the clipped gradients are in single precision",
                "The results have half the digits of the gradients that came in.",
                "What dtype do your arrays have?")),
    *(
        everywhere(f"range-hardcoded-{number}", "hardcoded.shape",
                   lambda g, number=number: f"np.clip({g}, -{number}, {number})",  # type: ignore[misc]
                   said(f"the range is written as {number}", ARGUMENT, ASK_ARGUMENT))
        for number in (1, 5, 10)
    ),
)  # fmt: skip

KEY_CHANGES: Final = (
    everywhere("biases-not-clipped", "term.missing", lambda g: f"{g} * 1",
               said("the gradients of the biases are not clipped",
                f"{ALL}. The biases are left out.", ASK_ALL), BIASES),
    everywhere("weights-not-clipped", "term.missing", lambda g: f"{g} * 1",
               said("the gradients of the weight matrices are not clipped",
                f"{ALL}. The matrices are left out.", ASK_ALL),
               tuple(name for name in NAMES if name not in BIASES)),
    everywhere("output-layer-not-clipped", "term.missing", lambda g: f"{g} * 1",
               said("`dWy` and `dby` are not clipped",
                f"{ALL}. The two of the output layer are left out.", ASK_ALL), OUTPUT),
    everywhere("first-alone", "return.missing", lambda g: f"{g} * 1",
               said("only `dWf` is clipped",
                f"{ALL}. The loop ends, or the function returns, after its first round.",
                "Does the return stand inside the loop or after it?"), NAMES[1:]),
    change("a-tuple", "return.key", {"result": f"tuple({RESULT}.values())"},
           "the gradients are returned as a tuple",
           "The function returns a dictionary with the keys that it was given. A tuple has none.",
           "How does the function that calls this one find a gradient?"),
    change("keys-without-d", "return.key",
           {"result": f"{{key[1:]: value for key, value in {RESULT}.items()}}"},
           "the keys lack their `d`",
           "The function returns a dictionary with the keys that it was given. `Wf` is a "
           "parameter, and its gradient goes by another key.",
           "Which keys does the given dictionary have?"),
    change("one-array-alone", "return.missing", {"result": "dby"},
           "a single array is returned",
           "The function returns a dictionary with the keys that it was given. Here it is the "
           "array of one of them.",
           "What is returned after the last round of your loop?"),
)  # fmt: skip

CLIP_GRADIENTS: Final = derivation(FORMULAS, (*ENTRY_CHANGES, *KEY_CHANGES), ())
