"""`central_differences`: its lines, and what people get wrong in them."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from lstm_lib.exercises.derivations.change import change, derivation
from lstm_lib.exercises.derivations.loop import Loop


def _observed(f: Any, x: Any, step: float) -> Mapping[str, Any]:
    *rounds, end = LOOP.trace(f, x, step)
    return {
        "x": end["point"],
        "gradient": np.asarray(end["result"]),
        "an empty gradient": np.zeros(end["point"].shape),
        "up": [names["up"] for names in rounds],
        "down": [names["down"] for names in rounds],
    }


LOOP: Final = Loop(
    arguments=("f", "x", "step"),
    before={
        "point": "point = np.array(x, dtype=float)",
        "gradient": "gradient = np.zeros(point.shape)",
    },
    order="list(np.ndindex(point.shape))",
    each={
        "up": "up = point.copy(); up[t] = up[t] + step; above = f(up)",
        "down": "down = point.copy(); down[t] = down[t] - step; below = f(down)",
        "slope": "slope = (above - below) / (2 * step)",
        "entry": "gradient[t] = slope",
    },
    after={"result": "result = gradient"},
    cell=np.ndindex,
    observed=_observed,
)

BOTH_SIDES: Final = (
    "A slope over both sides takes the loss once above and once below the entry, two steps apart. "
    "What is left of the error is then of the order of the step's square"
)
ASK_SIDES: Final = "At which two points is the loss taken, and how far are they apart?"
RUN_OVER: Final = "The rise is the difference of two losses, the run the distance of the points"
ONE_AT_A_TIME: Final = (
    "The slope along one entry says what the loss does when that entry moves and all the others "
    "stay where they are"
)
ASK_OTHERS: Final = "When the second entry is moved, where are the first and the third?"
WHOLE_NUMBERS: Final = (
    "An array of whole numbers cuts off the fraction of whatever is written into it, and a step is "
    "a fraction"
)
SAME_PLACE: Final = "A gradient has the shape of what it belongs to, entry by entry in its place"

POINT_CHANGES: Final = (
    change("whole-numbers-moved", "dtype", {"point": "point = np.array(x)"},
           "an array of whole numbers is moved, and loses the step",
           f"{WHOLE_NUMBERS}. With whole numbers in `x`, the moved point is not where it should "
           "be. Moving a copy that holds floats mends it.",
           "What does `x` hold after `x[0] += 0.1` if `x` came as whole numbers?"),
    change("gradient-of-whole-numbers", "dtype", {"gradient": "gradient = np.zeros_like(x)"},
           "the slopes are written into an array of whole numbers",
           "An array made like `x` takes over its dtype. If that is whole numbers, every slope "
           "loses its fraction when it is written.",
           "Which dtype does the gradient have when `x` holds whole numbers?"),
    change("all-in-whole-numbers", "dtype",
           {"point": "point = np.array(x)", "gradient": "gradient = np.zeros_like(x)"},
           "everything is kept in whole numbers",
           f"{WHOLE_NUMBERS}, as a slope is. With whole numbers in `x`, neither what is moved nor "
           "the gradient can hold what is written. Starting from a copy of floats mends both.",
           "Which dtype do your arrays have when `x` holds whole numbers?"),
    change("first-axis-only", "slice.wrong", {"order": "range(len(point))"},
           "whole rows are moved, not single entries",
           f"{ONE_AT_A_TIME}. An index along the first axis stands for a whole row.",
           "How many numbers does your index pick from an array with two axes?"),
    change("all-entries-moved", "slice.wrong",
           {"up": "up = point + step; above = f(up)",
            "down": "down = point - step; below = f(down)"},
           "every entry is moved at once",
           f"{ONE_AT_A_TIME}. Adding the step to the array moves them all, and the slopes are the "
           "sum of what is asked for.",
           "How many entries differ between your two points?"),
    change("one-entry-kept", "operand.wrong",
           {"up": "up = np.zeros(point.shape); up[t] = point[t] + step; above = f(up)",
            "down": "down = np.zeros(point.shape); down[t] = point[t] - step; below = f(down)"},
           "the other entries are zero while one is moved",
           f"{ONE_AT_A_TIME}. Here the others are zero.", ASK_OTHERS),
    change("entry-replaced-by-step", "operand.wrong",
           {"up": "up = point.copy(); up[t] = step; above = f(up)",
            "down": "down = point.copy(); down[t] = -step; below = f(down)"},
           "the entry is replaced by the step",
           "The points lie to both sides of the entry as it is. Here they lie to both sides of "
           "zero.",
           "Around which number do your two points lie?"),
)  # fmt: skip

LEFT_MOVED: Final = (
    "Each entry has to be put back before the next one is moved. What is left moved shifts the "
    "point at which all later slopes are taken"
)

RESTORE_CHANGES: Final = (
    change("not-put-back", "operand.wrong",
           {"up": "point[t] = point[t] + step; above = f(point)",
            "down": "point[t] = point[t] - 2 * step; below = f(point)"},
           "a moved entry is not put back", f"{LEFT_MOVED}.", ASK_OTHERS),
    change("two-copies-not-put-back", "operand.wrong",
           {"gradient": "gradient = np.zeros(point.shape); ups = point.copy(); "
                        "downs = point.copy()",
            "up": "ups[t] = ups[t] + step; above = f(ups)",
            "down": "downs[t] = downs[t] - step; below = f(downs)"},
           "the moved entries of two copies are not put back", f"{LEFT_MOVED}.", ASK_OTHERS),
    change("left-above", "operand.wrong",
           {"up": "up = point.copy(); up[t] = up[t] + step; above = f(up)",
            "down": "down = point.copy(); down[t] = down[t] - step; below = f(down); "
                    "point[t] = point[t] + step"},
           "an entry is left one step above where it was",
           f"{LEFT_MOVED}. From the point below, the entry lies one step up.", ASK_OTHERS),
    change("never-moved", "operand.wrong", {"slope": "slope = 0.0"},
           "both losses are taken at the same point",
           "Every slope is zero. Either what is moved is a copy that the loss never sees, as "
           "`x.flatten()` is, or both points are one array under two names.",
           "Print the two points just before the loss is taken: in what do they differ?"),
)  # fmt: skip

SLOPE_CHANGES: Final = (
    change("forward-difference", "operand.wrong",
           {"down": "below = f(point)", "slope": "slope = (above - below) / step"},
           "the slope is taken over one side, above the entry", f"{BOTH_SIDES}.", ASK_SIDES),
    change("backward-difference", "operand.wrong",
           {"up": "above = f(point)", "slope": "slope = (above - below) / step"},
           "the slope is taken over one side, below the entry", f"{BOTH_SIDES}.", ASK_SIDES),
    change("upper-half", "operand.wrong", {"down": "below = f(point)"},
           "the rise of one side is divided by two steps",
           f"{RUN_OVER}. The second loss is taken at the entry itself.", ASK_SIDES),
    change("lower-half", "operand.wrong", {"up": "above = f(point)"},
           "the rise of the lower side is divided by two steps",
           f"{RUN_OVER}. The first loss is taken at the entry itself.", ASK_SIDES),
    change("divided-by-one-step", "derivative.factor", {"slope": "slope = (above - below) / step"},
           "the difference is divided by one step, and the points are two steps apart",
           f"{RUN_OVER}. From one step below to one step above it is twice the step.", ASK_SIDES),
    change("not-divided", "derivative.factor", {"slope": "slope = above - below"},
           "the difference of the losses is not divided",
           f"{RUN_OVER}. A slope is the one divided by the other.",
           "What does a slope divide by?"),
    change("divided-by-two", "derivative.factor", {"slope": "slope = (above - below) / 2"},
           "the difference is divided by two, without the step",
           f"{RUN_OVER}, which is two steps, not two.", "What does a slope divide by?"),
    change("multiplied-by-step", "parentheses", {"slope": "slope = (above - below) / 2 * step"},
           "the step multiplies where it should divide",
           "Python goes from left to right: what stands after `/ 2 *` is a factor. Parentheses "
           "around the run keep it below the line.",
           "In which order does Python compute `6 / 2 * 3`?"),
    change("only-below-divided", "parentheses", {"slope": "slope = above - below / (2 * step)"},
           "only the lower loss is divided",
           "Division binds before subtraction. Parentheses around the difference divide all of it.",
           "In which order does Python compute `6 - 4 / 2`?"),
    change("sign", "sign", {"slope": "slope = (below - above) / (2 * step)"},
           "the slope has the wrong sign",
           "A loss that rises with the entry has a positive slope: the upper one comes first.",
           "If the loss is larger above than below, which sign has the slope?"),
    change("absolute-slope", "sign", {"slope": "slope = abs(above - below) / (2 * step)"},
           "the slope loses its sign",
           "A gradient says in which direction the loss rises, so its entries have signs.",
           "What is the slope of a loss that falls?"),
    change("sum-of-losses", "sign", {"slope": "slope = (above + below) / (2 * step)"},
           "the losses are added, not subtracted",
           "A slope is made of the difference of two losses.", "What is the rise, in a slope?"),
    change("half-a-step", "derivative.factor",
           {"up": "up = point.copy(); up[t] = up[t] + step / 2; above = f(up)",
            "down": "down = point.copy(); down[t] = down[t] - step / 2; below = f(down)",
            "slope": "slope = (above - below) / step"},
           "the points are half a step from the entry",
           "Each side is one whole step long. With half steps this is a central difference as "
           "well, but not the one with the step that is asked for.", ASK_SIDES),
    change("relative-step", "operand.wrong",
           {"up": "h = step * max(1.0, abs(point[t])); "
                  "up = point.copy(); up[t] = up[t] + h; above = f(up)",
            "down": "down = point.copy(); down[t] = down[t] - h; below = f(down)",
            "slope": "slope = (above - below) / (2 * h)"},
           "the step grows with the entry",
           "The argument `step` says how far each entry is moved, whatever its size.",
           "How far does the docstring move an entry?"),
    change("own-step", "operand.wrong",
           {"up": "up = point.copy(); up[t] = up[t] + 1e-5; above = f(up)",
            "down": "down = point.copy(); down[t] = down[t] - 1e-5; below = f(down)",
            "slope": "slope = (above - below) / 2e-5"},
           "the points are not `step` away from the entry",
           "With a small step the slopes cannot be told apart, with a large one they can: another, "
           "smaller distance is used than the argument `step`.",
           "Where in your function does the argument `step` act?"),
)  # fmt: skip

RESULT_CHANGES: Final = (
    change("flattened", "shape", {"result": "result = gradient.ravel()"},
           "the gradient has lost the shape of `x`",
           f"{SAME_PLACE}. A list of slopes in order is not yet that.",
           "What is the shape of `x`, and what is the shape of your result?"),
    change("column-by-column", "transpose",
           {"result": "result = gradient.ravel(order='F').reshape(gradient.shape)"},
           "the slopes are in another order than the entries",
           f"{SAME_PLACE}. These were taken down the columns and put back along the rows.",
           "In which order does `reshape` fill an array, and in which did you go through `x`?"),
    change("row-by-row-into-columns", "transpose",
           {"result": "result = gradient.ravel().reshape(gradient.shape, order='F')"},
           "the slopes are put back in another order than they were taken",
           f"{SAME_PLACE}. These were taken along the rows and put back down the columns.",
           "In which order does `reshape` fill an array, and in which did you go through `x`?"),
    change("transposed", "transpose", {"result": "result = gradient.T"},
           "the gradient is transposed", f"{SAME_PLACE}.",
           "Which axis comes first in `x`, and which in your result?"),
    change("last-slope-alone", "accumulate.overwritten", {"result": "result = slope"},
           "only the last slope is returned",
           f"{SAME_PLACE}. Each turn of the loop makes one of its entries.",
           "Where does each turn of the loop leave its slope?"),
    change("sum-of-slopes", "shape", {"result": "result = gradient.sum()"},
           "the slopes are added up", f"{SAME_PLACE}. Nothing is summed.",
           "How many slopes are there, and how many do you return?"),
)  # fmt: skip

CENTRAL_DIFFERENCES: Final = derivation(
    LOOP, (*POINT_CHANGES, *RESTORE_CHANGES, *SLOPE_CHANGES, *RESULT_CHANGES), ()
)
