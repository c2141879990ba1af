"""What this course says about cause codes: its gates, its stack, its gradients.

A mistake of the catalogue has its own title and explanation; these words serve where the diagnosis
finds a cause that no entry of the catalogue matches.
"""

from collections.abc import Mapping

from cellcheck.exercise import Words

RNN_WORDS: Mapping[str, Words] = {
    "carry.missing": Words(
        "a state is not carried from one time step to the next",
        "What one time step produces does not reach the next one on line {line}. When it is "
        "handed on, the values come right.",
        "What does time step 1 receive from time step 0, and where is that written?",
        "A recurrent pass hands on its state at every step. On line {line} each step receives "
        "`{old}`, where what the step before (or, going back, the step after) produced belongs: "
        "`{new}`.",
    ),
    "carry.initial": Words(
        "the first step starts from the wrong state",
        "What the loop starts from is set on line {line}. With another start, the values come "
        "right.",
        "What is known before the first step, and what is zero?",
        "`{old}` is what the first step of the loop receives. The hidden state starts from the "
        "given one; states and gradients that nobody gives start from zero.",
    ),
    "accumulate.overwritten": Words(
        "a sum over time keeps only its last term",
        "Line {line} replaces `{old}` at every time step. When the steps are added up, the values "
        "come right.",
        "How many time steps have a share in this gradient?",
        "The same weights work at every time step, so their gradient is the sum over all steps. "
        "`{old}` is set anew each time, and only the last step's share is left.",
    ),
    "derivative.factor": Words(
        "a factor of a derivative is not right",
        "On line {line} the product does not hold the factors of the derivative. With one factor "
        "changed, the values come right.",
        "Which function is differentiated on line {line}, and what is its derivative in terms of "
        "its own value?",
        "The derivative of tanh is 1 - tanh². `{old}` does not have all factors of the chain rule, "
        "or one too many{brings}.",
    ),
    "reduction.axis": Words(
        "a sum runs over the wrong axis",
        "Line {line} sums over an axis that should stay, or keeps one that should go.",
        "Over what does a bias gradient add up: units or examples?",
        "Every example has a share in the gradient of a bias, so the sum runs over the examples "
        "(axis 1 of a (units, examples) array) and keeps the units.",
    ),
    "reduction.mean": Words(
        "a mean stands where a sum belongs",
        "Line {line} divides by the number of entries. Without the division, the values come "
        "right.",
        "Does the loss divide by the number of examples?",
        "The gradient adds up the shares of all examples. Dividing belongs into the loss, if "
        "anywhere; the incoming gradient has it already.",
    ),
    "reduction.keepdims": Words(
        "a sum drops the axis that it runs over",
        "The sum on line {line} has one axis less than the parameter that it belongs to.",
        "What is the shape of the bias, and what is the shape of your sum?",
        "A gradient has the shape of its parameter: (n_a, 1), not (n_a,). NumPy's `sum` drops an "
        "axis unless it is told to keep it.",
    ),
    "activation.wrong": Words(
        "another activation function belongs there",
        "On line {line} the activation is not the one of the equations.",
        "Which quantity lies between -1 and 1, and which add up to 1?",
        "The hidden state goes through tanh, the prediction through softmax. On line {line} "
        "`{old}` does not.",
    ),
    "term.missing": Words(
        "a term of a sum is not right",
        "The sum on line {line} does not have the terms of the derivation. With one term changed, "
        "the values come right.",
        "On how many ways does this quantity reach the loss?",
        "Every path through which a quantity acts adds one term. `{old}` does not have all of "
        "them, or one too many{brings}.",
    ),
    "cache.empty": Words(
        "the caches are not kept",
        "{seen}",
        "What does the way back need from each time step?",
        "Every time step makes a cache, and the pass returns all of them in a list: one more at "
        "every turn of the loop.",
    ),
    "index.time": Words(
        "a time step is not the one that belongs there",
        "On line {line} the time steps do not run, or are not looked up, as they should. With "
        "another index or order, the values come right.",
        "Which time step does line {line} work on in the first turn of the loop, and in the last?",
        "Forward runs from the first step to the last, backward from the last to the first, and "
        "each turn works on its own step. `{old}` does not.",
    ),
}

LSTM_WORDS: Mapping[str, Words] = {
    **RNN_WORDS,
    "derivative.factor": Words(
        "a factor of a derivative is not right",
        "On line {line} the product does not hold the factors of the derivative. With one factor "
        "changed, the values come right.",
        "Which function is differentiated on line {line}, and what is its derivative in terms of "
        "its own value?",
        "The derivative of the logistic function is s (1 - s) in terms of its value s, that of "
        "tanh is 1 - tanh². `{old}` does not have all factors of the chain rule, or one too many"
        "{brings}.",
    ),
    "gate.swapped": Words(
        "two gates are exchanged",
        "Line {line} takes `{old}`, which belongs to another gate. With the other one, the values "
        "come right.",
        "Which gate do you compute on line {line}, and which one does each symbol there belong to?",
        "`{old}` belongs to one gate, and `{new}` to the one that this line is about.",
    ),
    "slice.wrong": Words(
        "a slice takes the wrong part of an array",
        "On line {line} the part that `{old}` takes is not the one that belongs there.",
        "Which rows or columns belong to `a_prev`, and which to `xt`?",
        "In the stack `[a_prev; xt]` the first n_a entries belong to the hidden state and the rest "
        "to the input. `{old}` takes another part.",
    ),
    "activation.wrong": Words(
        "another activation function belongs there",
        "On line {line} the activation is not the one of the equations.",
        "Which quantities lie between 0 and 1, and which between -1 and 1?",
        "Gates go through the logistic function, the candidate and the cell state's output through "
        "tanh, predictions through softmax. On line {line} `{old}` does not.",
    ),
}

CHECK_WORDS: Mapping[str, Words] = {
    "error.raised": Words(
        "it stops with {kind}",
        "{seen}",
        "What does `{old}` hand over, in which order, and what does it get back?",
        "{explain} `gradient_check` takes the forward function, then the backward function, then "
        "each argument of the forward function by itself. What it returns holds the errors in its "
        "attribute `errors`, a dictionary.",
    ),
}
