"""The character model and PyTorch, trained on the same data from the same parameters."""

import numpy as np
import pytest
import torch

from lstm_lib.character_model import Settings, first_names, make_batch, new_training, train
from lstm_lib.training import SGD, Adam

STEPS, UNITS, BATCH = 50, 24, 16


def torch_model(parameters):
    """PyTorch's own LSTM and output layer, with these parameters."""
    p = parameters
    n_a = len(p["bf"])
    # PyTorch stacks its gates in the order i, f, g (the candidate), o.
    stacked = np.vstack([p[f"W{gate}"] for gate in "ifco"])
    lstm = torch.nn.LSTM(27, n_a, dtype=torch.float64)
    linear = torch.nn.Linear(n_a, 27, dtype=torch.float64)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.tensor(stacked[:, n_a:]))
        lstm.weight_hh_l0.copy_(torch.tensor(stacked[:, :n_a]))
        lstm.bias_ih_l0.copy_(torch.tensor(np.vstack([p[f"b{gate}"] for gate in "ifco"])[:, 0]))
        lstm.bias_hh_l0.zero_()
        linear.weight.copy_(torch.tensor(p["Wy"]))
        linear.bias.copy_(torch.tensor(p["by"][:, 0]))
    lstm.bias_hh_l0.requires_grad_(False)  # one bias for each gate, as here
    return lstm, linear


def torch_losses(start, names, make_optimizer, max_norm):
    lstm, linear = torch_model(start.parameters)
    trained = [p for p in (*lstm.parameters(), *linear.parameters()) if p.requires_grad]
    optimizer = make_optimizer(trained)
    generator = np.random.default_rng(0)
    generator.bit_generator.state = start.generator.bit_generator.state
    losses, clipped = [], 0
    for _ in range(STEPS):
        batch = make_batch(
            [names[place] for place in generator.choice(len(names), BATCH, replace=False)]
        )
        hidden, _ = lstm(torch.tensor(batch.x.transpose(2, 1, 0).copy()))
        targets = torch.tensor(np.where(batch.mask, batch.targets, -1).T.copy())
        loss = torch.nn.functional.cross_entropy(
            linear(hidden).flatten(0, 1), targets.flatten(), ignore_index=-1
        )
        optimizer.zero_grad()
        loss.backward()
        clipped += bool(torch.nn.utils.clip_grad_norm_(trained, max_norm) > max_norm)
        optimizer.step()
        losses.append(loss.item())
    return np.array(losses), clipped


@pytest.mark.parametrize(
    ("ours", "theirs", "max_norm"),
    [
        (SGD(0.5, 0.9), lambda p: torch.optim.SGD(p, lr=0.5, momentum=0.9), 0.2),
        (Adam(0.01), lambda p: torch.optim.Adam(p, lr=0.01), 0.2),
        (SGD(0.5, 0.9), lambda p: torch.optim.SGD(p, lr=0.5, momentum=0.9), 100.0),
        (Adam(0.01), lambda p: torch.optim.Adam(p, lr=0.01), 100.0),
    ],
    ids=["momentum, clipped", "Adam, clipped", "momentum", "Adam"],
)
def test_the_loss_of_every_step_is_pytorch_s(ours, theirs, max_norm):
    names = first_names()
    settings = Settings(hidden_units=UNITS, batch_size=BATCH, optimizer=ours, max_norm=max_norm)
    start = new_training(settings, seed=1)
    losses = train(start, names, steps=STEPS, progress=False).losses
    expected, clipped = torch_losses(start, names, theirs, max_norm)
    assert losses[-1] < losses[0] - 0.3, "nothing was learned that could differ"
    assert (clipped > 5) == (max_norm < 1)
    assert abs(losses[-1] - expected[-1]) < 1e-6
    # PyTorch adds 1e-6 to the norm that it divides by; without clipping only rounding is left.
    np.testing.assert_allclose(losses, expected, rtol=0, atol=5e-6 if clipped else 1e-10)
