"""The gradient lab's references, data sets and catalogues of mistakes keep their promises."""

import re
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from cellcheck.compare import collect
from cellcheck.exercise import Derivation, Exercise, Mistake
from cellcheck.nested import copied, fingerprint
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_lib import numerical_gradient
from lstm_lib.exercises.gradient_lab import (
    GRADIENT_LAB_EXERCISES,
    central_differences,
    error_per_time_step,
    relative_gradient_error,
)

from .fingerprint import _on_one_set, all_right
from .test_catalogue import CODES

BY_NAME = {exercise.name: exercise for exercise in GRADIENT_LAB_EXERCISES}
each_exercise = pytest.mark.parametrize("exercise", GRADIENT_LAB_EXERCISES, ids=list(BY_NAME))


def derivation_of(exercise: Exercise) -> Derivation:
    assert exercise.derivation is not None
    return exercise.derivation


def shown(exercise: Exercise, function: Any) -> tuple[Any, ...]:
    """What is wrong on each public data set, in a form that can be compared."""
    made = []
    for data in exercise.data_sets(None):
        arguments = exercise.arguments(data, {})
        expected = collect(exercise.returns, exercise.reference(*copied(arguments)), data.sizes)
        made.append(_on_one_set(exercise, function, data, copied(arguments), expected))
    return tuple(made)


def shown_by_each(exercise: Exercise) -> dict[str, tuple[Any, ...]]:
    derivation = derivation_of(exercise)
    assert derivation.variant is not None
    return {each.name: shown(exercise, derivation.variant((each,))) for each in derivation.mistakes}


def mistakes() -> list[Mistake]:
    return [each for e in GRADIENT_LAB_EXERCISES for each in derivation_of(e).mistakes]


@each_exercise
def test_without_mistakes_a_variant_is_the_reference(exercise: Exercise) -> None:
    derivation = derivation_of(exercise)
    assert derivation.variant is not None
    assert all_right(shown(exercise, derivation.variant(())))


@each_exercise
def test_every_mistake_shows_gives_a_result_and_looks_like_no_other(exercise: Exercise) -> None:
    alike: dict[Any, list[str]] = defaultdict(list)
    for name, result in shown_by_each(exercise).items():
        assert not all_right(result), name
        assert not all(isinstance(values, str) for values in result), name
        alike[result].append(name)
    assert [names for names in alike.values() if len(names) > 1] == []


@each_exercise
def test_no_variant_and_no_reference_changes_its_arguments(exercise: Exercise) -> None:
    derivation = derivation_of(exercise)
    assert derivation.variant is not None
    functions = [derivation.variant((each,)) for each in derivation.mistakes]
    for data in exercise.data_sets(3):
        arguments = exercise.arguments(data, {})
        before = fingerprint(arguments)
        for function in (exercise.reference, *functions):
            with np.errstate(all="ignore"):
                try:
                    function(*arguments)
                except (ValueError, IndexError):
                    continue
        assert fingerprint(arguments) == before


@each_exercise
def test_quantities_hold_what_is_returned(exercise: Exercise) -> None:
    for data in exercise.data_sets(None):
        arguments = exercise.arguments(data, {})
        quantities = derivation_of(exercise).quantities(*arguments)
        result = exercise.reference(*arguments)
        np.testing.assert_array_equal(quantities[exercise.returns.name], result)
        assert all(
            isinstance(each, np.ndarray)
            for value in quantities.values()
            for each in (value if isinstance(value, list) else [value])
        )


@each_exercise
def test_only_plain_values_and_functions_of_them_go_in_and_come_out(exercise: Exercise) -> None:
    """So that a function can be graded in another process: nothing else could be sent there."""
    for data in exercise.data_sets(7):
        for argument in exercise.arguments(data, {}):
            value = argument(data.arrays["x"]) if callable(argument) else argument
            assert type(value) is float or isinstance(value, np.ndarray)
        result = exercise.reference(*exercise.arguments(data, {}))
        assert type(result) is float or isinstance(result, np.ndarray)


@each_exercise
def test_hidden_sets_differ_from_seed_to_seed_and_are_not_public(exercise: Exercise) -> None:
    one, other = exercise.data_sets(1), exercise.data_sets(2)
    public = exercise.data_sets(None)
    assert [data.name for data in one[: len(public)]] == [data.name for data in public]
    hidden = list(zip(one[len(public) :], other[len(public) :], strict=True))
    assert len(hidden) == 3
    for first, second in hidden:
        assert not first.public
        assert fingerprint(dict(first.arrays)) != fingerprint(dict(second.arrays))


def test_what_is_moved_by_a_step_comes_back_to_the_last_bit() -> None:
    for data in BY_NAME["central_differences"].data_sets(5):
        x, step = data.arrays["x"].astype(float), data.arrays["step"]
        assert np.array_equal(x + step - 2 * step + step, x)
        assert np.array_equal((x + step) - (x - step), np.full(x.shape, 2 * step))


def test_words_keep_the_promises_of_the_other_catalogues() -> None:
    for each in mistakes():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.name)
        assert each.code in CODES
        assert each.title[0] == "`" or each.title[0].islower(), each.name
        assert not each.title.endswith("."), each.name
        assert each.explanation.endswith("."), each.name
        assert each.nudge.endswith("?"), each.name
        for words in (each.title, each.explanation, each.nudge):
            assert words.count("`") % 2 == 0, each.name
            assert not re.search(r"!| = |  |wrongly", words), each.name


@settings(deadline=None, max_examples=40)
@given(shape=st.lists(st.integers(1, 4), min_size=0, max_size=3), seed=st.integers(0, 2**31))
def test_central_differences_come_near_the_derivative(shape: list[int], seed: int) -> None:
    """The library's complex step subtracts nothing, so it is an oracle of its own."""
    generator = np.random.default_rng(seed)
    x, factors = generator.uniform(-1, 1, shape), generator.normal(size=shape)

    def f(values: Any) -> Any:
        return (factors * np.sin(values)).sum() * np.exp(values.sum() / 8)

    exact = numerical_gradient(f, x, method="complex step")
    np.testing.assert_allclose(central_differences(f, x, 1e-5), exact, atol=1e-7)


@settings(deadline=None)
@given(factor=st.floats(0, 1e3), seed=st.integers(0, 2**31))
def test_relative_error_of_a_multiple_is_known(factor: float, seed: int) -> None:
    """|g - k g| / (|g| + |k g|) is |1 - k| / (1 + k) for k from 0 on."""
    g = np.random.default_rng(seed).normal(size=(3, 2))
    expected = abs(1 - factor) / (1 + factor)
    assert relative_gradient_error(g, factor * g) == pytest.approx(expected, abs=1e-12)
    assert relative_gradient_error(g, -factor * g) == pytest.approx(1)


def test_errors_tell_the_wrong_step_from_the_right_ones() -> None:
    gradient = np.random.default_rng(1).normal(size=(3, 2, 4))
    computed = gradient * [1, 1, -1, 1]
    np.testing.assert_array_equal(error_per_time_step(gradient, computed), [0, 0, 1, 0])
