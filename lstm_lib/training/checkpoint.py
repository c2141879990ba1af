"""Checkpoints: everything that training needs to go on, bit for bit, in one `.npz` file."""

import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from lstm_lib.interface import Array
from lstm_lib.training.checks import check_dictionary, check_steps
from lstm_lib.training.generator_state import generator_from, state_of
from lstm_lib.validation import InterfaceError, check_count, check_type

_FORMAT: Final = "lstm_lib checkpoint"
# 1: the header did not list the arrays, so that one could be lost unnoticed.
_VERSION: Final = 2
_HEADER: Final = "header"
_HEADER_KEYS: Final = ("step", "generator", "settings", "entries")
_GROUPS: Final = ("parameters", "optimizer_state")


class CheckpointError(ValueError):
    """A file is no checkpoint, or not a whole one. The message names the file and what is wrong.

    >>> issubclass(CheckpointError, ValueError)
    True
    """


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where training stands.

    Parameters
    ----------
    step : int
        Steps taken so far.
    parameters : dict of arrays
    optimizer_state : dict of arrays
        As the optimizer returned it last.
    generator : numpy.random.Generator
        What the next batch is drawn from.
    losses : array (step,), float64
        The loss of each step.
    settings : dict of what JSON can hold
        What the caller wants to find again: learning rate, alphabet, and so on.

    """

    step: int
    parameters: Mapping[str, Array]
    optimizer_state: Mapping[str, Array]
    generator: np.random.Generator
    losses: Array
    settings: Mapping[str, Any]


def save_checkpoint(path: str | os.PathLike[str], checkpoint: Checkpoint) -> None:
    """Write a checkpoint; a file that was there before is replaced whole or not at all.

    The arrays are written as they are, the generator's state and the settings as JSON; nothing is
    pickled. The file is complete on the disk before it takes the name `path`. It keeps the
    permissions of the file that it replaces; a symbolic link stays, and its target is replaced.

    Parameters
    ----------
    path : str or path
        The file; its folder has to be there.
    checkpoint : Checkpoint
        Where training stands.

    Raises
    ------
    InterfaceError
        If the checkpoint holds something else than its class says, or the folder is not there.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     state = Checkpoint(0, {"W": np.ones(2)}, {}, np.random.default_rng(1), np.zeros(0), {})
    ...     save_checkpoint(f"{folder}/start.npz", state)
    ...     load_checkpoint(f"{folder}/start.npz").parameters
    {'W': array([1., 1.])}

    """
    arrays = _arrays(checkpoint)
    target = Path(path).resolve()
    if not target.parent.is_dir():
        raise InterfaceError(
            f"save_checkpoint: there is no folder {target.parent}, expected one for {target.name}"
        )
    if target.is_dir():
        raise InterfaceError(f"save_checkpoint: {target} is a folder, expected the name of a file")
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    # Not by the module tempfile, whose files nobody else may read: open follows the umask.
    try:
        with temporary.open("xb") as file:
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            np.savez(file, allow_pickle=False, **arrays)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def load_checkpoint(path: str | os.PathLike[str]) -> Checkpoint:
    """Read what `save_checkpoint` wrote. Nothing in the file is executed.

    Parameters
    ----------
    path : str or path
        The file.

    Returns
    -------
    Checkpoint
        Equal to the one that was saved, to the last bit.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    CheckpointError
        If the file is damaged, comes from somewhere else or from another version of the format.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     state = Checkpoint(
    ...         1, {"W": np.ones(2)}, {}, np.random.default_rng(1), np.array([0.7]), {"rate": 0.1}
    ...     )
    ...     save_checkpoint(f"{folder}/one.npz", state)
    ...     loaded = load_checkpoint(f"{folder}/one.npz")
    >>> loaded.step, loaded.losses, loaded.settings
    (1, array([0.7]), {'rate': 0.1})

    """
    source = Path(path)
    try:
        # Opened here, because NumPy leaves a file open that turns out to be damaged.
        with source.open("rb") as file:
            entries = _entries(source, np.load(file, allow_pickle=False))
            header = _header(source, entries.pop(_HEADER))
            _compare(header["entries"], entries)
            return _checkpoint(header, entries)
    except (FileNotFoundError, CheckpointError):
        raise
    # zipfile, its decompressors and NumPy raise a dozen kinds of errors about damaged bytes.
    except Exception as error:
        raise CheckpointError(_damaged(source, error)) from error


def _arrays(checkpoint: Checkpoint) -> dict[str, Array]:
    function = "save_checkpoint"
    check_type(function, "checkpoint", checkpoint, Checkpoint, "a Checkpoint")
    _check(function, checkpoint)
    groups = {name: getattr(checkpoint, name) for name in _GROUPS}
    arrays = {f"{group}/{key}": value for group in groups for key, value in groups[group].items()}
    arrays = {"losses": checkpoint.losses, **arrays}
    header = {
        "format": _FORMAT,
        "version": _VERSION,
        "step": int(checkpoint.step),
        "generator": state_of(checkpoint.generator),
        "settings": dict(checkpoint.settings),
        "entries": {name: _kind(array) for name, array in arrays.items()},
    }
    try:
        text = json.dumps(header, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise InterfaceError(
            f"{function}: settings hold what JSON cannot ({error}), expected numbers, strings, "
            "bools, None, and lists and dictionaries of these"
        ) from error
    return {_HEADER: np.array(text), **arrays}


def _check(where: str, checkpoint: Checkpoint) -> None:
    """Check that a checkpoint holds what its class says, before it is saved and after loading."""
    check_count(where, "step", checkpoint.step, least=0)
    check_dictionary(where, "parameters", checkpoint.parameters)
    for name in ("optimizer_state", "settings"):
        check_type(where, name, getattr(checkpoint, name), Mapping, "a dictionary")
    if checkpoint.optimizer_state:
        check_dictionary(where, "optimizer_state", checkpoint.optimizer_state)
    if "steps" in checkpoint.optimizer_state:
        check_steps(where, "optimizer_state", checkpoint.optimizer_state["steps"])
    for group in _GROUPS:
        for key in getattr(checkpoint, group):
            _check_name(where, group, key)
    losses = checkpoint.losses
    check_type(where, "losses", losses, np.ndarray, "a NumPy array")
    if losses.dtype.kind != "f":
        raise InterfaceError(f"{where}: losses has dtype {losses.dtype}, expected float64")
    if losses.ndim != 1 or len(losses) != checkpoint.step:
        raise InterfaceError(
            f"{where}: losses has shape {losses.shape}, "
            f"expected {(int(checkpoint.step),)}, one for each step"
        )


def _check_name(where: str, group: str, key: object) -> None:
    # NumPy takes the ending .npy off again, and zipfile what follows a zero.
    if not isinstance(key, str) or not key or not key.isprintable() or key.endswith(".npy"):
        raise InterfaceError(
            f"{where}: {group} has the key {key!r}, expected a string of printable characters "
            "that does not end in .npy"
        )


def _kind(array: Array) -> dict[str, Any]:
    return {"shape": list(array.shape), "dtype": array.dtype.str}


def _entries(source: Path, archive: Any) -> dict[str, Array]:
    if not isinstance(archive, np.lib.npyio.NpzFile):
        raise CheckpointError(_foreign(source, "it holds a single array"))
    if _HEADER not in archive.files:
        raise CheckpointError(_foreign(source, f"it has no entry {_HEADER!r}"))
    return {name: archive[name] for name in archive.files}


def _header(source: Path, entry: Array) -> dict[str, Any]:
    try:
        header = json.loads(entry.item())
    except (TypeError, ValueError):
        header = None
    if not isinstance(header, dict) or header.get("format") != _FORMAT:
        raise CheckpointError(_foreign(source, f"its entry {_HEADER!r} does not say so"))
    if header.get("version") != _VERSION:
        raise CheckpointError(
            f"load_checkpoint: {source} has version {header.get('version')}, expected {_VERSION}; "
            "read it with the version of the library that wrote it, or train anew"
        )
    missing = [key for key in _HEADER_KEYS if key not in header]
    if missing:
        raise ValueError(f"its header lacks {', '.join(missing)}")
    return header


def _compare(expected: Mapping[str, Any], entries: Mapping[str, Array]) -> None:
    """Check the arrays against the header: a damaged directory of the archive may lose some."""
    found = {name: _kind(array) for name, array in entries.items()}
    for name in dict.fromkeys([*expected, *found]):
        if found.get(name) != expected.get(name):
            raise ValueError(
                f"its entry {name!r} is {found.get(name, 'missing')}, "
                f"by the header it is {expected.get(name, 'none of the file')}"
            )


def _checkpoint(header: Mapping[str, Any], entries: Mapping[str, Array]) -> Checkpoint:
    groups: dict[str, dict[str, Array]] = {group: {} for group in _GROUPS}
    for name, array in entries.items():
        group, _, key = name.partition("/")
        if group in groups:
            groups[group][key] = array
    checkpoint = Checkpoint(
        step=header["step"],
        generator=generator_from(header["generator"]),
        losses=entries["losses"],
        settings=header["settings"],
        **groups,
    )
    _check("in the file", checkpoint)
    return checkpoint


def _foreign(source: Path, why: str) -> str:
    return (
        f"load_checkpoint: {source} is no checkpoint of this library: {why}; "
        "expected a file that save_checkpoint wrote"
    )


def _damaged(source: Path, error: Exception) -> str:
    reason = str(error) or type(error).__name__
    return (
        f"load_checkpoint: {source} cannot be read as a checkpoint ({reason}); expected a whole "
        "file that save_checkpoint wrote, so take an earlier one or train anew"
    )
