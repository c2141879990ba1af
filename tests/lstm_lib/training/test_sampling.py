"""What is drawn follows the probabilities and the generator, and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_lib import InterfaceError, softmax
from lstm_lib.training import sample_classes, tempered


@given(temperature=st.floats(0.05, 20), seed=st.integers(0, 2**31))
def test_a_temperature_is_a_power_of_the_probabilities(temperature, seed):
    z = np.random.default_rng(seed).standard_normal((5, 3))
    power = softmax(z) ** (1 / temperature)
    np.testing.assert_allclose(
        tempered(z, temperature), power / power.sum(axis=0), rtol=1e-9, atol=1e-15
    )


@pytest.mark.parametrize("temperature", [0.5, np.float64(0.5), 1e-320, 1e300])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_temperature_of_any_size_leaves_probabilities_in_the_dtype(dtype, temperature):
    probabilities = tempered(np.array([[3.0, 1e30], [1.0, -1e30]], dtype), temperature)
    assert probabilities.dtype == dtype
    np.testing.assert_allclose(probabilities.sum(axis=0), 1, rtol=1e-6)


def test_a_temperature_close_to_zero_leaves_the_likeliest_class():
    assert tempered(np.array([[3.0], [1.0]]), 1e-320).tolist() == [[1.0], [0.0]]


def test_frequencies_follow_the_probabilities():
    probabilities = np.array([0.5, 0.2, 0.0, 0.3])
    columns = np.repeat(probabilities[:, None], 20_000, axis=1)
    drawn = sample_classes(columns, np.random.default_rng(1))
    frequencies = np.bincount(drawn, minlength=4) / len(drawn)
    # Five standard deviations of a frequency.
    spread = 5 * np.sqrt(probabilities * (1 - probabilities) / len(drawn))
    assert (np.abs(frequencies - probabilities) <= spread).all()


@pytest.mark.parametrize("place", range(4))
def test_a_certain_class_is_always_drawn(place):
    certain = np.repeat(np.eye(4)[:, [place]], 1000, axis=1)
    assert set(sample_classes(certain, np.random.default_rng(2)).tolist()) == {place}


def test_sums_a_rounding_below_one_still_give_a_class():
    class AlmostOne(np.random.Generator):
        def random(self, size=None):
            return np.full(size, np.nextafter(1.0, 0.0))

    probabilities = np.full((10, 3), 0.1)  # sums to 0.9999999999999999
    drawn = sample_classes(probabilities, AlmostOne(np.random.PCG64(1)))
    assert drawn.tolist() == [9, 9, 9]


def test_the_same_generator_draws_the_same_and_the_global_stream_stays():
    probabilities = softmax(np.random.default_rng(1).standard_normal((6, 50)))
    before = np.random.get_state()[1].copy()
    one = sample_classes(probabilities, np.random.default_rng(3))
    other = sample_classes(probabilities, np.random.default_rng(3))
    np.testing.assert_array_equal(one, other)
    np.testing.assert_array_equal(np.random.get_state()[1], before)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tempered(np.zeros((2, 1)), 0), "tempered: temperature is 0, expected a positive"),
        (lambda: tempered(np.zeros((2, 1)), 10**400), "temperature is an integer of 1329 bits"),
        (
            lambda: tempered(np.full((2, 1), np.nan), 1.0),
            r"tempered: z holds .* not finite \(nan\)",
        ),
        (
            lambda: tempered(np.full((2, 1), np.inf), 1.0),
            r"tempered: z holds .* not finite \(inf\)",
        ),
        (lambda: tempered(np.full((2, 1), 1j), 1.0), "z has dtype complex128, expected real"),
        (
            lambda: sample_classes(np.full((2, 1), 0.5 + 0j), np.random.default_rng(1)),
            "probabilities has dtype complex128, expected real numbers",
        ),
        (lambda: tempered(np.zeros(2), 1.0), r"tempered: z has shape \(2,\), expected \(n_y, m\)"),
        (
            lambda: sample_classes(np.full((2, 1), 0.5), 3),
            "generator is of type int, expected a numpy.random.Generator",
        ),
        (
            lambda: sample_classes(np.full((2, 1), 0.4), np.random.default_rng(1)),
            "a column of probabilities is no distribution",
        ),
        (
            lambda: sample_classes(np.array([[1.5], [-0.5]]), np.random.default_rng(1)),
            "a column of probabilities is no distribution",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(InterfaceError, match=message):
        call()
