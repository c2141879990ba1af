"""A checkpoint comes back to the last bit, is written whole or not at all, and is never trusted."""

import json
import os
import pickle
import re
import stat
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
        ({"version": 1}, "has version 1, expected 2; read it with the version of the library"),
        ({"generator": {"bit_generator": "os.system"}}, "there is no generator 'os.system'"),
        ({"generator": {"bit_generator": "PCG64"}}, "state is not whole"),
        ({"generator": None}, "cannot be read"),
        ({"step": "many"}, "step is 'many', expected an integer of at least 0"),
        ({"step": None}, "step is None"),
        ({"step": [1]}, r"step is \[1\]"),
        ({"step": -3}, "step is -3"),
        ({"step": 2.0}, "step is 2.0"),
        ({"step": "2"}, "step is '2'"),
        ({"step": 3}, r"losses has shape \(2,\), expected \(3,\)"),
        ({"settings": 3}, "settings is of type int, expected a dictionary"),
        ({"entries": None}, "cannot be read"),
        ({"entries": {}}, "its entry 'losses' is .*, by the header it is none of the file"),
    ],
)
def test_a_header_that_makes_no_sense_is_named(saved, changes, message):
    with_header(saved, **changes)
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(saved)


def test_a_header_without_a_key_is_named(saved):
    with np.load(saved) as archive:
        entries = {name: archive[name] for name in archive.files}
    header = json.loads(entries["header"].item())
    del header["step"], header["entries"]
    with saved.open("wb") as file:
        np.savez(file, **{**entries, "header": np.array(json.dumps(header))})
    with pytest.raises(CheckpointError, match="its header lacks step, entries"):
        load_checkpoint(saved)


def with_entry(saved, name, array):
    """The file with another array, of which its header says what it says of all."""
    with np.load(saved) as archive:
        entries = {**{each: archive[each] for each in archive.files}, name: array}
    header = json.loads(entries["header"].item())
    header["entries"][name] = {"shape": list(array.shape), "dtype": array.dtype.str}
    with saved.open("wb") as file:
        np.savez(file, **{**entries, "header": np.array(json.dumps(header))})


@pytest.mark.parametrize(
    ("name", "array", "message"),
    [
        ("losses", np.zeros((2, 1)), r"losses has shape \(2, 1\), expected \(2,\)"),
        ("losses", np.zeros(3), r"losses has shape \(3,\), expected \(2,\)"),
        ("losses", np.array(["a", "b"]), "losses has dtype <U1, expected float64"),
        ("parameters/Wf", np.array(["a"]), r'parameters\["Wf"\] has dtype <U1'),
        ("optimizer_state/steps", np.array(-1), r'optimizer_state\["steps"\] is -1'),
        ("optimizer_state/steps", np.array(1.5), r'optimizer_state\["steps"\] is an array of .*64'),
    ],
)
def test_an_array_that_makes_no_sense_is_named(saved, name, array, message):
    with_entry(saved, name, array)
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(saved)


def test_an_array_of_another_shape_than_the_header_says_is_named(saved):
    with np.load(saved) as archive:
        entries = {name: archive[name] for name in archive.files}
    with saved.open("wb") as file:
        np.savez(file, **{**entries, "parameters/Wf": np.ones((2, 2))})
    with pytest.raises(CheckpointError, match=r"'parameters/Wf' is .*\[2, 2\].*header.*\[1, 2\]"):
        load_checkpoint(saved)


def as_written(checkpoint):
    arrays = (checkpoint.losses, *checkpoint.parameters.values())
    return (
        checkpoint.step, list(checkpoint.parameters), list(checkpoint.optimizer_state),
        checkpoint.settings, checkpoint.generator.bit_generator.state,
        [array.tobytes() for array in (*arrays, *checkpoint.optimizer_state.values())],
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore::UserWarning")  # zipfile and NumPy, about what they skip
def test_a_flipped_bit_in_the_directory_is_noticed_or_harmless(saved):
    whole = saved.read_bytes()
    expected = as_written(load_checkpoint(saved))
    noticed = 0
    # The first two entries of the directory; the others are like them.
    first, _, third = (match.start() for match in list(re.finditer(b"PK\x01\x02", whole))[:3])
    for place in range(first, third):
        for bit in range(8):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << bit
            saved.write_bytes(damaged)
            try:
                assert as_written(load_checkpoint(saved)) == expected, (place, bit)
            except CheckpointError:
                noticed += 1
    assert noticed > 200


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
        ({"losses": np.array([1, "a"], object)}, "losses has dtype object, expected float64"),
        ({"losses": np.array(["a", "b"])}, "losses has dtype <U1, expected float64"),
        ({"losses": [3.3, 3.2]}, "losses is of type list, expected a NumPy array"),
        ({"optimizer_state": None}, "optimizer_state is of type NoneType, expected a dictionary"),
        ({"optimizer_state": {"steps": np.array(-1)}}, r'optimizer_state\["steps"\] is -1'),
        ({"parameters": {3: np.ones(1)}}, "parameters has the key 3, expected a string"),
        ({"parameters": {"W.npy": np.ones(1)}}, r"parameters has the key 'W\.npy'"),
        ({"settings": 3}, "settings is of type int, expected a dictionary"),
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


def test_what_is_no_checkpoint_is_named(saved):
    with pytest.raises(InterfaceError, match="checkpoint is of type NoneType, expected a Check"):
        save_checkpoint(saved, None)


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path):
    with pytest.raises(InterfaceError, match="is a folder, expected the name of a file"):
        save_checkpoint(tmp_path, checkpoint())


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_a_new_file_follows_the_umask(tmp_path):
    (tmp_path / "plain").touch()
    save_checkpoint(tmp_path / "model.npz", checkpoint())
    assert (tmp_path / "model.npz").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize("mode", [0o664, 0o600])
def test_a_file_that_is_replaced_keeps_its_permissions(saved, mode):
    saved.chmod(mode)
    save_checkpoint(saved, checkpoint())
    assert stat.S_IMODE(saved.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_a_symbolic_link_stays_and_its_target_is_replaced(saved, tmp_path):
    link = tmp_path / "latest.npz"
    link.symlink_to(saved)
    save_checkpoint(link, checkpoint(step=0, losses=np.zeros(0)))
    assert link.is_symlink()
    assert load_checkpoint(saved).step == 0
