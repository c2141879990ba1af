"""The exercises of the character model: their data, their catalogue, and right code of any style."""

import copy
import linecache
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from cellcheck.checker import check_exercise
from cellcheck.compare import collect
from cellcheck.grading.grade import grade
from cellcheck.views.html import render_html
from cellcheck.views.text import render_text

from lstm_lib.exercises.character_model import CHARACTER_MODEL_EXERCISES

from .fingerprint import COURSE, all_right, cases, derivation_of, shown
from .test_catalogue import CODES

NAMES = tuple(exercise.name for exercise in CHARACTER_MODEL_EXERCISES)
SOLUTION = Path(__file__).parent / "solutions" / "character_model.py"
each_exercise = pytest.mark.parametrize("name", NAMES)


def student(*changes, name="student.py"):
    """The names that the solution defines, after `(old, new)` changes that all apply."""
    source = SOLUTION.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in source, old
        source = source.replace(old, new)
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    found = {"__name__": "__main__"}
    exec(compile(source, name, "exec"), found)  # noqa: S102  it is the tests' own text
    return found


# The course.


def test_the_three_are_registered_and_lean_on_the_passes():
    assert set(NAMES) <= set(COURSE)
    assert COURSE["character_training_step"].calls == (
        "lstm_forward",
        "lstm_backward",
        "clip_gradients",
    )
    assert COURSE["sample_name"].calls == ("lstm_cell_forward",)


def test_no_exercise_is_called_as_people_call_their_helpers():
    """A function of such a name in anybody's notebook would be checked, and found wanting."""
    common = {
        "accuracy", "backward", "clip", "cross_entropy", "evaluate", "fit", "forward", "generate",
        "gradient_check", "loss", "numerical_gradient", "predict", "relative_error", "sample",
        "sigmoid", "softmax", "step", "train", "train_step", "training_step", "update",
    }  # fmt: skip
    assert common.isdisjoint(COURSE)


@each_exercise
@pytest.mark.parametrize("seed", range(25))
def test_a_seed_draws_further_sets_that_are_not_public(name, seed):
    sets = COURSE[name].data_sets(seed)
    assert [data.public for data in sets] == [True] * 5 + [False] * 3
    again = COURSE[name].data_sets(seed)
    for data, same in zip(sets, again, strict=True):
        assert data.sizes == same.sizes
        for one, other in zip(numbers(data.arrays), numbers(same.arrays), strict=True):
            np.testing.assert_array_equal(one, other)


def numbers(value):
    if isinstance(value, dict):
        return [array for item in value.values() for array in numbers(item)]
    return [value]


@each_exercise
def test_arguments_and_results_can_cross_a_process_border(name):
    plain = (np.ndarray, int, float, bool, str, type(None))

    def check(value):
        if isinstance(value, dict):
            assert all(isinstance(key, str) for key in value)
            value = list(value.values())
        if isinstance(value, list | tuple):
            for item in value:
                check(item)
        else:
            assert isinstance(value, plain), type(value)
            assert not isinstance(value, np.ndarray) or value.dtype.kind in "fiub"

    for _, arguments, _ in cases(name):
        check(arguments)
        check(COURSE[name].reference(*arguments))


def test_some_entries_are_clipped_and_some_are_not():
    clipped = defaultdict(list)
    for data, _, expected in cases("character_training_step"):
        for key, leaf in expected.items():
            if key.startswith("d"):
                edge = np.abs(leaf.array) >= data.arrays["max_value"] * (1 - 1e-12)
                clipped[key].append(edge.mean())
    assert all(0 < np.mean(shares) < 1 for shares in clipped.values()), dict(clipped)


def test_names_end_by_themselves_and_use_up_the_numbers():
    ends = {
        data.name: expected["letters"].array[0, -1] for data, _, expected in cases("sample_name")
    }
    assert set(ends.values()) == {0.0, 1.0}


# The catalogue.


@cache
def shown_by_each(name):
    derivation = derivation_of(name)
    return {m.name: shown(name, derivation.variant((m,))) for m in derivation.mistakes}


@each_exercise
def test_every_mistake_shows_gives_a_result_and_looks_like_no_other(name):
    alike = defaultdict(list)
    for mistake, result in shown_by_each(name).items():
        assert not all_right(result), mistake
        assert not all(isinstance(values, str) for values in result), mistake
        alike[result].append(mistake)
    assert not [mistakes for mistakes in alike.values() if len(mistakes) > 1]


@each_exercise
def test_the_words_keep_the_catalogue_s_promises(name):
    mistakes = derivation_of(name).mistakes
    names = [mistake.name for mistake in mistakes]
    assert len(set(names)) == len(names)
    for mistake in mistakes:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", mistake.name)
        assert mistake.code in CODES
        assert mistake.nudge.endswith("?")
        assert not mistake.title.endswith(".")
        assert mistake.explanation.endswith(".")
        for words in (mistake.title, mistake.explanation, mistake.nudge):
            assert words.count("`") % 2 == 0
            assert not any(sign in words for sign in ("!", " = ", "  ", "wrongly"))


@each_exercise
def test_without_mistakes_a_variant_is_the_reference_to_the_last_digit(name):
    exercise = COURSE[name]
    for seed in (None, 3):
        for data in exercise.data_sets(seed):
            arguments = exercise.arguments(data, COURSE.references())
            results = [
                collect(exercise.returns, function(*arguments), data.sizes)
                for function in (exercise.reference, derivation_of(name).variant(()))
            ]
            for key, leaf in results[0].items():
                np.testing.assert_array_equal(results[1][key].array, leaf.array, err_msg=key)


@each_exercise
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
        for one, other in zip(arguments, before, strict=True):
            for array, same in zip(numbers(one), numbers(other), strict=True):
                np.testing.assert_array_equal(array, same, err_msg=mistake.name)


@each_exercise
def test_outputs_are_among_the_quantities(name):
    for data, arguments, expected in cases(name):
        named = derivation_of(name).quantities(*arguments)
        for key, leaf in expected.items():
            np.testing.assert_allclose(named[key], leaf.array, rtol=1e-12, err_msg=key)
        for key, value in named.items():
            if isinstance(value, list):
                assert len(value) == data.sizes["T"], key


@each_exercise
def test_families_name_quantities(name):
    derivation = derivation_of(name)
    known = set(derivation.quantities(*cases(name)[0][1]))
    assert {each for family in derivation.families for each in family} <= known


# Right code.


STYLES = {
    "as it stands": [],
    "minimum of maximum": [
        ("np.clip(gradient, -max_value, max_value)",
         "np.minimum(np.maximum(gradient, -max_value), max_value)"),
    ],
    "np.where": [
        ("np.clip(gradient, -max_value, max_value)",
         "np.where(gradient > max_value, max_value, np.where(gradient < -max_value, -max_value, gradient))"),
    ],
    "clipped copies in place": [
        ("        clipped[name] = np.clip(gradient, -max_value, max_value)",
         "        clipped[name] = gradient.copy()\n"
         "        np.clip(clipped[name], -max_value, max_value, out=clipped[name])"),
    ],
    "tensordot and einsum": [
        ("    for t in range(T):\n"
         "        dWy += dz[:, :, t] @ a[:, :, t].T\n"
         "        dby += dz[:, :, t].sum(axis=1, keepdims=True)\n"
         "        da[:, :, t] = Wy.T @ dz[:, :, t]\n",
         "    dWy = np.einsum('kjt,ijt->ki', dz, a)\n"
         "    dby = dz.sum(axis=(1, 2)).reshape(-1, 1)\n"
         "    da = np.einsum('ki,kjt->ijt', Wy, dz)\n"),
    ],
    "gradient behind the softmax, by the library": [
        ("    gradients = lstm_backward(da, caches)\n"
         "    gradients[\"dWy\"] = dWy\n"
         "    gradients[\"dby\"] = dby\n",
         "    gradients = lstm_backward(0 * a, caches, dy=-targets / y * mask / count)\n"),
    ],
    "loss of the right classes alone": [
        ("    log_of_right = (targets * np.log(y)).sum(axis=0)\n"
         "    loss = -(mask * log_of_right).sum() / count\n",
         "    right = targets.argmax(axis=0)\n"
         "    loss = 0\n"
         "    for j in range(m):\n"
         "        for t in range(T):\n"
         "            loss -= mask[j, t] * np.log(y[right[j, t], j, t]) / count\n"),
    ],
    "a boolean mask": [
        ("(y - targets) * mask / count", "np.where(mask.astype(bool), y - targets, 0) / mask.sum()"),
    ],
    "copies, then in place": [
        ("        updated[name] = parameters[name] - learning_rate * gradients[\"d\" + name]",
         "        updated[name] = parameters[name].copy()\n"
         "        updated[name] -= learning_rate * gradients[\"d\" + name]"),
    ],
    "a power of the prediction": [
        ("        p = softmax(z / temperature)",
         "        p = yt_pred ** (1 / temperature)\n        p = p / p.sum()"),
    ],
    "softmax of the logarithm": [("softmax(z / temperature)", "softmax(np.log(yt_pred) / temperature)")],
    "searchsorted": [
        ("np.argmax(np.cumsum(p) > uniform)", "np.searchsorted(np.cumsum(p), uniform, side='right')"),
    ],
    "a loop that adds up": [
        ("        k = np.argmax(np.cumsum(p) > uniform)\n",
         "        k, total = 0, p[0, 0]\n"
         "        while total <= uniform:\n"
         "            k += 1\n"
         "            total += p[k, 0]\n"),
    ],
    "rows of the identity": [
        ("        x = np.zeros((n_y, 1))\n        x[k] = 1\n", "        x = np.eye(n_y)[:, [k]]\n"),
    ],
    "while": [
        ("    for uniform in uniforms:\n", "    k, step = None, 0\n    while k != 0 and step < len(uniforms):\n"
         "        uniform = uniforms[step]\n        step += 1\n"),
        ("        if k == 0:\n            break\n", ""),
    ],
    "tuples and lists": [
        ("    return loss, gradients, updated", "    return [loss, gradients, updated]"),
        ("    return np.concatenate(letters, axis=1), np.concatenate(probabilities, axis=1)",
         "    return [np.hstack(letters), np.array(probabilities)[:, :, 0].T]"),
    ],
    "a loss that is an array without axes": [
        ("    return loss, gradients, updated", "    return np.array(loss), gradients, updated"),
    ],
    "more keys than asked for": [
        ("    return loss, gradients, updated",
         "    return float(loss), {**gradients, 'norm': 1.0}, {**updated, 'steps': 1}"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@each_exercise
def test_right_code_is_right_in_any_style(name, style):
    report = check_exercise(name, student(*STYLES[style]), seed=5)
    assert report.status == "pass", (report.title, report.message, report.raised, report.wrong)
    assert report.findings == ()


@each_exercise
def test_right_code_gets_all_points(name, capsys):
    assert grade(name, points=8, seed=5, namespace=student()) == 8
    assert "right" in capsys.readouterr().out


@each_exercise
def test_a_report_has_all_its_views(name):
    for changes in ([], [("max_value", "min_value")], [("np.zeros", "np.ones")]):
        report = check_exercise(name, student(*changes))
        assert name in render_text(report)
        assert name in render_html(report)


def test_one_mistake_costs_once():
    namespace = student(("np.clip(gradient, -max_value, max_value)", "gradient"))
    assert grade("clip_gradients", points=4, namespace=namespace) < 4
    assert grade("character_training_step", points=12, namespace=namespace) == 12
    report = check_exercise("character_training_step", namespace)
    assert (report.status, report.chain[-2].function) == ("blocked", "clip_gradients")
    assert "`clip_gradients`" in report.message


@each_exercise
def test_the_library_s_own_solution_is_no_answer(name):
    reference = COURSE[name].reference
    namespace = {"theirs": reference, "__name__": "__main__"}
    arguments = ", ".join(COURSE[name].signature)
    exec(f"def {name}({arguments}):\n    return theirs({arguments})\n", namespace)  # noqa: S102
    report = check_exercise(name, namespace)
    assert [finding.code for finding in report.findings] == ["delegates"]
    assert report.score == 0


@each_exercise
def test_an_open_template_is_no_mistake(name):
    namespace = {"__name__": "__main__"}
    exec(f"def {name}({', '.join(COURSE[name].signature)}):\n    pass\n", namespace)  # noqa: S102
    assert check_exercise(name, namespace).status == "not_attempted"
