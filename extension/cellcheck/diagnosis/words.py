"""What is said about each cause: a headline, the reason, and a question to start from.

`{line}` is the line, `{old}` the student's own text there, `{new}` the name of the quantity that
belongs there, `{function}` the function. Only explanations may use `{new}`: headlines and nudges
leave the last step to the student.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The words on one cause code."""

    title: str
    seen: str
    nudge: str
    explanation: str


WORDS: dict[str, Words] = {
    "alias.cache": Words(
        "a stored array shares its memory with one that is written later",
        "An array that is kept on line {line} has no memory of its own. With a copy in its place, "
        "the values come right.",
        "Which memory does `{old}` live in, and who writes to it later?",
        "A slice, a transpose or a second name is a view: it shows the same numbers, it does not "
        "keep them. Whatever is kept for later needs memory of its own.",
    ),
    "alias.outputs": Words(
        "two of the returned arrays are the same memory",
        "{seen}",
        "How many arrays does `{function}` really make before its loop starts?",
        "An assignment between names makes no new array: both names stand for the same numbers, "
        "and what is written through one is seen through the other.",
    ),
    "mutates.input": Words(
        "the argument `{old}` is changed in place",
        "After the call, `{old}` no longer holds what was passed in. Line {line} writes to it.",
        "Who else still uses `{old}` after `{function}` has returned?",
        "An argument is the caller's own array. In-place operators and assignments to its entries "
        "change it for the caller too, so that a second run gives other results. Compute into a "
        "new array instead.",
    ),
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
    "operand.wrong": Words(
        "one quantity stands where another one belongs",
        "Line {line} uses `{old}`. With another quantity there, the values come right.",
        "Write down the equation of line {line}: is each symbol in it the one in your code?",
        "The derivation has `{new}` where line {line} has `{old}`.",
    ),
    "transpose": Words(
        "a matrix is transposed, or should be",
        "On line {line} the factors of a matrix product do not stand as the derivation has them.",
        "What is the shape of each factor on line {line}, and which axis is summed over?",
        "A product of (p, q) and (q, r) sums over q. On line {line} the axes that meet are not "
        "those that the derivation sums over: one factor has to be transposed, or both exchanged.",
    ),
    "slice.wrong": Words(
        "a slice takes the wrong part of an array",
        "On line {line} the part that `{old}` takes is not the one that belongs there.",
        "Which rows or columns belong to `a_prev`, and which to `xt`?",
        "In the stack `[a_prev; xt]` the first n_a entries belong to the hidden state and the rest "
        "to the input. `{old}` takes another part.",
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
        "Which quantities lie between 0 and 1, and which between -1 and 1?",
        "Gates go through the logistic function, the candidate and the cell state's output through "
        "tanh, predictions through softmax. On line {line} `{old}` does not.",
    ),
    "term.missing": Words(
        "a term of a sum is not right",
        "The sum on line {line} does not have the terms of the derivation. With one term changed, "
        "the values come right.",
        "On how many ways does this quantity reach the loss?",
        "Every path through which a quantity acts adds one term. `{old}` does not have all of "
        "them, or one too many{brings}.",
    ),
    "parentheses": Words(
        "the parentheses group other things than the equation does",
        "On line {line} the operations are right, but grouped differently. Grouped another way, "
        "the values come right.",
        "In which order does Python compute line {line}?",
        "`**` binds before `*`, and `*` before `+`. In `{old}` that groups other operands than the "
        "equation does.",
    ),
    "sign": Words(
        "a sign is the wrong way round",
        "With one sign on line {line} changed, the values come right.",
        "Check each plus and minus of line {line} against the equation.",
        "The sign in `{old}` is not that of the derivation.",
    ),
    "cache.empty": Words(
        "the caches are not kept",
        "{seen}",
        "What does the way back need from each time step?",
        "Every time step makes a cache, and the pass returns all of them in a list: one more at "
        "every turn of the loop.",
    ),
    "cache.order": Words(
        "the items of the cache stand in another order",
        "{seen}",
        "In which order are the items of the cache packed, and in which unpacked?",
        "A cache is a tuple with a fixed order: whoever unpacks it relies on it. `{old}` stands "
        "where `{new}` belongs.",
    ),
    "global.read": Words(
        "`{old}` is read from the notebook, not from the arguments",
        "Line {line} uses `{old}`, which the function finds among the notebook's own variables. "
        "With the value from the arguments, the values come right.",
        "Where does `{function}` get `{old}` from when somebody else calls it?",
        "A function that reads a variable of the notebook works as long as that variable happens "
        "to equal what is passed in. Take `{old}` from the arguments.",
    ),
    "hardcoded.shape": Words(
        "a size is written as a number",
        "Line {line} holds the number `{old}`. It is right for the published data only.",
        "Which dimension is the `{old}` on line {line}, and where can the function read it from?",
        "The number `{old}` is the size of one data set. The function gets arrays of other sizes: "
        "read the sizes from their shapes.",
    ),
    "shape": Words(
        "an array has the wrong shape",
        "{seen}",
        "Which axes does this array have, in which order?",
        "The axes of the array made on line {line} are not those of the interface.",
    ),
    "dtype": Words(
        "an array keeps too few digits",
        "{seen}",
        "Which kind of numbers can this array hold?",
        "An array of whole numbers cuts off every fraction that is written into it, and float32 "
        "keeps 7 digits of 16. Without a dtype, NumPy makes arrays of 64-bit floats.",
    ),
    "return.missing": Words(
        "not everything is returned",
        "{seen}",
        "What does the docstring promise, item by item?",
        "What is computed but not returned is gone when the function ends.",
    ),
    "return.key": Words(
        "a key of the returned dictionary has another name",
        "{seen}",
        "Compare the keys with those in the docstring, letter by letter.",
        "Whoever uses the dictionary looks for `{new}`; yours is called `{old}`.",
    ),
    "return.order": Words(
        "the returned values stand in another order",
        "{seen}",
        "In which order does the docstring list what is returned?",
        "The caller unpacks by position: `{old}` arrives where `{new}` is expected.",
    ),
    "template.unfinished": Words(
        "part of the template is not filled in yet",
        "{seen}",
        "Which of the numbered steps is still open?",
        "Wherever the template says `None`, or that something is not implemented, a line of yours "
        "is still to come.",
    ),
    "error.raised": Words(
        "it stops with {kind}",
        "{seen}",
        "What did you expect `{old}` to be at that point?",
        "{explain}",
    ),
    "index.time": Words(
        "a time step is not the one that belongs there",
        "On line {line} the time steps do not run, or are not looked up, as they should. With "
        "another index or order, the values come right.",
        "Which time step does line {line} work on in the first turn of the loop, and in the last?",
        "Forward runs from the first step to the last, backward from the last to the first, and "
        "each turn works on its own step. `{old}` does not.",
    ),
    "delegates": Words(
        "the library's own `{function}` does the work",
        "While your function runs, `lstm_lib`'s `{function}` is called.",
        "Which lines of the equations are written in your own code?",
        "The exercise is to write `{function}`; calling the finished one gives right values and no "
        "exercise.",
    ),
    "random": Words(
        "the result depends on random numbers",
        "Two runs on the same data give different values. Line {line} draws random numbers.",
        "Which entries are never overwritten after they were drawn?",
        "Nothing in this function is random: the same arguments give the same values. What is "
        "drawn on line {line} reaches the result.",
    ),
}
