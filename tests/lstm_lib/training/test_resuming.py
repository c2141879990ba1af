"""Training that was interrupted goes on as if it had not been, to the last bit."""

import numpy as np
import pytest

from lstm_lib.character_model import Settings, new_training, train
from lstm_lib.training import SGD, Adam, load_checkpoint, save_checkpoint

OPTIMIZERS = {"Adam": Adam(0.01), "momentum": SGD(0.5, 0.9), "SGD": SGD(0.5)}


def same(one, other):
    assert one.step == other.step
    np.testing.assert_array_equal(one.losses, other.losses)
    for group in ("parameters", "optimizer_state"):
        mine, theirs = getattr(one, group), getattr(other, group)
        assert mine.keys() == theirs.keys()
        for name, array in mine.items():
            np.testing.assert_array_equal(array, theirs[name], err_msg=name)
    assert one.generator.bit_generator.state == other.generator.bit_generator.state


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_with_a_checkpoint_in_it_is_the_run_without(optimizer, dtype, names, tmp_path):
    settings = Settings(hidden_units=5, batch_size=3, optimizer=OPTIMIZERS[optimizer])
    start = new_training(settings, seed=4, dtype=dtype)
    whole = train(start, names, steps=12, progress=False)

    half = train(start, names, steps=5, progress=False)
    save_checkpoint(tmp_path / "half.npz", half)
    resumed = train(load_checkpoint(tmp_path / "half.npz"), names, steps=7, progress=False)

    same(resumed, whole)
    assert whole.parameters["Wf"].dtype == dtype


def test_training_leaves_its_start_as_it_is(names):
    start = new_training(Settings(hidden_units=5, batch_size=3), seed=4)
    same(train(start, names, steps=3, progress=False), train(start, names, steps=3, progress=False))
    assert start.step == 0


def test_a_checkpoint_taken_on_the_way_goes_on_in_the_same_way(names, tmp_path):
    start = new_training(Settings(hidden_units=5, batch_size=3), seed=4)

    def keep(state):
        if state.step == 4:
            save_checkpoint(tmp_path / "four.npz", state)

    whole = train(start, names, steps=9, progress=False, after_step=keep)
    same(train(load_checkpoint(tmp_path / "four.npz"), names, steps=5, progress=False), whole)


@pytest.mark.parametrize("number", [np.float64, np.float32, np.float16])
@pytest.mark.parametrize("kind", [SGD, Adam])
def test_numpy_scalars_as_settings_change_no_bit_and_can_be_saved(kind, number, names, tmp_path):
    settings = [
        Settings(hidden_units=5, batch_size=3, optimizer=kind(each(0.25)), max_norm=each(0.5))
        for each in (number, float)
    ]
    one, other = (
        train(new_training(each, seed=4, dtype=np.float32), names, steps=3, progress=False)
        for each in settings
    )
    same(one, other)
    assert one.parameters["Wf"].dtype == np.float32
    save_checkpoint(tmp_path / "three.npz", one)
    resumed = train(load_checkpoint(tmp_path / "three.npz"), names, steps=2, progress=False)
    same(resumed, train(other, names, steps=2, progress=False))
