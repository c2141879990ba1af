"""Small networks and gradients for the tests of training."""

import numpy as np
import pytest

from lstm_lib import initialize_parameters

NAMES = ("emma", "otto", "ida", "benjamin", "al", "mia", "noah", "zoe")


@pytest.fixture(scope="session")
def names():
    return NAMES


@pytest.fixture
def parameters():
    return initialize_parameters(27, 6, 27, seed=1)


@pytest.fixture
def gradients(parameters):
    generator = np.random.default_rng(2)
    return {
        f"d{name}": generator.standard_normal(array.shape) for name, array in parameters.items()
    }
