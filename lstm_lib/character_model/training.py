"""Training the character model, from new parameters or from a checkpoint."""

import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from lstm_lib.character_model.alphabet import ALPHABET, Alphabet
from lstm_lib.character_model.batches import encode_names, make_batch
from lstm_lib.character_model.checks import (
    check_alphabet,
    check_callable,
    check_dtype,
    check_parameters,
)
from lstm_lib.character_model.loss import Backward, Forward, loss_and_gradients
from lstm_lib.lstm import lstm_backward, lstm_forward
from lstm_lib.parameters import initialize_parameters
from lstm_lib.training.checkpoint import Checkpoint
from lstm_lib.training.checks import check_generator, check_positive
from lstm_lib.training.clipping import clip_by_norm
from lstm_lib.training.optimizers import SGD, Adam
from lstm_lib.training.progress import progress_bar
from lstm_lib.validation import InterfaceError, check_count, check_type

_OPTIMIZERS = {"SGD": SGD, "Adam": Adam}
_SHOWN_LOSSES = 50


@dataclass(frozen=True, slots=True)
class Settings:
    """What a training run does not change.

    Parameters
    ----------
    hidden_units : int
        n_a.
    batch_size : int
        Names for one step, m.
    optimizer : SGD or Adam
    max_norm : float
        Gradients are clipped to this common norm (`lstm_lib.training.clip_by_norm`).
    alphabet : Alphabet
        n_x = n_y is its length.

    Raises
    ------
    InterfaceError
        If a number is out of its range, or the optimizer or the alphabet is something else.

    >>> Settings.from_dict(Settings(batch_size=8).to_dict()) == Settings(batch_size=8)
    True

    """

    hidden_units: int = 64
    batch_size: int = 32
    optimizer: SGD | Adam = field(default_factory=lambda: Adam(learning_rate=0.01))
    max_norm: float = 5.0
    alphabet: Alphabet = ALPHABET

    def __post_init__(self) -> None:
        check_count("Settings", "hidden_units", self.hidden_units)
        check_count("Settings", "batch_size", self.batch_size)
        check_positive("Settings", "max_norm", self.max_norm)
        check_type("Settings", "optimizer", self.optimizer, SGD | Adam, "SGD(…) or Adam(…)")
        check_alphabet("Settings", self.alphabet)

    def to_dict(self) -> dict[str, Any]:
        """As what JSON can hold, for a checkpoint.

        >>> Settings(optimizer=SGD(0.1)).to_dict()["optimizer"]
        {'kind': 'SGD', 'learning_rate': 0.1, 'momentum': 0.0}

        """
        return {
            "hidden_units": int(self.hidden_units),
            "batch_size": int(self.batch_size),
            "optimizer": {"kind": type(self.optimizer).__name__, **asdict(self.optimizer)},
            "max_norm": float(self.max_norm),
            "alphabet": self.alphabet.characters,
        }

    @classmethod
    def from_dict(cls, saved: Mapping[str, Any]) -> "Settings":
        """The settings that `to_dict` gave.

        Raises
        ------
        InterfaceError
            If one is missing or unknown.

        >>> Settings.from_dict(Settings(hidden_units=8).to_dict()).hidden_units
        8

        """
        _check_saved(saved)
        try:
            numbers = dict(saved["optimizer"])
            optimizer = _OPTIMIZERS[numbers.pop("kind")](**numbers)
            rest = {name: saved[name] for name in ("hidden_units", "batch_size", "max_norm")}
            return cls(optimizer=optimizer, alphabet=Alphabet(saved["alphabet"]), **rest)
        except (KeyError, TypeError, AttributeError) as error:
            raise _foreign(str(error)) from error


def _check_saved(saved: object) -> None:
    if not isinstance(saved, Mapping):
        raise _foreign(f"of type {type(saved).__name__}")
    known = [each.name for each in fields(Settings)]
    unknown = [repr(name) for name in saved if name not in known]
    if unknown:
        raise _foreign(f"{', '.join(unknown)} beside {', '.join(known)}")
    if not isinstance(saved.get("optimizer", {}), Mapping):
        raise _foreign(f"optimizer is {saved['optimizer']!r}, no dictionary")


def _foreign(why: str) -> InterfaceError:
    return InterfaceError(
        f"Settings: the saved settings are not those of a character model ({why}); "
        "expected a checkpoint that began with new_training"
    )


def new_training(settings: Settings, *, seed: int, dtype: DTypeLike = np.float64) -> Checkpoint:
    """Parameters drawn anew, and a generator for the batches; no step taken yet.

    Parameters
    ----------
    settings : Settings
        What the run will not change; kept in the checkpoint.
    seed : int
        Both are drawn from it.
    dtype : real floating dtype
        Of the parameters, and so of the whole training.

    Returns
    -------
    Checkpoint

    Raises
    ------
    InterfaceError
        If `settings` are no `Settings`, the dtype is not real floating, or `seed` is no integer of
        at least 0.

    >>> new_training(Settings(hidden_units=8), seed=1).parameters["Wf"].shape
    (8, 35)

    """
    check_type("new_training", "settings", settings, Settings, "Settings(…)")
    check_count("new_training", "seed", seed, least=0)
    check_dtype("new_training", dtype)
    generator = np.random.default_rng(seed)
    classes = len(settings.alphabet)
    parameters = initialize_parameters(
        classes, settings.hidden_units, classes, seed=generator, dtype=dtype
    )
    state = settings.optimizer.initial_state(parameters)
    return Checkpoint(0, parameters, state, generator, np.zeros(0), settings.to_dict())


def train(
    start: Checkpoint,
    names: Sequence[str],
    *,
    steps: int,
    progress: bool | None = None,
    after_step: Callable[[Checkpoint], None] | None = None,
    forward: Forward = lstm_forward,
    backward: Backward = lstm_backward,
) -> Checkpoint:
    """Take some more steps: a batch, the loss and its gradients, clipping, an update.

    `start` is left as it is. What comes out is the same, to the last bit, whether the steps are
    taken in one call or in several, and whether a checkpoint is saved and loaded in between.

    Parameters
    ----------
    start : Checkpoint
        From `new_training`, `train` or `lstm_lib.training.load_checkpoint`.
    names : sequence of str
        The names to learn from; at least as many as the batch size.
    steps : int
        How many steps to take now.
    progress : bool, optional
        A progress bar: None shows it on a terminal only, True anywhere, False nowhere.
    after_step : function, optional
        Called with where training stands after each step. Its `parameters` and `optimizer_state`
        are yours; copy `generator` before you draw from it.
    forward, backward : functions
        The passes, `lstm_lib.lstm_forward` and `lstm_lib.lstm_backward` or faster ones with the
        same interface.

    Returns
    -------
    Checkpoint

    Raises
    ------
    InterfaceError
        If an argument does not fit, before the first step; or if a loss is not finite.

    >>> start = new_training(Settings(hidden_units=8, batch_size=4), seed=1)
    >>> train(start, ["emma", "otto", "ida", "ben"], steps=2, progress=False).losses.shape
    (2,)

    """
    settings = _checked(start, names, steps)
    if after_step is not None:
        check_callable("train", "after_step", after_step)
    check_callable("train", "forward", forward)
    check_callable("train", "backward", backward)
    generator = copy.deepcopy(start.generator)
    dtype = next(iter(start.parameters.values())).dtype
    losses = np.concatenate([start.losses, np.full(steps, np.nan)])
    state = start
    bar = progress_bar(range(start.step, start.step + steps), "training", shown=progress)
    for step in bar:
        drawn = generator.choice(len(names), settings.batch_size, replace=False)
        batch = make_batch(
            [names[place] for place in drawn], alphabet=settings.alphabet, dtype=dtype
        )
        loss, gradients = loss_and_gradients(
            state.parameters, batch, forward=forward, backward=backward
        )
        _check_finite(step, loss)
        parameters, optimizer_state = settings.optimizer.update(
            state.parameters,
            clip_by_norm(gradients, settings.max_norm),
            dict(state.optimizer_state),
        )
        losses[step] = loss
        state = Checkpoint(
            step + 1, parameters, optimizer_state, generator, losses[: step + 1], start.settings
        )
        bar.set_postfix_str(
            f"loss {losses[max(0, step + 1 - _SHOWN_LOSSES) : step + 1].mean():.3f}", refresh=False
        )
        if after_step is not None:
            after_step(state)
    return Checkpoint(
        state.step,
        state.parameters,
        state.optimizer_state,
        generator,
        state.losses.copy(),
        start.settings,
    )


def _checked(start: Checkpoint, names: Sequence[str], steps: int) -> Settings:
    expected = "a Checkpoint, for example new_training(Settings(), seed=1)"
    check_type("train", "start", start, Checkpoint, expected)
    settings = Settings.from_dict(start.settings)
    _check_start(start, settings)
    check_count("train", "steps", steps, least=0)
    encode_names("train", names, settings.alphabet)  # a name that cannot be read stops here
    if len(names) < settings.batch_size:
        raise InterfaceError(
            f"train: there are {len(names)} names, expected at least {settings.batch_size}, "
            "the batch size"
        )
    return settings


def _check_start(start: Checkpoint, settings: Settings) -> None:
    check_count("train", "start.step", start.step, least=0)
    check_parameters("train", start.parameters, classes=len(settings.alphabet))
    units = start.parameters["Wy"].shape[1]
    if units != settings.hidden_units:
        raise InterfaceError(
            f"train: start.parameters have {units} hidden units, expected "
            f"{settings.hidden_units}, as start.settings say; take both from one checkpoint"
        )
    expected = "the dictionary that the optimizer returned last"
    check_type("train", "start.optimizer_state", start.optimizer_state, Mapping, expected)
    check_generator("train", start.generator)
    losses: object = start.losses
    if not isinstance(losses, np.ndarray) or losses.dtype.kind != "f":
        kind = losses.dtype if isinstance(losses, np.ndarray) else type(losses).__name__
        raise InterfaceError(f"train: start.losses is of type {kind}, expected an array of float64")
    if losses.shape != (start.step,):
        raise InterfaceError(
            f"train: start.losses has shape {losses.shape}, expected ({start.step},), "
            "one for each of start.step steps"
        )


def _check_finite(step: int, loss: float) -> None:
    if not np.isfinite(loss):
        raise InterfaceError(
            f"train: the loss of step {step} is {loss}, expected a finite number; "
            "lower the learning rate or max_norm"
        )
