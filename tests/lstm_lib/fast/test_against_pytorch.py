"""Networks agree with PyTorch's `nn.LSTM`, and parameters go there and back unchanged."""

import numpy as np
import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from lstm_lib.fast import LSTM

NETWORKS = [(1, False), (1, True), (3, False), (2, True)]
TORCH_DTYPE = {np.float64: torch.float64, np.float32: torch.float32}
TOLERANCE = {np.float64: 1e-12, np.float32: 1e-5}


def tensor(array):
    return torch.tensor(np.array(array), requires_grad=True)


@pytest.mark.parametrize(("layers", "bidirectional"), NETWORKS)
@pytest.mark.parametrize("padded", [False, True])
def test_values_and_gradients(network, dtype, backend, layers, bidirectional, padded):
    drawn = network(
        3, 6, 2, 4, 7, layers=layers, bidirectional=bidirectional, dtype=dtype, backend=backend
    )
    layer = torch.nn.LSTM(
        3, 6, num_layers=layers, bidirectional=bidirectional, dtype=TORCH_DTYPE[dtype]
    )
    state = {name: torch.from_numpy(value) for name, value in drawn.lstm.to_torch().items()}
    layer.load_state_dict(state)
    lengths = [5, 7, 1, 3] if padded else [7] * 4
    x, a0, c0 = tensor(drawn.x), tensor(drawn.a0), tensor(drawn.c0)
    packed = pack_padded_sequence(x, lengths, enforce_sorted=False)
    hidden, (a_last, c_last) = layer(packed, (a0, c0))
    hidden, _ = pad_packed_sequence(hidden, total_length=7)
    loss = (hidden * torch.tensor(drawn.da)).sum() + (a_last * torch.tensor(drawn.da_last)).sum()
    (loss + (c_last * torch.tensor(drawn.dc_last)).sum()).backward()

    result = drawn.lstm.forward(drawn.x, drawn.a0, drawn.c0, lengths=lengths)
    gradients = drawn.lstm.backward(result, drawn.da, da_last=drawn.da_last, dc_last=drawn.dc_last)
    found = LSTM.from_torch(
        {
            name: value.grad if "bias_hh" not in name else 0 * value
            for name, value in layer.named_parameters()
        }
        | {
            name: np.zeros_like(value)
            for name, value in drawn.lstm.to_torch().items()
            if "bias_hh" in name
        }
    ).parameters
    pairs = {
        "a": (result.a, hidden), "a_last": (result.a_last, a_last),
        "c_last": (result.c_last, c_last), "x": (gradients.x, x.grad),
        "a0": (gradients.a0, a0.grad), "c0": (gradients.c0, c0.grad),
        **{name: (gradients.parameters[name], torch.from_numpy(value)) for name, value in found.items()},
    }  # fmt: skip
    for name, (actual, expected) in pairs.items():
        wanted = expected.detach().numpy()
        scale = np.abs(wanted).max()
        assert np.abs(actual - wanted).max() <= TOLERANCE[dtype] * scale, name


@pytest.mark.parametrize(("layers", "bidirectional"), NETWORKS)
def test_parameters_go_there_and_back_bit_for_bit(network, dtype, layers, bidirectional):
    lstm = network(layers=layers, bidirectional=bidirectional, dtype=dtype).lstm
    back = LSTM.from_torch(lstm.to_torch(), lstm.to_torch_output())
    assert back.network == lstm.network
    for name, value in lstm.parameters.items():
        np.testing.assert_array_equal(back.parameters[name], value, err_msg=name)


@pytest.mark.parametrize(("layers", "bidirectional"), NETWORKS)
def test_a_state_dict_comes_back_with_its_two_biases_added(dtype, layers, bidirectional):
    layer = torch.nn.LSTM(
        3, 6, num_layers=layers, bidirectional=bidirectional, dtype=TORCH_DTYPE[dtype]
    )
    state = layer.state_dict()
    back = LSTM.from_torch(state).to_torch()
    assert list(back) == list(state)
    for name, value in back.items():
        expected = state[name].numpy()
        if name.startswith("bias_ih"):
            expected = expected + state[name.replace("_ih_", "_hh_")].numpy()
        elif name.startswith("bias_hh"):
            expected = np.zeros_like(expected)
        np.testing.assert_array_equal(value, expected, err_msg=name)


def test_a_layer_without_biases_has_zeros(dtype):
    state = torch.nn.LSTM(3, 6, bias=False, dtype=TORCH_DTYPE[dtype]).state_dict()
    assert not LSTM.from_torch(state).parameters["b_l0"].any()


def test_the_output_layer_is_a_linear_layer(network, dtype):
    drawn = network(dtype=dtype)
    linear = torch.nn.Linear(4, 2, dtype=TORCH_DTYPE[dtype])
    linear.load_state_dict(
        {name: torch.from_numpy(value) for name, value in drawn.lstm.to_torch_output().items()}
    )
    result = drawn.lstm.forward(drawn.x)
    expected = torch.softmax(linear(torch.from_numpy(result.a.copy())), dim=2)
    np.testing.assert_allclose(result.y, expected.detach().numpy(), rtol=TOLERANCE[dtype])
