"""What is said about changes that bring no other quantity in: an order, an operation, a factor.

They are said in the place of the words on the cause code, which name a quantity that belongs there.
"""

from cellcheck.exercise import Words

EXCHANGED = Words(
    "two quantities stand in each other's place",
    "On line {line} two quantities stand in each other's place. With the two exchanged, the values "
    "come right.",
    "In which order does the equation have the parts of line {line}?",
    "`{old}` stands where the derivation has `{new}`, and the other way round.",
)
OPERANDS = Words(
    "the operands of a function stand in another order",
    "Line {line} calls a function with the right operands. With two of them exchanged, the values "
    "come right.",
    "Which operand of the function on line {line} comes first, and what happens to it?",
    "`{old}` has its operands in another order than the derivation, and to this function the order "
    "matters.",
)
OPERATION = Words(
    "another operation belongs there",
    "Line {line} has the right operands. With another operation between them, the values come "
    "right.",
    "Write down the equation of line {line}: what is added in it, and what is multiplied?",
    "`{old}` joins its operands by another operation than the derivation does.",
)
FACTOR = Words(
    "a factor of a product is not right",
    "On line {line} the product does not hold the factors of the equation. With one factor "
    "changed, the values come right.",
    "Write down the product on line {line}: is each of its factors there?",
    "`{old}` does not have all factors that the equation has, or one too many{brings}.",
)
ADDED = Words(
    "a value is added up where it takes the place of the last one",
    "Line {line} adds to what `{old}` held before. With the new value in its place, the values "
    "come right.",
    "What does `{old}` hold before line {line} runs, and does it belong into the result?",
    "What `{old}` held before stays in the sum. The derivation has the new value alone.",
)
AXES = Words(
    "the axes of an array stand in another order",
    "The axes of the array on line {line} do not stand as the interface has them. In another "
    "order, the values come right.",
    "What does each axis of the array on line {line} count, from the first to the last?",
    "`{old}` leaves the axes in another order than the interface has. Where arrays are put "
    "together along a new axis, NumPy makes it the first one unless it is told otherwise.",
)
FIRST_TWICE = Words(
    "the first step is counted twice",
    "What line {line} does is right for every step but the first. Done in all the others only, "
    "the values come right.",
    "Which lines run in the first turn of the loop, and which in the second?",
    "Where `{old}` holds, in the first turn, the start is made with the first step. The statement "
    "behind it runs in that turn as well, and takes the same step once more.",
)
