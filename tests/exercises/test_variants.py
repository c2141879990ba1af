"""Variants: with no mistakes they are the reference, and they never write to their arguments."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lstm_lib import initialize_parameters

from .fingerprint import COURSE, NAMES, all_right, cases, derivation_of, shown

size = st.integers(1, 6)


def drawn_arguments(name, sizes, seed):
    """Arguments of any sizes, made by the reference's forward functions."""
    n_x, n_a, n_y, m, T_x, T = sizes
    generator = np.random.default_rng(seed)
    kind = name.split("_")[0]
    parameters = initialize_parameters(n_x, n_a, n_y, seed=generator, cell=kind)
    normal = generator.standard_normal
    states = [normal((n_a, m)) for _ in range(2 if kind == "lstm" else 1)]
    references = COURSE.references()
    if "cell" in name:
        forward = (normal((n_x, m)), *states, parameters)
        if name.endswith("forward"):
            return forward
        cache = references[f"{kind}_cell_forward"](*forward)[-1]
        return (*(normal((n_a, m)) for _ in states), cache)
    forward = (normal((n_x, m, T_x)), states[0], parameters)
    if name.endswith("forward"):
        return forward
    return normal((n_a, m, min(T, T_x))), references[f"{kind}_forward"](*forward)[-1]


def same(one, other):
    """Equal to the last digit, through tuples, lists and dictionaries."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (tuple, list)):
        return len(one) == len(other) and all(map(same, one, other))
    return one.dtype == other.dtype and np.array_equal(one, other)


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=40)
@given(sizes=st.tuples(size, size, size, size, size, size), seed=st.integers(0, 2**31))
def test_without_mistakes_a_variant_is_the_reference_to_the_last_digit(name, sizes, seed):
    arguments = drawn_arguments(name, sizes, seed)
    assert same(derivation_of(name).variant(())(*arguments), COURSE[name].reference(*arguments))


@pytest.mark.parametrize("name", NAMES)
def test_no_variant_writes_to_its_arguments(name):
    derivation = derivation_of(name)
    _, arguments, _ = cases(name)[0]
    before = copy.deepcopy(arguments)
    for mistake in derivation.mistakes:
        with np.errstate(all="ignore"):
            try:
                derivation.variant((mistake,))(*arguments)
            except (ValueError, IndexError):
                continue
        assert same(arguments, before), mistake.name


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None, max_examples=60)
@given(choice=st.data())
def test_two_mistakes_at_different_places_run_together(name, choice):
    derivation = derivation_of(name)
    one = choice.draw(st.sampled_from(derivation.mistakes))
    other = choice.draw(st.sampled_from([m for m in derivation.mistakes if m.at != one.at]))
    # An ordinary exception, such as shapes that do not fit, is an outcome too; anything else is not.
    result = shown(name, derivation.variant((one, other)))
    assert not all_right(result)


def test_the_effects_of_two_mistakes_come_together():
    derivation = derivation_of("lstm_cell_backward")
    by_name = {mistake.name: mistake for mistake in derivation.mistakes}
    both = derivation.variant((by_name["dwi-mean"], by_name["dc-prev-without-ft"]))
    data, arguments, expected = cases("lstm_cell_backward")[0]
    gradients = both(*arguments)
    wrong = {key for key, leaf in expected.items() if not np.allclose(gradients[key], leaf.array)}
    assert wrong == {"dWi", "dc_prev"}
    assert np.allclose(gradients["dWi"] * data.sizes["m"], expected["dWi"].array)
