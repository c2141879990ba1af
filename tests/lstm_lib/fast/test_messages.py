"""What cannot be computed is named before any work is done."""

import re

import numpy as np
import pytest

from lstm_lib.fast import LSTM, lstm_backward_fast, lstm_forward_fast
from lstm_lib.validation import InterfaceError


def x(T=5, m=3, n_x=3, dtype=np.float64):
    return np.ones((T, m, n_x), dtype)


def with_nan(lstm, name):
    lstm.parameters[name][1, 0] = np.nan
    return lstm


def with_parameter(lstm, name, value):
    lstm.parameters[name] = value
    return lstm


def without_parameters(lstm):
    lstm.parameters = None
    return lstm


def new():
    return LSTM(3, 4, 2, seed=1)


FORWARD = {
    "x is None, expected a NumPy array of shape (T, m, 3)": lambda: new().forward(None),
    "x is of type list, expected a NumPy array": lambda: new().forward([1.0]),
    "x has shape (5, 3), expected (T, m, 3)": lambda: new().forward(x()[:, :, 0]),
    "x has shape (5, 3, 2), expected (T, m, 3)": lambda: new().forward(x(n_x=2)),
    "x has shape (0, 3, 3), expected (T, m, 3), at least 1": lambda: new().forward(x(T=0)),
    "x has shape (5, 0, 3), expected (T, m, 3), at least 1": lambda: new().forward(x(m=0)),
    "x has dtype float32, expected float64; convert it with .astype(np.float64)":
        lambda: new().forward(x(dtype=np.float32)),
    "x has dtype complex128, expected float64": lambda: new().forward(x(dtype=complex)),
    "a0 has shape (3, 4), expected (1, 3, 4)": lambda: new().forward(x(), np.ones((3, 4))),
    "c0 has shape (1, 3, 5), expected (1, 3, 4)":
        lambda: new().forward(x(), c0=np.ones((1, 3, 5))),
    "lengths[1] is -1, expected 1 to T = 5": lambda: new().forward(x(), lengths=[5, -1, 2]),
    "lengths[2] is 0, expected 1 to T = 5": lambda: new().forward(x(), lengths=[5, 1, 0]),
    "lengths[0] is 6, expected 1 to T = 5": lambda: new().forward(x(), lengths=[6, 1, 1]),
    "lengths has dtype float64 and shape (3,), expected integers and (3,)":
        lambda: new().forward(x(), lengths=[5.0, 1.0, 1.0]),
    "lengths has dtype int64 and shape (2,)": lambda: new().forward(x(), lengths=[5, 1]),
    "lengths and mask are both given":
        lambda: new().forward(x(), lengths=[5] * 3, mask=np.ones((5, 3), bool)),
    "mask has dtype float64 and shape (5, 3), expected bool and (5, 3) = (T, m)":
        lambda: new().forward(x(), mask=np.ones((5, 3))),
    "mask has dtype bool and shape (3, 5)": lambda: new().forward(x(), mask=np.ones((3, 5), bool)),
    "mask[:, 0] is False at every step": lambda: new().forward(x(), mask=np.zeros((5, 3), bool)),
    "lengths has rows of unequal length": lambda: new().forward(x(), lengths=[[1], [1, 2], 3]),
    "mask has rows of unequal length": lambda: new().forward(x(), mask=[[True], [True, False]]),
    "parameters is of type NoneType, expected a dictionary of arrays":
        lambda: without_parameters(new()).forward(x()),
    'parameters["W_l0"] is of type list, expected a NumPy array of shape (16, 7)':
        lambda: with_parameter(new(), "W_l0", [1.0]).forward(x()),
    "checkpoint is 0, expected an integer of at least 1":
        lambda: new().forward(x(), checkpoint=0),
    "checkpoint is True": lambda: new().forward(x(), checkpoint=True),
    'parameters["W_l0"][1, 0] is nan, expected a finite number':
        lambda: with_nan(new(), "W_l0").forward(x()),
    'parameters["by"][1, 0] is nan': lambda: with_nan(new(), "by").forward(x()),
    'parameters["b_l0"] has shape (16,), expected (16, 1)':
        lambda: with_parameter(new(), "b_l0", np.ones(16)).forward(x()),
    'parameters["Wy"] has dtype float32, expected float64':
        lambda: with_parameter(new(), "Wy", np.ones((2, 4), np.float32)).forward(x()),
}  # fmt: skip


def backward(**gradients):
    lstm = new()
    return lstm.backward(lstm.forward(x()), **gradients)


def stale():
    lstm = new()
    result = lstm.forward(x())
    lstm.forward(x(T=2))
    lstm.backward(result, np.ones((5, 3, 4)))


BACKWARD = {
    "no gradient is given": backward,
    "da has shape (4, 3, 4), expected (5, 3, 4)": lambda: backward(da=np.ones((4, 3, 4))),
    "da has dtype float32": lambda: backward(da=np.ones((5, 3, 4), np.float32)),
    "dy has shape (5, 3, 4), expected (5, 3, 2)": lambda: backward(dy=np.ones((5, 3, 4))),
    "dy and dlogits are both given":
        lambda: backward(dy=np.ones((5, 3, 2)), dlogits=np.ones((5, 3, 2))),
    "da_last has shape (3, 4), expected (1, 3, 4)": lambda: backward(da_last=np.ones((3, 4))),
    "result is of type NoneType, expected what forward returned last":
        lambda: new().backward(None, np.ones((5, 3, 4))),
    "result is not the latest forward pass": stale,
    "result is not the latest forward pass of this LSTM":
        lambda: new().backward(new().forward(x()), np.ones((5, 3, 4))),
}  # fmt: skip


def state(**changed):
    return {**LSTM(3, 4, seed=1).to_torch(), **changed}


OTHER = {
    "LSTM: n_x is 0, expected an integer of at least 1": lambda: LSTM(0, 4),
    "LSTM: layers is 1.5": lambda: LSTM(3, 4, layers=1.5),
    "LSTM: n_y is -1": lambda: LSTM(3, 4, -1),
    "LSTM: dtype is int8, expected float64 or float32": lambda: LSTM(3, 4, dtype="int8"),
    "LSTM: dtype is None, expected float64 or float32": lambda: LSTM(3, 4, dtype=None),
    "LSTM: dtype is flaot32, expected float64 or float32": lambda: LSTM(3, 4, dtype="flaot32"),
    "LSTM: dtype is f4,,, expected float64 or float32": lambda: LSTM(3, 4, dtype="f4,,"),
    "LSTM: bidirectional is 'no', expected True or False":
        lambda: LSTM(3, 4, bidirectional="no"),
    "LSTM: seed is -1, expected an integer of at least 0": lambda: LSTM(3, 4, seed=-1),
    "LSTM: seed is 'a', expected an integer of at least 0": lambda: LSTM(3, 4, seed="a"),
    "LSTM: dtype is float128": lambda: LSTM(3, 4, dtype="float128"),
    'LSTM: backend is \'cuda\', expected "auto", "numpy" or "numba"':
        lambda: LSTM(3, 4, backend="cuda"),
    "LSTM.chunks: steps is 0": lambda: new().chunks(x(), 0),
    "LSTM.chunks: a0 has shape (3, 4), expected (1, 3, 4)":
        lambda: new().chunks(x(), 2, np.ones((3, 4))),
    "LSTM.chunks: lengths[1] is 6, expected 1 to T = 5":
        lambda: new().chunks(x(), 2, lengths=[5, 6, 1]),
    "LSTM.chunks: the LSTM is bidirectional":
        lambda: LSTM(3, 4, bidirectional=True).chunks(x(), 2),
    "LSTM.to_course: the LSTM has 2 layers": lambda: LSTM(3, 4, layers=2).to_course(),
    "LSTM.to_torch_output: the LSTM has no output layer": lambda: LSTM(3, 4).to_torch_output(),
    'LSTM.from_course: parameters lacks "by"':
        lambda: LSTM.from_course({k: v for k, v in new().to_course().items() if k != "by"}),
    'LSTM.from_course: parameters["bi"] has dtype float32, expected float64':
        lambda: LSTM.from_course({**new().to_course(), "bi": np.ones((4, 1), np.float32)}),
    'LSTM.from_torch: state_dict lacks "weight_hh_l0"':
        lambda: LSTM.from_torch({"weight_ih_l0": np.ones((16, 3))}),
    "LSTM.from_torch: state_dict has the key 7": lambda: LSTM.from_torch({**state(), 7: np.ones(3)}),
    'LSTM.from_torch: state_dict["bias_ih_l0"] is no array of numbers to NumPy':
        lambda: LSTM.from_torch(state(bias_ih_l0=[[1.0], [1.0, 2.0]])),
    "LSTM.from_torch: state_dict has the key 'weight_hr_l0'":
        lambda: LSTM.from_torch(state(weight_hr_l0=np.ones((2, 4)))),
    'LSTM.from_torch: state_dict["bias_hh_l0"] has shape (15,), expected (16,)':
        lambda: LSTM.from_torch(state(bias_hh_l0=np.ones(15))),
    'LSTM.from_torch: state_dict["bias_ih_l0"] has dtype float32':
        lambda: LSTM.from_torch(state(bias_ih_l0=np.ones(16, np.float32))),
    'LSTM.from_torch: output["weight"] has shape (2, 3), expected (n_y, 4)':
        lambda: LSTM.from_torch(state(), {"weight": np.ones((2, 3)), "bias": np.ones(2)}),
}  # fmt: skip


@pytest.mark.parametrize("message", FORWARD)
def test_forward(message):
    with pytest.raises(InterfaceError, match=re.escape(f"LSTM.forward: {message}")):
        FORWARD[message]()


@pytest.mark.parametrize("message", BACKWARD)
def test_backward(message):
    with pytest.raises(InterfaceError, match=re.escape(f"LSTM.backward: {message}")):
        BACKWARD[message]()


@pytest.mark.parametrize("message", OTHER)
def test_everything_else(message):
    with pytest.raises(InterfaceError, match=re.escape(message)):
        OTHER[message]()


def test_a_refused_pass_leaves_the_latest_one_usable():
    lstm = new()
    result = lstm.forward(x())
    with pytest.raises(InterfaceError):
        lstm.forward(x(n_x=2))
    assert lstm.backward(result, np.ones((5, 3, 4))).x.shape == (5, 3, 3)


def test_the_course_functions_speak_as_the_reference_does(case):
    drawn = case()
    arguments = {"x": drawn.x, "a0": drawn.a0, "parameters": drawn.parameters}
    nan = {**drawn.parameters, "bo": drawn.parameters["bo"] * np.nan}
    forward = {
        "x has shape (3, 4), expected (n_x, m, T_x)": {"x": drawn.x[:, :, 0]},
        "a0 has shape (5, 3), expected (n_a, 4)": {"a0": drawn.a0[:, :3]},
        "c0 has shape (4, 5), expected (5, 4)": {"c0": drawn.a0.T},
        'parameters lacks "by"': {"parameters": {"Wf": 0, **{k: v for k, v in drawn.parameters.items() if k != "by"}}},
        'parameters["bo"][0, 0] is nan': {"parameters": nan},
        "the common dtype of x, a0, c0 and the parameters is complex128": {"x": drawn.x * 1j},
        "lengths[0] is -3": {"lengths": [-3, 1, 1, 1]},
        'backend is 1, expected "auto"': {"backend": 1},
    }  # fmt: skip
    for message, changed in forward.items():
        with pytest.raises(InterfaceError, match=re.escape(f"lstm_forward_fast: {message}")):
            lstm_forward_fast(**{**arguments, **changed})
    *_, caches = lstm_forward_fast(**arguments)
    backward = {
        "da has shape (5, 4), expected (5, 4, T)": {"da": drawn.da[:, :, 0]},
        "da has 6 time steps, but the forward pass had 3": {"da": np.ones((5, 4, 6))},
        "da has dtype float32, expected float64": {"da": drawn.da.astype(np.float32)},
        "dy has shape (2, 4, 2), expected (2, 4, 3)": {"dy": drawn.dy[:, :, :2]},
        "dc_last has shape (4, 5), expected (5, 4)": {"dc_last": drawn.dc_last.T},
        "caches is of type tuple, expected what lstm_forward_fast": {"caches": ([], drawn.x)},
    }  # fmt: skip
    for message, changed in backward.items():
        with pytest.raises(InterfaceError, match=re.escape(f"lstm_backward_fast: {message}")):
            lstm_backward_fast(**{"da": drawn.da, "caches": caches, **changed})


def test_caches_are_stale_once_their_work_space_is_used_again(case):
    from lstm_lib.fast import WorkSpace

    drawn, space = case(), WorkSpace()
    *_, caches = lstm_forward_fast(drawn.x, drawn.a0, drawn.parameters, workspace=space)
    lstm_forward_fast(drawn.x, drawn.a0, drawn.parameters, workspace=space)
    with pytest.raises(InterfaceError, match="lstm_backward_fast: caches is stale"):
        lstm_backward_fast(drawn.da, caches)
