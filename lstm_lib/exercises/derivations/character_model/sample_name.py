"""`sample_name`: its lines, and what people get wrong in them."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.loop import Loop
from lstm_lib.lstm_cell import lstm_cell_forward

RESULT: Final = "result = (np.hstack(letters), np.hstack(probabilities))"
UNFINISHED: Final = "(t for t in range(len(uniforms)) if not finished)"


def quantities(*arguments: Any) -> Mapping[str, Any]:
    """Every value over time, and the whole arrays under their own names."""
    *rounds, final = LOOP.trace(*arguments)
    over_time: dict[str, Any] = {
        name: [names[name] for names in rounds]
        for name in ("a_next", "c_next", "y", "z", "p", "running", "letter")
    }
    over_time["z / temperature"] = [names["z"] / final["temperature"] for names in rounds]
    letters, probabilities = final["result"]
    return {
        **over_time,
        "letters": letters,
        "probabilities": probabilities,
        "uniforms": final["uniforms"],
        **{name: np.asarray(value) for name, value in final["parameters"].items()},
    }


LOOP: Final = Loop(
    arguments=("parameters", "uniforms", "temperature"),
    before={
        "weights": "Wy, by = parameters['Wy'], parameters['by']",
        "sizes": "n_y, n_a = Wy.shape",
        "initial x": "x = np.zeros((n_y, 1))",
        "initial a": "a = np.zeros((n_a, 1))",
        "initial c": "c = np.zeros((n_a, 1))",
        "lists": "letters, probabilities, finished = [], [], False",
    },
    order=UNFINISHED,
    each={
        "cell": "a_next, c_next, y, _ = cell(x, a, c, parameters)",
        "carry a": "a = a_next",
        "carry c": "c = c_next",
        "z": "z = Wy @ a_next + by",
        "p": "p = softmax(z / temperature)",
        "uniform": "uniform = uniforms[t]",
        "running": "running = np.cumsum(p)",
        "draw": "k = min(int((running <= uniform).sum()), n_y - 1)",
        "letter": "letter = np.zeros((n_y, 1)); letter[k] = 1",
        "feed": "x = letter",
        "store letter": "letters.append(letter)",
        "store p": "probabilities.append(p)",
        "end": "finished = k == 0",
    },
    after={"result": RESULT},
    cell=lstm_cell_forward,
    observed=quantities,
)

FED: Final = "What was drawn at one step is what the model reads at the next one"
ASK_FED: Final = "What does the model read at step 1, and where is that decided?"
CARRIED: Final = "Each step starts from the two states that the step before has made"
ASK_CARRIED: Final = "Which variables have to change from one round of the loop to the next?"
START: Final = "Before the first character nothing has been read: input and states are zero"
ASK_START: Final = "What has the model read before the first character?"

CARRY_CHANGES: Final = (
    change("letter-not-fed", "carry.missing", {"feed": "pass"},
           "every step reads the same input",
           f"{FED}. Here the input stays what it was before the loop.", ASK_FED),
    change("letters-pile-up-in-the-input", "carry.missing",
           {"feed": "x = x.copy(); x[k] = 1"},
           "the input keeps the characters of earlier steps",
           f"{FED}, and nothing else: a one-hot column holds a single one. The ones of the steps "
           "before have to go.", "How many ones does the input hold after the third step?"),
    change("probabilities-fed", "operand.wrong", {"feed": "x = p"},
           "the probabilities are fed to the next step",
           f"{FED}: a decided character, as a one-hot column. A mixture of all characters is "
           "something that the model has never read.", ASK_FED),
    change("cell-output-fed", "operand.wrong", {"feed": "x = y"},
           "the prediction `yt_pred` is fed to the next step",
           f"{FED}: a decided character, as a one-hot column. A mixture of all characters is "
           "something that the model has never read.", ASK_FED),
    change("a-not-carried", "carry.missing", {"carry a": "pass"},
           "every step starts from the initial hidden state",
           f"{CARRIED}. The hidden state is not handed on.", ASK_CARRIED),
    change("c-not-carried", "carry.missing", {"carry c": "pass"},
           "every step starts from the initial cell state",
           f"{CARRIED}. The cell state is not handed on.", ASK_CARRIED),
    change("nothing-carried", "carry.missing", {"carry a": "pass", "carry c": "pass"},
           "every step starts from the initial states",
           f"{CARRIED}. Neither is handed on, and the model forgets what it has written.",
           ASK_CARRIED),
    change("states-exchanged", "operand.wrong", {"carry a": "a = c_next", "carry c": "c = a_next"},
           "the two states are handed on in each other's place",
           f"{CARRIED}. Each goes to its own argument of the cell.",
           "Which state goes to which argument of the cell?"),
    change("cell-results-exchanged", "return.order",
           {"cell": "c_next, a_next, y, _ = cell(x, a, c, parameters)"},
           "the cell's first two results are taken in the other order",
           "The cell returns the hidden state first, then the cell state.",
           "In which order does the cell list its results?"),
    change("starts-with-end-mark", "carry.initial",
           {"initial x": "x = np.zeros((n_y, 1)); x[0] = 1"},
           "the first step reads the end mark",
           f"{START}. In training the first input was zero, too.", ASK_START),
    change("starts-with-ones", "carry.initial", {"initial x": "x = np.ones((n_y, 1))"},
           "the first step reads a column of ones", f"{START}.", ASK_START),
    change("a-starts-with-ones", "carry.initial", {"initial a": "a = np.ones((n_a, 1))"},
           "the hidden state starts with ones", f"{START}.", ASK_START),
    change("c-starts-with-ones", "carry.initial", {"initial c": "c = np.ones((n_a, 1))"},
           "the cell state starts with ones", f"{START}.", ASK_START),
)  # fmt: skip

COOLING: Final = (
    "The temperature divides what goes into the softmax: below 1 the differences grow, above 1 "
    "they shrink"
)
ASK_COOLING: Final = "At a low temperature, should the likeliest character become likelier or not?"

TEMPERATURE_CHANGES: Final = (
    change("without-temperature", "term.missing", {"p": "p = softmax(z)"},
           "the temperature is not used",
           f"{COOLING}. Here it has no effect, and nobody notices at a temperature of 1.",
           "Where in your function does the temperature act?"),
    change("temperature-multiplies", "operand.wrong", {"p": "p = softmax(z * temperature)"},
           "the temperature works the wrong way round", f"{COOLING}. Here it multiplies.",
           ASK_COOLING),
    change("temperature-behind-softmax", "operand.wrong",
           {"p": "p = softmax(softmax(z) / temperature)"},
           "the temperature acts on probabilities, and a second softmax follows",
           f"{COOLING}. What the cell returns has been through a softmax already; a second one "
           "makes all characters nearly equal.",
           "How often do your numbers pass through a softmax?"),
    change("softmax-of-prediction", "activation.wrong", {"p": "p = softmax(y)"},
           "the softmax is taken twice",
           "What the cell returns has been through a softmax already; a second one makes all "
           "characters nearly equal.",
           "How often do your numbers pass through a softmax?"),
    change("power-not-normalized", "term.missing", {"p": "p = softmax(z) ** (1 / temperature)"},
           "the probabilities do not sum to 1",
           "A power of probabilities is no distribution until it is divided by its sum. As they "
           "are, the running sum ends somewhere else than at 1.",
           "What do your probabilities add up to, and what should they?"),
    change("probabilities-divided", "operand.wrong", {"p": "p = softmax(z) / temperature"},
           "the probabilities themselves are divided by the temperature",
           f"{COOLING}. A division behind the softmax changes their sum and not their proportions.",
           "What do your probabilities add up to, and what should they?"),
    change("bias-missing", "term.missing", {"z": "z = Wy @ a_next"},
           "the output layer lacks its bias `by`",
           "The output layer is a product and a bias. The bias is missing.",
           "Which two terms does the output layer add?"),
)  # fmt: skip

PASSES: Final = "The class is the first one at which the running sum passes the uniform number"
ASK_PASSES: Final = "Which classes does the running sum have behind it when it passes the number?"

DRAW_CHANGES: Final = (
    change("most-probable", "operand.wrong", {"draw": "k = int(np.argmax(p))"},
           "the most probable character is taken every time",
           f"{PASSES}. Here the uniform number decides nothing, and the model writes one and the "
           "same name for ever.", "What part do the uniform numbers play in your choice?"),
    change("least-probable", "sign", {"draw": "k = int(np.argmin(p))"},
           "the least probable character is taken every time", f"{PASSES}.",
           "What part do the uniform numbers play in your choice?"),
    change("one-too-far", "index.time",
           {"draw": "k = min(int((running <= uniform).sum()) + 1, n_y - 1)"},
           "the class behind the right one is taken", f"{PASSES}. Here it is one further.",
           ASK_PASSES),
    change("one-too-early", "index.time",
           {"draw": "k = max(int((running <= uniform).sum()) - 1, 0)"},
           "the class before the right one is taken", f"{PASSES}. Here it is one earlier.",
           ASK_PASSES),
    change("without-running-sum", "operand.wrong",
           {"draw": "k = int(np.argmax(p > uniform))"},
           "the probabilities are compared one by one, not their running sum",
           f"{PASSES}. A single probability says how long its piece of the line is, not where it "
           "lies.", ASK_PASSES),
    change("count-above", "sign", {"draw": "k = min(int((running > uniform).sum()), n_y - 1)"},
           "the classes above the number are counted, not those below",
           f"{PASSES}. Its index is the number of classes that end before.", ASK_PASSES),
    change("from-the-other-end", "sign",
           {"draw": "k = min(int((running <= 1 - uniform).sum()), n_y - 1)"},
           "the uniform number is counted from the other end",
           f"{PASSES}, from the class 0 on.", ASK_PASSES),
    change("nearest-running-sum", "operand.wrong",
           {"draw": "k = int(np.argmin(np.abs(running - uniform)))"},
           "the class with the nearest running sum is taken",
           f"{PASSES}. The nearest may lie below it.", ASK_PASSES),
    change("first-uniform-always", "index.time", {"uniform": "uniform = uniforms[0]"},
           "every step uses the first uniform number",
           "There is one uniform number for each character.",
           "Which uniform number does the third step use?"),
    change("uniforms-backwards", "index.time", {"uniform": "uniform = uniforms[-1 - t]"},
           "the uniform numbers are used from the last to the first",
           "There is one uniform number for each character, in order.",
           "Which uniform number does the first step use?"),
    change("uniform-of-the-next-step", "index.time",
           {"uniform": "uniform = uniforms[(t + 1) % len(uniforms)]"},
           "each step uses the uniform number of the next one",
           "There is one uniform number for each character, in order.",
           "Which uniform number does the first step use?"),
)  # fmt: skip

ENDS: Final = "A name ends with the end mark, class 0, which is its last column"
ASK_ENDS: Final = "Which is the last character that belongs into the result?"
ALIASED: Final = (
    "A list keeps arrays, not copies of them. One array that is filled anew at every step and kept "
    "each time shows the last character in every column."
)

RESULT_CHANGES: Final = (
    change("goes-on-behind-the-end", "term.missing", {"end": "finished = False"},
           "the name goes on behind the end mark",
           f"{ENDS}. Here the loop uses up all uniform numbers.",
           "What tells your loop that the name is complete?"),
    change("without-end-mark", "return.missing",
           {"store letter": "letters += [letter] if k else []",
            "store p": "probabilities += [p] if k else []"},
           "the end mark is left out of the result",
           f"{ENDS}. The loop stops before it is stored.", ASK_ENDS),
    change("ends-with-the-last-class", "operand.wrong", {"end": "finished = k == n_y - 1"},
           "the name ends with the last class", f"{ENDS}. Here another class ends it.",
           "Which class is the end mark?"),
    change("one-letter-array", "alias.cache",
           {"lists": "letters, probabilities, finished = [], [], False; one = np.zeros((n_y, 1))",
            "letter": "one[...] = 0; one[k] = 1; letter = one"},
           "one array holds the character of every step", ALIASED,
           "How many arrays are there after three steps, and how many names do they have?"),
    change("one-letter-array-never-emptied", "accumulate.overwritten",
           {"letter": "x[k] = 1; letter = x"},
           "one array holds the character of every step, and keeps the ones of the steps before",
           f"{ALIASED} And a one-hot column holds a single one: those of the steps before have "
           "to go.", "How many arrays are there after three steps, and how many ones are in each?"),
    change("probabilities-of-the-prediction", "operand.wrong",
           {"store p": "probabilities.append(y)"},
           "the probabilities are returned as they are before the temperature",
           "What is returned is what each character was drawn from, the temperature included.",
           "From which probabilities do you draw?"),
    change("results-exchanged", "return.order",
           {"result": "result = (np.hstack(probabilities), np.hstack(letters))"},
           "the two results are returned in each other's place",
           "Whoever calls the function takes its results apart in the order of the docstring.",
           "In which order does the docstring list the results?"),
    change("letters-alone", "return.missing", {"result": "result = np.hstack(letters)"},
           "the probabilities are not returned",
           "The function returns two arrays, the characters and what they were drawn from.",
           "Which results does the docstring list?"),
    change("last-column-alone", "shape", {"result": "result = (letter, p)"},
           "only the last step is returned",
           "The results hold one column for each character that was drawn.",
           "How many columns should the results have?"),
    change("stacked-in-rows", "shape",
           {"result": "result = (np.hstack(letters).T, np.hstack(probabilities).T)"},
           "the results have one row for each step",
           "The axes are classes, then steps: one column for each character.",
           "Which axis of the results counts the steps?"),
    change("transposed-order-of-time", "index.time",
           {"result": "result = (np.hstack(letters[::-1]), np.hstack(probabilities[::-1]))"},
           "the columns run against time",
           "The first column is the first character.",
           "Where in the list does the first character stand?"),
)  # fmt: skip

SAMPLE_NAME: Final = derivation(
    LOOP,
    (*CARRY_CHANGES, *TEMPERATURE_CHANGES, *DRAW_CHANGES, *RESULT_CHANGES),
    (("a_next", "c_next"),),
)
