"""`largest_relative_error`: its few formulas, and what people get wrong in them."""

from typing import Final

from lstm_lib.exercises.derivations.called import Called
from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.formulas import Formulas
from lstm_lib.gradients import gradient_check

TABLE: Final = Called(
    Formulas(
        arguments=("forward", "backward", "xt", "a_prev", "parameters", "gradient_check"),
        table={
            "check": "gradient_check(forward, backward, xt, a_prev, parameters)",
            "errors": "np.array(list(check.errors.values()))",
            "largest": "np.max(errors)",
            "result": "float(largest)",
        },
        also={"error": "np.asarray(result)"},
    ),
    (gradient_check,),
)

ONE_IS_ENOUGH: Final = (
    "A backward function is right if all of its gradients are, so one wrong gradient is enough to "
    "make it wrong, however small the other errors are"
)
ASK_ONE_WRONG: Final = (
    "Four gradients are right and one is doubled: which number do you want to see, and which one "
    "does your function return?"
)
ASK_ORDER: Final = (
    "Which of the gradients could be the wrong one, and does your function look at it?"
)
ONE_NUMBER: Final = "Whoever calls the function wants one number, to hold it against a bound"
ASK_TYPE: Final = "What is the type of what you return? Print it with `type`"

NUMBER_CHANGES: Final = (
    change("smallest", "operand.wrong", {"largest": "np.min(errors)"},
           "the smallest error is returned", f"{ONE_IS_ENOUGH}.", ASK_ONE_WRONG),
    change("mean", "reduction.mean", {"largest": "np.mean(errors)"},
           "the mean of the errors is returned",
           f"{ONE_IS_ENOUGH}. In a mean, right gradients water down the wrong one.",
           ASK_ONE_WRONG),
    change("median", "operand.wrong", {"largest": "np.median(errors)"},
           "the error in the middle is returned",
           f"{ONE_IS_ENOUGH}. The middle one of five says nothing of two that are wrong.",
           ASK_ONE_WRONG),
    change("sum", "operand.wrong", {"largest": "np.sum(errors)"},
           "the errors are added up",
           f"{ONE_IS_ENOUGH}. A sum also grows with the number of gradients, and is no relative "
           "error any more: it can be larger than 1.",
           "How large can one relative error be, and how large can your result be?"),
    change("norm", "operand.wrong", {"largest": "np.linalg.norm(errors)"},
           "the length of all errors together is returned",
           f"{ONE_IS_ENOUGH}. The root of a sum of squares can be larger than 1, which no relative "
           "error is.",
           "How large can one relative error be, and how large can your result be?"),
    change("product", "operand.wrong", {"largest": "np.prod(errors)"},
           "the errors are multiplied",
           f"{ONE_IS_ENOUGH}. In a product, one right gradient makes all of it tiny.",
           ASK_ONE_WRONG),
    change("first", "slice.wrong", {"largest": "errors[0]"},
           "the error of the first gradient is returned",
           f"{ONE_IS_ENOUGH}. A `return` inside a loop ends it in its first turn, and an index "
           "takes a single entry.", ASK_ORDER),
    change("last", "accumulate.overwritten", {"largest": "errors[-1]"},
           "the error of the last gradient is returned",
           f"{ONE_IS_ENOUGH}. A name that every turn of a loop sets anew holds what the last turn "
           "left.", ASK_ORDER),
    change("without-the-first", "slice.wrong", {"largest": "np.max(errors[1:])"},
           "the error of the first gradient is left out", f"{ONE_IS_ENOUGH}.", ASK_ORDER),
    change("without-the-last", "slice.wrong", {"largest": "np.max(errors[:-1])"},
           "the error of the last gradient is left out", f"{ONE_IS_ENOUGH}.", ASK_ORDER),
    change("second-largest", "slice.wrong", {"largest": "np.sort(errors)[-2]"},
           "the second largest error is returned",
           f"{ONE_IS_ENOUGH}. In a list that grows, the largest entry is the last one.",
           "At which end of a sorted list does its largest entry stand?"),
    change("never-larger", "carry.initial", {"largest": "0.0"},
           "the result is zero, whatever the functions are",
           "A running maximum takes over every error that is larger than all before. Compared the "
           "other way round, or from a start that nothing exceeds, it never moves.",
           "In which case does your comparison replace what you have found so far?"),
    change("always-one", "carry.initial", {"largest": "max(1.0, np.max(errors))"},
           "the result is 1, whatever the functions are",
           "No relative error is larger than 1, so a running maximum that begins there never "
           "moves. It has to begin at or below everything that can come.",
           "What does your running maximum begin with, and which errors are larger than that?"),
    change("rounded-to-zero", "dtype", {"largest": "float(int(np.max(errors)))"},
           "the fraction of the error is cut off",
           "A relative error lies between 0 and 1: made a whole number, little is left of it.",
           "What does `int` make of 0.6?"),
)  # fmt: skip

KIND_CHANGES: Final = (
    change("the-check-itself", "return.missing", {"result": "check"},
           "the whole check is returned, not one number of it",
           f"{ONE_NUMBER}. What `gradient_check` returns holds all errors in its attribute "
           "`errors`; the function goes on from there.", f"{ASK_TYPE}: is that a number?"),
    change("the-dictionary", "shape", {"result": "check.errors"},
           "the errors of all gradients are returned",
           f"{ONE_NUMBER}. The dictionary has one error for each gradient; which of them matters?",
           "How many numbers does your function return?"),
    change("the-values", "shape", {"result": "check.errors.values()"},
           "the errors of all gradients are returned",
           f"{ONE_NUMBER}. The values of the dictionary are one error for each gradient; which of "
           "them matters?", "How many numbers does your function return?"),
    change("the-list", "shape", {"result": "list(check.errors.values())"},
           "a list is returned, not a number",
           f"{ONE_NUMBER}. A list is no number, even if there is only one in it.",
           "How many numbers does your function return?"),
    change("the-array", "shape", {"result": "errors"},
           "the errors of all gradients are returned",
           f"{ONE_NUMBER}. The array has one error for each gradient; which of them matters?",
           "How many numbers does your function return?"),
    change("a-name", "operand.wrong", {"result": "max(check.errors)"},
           "a text is returned, such as the name of a gradient, not a number",
           "Whoever goes through a dictionary meets its keys: `max` of a dictionary is the key "
           "that comes last in the alphabet. With `key=` it finds another one, and still returns "
           "a key. The errors are the values. A number that is formatted is a text as well.",
           "What do you get when you go through a dictionary: its keys, or its values?"),
    change("name-and-error", "shape",
           {"result": "max(check.errors.items(), key=lambda item: item[1])"},
           "the name of the gradient is returned with its error",
           f"{ONE_NUMBER}. Useful as the name is, it makes a tuple of the result.",
           "How many things does your function return?"),
    change("the-position", "operand.wrong", {"result": "np.argmax(errors)"},
           "the position of the largest error is returned, not the error",
           "`argmax` says where the largest entry stands, not how large it is.",
           "Is your result an error, or does it say where one is?"),
    change("whether-it-passed", "operand.wrong", {"result": "check.passed"},
           "whether the check has passed is returned, not how large the error is",
           f"{ONE_NUMBER} of one's own. True and false say on which side of the library's bound "
           "the errors are, and no more.", f"{ASK_TYPE}: is that a number?"),
    change("an-array-of-one", "shape", {"result": "np.array([largest])"},
           "the error stands in an array with one entry",
           "The docstring asks for a float: a number without any axis. An array of shape (1,) has "
           "one axis.", "What is the shape of your result, and what is the shape of a number?"),
    change("nothing", "return.missing", {"result": "None"},
           "the error is found, but not returned",
           "A function without `return` gives None, whatever it prints. What is printed can be "
           "read, and not compared with anything.",
           "What does a function give back if it ends without `return`?"),
)  # fmt: skip

LARGEST_RELATIVE_ERROR: Final = derivation(TABLE, (*NUMBER_CHANGES, *KIND_CHANGES), ())
