"""What is said about each cause: a headline, the reason, and a question to start from.

`{line}` is the line, `{old}` the student's own text there, `{new}` the name of the quantity that
belongs there, `{function}` the function. Only explanations may use `{new}`: headlines and nudges
leave the last step to the student. A course that can say more replaces them, see `Exercise.words`.
"""

from collections.abc import Mapping

from cellcheck.exercise import Words

WORDS: Mapping[str, Words] = {
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
        "a state is not carried from one step to the next",
        "What one step produces does not reach the next one on line {line}. When it is handed on, "
        "the values come right.",
        "What does the second step receive from the first one, and where is that written?",
        "A loop over steps hands on its state at every turn. On line {line} each step receives "
        "`{old}`, where what the step before it in the loop produced belongs: `{new}`.",
    ),
    "carry.initial": Words(
        "the first step starts from the wrong state",
        "What the loop starts from is set on line {line}. With another start, the values come "
        "right.",
        "What is known before the first step, and what is zero?",
        "`{old}` is what the first step of the loop receives. What is given starts it; what nobody "
        "gives starts from zero.",
    ),
    "accumulate.overwritten": Words(
        "a sum over the steps keeps only its last term",
        "Line {line} replaces `{old}` at every step. When the steps are added up, the values come "
        "right.",
        "How many steps have a share in this value?",
        "Every step adds its share, so the value is the sum over all steps. `{old}` is set anew "
        "each time, and only the last step's share is left.",
    ),
    "derivative.factor": Words(
        "a factor of a product is not right",
        "On line {line} the product does not hold the factors of the derivation. With one factor "
        "changed, the values come right.",
        "Write down the product on line {line} by the chain rule: is each of its factors there?",
        "By the chain rule every function on the way gives one factor. `{old}` does not have all "
        "of them, or one too many{brings}.",
    ),
    "gate.swapped": Words(
        "two quantities that play the same part are exchanged",
        "Line {line} takes `{old}`, which belongs to another one of its kind. With the other one, "
        "the values come right.",
        "Which quantity do you compute on line {line}, and to which one does each symbol belong?",
        "`{old}` belongs elsewhere; the one that this line is about needs `{new}`.",
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
        "What stands in which rows and columns of the array on line {line}?",
        "`{old}` takes another part of the array than the derivation does. Print the shapes of the "
        "array and of the part.",
    ),
    "reduction.axis": Words(
        "a sum runs over the wrong axis",
        "Line {line} sums over an axis that should stay, or keeps one that should go.",
        "Over what does this value add up, and which axis is that?",
        "A sum takes away the axis that it runs over. On line {line} that is not the axis over "
        "which the derivation adds up.",
    ),
    "reduction.mean": Words(
        "a mean stands where a sum belongs",
        "Line {line} divides by the number of entries. Without the division, the values come "
        "right.",
        "Does the derivation divide by anything here?",
        "The value adds up its shares. A mean divides the sum by how many there are, which the "
        "derivation does not.",
    ),
    "reduction.keepdims": Words(
        "a sum drops the axis that it runs over",
        "The sum on line {line} has one axis less than the array that is expected.",
        "What is the shape of your sum, and which shape is expected?",
        "NumPy's `sum` drops the axis that it runs over, unless it is told to keep it: (n, m) "
        "becomes (n,), where (n, 1) is expected.",
    ),
    "activation.wrong": Words(
        "another function belongs there",
        "On line {line} the function that is applied is not the one of the equations.",
        "In which range does this quantity lie, and which function has that range?",
        "On line {line} `{old}` applies another function than the equations do.",
    ),
    "term.missing": Words(
        "a term of a sum is not right",
        "The sum on line {line} does not have the terms of the derivation. With one term changed, "
        "the values come right.",
        "On how many ways does this quantity reach the result?",
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
        "What does whoever uses the result need from each step?",
        "Every step makes a cache, and the function returns all of them in a list: one more at "
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
        "Which step of the template, or of what the docstring asks for, is still open?",
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
        "a step is not the one that belongs there",
        "On line {line} the steps do not run, or are not looked up, as they should. With another "
        "index or order, the values come right.",
        "Which step does line {line} work on in the first turn of the loop, and in the last?",
        "Each turn of the loop works on its own step, in the order that the equations have. "
        "`{old}` does not.",
    ),
    "delegates": Words(
        "the library's own `{function}` does the work",
        "While your function runs, the course's own `{function}` is called.",
        "Which lines of the equations are written in your own code?",
        "The exercise is to write `{function}`; calling the finished one gives right values and no "
        "exercise.",
    ),
    "stale": Words(
        "the notebook holds another definition than the one that ran",
        "With what the saved notebook has for {listed}, every value comes right. What the kernel "
        "ran is not that.",
        "Which cells did you edit without running them again?",
        "A kernel keeps what it ran until the cell runs again, whatever the notebook shows. Run "
        "the cell that defines `{old}` again, or restart the kernel and run all cells.",
    ),
    "derivation.left": Words(
        "line {line} is the first that matches nothing in the derivation",
        "{seen}",
        "Which quantity does line {line} stand for, and what is its equation?",
        "{seen} Hold line {line} against the equations, symbol by symbol.",
    ),
    "random": Words(
        "the result depends on random numbers",
        "Two runs on the same data give different values. Line {line} draws random numbers.",
        "Which entries are never overwritten after they were drawn?",
        "Nothing in this function is random: the same arguments give the same values. What is "
        "drawn on line {line} reaches the result.",
    ),
}
