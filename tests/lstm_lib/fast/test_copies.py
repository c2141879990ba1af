"""Copies compute what the original computes, and know nothing of its passes."""

import copy
import pickle

import numpy as np
import pytest

from lstm_lib import initialize_parameters
from lstm_lib.fast import LSTM, WorkSpace, lstm_backward_fast, lstm_forward_fast
from lstm_lib.validation import InterfaceError

COPIES = {
    "deepcopy": copy.deepcopy,
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),  # noqa: S301
}


@pytest.fixture(params=COPIES)
def copied(request):
    return COPIES[request.param]


@pytest.mark.parametrize("checkpoint", [None, 3])
def test_a_copy_made_after_a_pass_computes_the_same(copied, backend, checkpoint):
    lstm = LSTM(3, 4, layers=2, bidirectional=True, seed=1, backend=backend)
    x, da = np.random.default_rng(1).standard_normal((2, 7, 5, 8))
    x = x[:, :, :3].copy()
    expected = lstm.backward(lstm.forward(x, checkpoint=checkpoint), da)
    other = copied(lstm)
    found = other.backward(other.forward(x, checkpoint=checkpoint), da)
    for name, value in expected.parameters.items():
        np.testing.assert_array_equal(found.parameters[name], value)
    np.testing.assert_array_equal(found.x, expected.x)


def test_a_copied_pass_is_not_the_latest_of_the_copy(copied):
    lstm = LSTM(3, 4, seed=1)
    result = lstm.forward(np.ones((5, 2, 3)))
    other, old = copied((lstm, result))
    other.forward(np.ones((5, 2, 3)))
    with pytest.raises(InterfaceError, match="not the latest forward pass"):
        other.backward(old, np.ones((5, 2, 4)))
    lstm.backward(result, np.ones((5, 2, 4)))


def test_copied_caches_are_stale(copied):
    arguments = np.ones((3, 10, 7)), np.zeros((5, 10)), initialize_parameters(3, 5, 2)
    caches = lstm_forward_fast(*arguments, workspace=WorkSpace())[3]
    with pytest.raises(InterfaceError, match="caches is stale"):
        lstm_backward_fast(np.ones((5, 10, 7)), copied(caches))


def test_a_pass_that_runs_out_of_memory_ends_the_one_before(monkeypatch):
    lstm = LSTM(3, 4, seed=1)
    result = lstm.forward(np.ones((5, 2, 3)))

    def fail(*_, **__):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("lstm_lib.fast.work_space.Trace", fail)
        with pytest.raises(MemoryError):
            lstm.forward(np.ones((9, 2, 3)))
    with pytest.raises(InterfaceError, match="not the latest forward pass"):
        lstm.backward(result, np.ones((5, 2, 4)))
    lstm.backward(lstm.forward(np.ones((9, 2, 3))), np.ones((9, 2, 4)))
