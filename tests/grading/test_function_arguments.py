"""Arguments that are functions: in the student's process they look and act like what they are."""

import inspect
from collections.abc import Callable
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from cellcheck.checker import check_exercise
from cellcheck.examinee import library
from cellcheck.exercise import course
from cellcheck.grading.examiner.kept_back import announced
from cellcheck.grading.examiner.questions import AnsweringTime, Questions

from lstm_lib import gradient_check, lstm_backward
from tests.grading.assignments import graded_with, marks, report

NAME = "largest_relative_error"
FACTOR = 0.123456789


def in_the_notebook(source: str) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__name__": "__main__", "np": np, "gradient_check": gradient_check}
    exec(dedent(source), namespace)  # noqa: S102  the texts below
    return check_exercise(NAME, namespace).to_dict()


def graded(source: str) -> Any:
    return graded_with({"largest-relative-error": dedent(source)}, "lstm-backward")


SEEN_BY_THE_STUDENT = (
    "forward.__name__, backward.__name__",
    "[list(inspect.signature(each).parameters) for each in (forward, backward)]",
    "inspect.signature(backward).bind(1, cache=2).arguments['cache'],",
    "callable(forward), isinstance(forward, type), forward is backward",
    "gradient_check(forward, backward, *arguments).function",
    "[array.shape for array in backward(cache=forward(*arguments)[-1], da_next=arguments[1]).values()]",
    "forward(*arguments)[-1][1] is arguments[1], forward(*arguments)[-1][3] is arguments[2]",
)  # fmt: skip


@pytest.mark.parametrize("expression", SEEN_BY_THE_STUDENT)
def test_they_are_seen_as_in_the_notebook(expression: str) -> None:
    """What a function raises with public data is told word by word, there and here."""
    source = f"""
        import inspect

        def largest_relative_error(forward, backward, *arguments):
            raise ValueError(str(({expression})))
        """
    found, expected = report(graded(source), NAME), in_the_notebook(source)
    assert expected["raised"]["message"].startswith(("(", "[", "backward"))
    assert found["raised"]["message"] == expected["raised"]["message"]


MISTAKEN_CALLS = (
    "forward(arguments[0])",
    "backward(*arguments)",
    "backward(forward, backward)",
    "backward(arguments[0], cash=1)",
    "forward(xt=arguments[0])",
)


@pytest.mark.parametrize("call", MISTAKEN_CALLS)
def test_a_call_that_does_not_fit_raises_as_in_the_notebook(call: str) -> None:
    source = f"def largest_relative_error(forward, backward, *arguments):\n    return {call}\n"
    found, expected = report(graded(source), NAME), in_the_notebook(source)
    assert (found["status"], found["score"]) == (expected["status"], expected["score"])
    assert found["status"] == "error"


RETURNED = ("forward", "[forward, backward]", "{'error': backward}", "np.array(backward)")


@pytest.mark.parametrize("result", RETURNED)
def test_one_that_is_returned_is_no_number(result: str) -> None:
    source = f"def largest_relative_error(forward, backward, *arguments):\n    return {result}\n"
    found, expected = report(graded(source), NAME), in_the_notebook(source)
    assert (found["status"], found["score"]) == ("fail", 0)
    assert found["values"][0]["note"] == expected["values"][0]["note"]


def test_one_that_is_kept_from_an_earlier_call_stays_what_it_was() -> None:
    """A student who keeps the first pair measures that pair, in the notebook and here."""
    source = """
        kept = []

        def largest_relative_error(forward, backward, *arguments):
            kept.append((forward, backward))
            return max(gradient_check(*kept[0], *arguments).errors.values())
        """
    found = graded(source)
    expected = in_the_notebook(source)
    assert (expected["status"], expected["score"]) == ("fail", 0)
    assert marks(found)[f"test_{NAME}"] == 0
    public = [
        name for name in report(found, NAME)["values"][0]["data_sets"] if "hidden" not in name
    ]
    assert public == expected["values"][0]["data_sets"]


def with_default(x: float, factor: float = FACTOR, *, text: str = f"{FACTOR}") -> float:
    """Multiplied by 0.123456789."""
    return x * factor * len(text)


class Scale:
    """Multiplied by 0.123456789."""

    factor = FACTOR

    def __call__(self, x: float) -> float:
        return x * self.factor


@pytest.mark.parametrize(
    ("function", "name", "signature"),
    [
        (with_default, "with_default", "(x, factor=None, *, text=None)"),
        (lambda x, y: x + y, "<lambda>", "(x, y)"),
        (Scale(), "Scale", "(x)"),
        (lstm_backward, "lstm_backward", "(da, caches, *, cell=None, dy=None, dc_last=None)"),
        (eval(f"lambda {', '.join(f'a{n}' for n in range(99))}: 0"), "<lambda>", ""),  # noqa: S307
    ],
)
def test_name_and_signature_are_told_and_nothing_else(
    function: Callable[..., Any], name: str, signature: str
) -> None:
    assert announced(function) == {"name": name, "signature": signature}


def test_a_long_name_is_not_told() -> None:
    def function() -> None: ...

    function.__name__ = f"times_{FACTOR}" * 20
    assert announced(function)["name"] == "function"


def test_hidden_data_tells_of_its_functions_what_public_data_does() -> None:
    """So neither name nor signature can hold a hidden value."""
    seen = 0
    for exercise in course().exercises.values():
        told: dict[bool, set[tuple[int, str, str]]] = {True: set(), False: set()}
        for data in exercise.data_sets(90210):
            if not any(callable(value) for value in data.arrays.values()):
                continue
            for position, argument in enumerate(exercise.arguments(data, course().references())):
                if callable(argument):
                    about = announced(argument)
                    told[data.public].add((position, about["name"], about["signature"]))
        assert told[True] >= told[False]
        seen += len(told[False])
    assert seen >= 3, "of two exercises"


def test_what_is_asked_has_a_name_of_its_own() -> None:
    """Functions of an earlier call are not taken for those of a later one."""
    questions = Questions(course(), AnsweringTime())
    first = questions.offer([abs, len])
    second = questions.offer([max])
    names = [each["question"] for each in (*first, *second)]
    assert len(set(names)) == 3


def test_a_backward_function_that_takes_dy_says_so() -> None:
    """`gradient_check` looks at the signature for it."""
    told = announced(lstm_backward)
    proxy = library.Asked(told["name"], told["signature"], question="argument 1")
    assert {"dy", "dc_last"} <= set(inspect.signature(proxy).parameters)
    assert proxy.__name__ == "lstm_backward"
