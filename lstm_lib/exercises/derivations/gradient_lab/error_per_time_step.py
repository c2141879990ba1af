"""`error_per_time_step`: its lines, and what people get wrong in them."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.gradient_lab.relative_error import FORMULAS
from lstm_lib.exercises.derivations.loop import Loop


def _observed(measured: Any, computed: Any) -> Mapping[str, Any]:
    *rounds, end = LOOP.trace(measured, computed)
    return {
        "measured": np.asarray(measured),
        "computed": np.asarray(computed),
        "measured[:, :, t]": [names["one"] for names in rounds],
        "computed[:, :, t]": [names["other"] for names in rounds],
        "errors": np.asarray(end["result"]),
        "empty errors": np.zeros(len(end["result"])),
    }


LOOP: Final = Loop(
    arguments=("measured", "computed"),
    before={"errors": "errors = np.zeros(measured.shape[2])"},
    order="list(range(measured.shape[2]))",
    each={
        "one": "one = measured[:, :, t]",
        "other": "other = computed[:, :, t]",
        "error": "error = cell(one, other)",
        "entry": "errors[t] = error",
    },
    after={"result": "result = errors"},
    cell=FORMULAS.variant({}),
    observed=_observed,
)

TIME_IS_LAST: Final = (
    "Time is the last axis. What belongs to one step is the slice at that step, over all units and "
    "all examples"
)
ASK_AXIS: Final = "Which of the three axes is time, and what do your indices leave of the array?"
ONE_STEP: Final = "The error of a step is that of the slices at this step, and of no others"
ASK_STEPS: Final = "How many time steps have a part in each of your numbers?"
ONE_EACH: Final = "There is one error for each time step, in the order of time"


def _slices(index: str, title: str, explanation: str, nudge: str, name: str, code: str) -> Any:
    """Both gradients cut in another way."""
    cut = {"one": f"one = measured[{index}]", "other": f"other = computed[{index}]"}
    return change(name, code, cut, title, explanation, nudge)


SLICE_CHANGES: Final = (
    _slices("t", "the first axis is taken for time", f"{TIME_IS_LAST}.", ASK_AXIS,
            "first-axis", "slice.wrong"),
    _slices(":, t", "the second axis is taken for time", f"{TIME_IS_LAST}.", ASK_AXIS,
            "second-axis", "slice.wrong"),
    _slices("...", "every step has the error of the whole", f"{ONE_STEP}.", ASK_STEPS,
            "whole-gradient", "slice.wrong"),
    _slices("..., : t + 1", "the errors reach from the first step to the current one",
            f"{ONE_STEP}.", ASK_STEPS, "up-to-the-step", "slice.wrong"),
    _slices("..., t:", "the errors reach from the current step to the last one", f"{ONE_STEP}.",
            ASK_STEPS, "from-the-step-on", "slice.wrong"),
    _slices("..., t - 1", "each error belongs to the step before", f"{ONE_STEP}.",
            "Which slices does your code compare at step 0?", "step-before", "index.time"),
    _slices("..., -1 - t", "the errors run backward in time", f"{ONE_EACH}.",
            "To which time step does your first error belong?", "backward", "index.time"),
    _slices("..., 0", "every step has the error of step 0", f"{ONE_STEP}.", ASK_STEPS,
            "first-step-for-all", "index.time"),
    _slices("0, :, t", "only the first unit is compared", f"{TIME_IS_LAST}.", ASK_AXIS,
            "first-unit", "slice.wrong"),
    _slices(":, 0, t", "only the first example is compared", f"{TIME_IS_LAST}.", ASK_AXIS,
            "first-example", "slice.wrong"),
    change("step-0-of-the-computed", "index.time", {"other": "other = computed[:, :, 0]"},
           "the computed gradient is taken at step 0 throughout", f"{ONE_STEP}.",
           "Do both of your slices come from the same time step?"),
)  # fmt: skip

VALUE_CHANGES: Final = (
    change("absolute", "operand.wrong", {"error": "error = np.linalg.norm(one - other)"},
           "the differences are not relative",
           "The length of a difference says little without the size of the gradients. "
           "`relative_gradient_error` has it all.",
           "Which of your own functions compares two gradients?"),
    change("size-of-the-whole", "operand.wrong",
           {"error": "error = np.linalg.norm(one - other) "
                     "/ (np.linalg.norm(measured) + np.linalg.norm(computed))"},
           "the difference at a step is divided by the size of the whole gradient",
           f"{ONE_STEP}. Gradients shrink on their way back, and the size of the whole hides it.",
           "What stands below the line: the size of a slice, or of everything?"),
    change("same-slice-twice", "operand.wrong", {"other": "other = one"},
           "a slice is compared with itself",
           "Every error is zero. One slice comes from `measured`, the other from `computed`.",
           "Where do the two arrays that you compare come from?"),
    change("added-up", "accumulate.overwritten",
           {"entry": "errors[t] = error + (errors[t - 1] if t else 0)"},
           "the errors are added up over time", f"{ONE_EACH}. None contains another.",
           "Does the second error know anything about the first?"),
    change("only-the-last-entry", "accumulate.overwritten",
           {"entry": "errors = np.zeros(measured.shape[2]); errors[t] = error"},
           "only the last error is left",
           f"{ONE_EACH}. An array that is made inside the loop is empty again at every turn.",
           "How many times does your code make the array of errors?"),
    change("whole-numbers", "dtype", {"errors": "errors = np.zeros(measured.shape[2], int)"},
           "the errors are written into an array of whole numbers",
           "An array of whole numbers cuts off the fraction of whatever is written into it.",
           "Which dtype does your array of errors have?"),
)  # fmt: skip

RESULT_CHANGES: Final = (
    change("mean", "reduction.mean", {"result": "result = errors.mean()"},
           "the mean of the errors is returned", f"{ONE_EACH}.",
           "How many numbers does your function return?"),
    change("largest", "operand.wrong", {"result": "result = errors.max()"},
           "the largest error is returned", f"{ONE_EACH}.",
           "How many numbers does your function return?"),
    change("last-error", "return.missing", {"result": "result = error"},
           "only the error of the last step is returned", f"{ONE_EACH}.",
           "Where does each turn of the loop leave its error?"),
    change("last-step-missing", "index.time", {"result": "result = errors[:-1]"},
           "the last time step is missing", f"{ONE_EACH}. Counting begins at 0.",
           "At which number does your loop stop, and is that one still a turn?"),
    change("first-step-missing", "index.time", {"result": "result = errors[1:]"},
           "the first time step is missing", f"{ONE_EACH}. Counting begins at 0.",
           "At which number does your loop begin?"),
    change("last-step-left-at-zero", "index.time",
           {"order": "list(range(measured.shape[2] - 1))"},
           "the error of the last time step is left at zero",
           f"{ONE_EACH}. `range(n)` ends before n.",
           "At which number does your loop stop, and is that one still a turn?"),
    change("first-step-left-at-zero", "index.time", {"order": "list(range(1, measured.shape[2]))"},
           "the error of the first time step is left at zero",
           f"{ONE_EACH}. Counting begins at 0.", "At which number does your loop begin?"),
    change("a-column", "shape", {"result": "result = errors[:, None]"},
           "the errors stand in a column",
           f"{ONE_EACH}: an array with one axis, not a matrix with one column.",
           "What is the shape of your result, and what does the docstring say?"),
    change("largest-step", "operand.wrong", {"result": "result = np.argmax(errors)"},
           "the step with the largest error is returned, not the errors", f"{ONE_EACH}.",
           "How many numbers does your function return?"),
)  # fmt: skip

ERROR_PER_TIME_STEP: Final = derivation(LOOP, (*SLICE_CHANGES, *VALUE_CHANGES, *RESULT_CHANGES), ())
