"""`largest_relative_error`: its data, its catalogue, and code as students write it, right and wrong.

Right code in any style earns everything, in the notebook and from the isolated grader.
"""

import linecache
from collections import defaultdict
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from cellcheck.checker import check_exercise
from cellcheck.nested import fingerprint
from cellcheck.report import Report

from lstm_lib import gradient_check, initialize_parameters
from lstm_lib.exercises.largest_error import GRADIENT_CHECK_EXERCISES, largest_relative_error
from lstm_lib.exercises.largest_error_data import GRADIENTS, pair_sets
from tests.grading.assignments import graded_with, marks, noted, report, source_of

from .fingerprint import all_right
from .test_gradient_lab_catalogue import derivation_of, shown

NAME = "largest_relative_error"
(EXERCISE,) = GRADIENT_CHECK_EXERCISES
SEED = 417_309

CHECK = """
    from lstm_lib import gradient_check

    def largest_relative_error(forward, backward, *arguments):
        check = gradient_check(forward, backward, *arguments)
        return max(check.errors.values())
    """
LARGEST = "max(check.errors.values())"
RETURN = f"return {LARGEST}"

RIGHT = {
    "the check's largest error": CHECK,
    "np.max of a list, a NumPy number": CHECK.replace(
        LARGEST, "np.max(list(check.errors.values()))"
    ),
    "a running maximum": CHECK.replace(RETURN, """largest = 0
        for name in check.errors:
            if check.errors[name] > largest:
                largest = check.errors[name]
        return largest"""),
    "the last of a sorted list": CHECK.replace(LARGEST, "sorted(check.errors.values())[-1]"),
    "by the name of the worst": CHECK.replace(
        LARGEST, "check.errors[max(check.errors, key=check.errors.get)]"
    ),
    "other upstream gradients, by central differences": CHECK.replace(
        "*arguments)\n        return", '*arguments, seed=5, method="central differences")\n        return'
    ),
    "a lambda": """
        import lstm_lib
        largest_relative_error = lambda forward, backward, *rest: float(
            np.array([*lstm_lib.gradient_check(forward, backward, *rest).errors.values()]).max()
        )
        """,
    "numerical_gradient": """
        from lstm_lib import numerical_gradient

        def largest_relative_error(forward, backward, xt, a_prev, parameters):
            inputs = {"xt": xt, "a_prev": a_prev, **parameters}
            a_next, _, cache = forward(xt, a_prev, parameters)
            da_next = np.random.default_rng(7).standard_normal(a_next.shape)

            def loss_at(name):
                def loss(value):
                    moved = {**inputs, name: value}
                    weights = {key: moved[key] for key in parameters}
                    return np.sum(da_next * forward(moved["xt"], moved["a_prev"], weights)[0])
                return loss

            errors = []
            for name, computed in backward(da_next=da_next, cache=cache).items():
                measured = numerical_gradient(loss_at(name[1:]), inputs[name[1:]])
                size = np.linalg.norm(measured) + np.linalg.norm(computed)
                errors.append(np.linalg.norm(measured - computed) / size)
            return np.max(errors)
        """,
    "central differences by hand": """
        import copy

        def largest_relative_error(f, b, *inputs):
            result = f(*inputs)
            upstream = np.ones_like(result[0])
            worst = -1.0
            for name, computed in b(upstream, result[-1]).items():
                measured = np.zeros_like(computed)
                for index in np.ndindex(computed.shape):
                    losses = []
                    for step in (1e-7, -1e-7):
                        moved = copy.deepcopy(inputs)
                        x, a, p = moved
                        {"dxt": x, "da_prev": a}.get(name, p.get(name[1:]))[index] += step
                        losses.append(f(*moved)[0].sum())
                    measured[index] = (losses[0] - losses[1]) / 2e-7
                above = np.sqrt(((measured - computed) ** 2).sum())
                below = np.sqrt((measured**2).sum()) + np.sqrt((computed**2).sum())
                worst = max(worst, above / below)
            return worst
        """,
    "weights moved in place and put back, with a large step": """
        def largest_relative_error(forward, backward, xt, a_prev, parameters):
            generator = np.random.default_rng(1)
            da = generator.normal(size=a_prev.shape)
            gradients = backward(da, forward(xt, a_prev, parameters)[2])
            arrays = {"xt": xt, "a_prev": a_prev} | parameters
            errors = {}
            for name in gradients:
                array, slopes = arrays[name[1:]], []
                for index in np.ndindex(array.shape):
                    kept = array[index]
                    array[index] = kept + 1e-4
                    above = (da * forward(xt, a_prev, parameters)[0]).sum()
                    array[index] = kept - 1e-4
                    below = (da * forward(xt, a_prev, parameters)[0]).sum()
                    array[index] = kept
                    slopes.append((above - below) / 2e-4)
                slopes = np.reshape(slopes, array.shape)
                norm = np.linalg.norm
                errors[name] = norm(slopes - gradients[name]) / (norm(slopes) + norm(gradients[name]))
            return max(errors.values())
        """,
}  # fmt: skip

FOR = "for error in check.errors.values():\n            "
WRONG: dict[str, tuple[str, str, str, str]] = {
    # what is replaced, by what, the cause code, words of the title
    "smallest": (LARGEST, "min(check.errors.values())", "operand.wrong", "smallest"),
    "mean": (LARGEST, "np.mean(list(check.errors.values()))", "reduction.mean", "mean"),
    "mean by hand": (LARGEST, "sum(check.errors.values()) / len(check.errors)", "reduction.mean", "mean"),
    "sum": (LARGEST, "sum(check.errors.values())", "operand.wrong", "added up"),
    "first, from the loop": (RETURN, FOR + "return error", "slice.wrong", "first gradient"),
    "first, by name": (LARGEST, "check.errors['dxt']", "slice.wrong", "first gradient"),
    "last, from the loop": (RETURN, FOR + "largest = error\n        return largest", "accumulate.overwritten", "last gradient"),
    "last, by index": (LARGEST, "list(check.errors.values())[-1]", "accumulate.overwritten", "last gradient"),
    "compared the other way round": (RETURN, "largest = 0\n        " + FOR + "if error < largest: largest = error\n        return largest", "carry.initial", "zero"),
    "begun at one": (RETURN, "largest = 1\n        " + FOR + "largest = max(largest, error)\n        return largest", "carry.initial", "1, whatever"),
    "the check": (LARGEST, "check", "return.missing", "whole check"),
    "the dictionary": (LARGEST, "check.errors", "shape", "errors of all gradients"),
    "np.max of the values": (LARGEST, "np.max(check.errors.values())", "shape", "errors of all gradients"),
    "the array": (LARGEST, "np.array(list(check.errors.values()))", "shape", "errors of all gradients"),
    "the list": (LARGEST, "list(check.errors.values())", "shape", "a list"),
    "an array of one": (LARGEST, f"np.array([{LARGEST}])", "shape", "array with one entry"),
    "the name of the worst": (LARGEST, "max(check.errors, key=check.errors.get)", "operand.wrong", "name of a gradient"),
    "the largest name": (LARGEST, "max(check.errors)", "operand.wrong", "name of a gradient"),
    "name and error": (LARGEST, "max(check.errors.items(), key=lambda each: each[1])", "shape", "with its error"),
    "the position": (LARGEST, "np.argmax(list(check.errors.values()))", "operand.wrong", "position"),
    "whether it passed": (LARGEST, "check.passed", "operand.wrong", "has passed"),
    "printed": (RETURN, f"print({LARGEST})", "return.missing", "not returned"),
    "a whole number": (LARGEST, f"int({LARGEST})", "dtype", "fraction"),
    "the sign": (LARGEST, f"-{LARGEST}", "sign", "sign"),
    "the notebook's arrays": ("*arguments)\n        return", "xt, a_prev, parameters)\n        return", "global.read", "from the notebook"),
    "no arguments": (", *arguments)\n        return", ")\n        return", "error.raised", "InterfaceError"),
    "arguments as one": ("backward, *arguments)\n        return", "backward, arguments)\n        return", "error.raised", "InterfaceError"),
    "exchanged": ("(forward, backward, *arguments)\n        return", "(backward, forward, *arguments)\n        return", "error.raised", "InterfaceError"),
    "values without brackets": (LARGEST, "max(check.errors.values)", "error.raised", "TypeError"),
}  # fmt: skip


def namespace(source: str) -> dict[str, Any]:
    """The function as it is given, below a notebook cell with arrays of the student's own."""
    text = "import numpy as np\n" + dedent(source)
    linecache.cache["cell"] = (len(text), None, text.splitlines(keepends=True), "cell")
    found: dict[str, Any] = {
        "__name__": "__main__",
        "xt": np.ones((3, 5)),
        "a_prev": np.full((4, 5), 0.5),
        "parameters": initialize_parameters(3, 4, 2, seed=1, cell="rnn"),
    }
    exec(compile(text, "cell", "exec"), found)  # noqa: S102  the texts above
    return found


def checked(source: str, seed: int | None = None) -> Report:
    return check_exercise(NAME, namespace(source), seed=seed, redact=seed is not None)


def graded(source: str) -> Any:
    return graded_with({"largest-relative-error": dedent(source)}, "lstm-backward")


def wrong(mistake: str) -> str:
    old, new, _, _ = WRONG[mistake]
    assert old in CHECK, old
    return CHECK.replace(old, new)


@pytest.mark.parametrize("style", RIGHT)
def test_right_in_this_style(style: str) -> None:
    found = checked(RIGHT[style], SEED)
    assert (found.status, found.score, found.findings) == ("pass", 1.0, ()), found.title


@pytest.mark.parametrize("style", RIGHT)
def test_right_in_this_style_earns_everything_from_the_isolated_grader(style: str) -> None:
    found = graded(RIGHT[style])
    assert marks(found)[f"test_{NAME}"] == 4
    assert noted(found) == []
    assert report(found, NAME)["score"] == 1


@pytest.mark.parametrize("style", ["the check's largest error", "central differences by hand"])
@pytest.mark.parametrize("seed", range(12))
def test_hidden_data_lets_right_code_through(style: str, seed: int) -> None:
    assert checked(RIGHT[style], seed).score == 1


@pytest.mark.parametrize("mistake", WRONG)
def test_tells_why(mistake: str) -> None:
    _, _, code, words = WRONG[mistake]
    found = checked(wrong(mistake))
    assert found.status == ("error" if code == "error.raised" else "fail")
    assert found.score == 0
    said = found.findings[0]
    assert (said.code, said.certainty) == (code, "proven")
    assert words in said.title
    assert [hint.level for hint in said.hints] == ["nudge", "pointer", "explanation"]


@pytest.mark.parametrize("mistake", ["smallest", "the check", "the largest name", "exchanged"])
def test_wrong_earns_nothing_from_the_isolated_grader(mistake: str) -> None:
    found = graded(wrong(mistake))
    assert marks(found) == {
        "test_lstm_cell_backward": 12,
        "test_lstm_backward": 12,
        f"test_{NAME}": 0,
    }
    assert report(found, NAME)["status"] == checked(wrong(mistake)).status


@pytest.mark.parametrize(
    ("first_line", "fits"),
    [
        ("(forward, backward, *arguments)", True),
        ("(forward, backward, xt, a_prev, parameters)", True),
        ("(*everything)", True),
        ("(forward, backward, x, *rest, seed=0)", True),
        ("(forward, backward, arguments)", False),
        ("(forward, backward, xt, a_prev, c_prev, parameters)", False),
    ],
)
def test_parameters_may_be_spelled_out(first_line: str, fits: bool) -> None:
    found = checked(f"def {NAME}{first_line}:\n    value = 2.0\n    return value\n")
    assert (found.title == f"`{NAME}` takes other arguments") is not fits
    if not fits:
        assert found.message == (
            f"It is `{NAME}{first_line}`, expected `{NAME}(forward, backward, *arguments)`."
        )


def test_the_first_line_is_shown_as_the_template_has_it() -> None:
    assert source_of("lstm-backward", "largest-relative-error").startswith(
        f"def {EXERCISE.declaration}:"
    )
    assert f"`{EXERCISE.declaration}`" in check_exercise(NAME, {}).message


@pytest.mark.parametrize("written", ["", "    pass\n"])
def test_an_open_template_is_no_mistake(written: str) -> None:
    source = f"def {NAME}(forward, backward, *arguments):\n"
    found = checked(source + (written or "    raise NotImplementedError\n"))
    assert found.status == "not_attempted"


def test_gradient_check_is_a_tool_and_the_reference_no_answer() -> None:
    assert checked(CHECK).findings == ()
    borrowed = """
        from lstm_lib.exercises import largest_error

        def largest_relative_error(forward, backward, *arguments):
            return largest_error.largest_relative_error(forward, backward, *arguments)
        """
    found = checked(borrowed)
    assert ([each.code for each in found.findings], found.score) == (["delegates"], 0)


# The data and the catalogue keep the promises of the others.


def test_without_mistakes_a_variant_is_the_reference() -> None:
    variant = derivation_of(EXERCISE).variant
    assert variant is not None
    assert all_right(shown(EXERCISE, variant(())))


def test_every_mistake_shows_gives_a_result_and_looks_like_no_other() -> None:
    derivation = derivation_of(EXERCISE)
    assert derivation.variant is not None
    alike: dict[Any, list[str]] = defaultdict(list)
    for each in derivation.mistakes:
        result = shown(EXERCISE, derivation.variant((each,)))
        assert not all_right(result), each.name
        assert not any(isinstance(values, str) for values in result), each.name
        alike[result].append(each.name)
    assert [names for names in alike.values() if len(names) > 1] == []


def test_neither_the_functions_nor_any_variant_changes_its_arguments() -> None:
    derivation = derivation_of(EXERCISE)
    assert derivation.variant is not None
    for data in EXERCISE.data_sets(3):
        forward, backward, *given = arguments = EXERCISE.arguments(data, {})
        before = fingerprint(given)
        cache = forward(*given)[-1]
        kept = fingerprint(cache)
        backward(np.ones_like(given[1]), cache)
        assert fingerprint(cache) == kept
        for function in (
            EXERCISE.reference,
            *(derivation.variant((m,)) for m in derivation.mistakes),
        ):
            function(*arguments)
        assert fingerprint(given) == before


def test_quantities_hold_what_is_returned() -> None:
    for data in EXERCISE.data_sets(None):
        arguments = EXERCISE.arguments(data, {})
        quantities = derivation_of(EXERCISE).quantities(*arguments)
        np.testing.assert_array_equal(quantities["error"], largest_relative_error(*arguments))
        assert all(isinstance(value, np.ndarray) for value in quantities.values())


def errors_of(data: Any) -> dict[str, float]:
    """What `gradient_check` finds on a data set."""
    return gradient_check(*EXERCISE.arguments(data, {})).errors


def test_public_pairs_put_the_largest_error_everywhere() -> None:
    places = []
    for data in pair_sets(None):
        errors = list(errors_of(data).values())
        largest = max(errors)
        places.append("none" if largest < 1e-10 else GRADIENTS[errors.index(largest)])
    assert {"none", GRADIENTS[0], GRADIENTS[-1], "dWax"} <= set(places)


@pytest.mark.parametrize("seed", range(25))
def test_hidden_pairs_are_wrong_by_much_and_by_what_nobody_guesses(seed: int) -> None:
    hidden = [data for data in pair_sets(seed) if not data.public]
    values = [largest_relative_error(*EXERCISE.arguments(data, {})) for data in hidden]
    others = [largest_relative_error(*EXERCISE.arguments(d, {})) for d in pair_sets(seed + 1)[-3:]]
    assert all(0.05 < value < 1 for value in values)
    assert not {round(value, 5) for value in values} & {round(value, 5) for value in others}


@pytest.mark.parametrize("data", pair_sets(11), ids=lambda data: str(data.name))
def test_an_error_does_not_hang_on_the_upstream_gradients(data: Any) -> None:
    arguments = EXERCISE.arguments(data, {})
    first = errors_of(data)
    for seed in range(1, 5):
        again = gradient_check(*arguments, seed=seed).errors
        assert again == pytest.approx(first, abs=1e-9)


def test_one_error_of_the_data_hangs_on_the_arguments() -> None:
    """Who takes other arguments than those that are given finds another number."""
    for data in (pair_sets(None)[4], pair_sets(5)[-1]):
        forward, backward, xt, a_prev, parameters = EXERCISE.arguments(data, {})
        given = largest_relative_error(forward, backward, xt, a_prev, parameters)
        twice = np.tile(xt, 2), np.tile(a_prev, 2), parameters
        assert abs(largest_relative_error(forward, backward, *twice) - given) > 1e-2
