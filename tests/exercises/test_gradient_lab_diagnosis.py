"""The gradient lab's functions as students write them: right in any style, or wrong and told why."""

import gc
import linecache
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from cellcheck.checker import check_exercise
from cellcheck.report import Report

RIGHT = {
    "central_differences": {
        "a copy for each side": """
            def central_differences(f, x, step):
                gradient = np.zeros(x.shape)
                for index in np.ndindex(x.shape):
                    up, down = x.astype(float), x.astype(float)
                    up[index] += step
                    down[index] -= step
                    gradient[index] = (f(up) - f(down)) / (2 * step)
                return gradient
            """,
        "np.nditer, moved in place and put back": """
            def central_differences(f, x, step):
                x = np.array(x, dtype=np.float64)
                gradient = np.zeros_like(x)
                it = np.nditer(x, flags=["multi_index"], op_flags=["readwrite"])
                while not it.finished:
                    ix = it.multi_index
                    old = x[ix]
                    x[ix] = old + step
                    fxph = f(x)
                    x[ix] = old - step
                    fxmh = f(x)
                    x[ix] = old
                    gradient[ix] = (fxph - fxmh) / (2 * step)
                    it.iternext()
                return gradient
            """,
        "the argument itself, moved and moved back": """
            def central_differences(f, x, step):
                x = np.asarray(x, dtype=float)
                gradient = np.empty(x.shape)
                for index, _ in np.ndenumerate(x):
                    x[index] += step
                    above = f(x)
                    x[index] -= 2 * step
                    below = f(x)
                    x[index] += step
                    gradient[index] = (above - below) / step / 2
                return gradient
            """,
        "a flat view": """
            def central_differences(f, x, step):
                moved = x.astype(float)
                view = moved.reshape(-1)
                gradient = np.zeros(x.size)
                for i in range(x.size):
                    keep = view[i]
                    view[i] = keep + step
                    gradient[i] = f(moved)
                    view[i] = keep - step
                    gradient[i] -= f(moved)
                    view[i] = keep
                return (gradient / (2 * step)).reshape(x.shape)
            """,
        "flat copies, brought into shape for each call": """
            def central_differences(f, x, step):
                flat = x.flatten() * 1.0
                slopes = []
                for i in range(len(flat)):
                    up, down = flat.copy(), flat.copy()
                    up[i] = up[i] + step
                    down[i] = down[i] - step
                    rise = f(up.reshape(x.shape)) - f(down.reshape(x.shape))
                    slopes.append(rise / (2.0 * step))
                return np.array(slopes).reshape(x.shape)
            """,
        "a unit matrix of steps": """
            def central_differences(f, x, step):
                steps = step * np.eye(x.size).reshape((x.size,) + x.shape)
                return np.array([(f(x + e) - f(x - e)) / (2 * step) for e in steps]).reshape(x.shape)
            """,
        "vectorized over the indices": """
            import itertools

            def slope_along(f, x, index, step):
                moved = np.zeros(x.shape)
                moved[index] = step
                return f(x + moved) / (2 * step) - f(x - moved) / (2 * step)

            def central_differences(f, x, step):
                indices = itertools.product(*[range(n) for n in x.shape])
                return np.fromiter((slope_along(f, x, i, step) for i in indices), float).reshape(x.shape)
            """,
        "np.vectorize": """
            def central_differences(f, x, step):
                def slope(i):
                    e = np.zeros(x.size)
                    e[i] = step
                    e = e.reshape(x.shape)
                    return (f(x + e) - f(x - e)) / (2 * step)

                return np.vectorize(slope, otypes=[float])(np.arange(x.size).reshape(x.shape))
            """,
        "x.flat": """
            def central_differences(f, x, step):
                gradient = np.zeros_like(x, dtype=float)
                for i in range(x.size):
                    losses = []
                    for side in (1, -1):
                        moved = np.array(x, float)
                        moved.flat[i] += side * step
                        losses.append(f(moved))
                    gradient.flat[i] = np.subtract(*losses) / (2 * step)
                return gradient
            """,
        "the expression of the answer, evaluated": """
            def central_differences(f, x, step):
                one = lambda i: step * (np.arange(x.size) == i).reshape(x.shape)
                text = "[(f(x + one(i)) - f(x - one(i))) / (2 * step) for i in range(x.size)]"
                slopes = eval(text, {"f": f, "x": x, "one": one, "step": step, "range": range})
                return np.reshape(slopes, x.shape)
            """,
        "column by column, all the way": """
            def central_differences(f, x, step):
                flat = x.astype(float).ravel(order="F")
                slopes = np.zeros(x.size)
                for i in range(x.size):
                    for sign in (1, -1):
                        moved = flat.copy()
                        moved[i] += sign * step
                        slopes[i] += sign * f(moved.reshape(x.shape, order="F"))
                return slopes.reshape(x.shape, order="F") / (2 * step)
            """,
    },
    "relative_gradient_error": {
        "a whole number for zero": """
            def relative_gradient_error(measured, computed):
                size = np.linalg.norm(measured) + np.linalg.norm(computed)
                return np.linalg.norm(measured - computed) / size if size else 0
            """,
        "norms": """
            def relative_gradient_error(measured, computed):
                above = np.linalg.norm(measured - computed)
                below = np.linalg.norm(measured) + np.linalg.norm(computed)
                if below == 0:
                    return 0.0
                return above / below
            """,
        "roots of sums": """
            def length(array):
                return np.sum(array ** 2) ** 0.5

            def relative_gradient_error(measured, computed):
                if not measured.any() and not computed.any():
                    return np.float64(0)
                return length(computed - measured) / (length(computed) + length(measured))
            """,
        "flat vectors and a loop": """
            import math

            def relative_gradient_error(measured, computed):
                d = a = b = 0.0
                for m, c in zip(measured.ravel(), computed.ravel()):
                    d += (m - c) ** 2
                    a += m * m
                    b += c * c
                total = math.sqrt(a) + math.sqrt(b)
                return math.sqrt(d) / total if total else 0.0
            """,
        "the smallest number that there is, below the line": """
            def relative_gradient_error(measured, computed):
                norm = np.linalg.norm
                tiny = np.finfo(float).tiny
                return norm(measured - computed) / max(norm(measured) + norm(computed), tiny)
            """,
        "nan replaced, without a warning": """
            def relative_gradient_error(measured, computed):
                with np.errstate(all="ignore"):
                    error = np.divide(
                        np.sqrt(np.vdot(measured - computed, measured - computed)),
                        np.sqrt(np.vdot(measured, measured)) + np.sqrt(np.vdot(computed, computed)),
                    )
                return np.nan_to_num(error)
            """,
        "np.where on an array of no axes": """
            def relative_gradient_error(measured, computed):
                size = np.linalg.norm(measured.ravel(), 2) + np.linalg.norm(computed.ravel(), 2)
                distance = np.linalg.norm((measured - computed).ravel(), 2)
                return np.where(size > 0, distance / np.where(size > 0, size, 1), 0.0)
            """,
    },
    "error_per_time_step": {
        "a loop": """
            def error_per_time_step(measured, computed):
                T = measured.shape[2]
                errors = np.zeros(T)
                for t in range(T):
                    errors[t] = relative_gradient_error(measured[:, :, t], computed[:, :, t])
                return errors
            """,
        "a comprehension over the moved axis": """
            def error_per_time_step(measured, computed):
                pairs = zip(np.moveaxis(measured, -1, 0), np.moveaxis(computed, -1, 0))
                return np.array([relative_gradient_error(*pair) for pair in pairs])
            """,
        "backward, appended to the front": """
            def error_per_time_step(measured, computed):
                errors = []
                for t in reversed(range(computed.shape[-1])):
                    errors.insert(0, relative_gradient_error(measured[..., t], computed[..., t]))
                return np.asarray(errors)
            """,
        "without a loop, and without the other function": """
            def error_per_time_step(measured, computed):
                norm = lambda g: np.sqrt(np.einsum("ijt,ijt->t", g, g))
                size = norm(measured) + norm(computed)
                return np.divide(
                    norm(measured - computed), size, out=np.zeros_like(size), where=size > 0
                )
            """,
        "np.apply_along_axis over flat slices": """
            def error_per_time_step(measured, computed):
                n, m, T = measured.shape
                both = np.concatenate([measured.reshape(n * m, T), computed.reshape(n * m, T)])
                one_step = lambda column: relative_gradient_error(column[: n * m], column[n * m :])
                return np.apply_along_axis(one_step, 0, both)
            """,
    },
}  # fmt: skip

DIFFERENCES = """
    def central_differences(f, x, step):
        x = np.array(x, dtype=float)
        gradient = np.zeros(x.shape)
        for index in np.ndindex(x.shape):
            old = x[index]
            x[index] = old + step
            above = f(x)
            x[index] = old - step
            below = f(x)
            x[index] = old
            gradient[index] = (above - below) / (2 * step)
        return gradient
    """
ERROR = """
    def relative_gradient_error(measured, computed):
        distance = np.linalg.norm(measured - computed)
        size = np.linalg.norm(measured) + np.linalg.norm(computed)
        if size == 0:
            return 0.0
        return distance / size
    """
STEPS = """
    def error_per_time_step(measured, computed):
        T = measured.shape[2]
        errors = np.zeros(T)
        for t in range(T):
            one, other = measured[:, :, t], computed[:, :, t]
            errors[t] = relative_gradient_error(one, other)
        return errors
    """
ZERO = "    if size == 0:\n        return 0.0\n"
TEXT = {
    "central_differences": DIFFERENCES,
    "relative_gradient_error": ERROR,
    "error_per_time_step": STEPS,
}
FLAT = """
    def central_differences(f, x, step):
        gradient = np.zeros(x.size)
        for i in range(x.size):
            up, down = x.astype(float), x.astype(float)
            up.flatten()[i] += step
            down.flatten()[i] -= step
            gradient[i] = (f(up) - f(down)) / (2 * step)
        return gradient.reshape(x.shape)
    """

WRONG: dict[str, tuple[str, list[tuple[str, str]] | str, str]] = {
    "forward difference": ("central_differences", [
        ("x[index] = old - step", "x[index] = old"), ("(2 * step)", "step"),
    ], "over one side, above"),
    "backward difference": ("central_differences", [
        ("x[index] = old + step", "x[index] = old"), ("(2 * step)", "step"),
    ], "over one side, below"),
    "forward difference over two steps": ("central_differences", [
        ("x[index] = old - step", "x[index] = old"),
    ], "one side is divided by two steps"),
    "divided by one step": ("central_differences", [("(2 * step)", "step")], "divided by one step"),
    "without parentheses": ("central_differences", [("(2 * step)", "2 * step")], "step multiplies"),
    "not divided": ("central_differences", [(" / (2 * step)", "")], "is not divided"),
    "sign": ("central_differences", [("above - below", "below - above")], "sign"),
    "not put back": ("central_differences", [
        ("x[index] = old\n", "pass\n"),
    ], "is not put back"),
    "put back too far": ("central_differences", [
        ("x[index] = old\n", "x[index] = x[index] + 2 * step\n"),
    ], "one step above"),
    "integers moved": ("central_differences", [
        ("np.array(x, dtype=float)", "x.copy()"),
    ], "whole numbers is moved"),
    "gradient of integers": ("central_differences", [
        ("gradient = np.zeros(x.shape)", ""),
        ("x = np.array(x, dtype=float)", "gradient = np.zeros_like(x); x = np.array(x, dtype=float)"),
    ], "into an array of whole numbers"),
    "integers in both": ("central_differences", [
        ("x = np.array(x, dtype=float)", "x = x.copy()"),
        ("np.zeros(x.shape)", "np.zeros_like(x)"),
    ], "everything is kept in whole numbers"),
    "own step": ("central_differences", [
        ("x = np.array(x, dtype=float)", "x = np.array(x, dtype=float); step = 1e-6"),
    ], "not `step` away"),
    "half a step to both sides": ("central_differences", [
        ("old + step", "old + step / 2"), ("old - step", "old - step / 2"), ("(2 * step)", "step"),
    ], "half a step"),
    "all at once": ("central_differences", [
        ("x[index] = old + step\n", "pass\n"), ("above = f(x)", "above = f(x + step)"),
        ("x[index] = old - step\n", "pass\n"), ("below = f(x)", "below = f(x - step)"),
    ], "every entry is moved at once"),
    "rows": ("central_differences", [
        ("for index in np.ndindex(x.shape):", "for index in range(len(x)):"),
        ("old = x[index]", "old = x[index].copy()"),
    ], "whole rows"),
    "flattened result": ("central_differences", [
        ("return gradient", "return gradient.flatten()"),
    ], "lost the shape"),
    "transposed result": ("central_differences", [("return gradient", "return gradient.T")], "transposed"),
    "order of the columns": ("central_differences", [
        ("return gradient", 'return gradient.flatten().reshape(x.shape, order="F")'),
    ], "another order"),
    "last slope": ("central_differences", [
        ("gradient[index] = ", "gradient = "),
    ], "only the last slope"),
    "a copy that the loss never sees": ("central_differences", FLAT, "at the same point"),
    "the loss is taken of one array twice": ("central_differences", [
        ("x[index] = old + step\n", "up = x; down = x; up[index] = old + step\n"),
        ("x[index] = old - step\n", "down[index] = old - step; above = f(up)\n"),
        ("below = f(x)", "below = f(down)"),
    ], "at the same point"),
    "argument left changed": ("central_differences", [
        ("np.array(x, dtype=float)", "np.asarray(x, dtype=float)"), ("x[index] = old\n", "pass\n"),
    ], "`x` is changed in place"),
    "absolute": ("relative_gradient_error", [("distance / size", "distance")], "absolute, not relative"),
    "by one of them": ("relative_gradient_error", [
        (" + np.linalg.norm(computed)", ""),
    ], "measured gradient alone"),
    "by the larger": ("relative_gradient_error", [
        ("np.linalg.norm(measured) + np.linalg.norm(computed)",
         "max(np.linalg.norm(measured), np.linalg.norm(computed))"),
    ], "larger of the two"),
    "by the mean": ("relative_gradient_error", [
        ("distance / size", "2 * distance / size"),
    ], "mean of the two"),
    "zero by zero": ("relative_gradient_error", [
        (ZERO, ""),
    ], "zero is divided by zero"),
    "a small number": ("relative_gradient_error", [
        (ZERO, ""), ("distance / size", "distance / (size + 1e-8)"),
    ], "small number is added"),
    "squares": ("relative_gradient_error", [
        ("np.linalg.norm(measured - computed)", "np.sum((measured - computed) ** 2)"),
        ("np.linalg.norm(measured) + np.linalg.norm(computed)",
         "np.sum(measured ** 2) + np.sum(computed ** 2)"),
    ], "root is not taken"),
    "entry by entry": ("relative_gradient_error", [
        ("distance / size",
         "np.abs(measured - computed) / np.maximum(np.abs(measured) + np.abs(computed), 1e-300)"),
        (ZERO, ""),
    ], "one error for each entry"),
    "largest entries": ("relative_gradient_error", [
        ("np.linalg.norm(measured - computed)", "np.abs(measured - computed).max()"),
        ("np.linalg.norm(measured) + np.linalg.norm(computed)",
         "np.abs(measured).max() + np.abs(computed).max()"),
    ], "largest entries"),
    "matrix norm": ("relative_gradient_error", [
        ("np.linalg.norm(measured - computed)",
         "(np.linalg.norm(measured - computed, 2) if measured.ndim == 2 else np.linalg.norm(measured - computed))"),
        ("np.linalg.norm(measured) + np.linalg.norm(computed)",
         "(np.linalg.norm(measured, 2) + np.linalg.norm(computed, 2) if measured.ndim == 2"
         " else np.linalg.norm(measured) + np.linalg.norm(computed))"),
    ], "matrix norm"),
    "absolute errors": ("error_per_time_step", [
        ("relative_gradient_error(one, other)", "np.linalg.norm(one - other)"),
    ], "not relative"),
    "first axis": ("error_per_time_step", [
        ("measured[:, :, t], computed[:, :, t]", "measured[t], computed[t]"),
    ], "first axis"),
    "whole gradient": ("error_per_time_step", [
        ("measured[:, :, t], computed[:, :, t]", "measured, computed"),
    ], "error of the whole"),
    "backward in time": ("error_per_time_step", [
        ("return errors", "return errors[::-1]"),
    ], "run backward in time"),
    "one step short": ("error_per_time_step", [("range(T)", "range(T - 1)")], "left at zero"),
    "up to the step": ("error_per_time_step", [
        ("measured[:, :, t], computed[:, :, t]", "measured[:, :, : t + 1], computed[:, :, : t + 1]"),
    ], "from the first step"),
    "array made in the loop": ("error_per_time_step", [
        ("    errors[t] =", "    errors = np.zeros(T); errors[t] ="),
    ], "only the last error"),
    "largest": ("error_per_time_step", [("return errors", "return errors.max()")], "largest error is returned"),
    "a column": ("error_per_time_step", [("return errors", "return errors.reshape(T, 1)")], "in a column"),
}  # fmt: skip

STOPS = {"first axis"}
"""Mistakes that raise on one of the later data sets."""


@pytest.fixture(autouse=True)
def _no_collection_in_the_middle() -> Iterator[None]:
    """Keeps the alarm of a bounded run from striking inside a callback of the garbage collector.

    Hypothesis installs one for the whole process; what is raised in there cannot be caught, and on
    a busy machine a full collection takes longer than a run of the repair search may.
    """
    gc.disable()
    yield
    gc.enable()


def checked(exercise: str, source: str) -> Report:
    """The report on a function as it is given below a notebook cell."""
    text = "import numpy as np\n" + dedent(source)
    linecache.cache["cell"] = (len(text), None, text.splitlines(keepends=True), "cell")
    namespace: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(text, "cell", "exec"), namespace)  # noqa: S102  the texts above
    return check_exercise(exercise, namespace)


def with_changes(exercise: str, changes: list[tuple[str, str]] | str) -> str:
    if isinstance(changes, str):
        return changes
    text = dedent(TEXT[exercise])
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize(
    ("exercise", "style"), [(name, style) for name in RIGHT for style in RIGHT[name]]
)
def test_right_in_this_style(exercise: str, style: str) -> None:
    report = checked(exercise, RIGHT[exercise][style])
    assert (report.status, report.findings) == ("pass", ()), report.title


@pytest.mark.parametrize("exercise", TEXT)
def test_the_text_that_mistakes_are_made_in_is_right(exercise: str) -> None:
    assert checked(exercise, TEXT[exercise]).status == "pass"


@pytest.mark.parametrize("mistake", WRONG)
def test_tells_why(mistake: str) -> None:
    exercise, changes, words = WRONG[mistake]
    report = checked(exercise, with_changes(exercise, changes))
    assert report.status == ("error" if mistake in STOPS else "fail")
    assert words in report.findings[0].title
    assert report.findings[0].certainty == "proven"
    assert [hint.level for hint in report.findings[0].hints] == ["nudge", "pointer", "explanation"]


def test_zero_by_zero_of_python_floats_is_told_as_an_exception() -> None:
    source = with_changes(
        "relative_gradient_error",
        [(ZERO, ""), ("distance / size", "float(distance) / float(size)")],
    )  # fmt: skip
    report = checked("relative_gradient_error", source)
    assert report.status == "error"
    assert "ZeroDivisionError" in report.findings[0].title
    assert report.raised is not None
    assert report.raised.source == "return float(distance) / float(size)"


def test_a_loss_that_is_given_another_shape_says_so() -> None:
    source = with_changes("central_differences", [("f(x)", "f(x.flatten())")])
    report = checked("central_differences", source)
    assert report.status == "error"
    assert "f takes an array of shape (3, 4), and got one of shape (12,)" in str(report.to_dict())


@pytest.mark.parametrize("exercise", TEXT)
@pytest.mark.parametrize("seed", range(12))
def test_hidden_data_lets_right_code_through(exercise: str, seed: int) -> None:
    text = "import numpy as np\n" + dedent(TEXT[exercise])
    namespace: dict[str, Any] = {"np": np}
    exec(compile(text, "cell", "exec"), namespace)  # noqa: S102  the texts above
    report = check_exercise(exercise, namespace, seed=seed, redact=True)
    assert report.passed, report.title
    assert report.score == 1
