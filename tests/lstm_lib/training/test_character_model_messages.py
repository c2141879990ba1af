"""What the character model says, before it does any work, about arguments that do not fit."""

from dataclasses import replace

import numpy as np
import pytest

from lstm_lib import InterfaceError, numerical_gradient
from lstm_lib.character_model import (
    ALPHABET,
    Alphabet,
    Settings,
    character_training_step,
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

BATCH = make_batch(["emma", "al"])
SMALL = Settings(hidden_units=4, batch_size=2)
START = new_training(SMALL, seed=1)
GOOD = START.parameters
NAMES = ["ab", "ba"]

USERS = {
    "loss": lambda parameters: loss(parameters, BATCH),
    "loss_and_gradients": lambda parameters: loss_and_gradients(parameters, BATCH),
    "look_inside": lambda parameters: look_inside(parameters, "emma"),
    "gradient_reach": lambda parameters: gradient_reach(parameters, "emma"),
    "sample_names": lambda parameters: sample_names(parameters, 2, np.random.default_rng(1)),
    "sample_name": lambda parameters: sample_name(parameters, np.full(3, 0.5), 1.0),
    "character_training_step": lambda parameters: character_training_step(
        BATCH.x, BATCH.one_hot_targets, BATCH.mask, parameters, 0.1, 5.0
    ),
    "train": lambda parameters: train(replace(START, parameters=parameters), NAMES, steps=1),
}


def holding(value, place=(2, 0)):
    array = GOOD["by"].copy()
    array[place] = value
    return {**GOOD, "by": array}


@pytest.mark.parametrize("function", USERS)
@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (None, "parameters is of type NoneType, expected a dictionary"),
        ({}, 'parameters lacks "Wf"'),
        ({key: GOOD[key] for key in GOOD if key != "Wy"}, 'parameters lacks "Wy", expected'),
        ({**GOOD, "Wy": GOOD["Wy"].tolist()}, r'parameters\["Wy"\] is of type list'),
        ({**GOOD, "Wy": GOOD["Wy"][0]}, r'parameters\["Wy"\] has shape \(4,\), expected'),
        ({**GOOD, "by": np.zeros(27)}, r'parameters\["by"\] has shape \(27,\), expected \(27, 1\)'),
        ({**GOOD, "Wf": np.zeros((4, 9))}, r'parameters\["Wf"\] has shape .* expected \(4, 31\)'),
        ({**GOOD, "bi": np.zeros((4, 1), int)}, r'parameters\["bi"\] has dtype int64, expected'),
        ({**GOOD, "bi": np.zeros((4, 1), object)}, r'parameters\["bi"\] has dtype object'),
        (holding(np.nan), r'parameters\["by"\] holds nan at \(2, 0\), expected finite numbers'),
        (holding(-np.inf), r'parameters\["by"\] holds -inf at \(2, 0\)'),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_parameters_are_looked_at_by_everyone_who_takes_them(function, parameters, message):
    with pytest.raises(InterfaceError, match=f"^{function}: {message}"):
        USERS[function](parameters)


@pytest.mark.parametrize("function", [name for name in USERS if name != "loss"])
def test_complex_parameters_are_for_the_loss_alone(function):
    with pytest.raises(InterfaceError, match=r'parameters\["Wc"\] has dtype complex128, expected'):
        USERS[function]({**GOOD, "Wc": GOOD["Wc"].astype(complex)})


def test_the_loss_can_be_differentiated_by_the_complex_step():
    measured = numerical_gradient(
        lambda by: loss({**GOOD, "by": by}, BATCH), GOOD["by"], method="complex step"
    )
    _, gradients = loss_and_gradients(GOOD, BATCH)
    np.testing.assert_allclose(gradients["dby"], measured, rtol=1e-12)


def test_further_keys_and_single_precision_are_welcome():
    single = {name: array.astype(np.float32) for name, array in GOOD.items()}
    assert np.isfinite(loss({**single, "note": None}, make_batch(NAMES, dtype=np.float32)))


def saved(**changed):
    return {**SMALL.to_dict(), **changed}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: Alphabet(None), "Alphabet: characters is None, expected a string"),
        (lambda: Alphabet(["ab", "c"]), r"Alphabet: characters is \['ab', 'c'\], expected a"),
        (lambda: ALPHABET.encode(None), "encode: name is None, expected a string"),
        (lambda: ALPHABET.encode(["a", "b"]), "encode: name is .*, expected a string"),
        (lambda: ALPHABET.decode(None), "decode: classes is None, expected a list of integers"),
        (lambda: ALPHABET.decode("ab"), "decode: classes is 'ab', expected a list of integers"),
        (lambda: ALPHABET.decode([1, 1.5]), r"decode: classes\[1\] is 1.5, expected an integer"),
        (lambda: ALPHABET.decode([True]), r"decode: classes\[0\] is True"),
        (lambda: ALPHABET.decode_columns([[1]]), "letters is of type list, expected a NumPy"),
        (lambda: Settings(alphabet=None), "Settings: alphabet is of type NoneType, expected an"),
        (lambda: Settings(alphabet=3), "Settings: alphabet is of type int"),
        (lambda: Settings.from_dict(None), "of type NoneType"),
        (lambda: Settings.from_dict(saved(rate=1)), r"\('rate' beside hidden_units"),
        (lambda: Settings.from_dict(saved(optimizer="Adam")), "optimizer is 'Adam', no dictionary"),
        (lambda: Settings.from_dict(saved(optimizer={"kind": "RMS"})), "not those of a character"),
        (lambda: Settings.from_dict(saved(alphabet=None)), "characters is None"),
        (lambda: new_training(None, seed=1), "settings is of type NoneType, expected Settings"),
        (lambda: new_training(SMALL, seed=1, dtype=int), "new_training: dtype is <class 'int'>"),
        (lambda: new_training(SMALL, seed=1, dtype="real"), "new_training: dtype is 'real'"),
        (lambda: make_batch(None), "make_batch: names is None, expected a list"),
        (lambda: make_batch({"emma"}), "make_batch: names is of type set, expected a list"),
        (lambda: make_batch(NAMES, alphabet="ab"), "make_batch: alphabet is of type str"),
        *(
            (lambda dtype=dtype: make_batch(NAMES, dtype=dtype), "make_batch: dtype is .* floating")
            for dtype in (object, int, bool, complex, "real")
        ),
        (lambda: loss(GOOD, None), "loss: batch is of type NoneType, expected a Batch"),
        (lambda: loss(GOOD, BATCH, forward=3), "loss: forward is 3, expected a function"),
        (lambda: loss_and_gradients(GOOD, BATCH, backward=3), "backward is 3, expected a function"),
        (lambda: look_inside(GOOD, None), "look_inside: name is None, expected a string"),
        (lambda: look_inside(GOOD, ""), "look_inside: name is '', expected a string"),
        (lambda: gradient_reach(GOOD, ["emma"]), r"gradient_reach: name is \['emma'\]"),
        (lambda: gradient_reach(GOOD, "emma", alphabet=None), "alphabet is of type NoneType"),
        (lambda: sample_names(GOOD, 1, None), "sample_names: generator is of type NoneType"),
        (
            lambda: sample_names(GOOD, 1, np.random.default_rng(1), alphabet="ab"),
            "sample_names: alphabet is of type str",
        ),
        (
            lambda: character_training_step(
                BATCH.x, BATCH.one_hot_targets, BATCH.mask, GOOD, 0.1, 0.0
            ),
            "character_training_step: max_value is 0.0",
        ),
    ],
)
def test_what_is_of_another_kind_is_named(call, message):
    with pytest.raises(InterfaceError, match=message):
        call()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"step": -1}, "start.step is -1, expected an integer of at least 0"),
        ({"step": "0"}, "start.step is '0'"),
        ({"step": 1}, r"start.losses has shape \(0,\), expected \(1,\)"),
        ({"losses": np.zeros(2)}, r"start.losses has shape \(2,\), expected \(0,\)"),
        ({"losses": None}, "start.losses is of type NoneType, expected an array"),
        ({"losses": np.zeros(0, complex)}, "start.losses is of type complex128"),
        ({"generator": None}, "generator is of type NoneType, expected a numpy.random.Generator"),
        ({"optimizer_state": None}, "start.optimizer_state is of type NoneType"),
        ({"settings": saved(hidden_units=5)}, "start.parameters have 4 hidden units, expected 5"),
        ({"settings": saved(alphabet="\nab")}, r"has shape \(27, 4\), expected \(3, n_a\)"),
        ({"settings": None}, "the saved settings are not those of a character model"),
    ],
)
def test_a_start_that_does_not_agree_with_itself_is_named(changed, message):
    with pytest.raises(InterfaceError, match=message):
        train(replace(START, **changed), NAMES, steps=1, progress=False)


@pytest.mark.parametrize(
    ("names", "given", "message"),
    [
        (None, {}, "train: names is None, expected a list"),
        (set(NAMES), {}, "train: names is of type set, expected a list"),
        (dict.fromkeys(NAMES), {}, "train: names is of type dict, expected a list"),
        (iter(NAMES), {}, "train: names is of type list_iterator, expected a list"),
        (["ab", 3], {}, r"train: names\[1\] is 3, expected a name"),
        (NAMES, {"after_step": 3}, "train: after_step is 3, expected a function"),
        (NAMES, {"forward": 3}, "train: forward is 3, expected a function"),
        (NAMES, {"backward": None}, "train: backward is None, expected a function"),
    ],
)
def test_training_names_what_does_not_fit_before_the_first_step(names, given, message):
    with pytest.raises(InterfaceError, match=message):
        train(START, names, steps=0, progress=False, **given)


@pytest.mark.parametrize("kind", [tuple, np.array])
def test_names_may_stand_in_a_tuple_or_an_array(kind):
    assert train(START, kind(NAMES), steps=1, progress=False).step == 1
