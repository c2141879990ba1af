"""Checkpoints: everything that training needs to go on, bit for bit, in one `.npz` file."""

import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from lstm_lib.interface import Array
from lstm_lib.training.checks import check_count, check_dictionary
from lstm_lib.training.generator_state import generator_from, state_of
from lstm_lib.validation import InterfaceError

_FORMAT: Final = "lstm_lib checkpoint"
_VERSION: Final = 1
_HEADER: Final = "header"
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
    pickled. The file is complete on the disk before it takes the name `path`.

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

    >>> with tempfile.TemporaryDirectory() as folder:
    ...     state = Checkpoint(0, {"W": np.ones(2)}, {}, np.random.default_rng(1), np.zeros(0), {})
    ...     save_checkpoint(f"{folder}/start.npz", state)
    ...     load_checkpoint(f"{folder}/start.npz").parameters
    {'W': array([1., 1.])}

    """
    target = Path(path)
    arrays = _arrays(checkpoint)
    if not target.parent.is_dir():
        raise InterfaceError(
            f"save_checkpoint: there is no folder {target.parent}, expected one for {target.name}"
        )
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
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
        If the file is damaged, comes from somewhere else or from a later version.

    """
    source = Path(path)
    try:
        # Opened here, because NumPy leaves a file open that turns out to be damaged.
        with source.open("rb") as file:
            entries = _entries(source, np.load(file, allow_pickle=False))
            return _checkpoint(_header(source, entries[_HEADER]), entries)
    except (FileNotFoundError, CheckpointError):
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError) as error:
        raise CheckpointError(_damaged(source, error)) from error


def _arrays(checkpoint: Checkpoint) -> dict[str, Array]:
    function = "save_checkpoint"
    check_count(function, "step", checkpoint.step, least=0)
    check_dictionary(function, "parameters", checkpoint.parameters)
    if checkpoint.optimizer_state:
        check_dictionary(function, "optimizer_state", checkpoint.optimizer_state)
    losses: object = checkpoint.losses
    if not isinstance(losses, np.ndarray) or losses.shape != (checkpoint.step,):
        raise InterfaceError(
            f"{function}: losses has shape {np.shape(checkpoint.losses)}, "
            f"expected ({checkpoint.step},), one for each step"
        )
    header = {
        "format": _FORMAT,
        "version": _VERSION,
        "step": int(checkpoint.step),
        "generator": state_of(checkpoint.generator),
        "settings": dict(checkpoint.settings),
    }
    try:
        text = json.dumps(header, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise InterfaceError(
            f"{function}: settings hold what JSON cannot ({error}), expected numbers, strings, "
            "bools, None, and lists and dictionaries of these"
        ) from error
    groups = {name: getattr(checkpoint, name) for name in _GROUPS}
    named = {f"{group}/{key}": value for group in groups for key, value in groups[group].items()}
    return {_HEADER: np.array(text), "losses": checkpoint.losses, **named}


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
            "read it with the version of the library that wrote it"
        )
    return header


def _checkpoint(header: Mapping[str, Any], entries: Mapping[str, Array]) -> Checkpoint:
    groups: dict[str, dict[str, Array]] = {group: {} for group in _GROUPS}
    for name, array in entries.items():
        group, _, key = name.partition("/")
        if group in groups:
            groups[group][key] = array
    if not groups["parameters"]:
        raise ValueError("there are no parameters")
    return Checkpoint(
        step=int(header["step"]),
        generator=generator_from(header["generator"]),
        losses=entries["losses"],
        settings=header["settings"],
        **groups,
    )


def _foreign(source: Path, why: str) -> str:
    return (
        f"load_checkpoint: {source} is no checkpoint of this library: {why}; "
        "expected a file that save_checkpoint wrote"
    )


def _damaged(source: Path, error: Exception) -> str:
    return (
        f"load_checkpoint: {source} cannot be read as a checkpoint ({error}); expected a whole "
        "file that save_checkpoint wrote, so take an earlier one or train anew"
    )
