"""The catalogues of mistakes: each is visible, no two look alike, and the words keep their promises."""

import re
from collections import defaultdict
from functools import cache

import pytest

from lstm_lib.exercises import derivations

from .fingerprint import NAMES, all_right, cases, derivation_of, shown

CODES = {
    "alias.cache", "alias.outputs", "mutates.input", "carry.missing", "carry.initial",
    "accumulate.overwritten", "derivative.factor", "gate.swapped", "operand.wrong", "transpose",
    "slice.wrong", "reduction.axis", "reduction.mean", "reduction.keepdims", "activation.wrong",
    "term.missing", "parentheses", "sign", "cache.empty", "cache.order", "global.read",
    "hardcoded.shape", "shape", "dtype", "return.missing", "return.key", "return.order",
    "index.time", "random",
}  # fmt: skip

each_exercise = pytest.mark.parametrize("name", NAMES)
EVERY_MISTAKE = [(name, mistake) for name in NAMES for mistake in derivation_of(name).mistakes]


@cache
def shown_by_each(name):
    derivation = derivation_of(name)
    return {m.name: shown(name, derivation.variant((m,))) for m in derivation.mistakes}


@each_exercise
def test_names_are_unique_and_in_kebab_case(name):
    names = [mistake.name for mistake in derivation_of(name).mistakes]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each) for each in names)


@each_exercise
def test_every_mistake_shows_on_the_public_data(name):
    unseen = [mistake for mistake, result in shown_by_each(name).items() if all_right(result)]
    assert not unseen


@each_exercise
def test_every_mistake_gives_a_result_on_some_data(name):
    raising = [
        mistake
        for mistake, result in shown_by_each(name).items()
        if all(isinstance(values, str) for values in result)
    ]
    assert not raising


@each_exercise
def test_no_two_mistakes_look_alike(name):
    alike = defaultdict(list)
    for mistake, result in shown_by_each(name).items():
        alike[result].append(mistake)
    assert not [mistakes for mistakes in alike.values() if len(mistakes) > 1]


@each_exercise
def test_codes_are_the_public_ones(name):
    assert {mistake.code for mistake in derivation_of(name).mistakes} <= CODES


@each_exercise
def test_the_place_is_a_quantity_or_a_step(name):
    places = {mistake.at for mistake in derivation_of(name).mistakes}
    assert all(re.fullmatch(r"[\w ]+", place) for place in places)


def words_of(mistake):
    return mistake.title, mistake.explanation, mistake.nudge


@pytest.mark.parametrize("forbidden", ["!", " = ", "  ", "wrongly"])
def test_the_words_hold_no(forbidden):
    found = [
        (name, mistake.name)
        for name, mistake in EVERY_MISTAKE
        if any(forbidden in words for words in words_of(mistake))
    ]
    assert not found


def test_titles_stand_in_a_sentence_and_explanations_are_sentences():
    for _, mistake in EVERY_MISTAKE:
        assert not mistake.title.endswith("."), mistake.name
        assert mistake.title[0] == "`" or mistake.title[0].islower(), mistake.name
        assert mistake.explanation.endswith("."), mistake.name
        assert mistake.explanation[0] == "`" or mistake.explanation[0].isupper(), mistake.name


def test_nudges_are_questions():
    assert not [mistake.name for _, mistake in EVERY_MISTAKE if not mistake.nudge.endswith("?")]


def test_backticks_come_in_pairs():
    for _, mistake in EVERY_MISTAKE:
        assert all(words.count("`") % 2 == 0 for words in words_of(mistake)), mistake.name


def right_formulas():
    for name in (
        "lstm_cell_forward",
        "lstm_cell_backward",
        "rnn_cell_forward",
        "rnn_cell_backward",
    ):
        yield from getattr(derivations, name).FORMULAS.table.items()


def test_the_words_never_give_the_finished_line():
    lines = {
        re.sub(r"\s", "", formula)
        for name, formula in right_formulas()
        if len(formula) > 8 and name not in {"result", "tanh_c"}
    }
    for _, mistake in EVERY_MISTAKE:
        for words in words_of(mistake):
            told = [line for line in lines if line in re.sub(r"\s", "", words)]
            assert not told, (mistake.name, told)


@each_exercise
def test_families_name_quantities(name):
    derivation = derivation_of(name)
    known = set(derivation.quantities(*cases(name)[0][1]))
    unknown = {each for family in derivation.families for each in family} - known
    assert not unknown
