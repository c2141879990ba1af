"""The published figures of the exercise, and what five known mistakes print in their place."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from lstm_lib import lstm_backward, lstm_cell_backward, lstm_cell_forward, lstm_forward

FIGURES = json.loads(
    (Path(__file__).parents[1] / "data" / "reference_values.json").read_text(encoding="utf-8")
)
BACKWARD = FIGURES["lstm_backward"]
WEIGHTS = ("Wf", "bf", "Wi", "bi", "Wo", "bo", "Wc", "bc")


def draw_weights(stream):
    return {name: stream.randn(5, 8 if name.startswith("W") else 1) for name in WEIGHTS}


def published_cell_gradients():
    stream = np.random.RandomState(1)
    xt, a_prev, c_prev = stream.randn(3, 10), stream.randn(5, 10), stream.randn(5, 10)
    parameters = draw_weights(stream)
    parameters.update(Wy=stream.randn(2, 5), by=stream.randn(2, 1))
    *_, cache = lstm_cell_forward(xt, a_prev, c_prev, parameters)
    return lstm_cell_backward(stream.randn(5, 10), stream.randn(5, 10), cache)


def published_sequence():
    stream = np.random.RandomState(1)
    x, a0 = stream.randn(3, 10, 7), stream.randn(5, 10)
    parameters = draw_weights(stream)
    parameters.update(Wy=np.zeros((2, 5)), by=np.zeros((2, 1)))
    return x, a0, parameters, stream.randn(5, 10, 4)


def forward_through_a_view(x, a0, parameters):
    c = np.zeros((*a0.shape, x.shape[2]))
    a_next, c_next = a0, c[:, :, 0]
    list_of_cache = []
    for t in range(x.shape[2]):
        a_next, c_next, _, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)
        c[:, :, t] = c_next
        list_of_cache.append(cache)
    return list_of_cache, x


def right_caches(x, a0, parameters):
    return lstm_forward(x, a0, parameters)[-1]


def backward_carrying(*, da_prev, dc_prev):
    def backward(da, caches):
        list_of_cache, x = caches
        nothing = np.zeros(da.shape[:2])
        step = {"da_prev": nothing, "dc_prev": nothing}
        gradients = {"dx": np.zeros((*x.shape[:2], da.shape[2]))}
        for t in reversed(range(da.shape[2])):
            step = lstm_cell_backward(
                da[:, :, t] + (step["da_prev"] if da_prev else nothing),
                step["dc_prev"] if dc_prev else nothing,
                list_of_cache[t],
            )
            gradients["dx"][:, :, t] = step["dxt"]
            for name in WEIGHTS:
                gradients[f"d{name}"] = gradients.get(f"d{name}", 0) + step[f"d{name}"]
        return {**gradients, "da0": step["da_prev"]}

    return backward


MISTAKES = {
    "alias: lstm_forward starts c_next as the slice c[:,:,0]": (
        forward_through_a_view,
        lstm_backward,
    ),
    "no carry: neither da_prev nor dc_prev is passed to the step before": (
        right_caches,
        backward_carrying(da_prev=False, dc_prev=False),
    ),
    "only dc_prev carried": (right_caches, backward_carrying(da_prev=False, dc_prev=True)),
    "only da_prev carried": (right_caches, backward_carrying(da_prev=True, dc_prev=False)),
    "alias and no carry together": (
        forward_through_a_view,
        backward_carrying(da_prev=False, dc_prev=False),
    ),
}


def figure(gradients, place):
    name, *indices = re.findall(r"\w+", place)
    return gradients[name][tuple(map(int, indices))]


@pytest.mark.parametrize("place", FIGURES["lstm_cell_backward"]["expected"])
def test_cell_gradients_are_the_published_ones(place):
    expected = FIGURES["lstm_cell_backward"]["expected"][place]
    np.testing.assert_allclose(figure(published_cell_gradients(), place), expected, rtol=1e-12)


@pytest.mark.parametrize("place", BACKWARD["expected"])
def test_sequence_gradients_are_the_published_ones(place):
    *inputs, da = published_sequence()
    gradients = lstm_backward(da, right_caches(*inputs))
    expected = BACKWARD["expected"][place]
    np.testing.assert_allclose(figure(gradients, place), expected, rtol=1e-12)


@pytest.mark.parametrize("mistake", BACKWARD["wrong"])
def test_each_known_mistake_gives_its_known_figures(mistake):
    forward, backward = MISTAKES[mistake]
    *inputs, da = published_sequence()
    gradients = backward(da, forward(*inputs))
    for place, wrong in BACKWARD["wrong"][mistake].items():
        np.testing.assert_allclose(figure(gradients, place), wrong, rtol=1e-12, err_msg=place)


def test_the_mistakes_are_built_on_a_backward_pass_that_is_right_without_them():
    *inputs, da = published_sequence()
    caches = right_caches(*inputs)
    right = lstm_backward(da, caches)
    rebuilt = backward_carrying(da_prev=True, dc_prev=True)(da, caches)
    for name, gradient in right.items():
        np.testing.assert_allclose(rebuilt[name], gradient, rtol=1e-12, err_msg=name)
