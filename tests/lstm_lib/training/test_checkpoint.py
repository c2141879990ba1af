"""A checkpoint comes back to the last bit, is written whole or not at all, and is never trusted."""

import json
import pickle
import zipfile

import numpy as np
import pytest

from lstm_lib import InterfaceError
from lstm_lib.training import Checkpoint, CheckpointError, load_checkpoint, save_checkpoint

KINDS = [
    np.random.PCG64, np.random.PCG64DXSM, np.random.MT19937, np.random.Philox, np.random.SFC64,
]  # fmt: skip


def checkpoint(kind=np.random.PCG64, **changes):
    generator = np.random.Generator(kind(5))
    generator.random(3)
    generator.integers(10, dtype=np.int32)  # leaves half a draw behind, which is state too
    values = {
        "step": 2,
        "parameters": {"Wf": np.array([[0.1, np.pi]]), "by": np.array([[1e-300]], np.float64)},
        "optimizer_state": {"mean.Wf": np.float32([[1, 2]]), "steps": np.array(2)},
        "generator": generator,
        "losses": np.array([3.3, 3.2]),
        "settings": {"rate": 0.1, "names": ["a", "é"], "none": None, "deep": {"yes": True}},
    }
    return Checkpoint(**{**values, **changes})


@pytest.fixture
def saved(tmp_path):
    path = tmp_path / "model.npz"
    save_checkpoint(path, checkpoint())
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_everything_comes_back_to_the_last_bit(kind, tmp_path):
    original = checkpoint(kind)
    save_checkpoint(tmp_path / "model.npz", original)
    loaded = load_checkpoint(tmp_path / "model.npz")
    assert (loaded.step, loaded.settings) == (original.step, original.settings)
    for group in ("parameters", "optimizer_state"):
        one, other = getattr(original, group), getattr(loaded, group)
        assert list(one) == list(other)
        for name, array in one.items():
            assert other[name].dtype == array.dtype
            np.testing.assert_array_equal(other[name], array)
    np.testing.assert_array_equal(loaded.losses, original.losses)
    for draw in ("random", "standard_normal"):
        np.testing.assert_array_equal(
            getattr(loaded.generator, draw)(9), getattr(original.generator, draw)(9)
        )
    assert [loaded.generator.integers(10, dtype=np.int32) for _ in range(5)] == [
        original.generator.integers(10, dtype=np.int32) for _ in range(5)
    ]


def test_the_file_holds_no_pickle_and_its_header_is_json(saved):
    with np.load(saved, allow_pickle=False) as archive:
        assert all(archive[name].dtype.kind != "O" for name in archive.files)
        assert json.loads(archive["header"].item())["generator"]["bit_generator"] == "PCG64"


def test_the_path_is_taken_as_it_is(tmp_path):
    save_checkpoint(tmp_path / "model.checkpoint", checkpoint())
    assert [path.name for path in tmp_path.iterdir()] == ["model.checkpoint"]


def test_a_failure_leaves_the_former_file_and_nothing_else(saved, monkeypatch):
    before = saved.read_bytes()

    def full(file, **_arrays):
        file.write(b"half of it")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="No space left"):
        save_checkpoint(saved, checkpoint(step=2))
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


@pytest.mark.parametrize("kept", [0, 1, 100, 0.3, 0.9, 0.999])
def test_a_file_cut_short_is_named(saved, kept):
    whole = saved.read_bytes()
    saved.write_bytes(whole[: kept if isinstance(kept, int) else int(kept * len(whole))])
    with pytest.raises(CheckpointError, match=r"model\.npz cannot be read as a checkpoint"):
        load_checkpoint(saved)


def test_a_flipped_bit_is_noticed(saved):
    whole = bytearray(saved.read_bytes())
    # A bit of the number pi, which the archive holds as it is.
    whole[whole.index(np.float64(np.pi).tobytes())] ^= 1
    saved.write_bytes(whole)
    with pytest.raises(CheckpointError, match="cannot be read as a checkpoint"):
        load_checkpoint(saved)


def write_text(path):
    path.write_text("step 3, loss 2.1", encoding="utf-8")


def write_array(path):
    with path.open("wb") as file:
        np.save(file, np.ones(3))


def write_other_npz(path):
    with path.open("wb") as file:
        np.savez(file, Wf=np.ones(3))


def write_other_header(path):
    with path.open("wb") as file:
        np.savez(file, header=np.array('{"format": "another"}'))


def write_pickle(path):
    path.write_bytes(pickle.dumps({"Wf": np.ones(3)}))


def write_object_array(path):
    with path.open("wb") as file:
        np.savez(file, header=np.array([{}], dtype=object))


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (write_text, "cannot be read as a checkpoint"),
        (write_pickle, "cannot be read as a checkpoint"),
        (write_object_array, "cannot be read as a checkpoint"),
        (write_array, "no checkpoint of this library: it holds a single array"),
        (write_other_npz, "no checkpoint of this library: it has no entry 'header'"),
        (write_other_header, "no checkpoint of this library: its entry 'header' does not say so"),
    ],
)
def test_a_file_from_somewhere_else_is_named(write, message, tmp_path):
    path = tmp_path / "foreign.npz"
    write(path)
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(path)


def with_header(saved, **changes):
    with np.load(saved) as archive:
        entries = {name: archive[name] for name in archive.files}
    header = {**json.loads(entries["header"].item()), **changes}
    with saved.open("wb") as file:
        np.savez(file, **{**entries, "header": np.array(json.dumps(header))})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": 2}, "has version 2, expected 1"),
        ({"generator": {"bit_generator": "os.system"}}, "there is no generator 'os.system'"),
        ({"generator": {"bit_generator": "PCG64"}}, "state is not whole"),
        ({"generator": None}, "cannot be read"),
        ({"step": "many"}, "cannot be read"),
    ],
)
def test_a_header_that_makes_no_sense_is_named(saved, changes, message):
    with_header(saved, **changes)
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(saved)


def test_a_missing_entry_is_named(saved, tmp_path):
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(tmp_path / "less.npz", "w") as new:
        for name in old.namelist():
            if not name.startswith("losses"):
                new.writestr(name, old.read(name))
    with pytest.raises(CheckpointError, match="losses"):
        load_checkpoint(tmp_path / "less.npz")


def test_a_file_that_is_not_there_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_checkpoint(tmp_path / "none.npz")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"step": -1}, "step is -1, expected an integer of at least 0"),
        ({"parameters": {}}, "parameters is empty"),
        ({"parameters": {"Wf": [1.0]}}, r'parameters\["Wf"\] is of type list'),
        ({"losses": np.zeros(1)}, r"losses has shape \(1,\), expected \(2,\)"),
        ({"settings": {"when": object()}}, "settings hold what JSON cannot"),
        ({"settings": {"rate": float("nan")}}, "settings hold what JSON cannot"),
        ({"generator": np.random.RandomState(1)}, "generator is of type RandomState"),
    ],
)
def test_what_cannot_be_saved_is_named_before_a_file_is_touched(saved, changes, message):
    before = saved.read_bytes()
    with pytest.raises(InterfaceError, match=f"save_checkpoint: {message}"):
        save_checkpoint(saved, checkpoint(**changes))
    assert saved.read_bytes() == before


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InterfaceError, match="there is no folder"):
        save_checkpoint(tmp_path / "none" / "model.npz", checkpoint())
