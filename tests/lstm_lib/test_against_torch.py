"""Values and gradients agree with PyTorch's own layers in float64."""

import numpy as np
import pytest
import torch

from lstm_lib import lstm_backward, lstm_forward, rnn_backward, rnn_forward

SHAPES = [(3, 5, 2, 10, 7), (1, 1, 1, 1, 1), (4, 2, 3, 1, 5)]


def time_first(array):
    return torch.tensor(np.ascontiguousarray(array.transpose(2, 1, 0)), requires_grad=True)


def batch_first(array):
    return torch.tensor(np.ascontiguousarray(array.T[None]), requires_grad=True)


def feature_first(tensor):
    return tensor.detach().numpy().transpose(2, 1, 0)


def load(layer, input_weights, hidden_weights, bias):
    with torch.no_grad():
        layer.weight_ih_l0.copy_(torch.tensor(input_weights))
        layer.weight_hh_l0.copy_(torch.tensor(hidden_weights))
        layer.bias_ih_l0.copy_(torch.tensor(bias[:, 0]))
        layer.bias_hh_l0.zero_()


def predictions(hidden, weights, bias):
    weights = torch.tensor(weights, requires_grad=True)
    bias = torch.tensor(bias[:, 0], requires_grad=True)
    return torch.softmax(hidden @ weights.T + bias, dim=2), weights, bias


def assert_all_close(actual, expected):
    assert actual.keys() == expected.keys()
    for name, value in expected.items():
        np.testing.assert_allclose(actual[name], value, rtol=1e-10, atol=1e-13, err_msg=name)


@pytest.mark.parametrize("shape", SHAPES)
def test_lstm(case, shape):
    n_x, n_a, *_ = shape
    data = case(*shape)
    p = data.parameters
    # PyTorch stacks its gates in the order i, f, g (the candidate), o.
    stacked = np.vstack([p[f"W{gate}"] for gate in "ifco"])
    layer = torch.nn.LSTM(n_x, n_a, dtype=torch.float64)
    bias = np.vstack([p[f"b{gate}"] for gate in "ifco"])
    load(layer, stacked[:, n_a:], stacked[:, :n_a], bias)

    x, a0 = time_first(data.x), batch_first(data.a0)
    hidden, (_, c_last) = layer(x, (a0, torch.zeros_like(a0)))
    y, Wy, by = predictions(hidden, p["Wy"], p["by"])
    loss = (hidden * time_first(data.da)).sum() + (y * time_first(data.dy)).sum()
    (loss + (c_last * batch_first(data.dc_last)).sum()).backward()

    a, y_pred, c, caches = lstm_forward(data.x, data.a0, p)
    assert_all_close(
        {"a": a, "y": y_pred, "c_last": c[:, :, -1]},
        {
            "a": feature_first(hidden),
            "y": feature_first(y),
            "c_last": c_last[0].detach().numpy().T,
        },
    )
    by_input = np.split(layer.weight_ih_l0.grad.numpy(), 4)
    by_hidden = np.split(layer.weight_hh_l0.grad.numpy(), 4)
    by_bias = np.split(layer.bias_ih_l0.grad.numpy()[:, None], 4)
    expected = {"dx": feature_first(x.grad), "da0": a0.grad[0].numpy().T}
    for gate in "fico":
        k = "ifco".index(gate)
        expected[f"dW{gate}"] = np.hstack([by_hidden[k], by_input[k]])
        expected[f"db{gate}"] = by_bias[k]
    expected.update(dWy=Wy.grad.numpy(), dby=by.grad.numpy()[:, None])
    assert_all_close(lstm_backward(data.da, caches, dy=data.dy, dc_last=data.dc_last), expected)


@pytest.mark.parametrize("shape", SHAPES)
def test_rnn(case, shape):
    n_x, n_a, *_ = shape
    data = case(*shape, cell="rnn")
    p = data.parameters
    layer = torch.nn.RNN(n_x, n_a, dtype=torch.float64)
    load(layer, p["Wax"], p["Waa"], p["ba"])

    x, a0 = time_first(data.x), batch_first(data.a0)
    hidden, _ = layer(x, a0)
    y, Wya, by = predictions(hidden, p["Wya"], p["by"])
    ((hidden * time_first(data.da)).sum() + (y * time_first(data.dy)).sum()).backward()

    a, y_pred, caches = rnn_forward(data.x, data.a0, p)
    assert_all_close({"a": a, "y": y_pred}, {"a": feature_first(hidden), "y": feature_first(y)})
    assert_all_close(
        rnn_backward(data.da, caches, dy=data.dy),
        {
            "dx": feature_first(x.grad),
            "da0": a0.grad[0].numpy().T,
            "dWax": layer.weight_ih_l0.grad.numpy(),
            "dWaa": layer.weight_hh_l0.grad.numpy(),
            "dba": layer.bias_ih_l0.grad.numpy()[:, None],
            "dWya": Wya.grad.numpy(),
            "dby": by.grad.numpy()[:, None],
        },
    )
