"""The character model: its data, its gradients, and the two functions that say the same by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_lib import InterfaceError, initialize_parameters, lstm_forward, numerical_gradient
from lstm_lib.character_model import (
    ALPHABET,
    Alphabet,
    Settings,
    character_training_step,
    first_names,
    gradient_reach,
    look_inside,
    loss,
    loss_and_gradients,
    make_batch,
    new_training,
    sample_name,
    sample_names,
    train,
)
from lstm_lib.lstm_cell import lstm_cell_forward
from lstm_lib.training import SGD, Adam, clip_by_value

text = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)


@given(name=text)
def test_a_name_survives_its_encoding(name):
    assert ALPHABET.decode([*ALPHABET.encode(name), 0, 5]) == name
    batch = make_batch([name])
    assert ALPHABET.decode_columns(batch.one_hot_targets[:, 0]) == name


@given(names=st.lists(text, min_size=1, max_size=5))
def test_each_input_is_the_target_of_the_step_before(names):
    batch = make_batch(names)
    targets = batch.one_hot_targets
    assert not batch.x[:, :, 0].any()
    for j, name in enumerate(names):
        steps = len(name) + 1
        np.testing.assert_array_equal(batch.x[:, j, 1:steps], targets[:, j, : steps - 1])
        assert batch.mask[j].tolist() == [t < steps for t in range(batch.mask.shape[1])]
        assert not batch.x[:, j, steps:].any()


def test_the_shipped_names_are_some_thousand_plain_ones():
    names = first_names()
    assert 1000 <= len(names) <= 2000
    assert list(names) == sorted(set(names))
    assert make_batch(names).x.shape[0] == 27


def test_every_gradient_is_the_derivative_of_the_loss(parameters, names):
    batch = make_batch(names[:3])
    value, gradients = loss_and_gradients(parameters, batch)
    assert value == pytest.approx(float(loss(parameters, batch)), rel=1e-14)
    for name, array in parameters.items():
        measured = numerical_gradient(
            lambda each, name=name: loss({**parameters, name: each}, batch), array
        )
        np.testing.assert_allclose(
            gradients[f"d{name}"], measured, rtol=1e-8, atol=1e-12, err_msg=name
        )


def test_the_step_by_hand_is_the_library_s(parameters, names):
    batch = make_batch(names[:4])
    value, clipped, updated = character_training_step(
        batch.x, batch.one_hot_targets, batch.mask.astype(float), parameters, 0.3, 0.01
    )
    expected, gradients = loss_and_gradients(parameters, batch)
    gradients = clip_by_value(gradients, 0.01)
    sgd = SGD(0.3)
    moved, _ = sgd.update(parameters, gradients, sgd.initial_state(parameters))
    assert value == pytest.approx(expected, rel=1e-13)
    for name in parameters:
        np.testing.assert_allclose(clipped[f"d{name}"], gradients[f"d{name}"], rtol=1e-9)
        np.testing.assert_allclose(updated[name], moved[name], rtol=1e-12, atol=1e-15)


class Known(np.random.Generator):
    """Gives the numbers that it was made with, one after the other."""

    def __init__(self, numbers):
        super().__init__(np.random.PCG64(1))
        self.numbers = iter(numbers)

    def random(self, size=None):
        return np.array([next(self.numbers) for _ in range(size)])


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_sampling_by_hand_is_the_library_s(parameters, temperature):
    for seed in range(5):
        uniforms = np.random.default_rng(seed).random(12)
        letters, probabilities = sample_name(parameters, uniforms, temperature)
        (name,) = sample_names(parameters, 1, Known(uniforms), temperature=temperature, longest=12)
        assert ALPHABET.decode_columns(letters) == name
        np.testing.assert_allclose(probabilities.sum(axis=0), 1)


def test_names_written_side_by_side_do_not_touch_one_another(parameters):
    count, longest = 4, 9
    numbers = np.random.default_rng(3).random((longest, count))
    together = sample_names(parameters, count, Known(numbers.ravel()), longest=longest)
    alone = [
        sample_names(parameters, 1, Known(numbers[:, j]), longest=longest)[0] for j in range(count)
    ]
    assert together == alone


def test_training_learns_to_spell(names):
    state = train(
        new_training(Settings(hidden_units=20, batch_size=8, optimizer=Adam(0.02)), seed=1),
        names, steps=150, progress=False,
    )  # fmt: skip
    assert state.losses[0] == pytest.approx(np.log(27), rel=0.05)
    written = sample_names(state.parameters, 20, np.random.default_rng(1), temperature=0.3)
    assert len(set(written) & set(names)) >= 3


def test_training_may_run_on_other_passes_with_the_same_interface(names):
    from lstm_lib import lstm_backward, lstm_forward

    calls = []

    def forward(*arguments):
        calls.append("forward")
        return lstm_forward(*arguments)

    def backward(*arguments):
        calls.append("backward")
        return lstm_backward(*arguments)

    start = new_training(Settings(hidden_units=4, batch_size=2), seed=1)
    train(start, names, steps=2, progress=False, forward=forward, backward=backward)
    assert calls == ["forward", "backward"] * 2


def test_the_reach_of_a_gradient_is_the_derivative_by_the_cell_state(parameters):
    name = "emma"
    batch = make_batch([name])
    reach = gradient_reach(parameters, name)
    inside = look_inside(parameters, name)

    def last_loss(c, t):
        """The loss of the last step, from a cell state that is set after step t."""
        ot = inside.gates["ot"][:, t : t + 1]
        a = ot * np.tanh(c)
        for step in range(t + 1, batch.x.shape[2]):
            a, c, _, _ = lstm_cell_forward(batch.x[:, :, step], a, c, parameters)
        z = parameters["Wy"] @ a + parameters["by"]
        return np.log(np.exp(z).sum()) - z[0, 0]

    for t in range(5):
        measured = numerical_gradient(lambda c, t=t: last_loss(c, t), inside.c[:, t : t + 1])
        assert reach[4, t] == pytest.approx(np.linalg.norm(measured), rel=1e-8)


def test_inside_is_what_the_forward_pass_has(parameters):
    inside = look_inside(parameters, "emma")
    assert "".join(inside.read) == "·emma"
    assert "".join(inside.expected) == "emma¶"
    # The cell state is made of the gates: c<t> = ft c<t-1> + it cct.
    before = np.concatenate([np.zeros((6, 1)), inside.c[:, :-1]], axis=1)
    gates = inside.gates
    np.testing.assert_allclose(gates["ft"] * before + gates["it"] * gates["cct"], inside.c)
    np.testing.assert_allclose(gates["ot"] * np.tanh(inside.c), inside.a)
    assert inside.probability[0] == inside.y[5, 0]


SMALL = Settings(hidden_units=4, batch_size=2)
START = new_training(SMALL, seed=1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: make_batch([]), "names is .*, expected a list of at least one name"),
        (lambda: make_batch("emma"), "names is 'emma', expected a list"),
        (lambda: make_batch(["emma", ""]), r"names\[1\] is '', expected a name"),
        (lambda: make_batch(["Emma"]), "character 0 of 'Emma' is 'E', expected one of"),
        (lambda: make_batch(["a\nb"]), "character 1 of"),
        (lambda: Alphabet("aba"), "characters holds 'a' twice"),
        (lambda: Alphabet("\n"), "expected the end mark and at least one letter"),
        (lambda: ALPHABET.decode([27]), "there is no class 27, expected 0 to 26"),
        (lambda: ALPHABET.decode_columns(np.eye(5)), r"expected \(27, T\)"),
        (lambda: Settings(hidden_units=0), "hidden_units is 0"),
        (lambda: Settings(batch_size=2.5), "batch_size is 2.5"),
        (lambda: Settings(max_norm=-1), "max_norm is -1"),
        (lambda: Settings(optimizer="Adam"), "optimizer is of type str"),
        (lambda: Settings.from_dict({}), "not those of a character model"),
        (lambda: new_training(SMALL, seed=-1), "seed is -1"),
        (lambda: train(None, ["a", "b"], steps=1), "start is of type NoneType"),
        (lambda: train(START, ["a"], steps=1), "there are 1 names, expected at least 2"),
        (lambda: train(START, ["a", "b"], steps=-1), "steps is -1"),
        (lambda: train(START, ["a", "b", "C"], steps=1), "'C'"),
        (lambda: sample_names(START.parameters, 0, np.random.default_rng(1)), "count is 0"),
        (
            lambda: sample_names(START.parameters, 1, np.random.default_rng(1), temperature=0),
            "temperature is 0",
        ),
        (
            lambda: sample_names(initialize_parameters(5, 3, 5), 1, np.random.default_rng(1)),
            r"has shape \(5, 3\), expected \(27, n_a\).*alphabet that it was trained with",
        ),
        (lambda: loss(initialize_parameters(27, 3, 5), make_batch(["a"])), r"expected \(27, n_a\)"),
        (lambda: loss({}, make_batch(["a"])), "parameters lacks"),
        (lambda: sample_name(START.parameters, np.array([1.0]), 1.0), "outside 0 to 1"),
        (lambda: sample_name(START.parameters, np.array([0.5]), 0.0), "temperature is 0.0"),
    ],
)
def test_what_does_not_fit_is_named(call, message):
    with pytest.raises(InterfaceError, match=message):
        call()


def test_a_loss_that_is_not_finite_stops_the_training():
    def lost(*arguments):
        a, y, c, caches = lstm_forward(*arguments)
        return np.full_like(a, np.nan), y, c, caches

    with pytest.raises(
        InterfaceError, match=r"expected (a )?finite number.*lower the learning rate"
    ):
        train(START, ["ab", "ba"], steps=5, progress=False, forward=lost)
