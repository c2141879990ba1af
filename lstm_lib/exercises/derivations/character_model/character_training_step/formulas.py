"""`character_training_step` as a table of formulas, in the order of its docstring's equations."""

from typing import Final

from lstm_lib.exercises.derivations.formulas import Formulas
from lstm_lib.interface import LSTM_PARAMETERS

GRADIENTS: Final = tuple(f"d{name}" for name in LSTM_PARAMETERS)
RECURRENT: Final = tuple(name for name in GRADIENTS if name not in ("dWy", "dby"))


def unclipped(gradient: str) -> str:
    """What a gradient is called before it is clipped."""
    return f"{gradient} before clipping"


def as_dictionary(names: tuple[str, ...]) -> str:
    return f"dict({', '.join(f'{name}={name}' for name in names)})"


UPDATES: Final = {
    name: f"parameters[{name!r}] - learning_rate * d{name}" for name in LSTM_PARAMETERS
}
RESULT: Final = f"(loss, {as_dictionary(GRADIENTS)}, {as_dictionary(tuple(LSTM_PARAMETERS))})"

FORMULAS: Final = Formulas(
    arguments=(
        "x", "targets", "mask", "parameters", "learning_rate", "max_value",
        "lstm_forward", "lstm_backward", "clip_gradients",
    ),
    table={
        "_Wy": "parameters['Wy']",
        "a0": "np.zeros((_Wy.shape[1], x.shape[1]))",
        "_passed": "lstm_forward(x, a0, parameters)",
        "a": "_passed[0]",
        "y": "_passed[1]",
        "c": "_passed[2]",
        "_caches": "_passed[3]",
        "count": "mask.sum()",
        "losses": "np.where(targets > 0, np.log(y), 0).sum(axis=0)",
        "loss": "np.asarray(-(mask * losses).sum() / count)",
        "dz": "(y - targets) * mask / count",
        "_dWy": "np.tensordot(dz, a, axes=((1, 2), (1, 2)))",
        "_dby": "dz.sum(axis=(1, 2))[:, None]",
        "da": "np.tensordot(_Wy.T, dz, axes=1)",
        "_returned": "lstm_backward(da, _caches)",
        "_gradients": "{**_returned, 'dWy': _dWy, 'dby': _dby}",
        "_wanted": f"{{name: _gradients[name] for name in {GRADIENTS}}}",
        "_clipped": "clip_gradients(_wanted, max_value)",
        **{name: f"_clipped[{name!r}]" for name in GRADIENTS},
        **UPDATES,
        "result": RESULT,
    },
    also={
        **{unclipped(name): f"_gradients[{name!r}]" for name in GRADIENTS},
        **{f"parameters[{name!r}]": f"parameters[{name!r}]" for name in LSTM_PARAMETERS},
        "y - targets": "y - targets",
        "(y - targets) * mask": "(y - targets) * mask",
        "mask / count": "mask / count",
        "targets * log(y)": "np.where(targets > 0, np.log(y), 0)",
        "mask * losses": "mask * losses",
        "log(y)": "np.log(y)",
    },
)  # fmt: skip
