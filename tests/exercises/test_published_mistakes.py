"""The catalogue reproduces the wrong figures that circulate for `lstm_backward`."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from .fingerprint import cases, derivation_of

WRONG = json.loads(
    (Path(__file__).parents[1] / "data" / "reference_values.json").read_text(encoding="utf-8")
)["lstm_backward"]["wrong"]

MADE_BY = {
    "alias: lstm_forward": ("initial-c-is-a-view", None),
    "no carry": (None, "nothing-added-nor-carried"),
    "only dc_prev carried": (None, "da-prev-not-added"),
    "only da_prev carried": (None, "dc-prev-not-carried"),
    "alias and no carry": ("initial-c-is-a-view", "nothing-added-nor-carried"),
}


def variant(exercise, name):
    derivation = derivation_of(exercise)
    return derivation.variant(tuple(m for m in derivation.mistakes if m.name == name))


def entry(gradients, place):
    """`dx[1][2]` of the gradients."""
    name, *indices = re.findall(r"\w+", place)
    return gradients[name][tuple(map(int, indices))]


@pytest.mark.parametrize("title", WRONG)
def test_the_figures_of(title):
    forward, backward = next(made for start, made in MADE_BY.items() if title.startswith(start))
    data, (da, _), _ = cases("lstm_backward")[0]
    drawn = data.arrays
    caches = variant("lstm_forward", forward)(drawn["x"], drawn["a0"], drawn["parameters"])[-1]
    gradients = variant("lstm_backward", backward)(da, caches)
    for place, figure in WRONG[title].items():
        np.testing.assert_allclose(entry(gradients, place), figure, rtol=1e-7, err_msg=place)
