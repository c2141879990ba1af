"""Mistakes of a backward pass about its results: the sums over time, `dx`, and what is returned."""

from typing import Final

from lstm_lib.exercises.derivations.change import Change, change

SHARED_OVER_TIME: Final = (
    "The same weights are used at every time step, and so the gradients of all steps add up"
)
ASK_SHARED: Final = "How many time steps use the same weights?"
KEYS: Final = "The gradients are found by their keys"
ASK_KEYS: Final = "Which keys does the docstring of the exercise name?"

INPUT_CHANGES: Final = (
    change(
        "dx-reversed", "index.time", {"store dx": "dx[:, :, T - 1 - t] = step['dxt']"},
        "`dx` runs against time",
        "The rounds count backwards, the slices of `dx` do not: each belongs to the input of the "
        "same time step.",
        "Which input does the gradient of this round belong to?",
    ),
    change(
        "dx-shifted-back", "index.time", {"store dx": "dx[:, :, t - 1] = step['dxt']"},
        "`dx` is shifted by one time step, towards the beginning",
        "Each slice of `dx` belongs to the input of the same time step.",
        "Which input does the gradient of this round belong to?",
    ),
    change(
        "dx-shifted-on", "index.time", {"store dx": "dx[:, :, (t + 1) % T] = step['dxt']"},
        "`dx` is shifted by one time step, towards the end",
        "Each slice of `dx` belongs to the input of the same time step.",
        "Which input does the gradient of this round belong to?",
    ),
    change(
        "dx-not-stored", "return.missing", {"store dx": "pass"},
        "`dx` keeps its initial zeros",
        "The array for `dx` is made and returned, and nothing is written to it.",
        "Where does the cell's gradient with respect to its input go?",
    ),
    change(
        "dx-all-slices", "accumulate.overwritten",
        {"store dx": "dx[...] = step['dxt'][:, :, None]"},
        "every round overwrites all of `dx`",
        "Each slice of `dx` belongs to one time step. Written as a whole, it holds the last "
        "round's gradient everywhere.",
        "How many slices of `dx` belong to one round?",
    ),
    change(
        "dx-adds-up", "accumulate.overwritten",
        {"store dx": "dx[:, :, t] = step['dxt'] + (dx[:, :, t + 1] if t + 1 < T else 0)"},
        "`dx` adds up over the time steps",
        "The weights are used at every step, and so their gradients add up. Each input is used at "
        "one step alone.",
        "How many time steps use one slice of the input?",
    ),
    change(
        "dx-time-second", "shape", {"result": "dx = dx.transpose(0, 2, 1); result = {result}"},
        "`dx` has time as its second axis",
        "`dx` has the axes of `x`: inputs, examples, time steps.",
        "What is the order of the axes of `x`?",
    ),
    change(
        "dx-whole-numbers", "dtype", {"dx": "dx = np.zeros((n_x, m, T), dtype=int)"},
        "`dx` holds whole numbers",
        "The array was made for whole numbers, and what is written to it loses its decimals.",
        "What dtype has the array that you write to?",
    ),
    change(
        "dx-single-precision", "dtype", {"dx": "dx = np.zeros((n_x, m, T), dtype=np.float32)"},
        "`dx` is in single precision",
        "The array was made with half the digits of its inputs, and what is written to it is "
        "rounded.",
        "What dtype has the array that you write to?",
    ),
    change(
        "sizes-hardcoded", "hardcoded.shape",
        {"sizes": "n_a, m, T = 5, 10, da.shape[2]; n_x, _, T_x = x.shape"},
        "the sizes of the published data are written as numbers",
        "Other data has other sizes. They are read from the shapes of the arrays.",
        "Where can you read the sizes from?",
    ),
)  # fmt: skip


def sum_changes(
    weights: tuple[str, ...],
    confused: tuple[tuple[str, str], ...] = (),
    silent_at_first: tuple[str, ...] = (),
) -> tuple[Change, ...]:
    """Wrong sums over time, for the parameters' gradients.

    Args:
        weights: the parameters by name.
        confused: pairs of parameters of the same shape, whose lines are copied from one another.
        silent_at_first: parameters whose gradient is zero at the first time step.

    """
    gradients = tuple(f"d{name}" for name in weights)
    return (
        *(
            each
            for name in gradients
            for each in (
                (_zero(name),)
                if name[1:] in silent_at_first
                else (_overwritten(name), _not_accumulated(name))
            )
        ),
        *(_from_another(f"d{one}", f"d{other}") for one, other in confused),
        *_all(gradients),
    )


def _overwritten(name: str) -> Change:
    return change(
        f"{name}-overwritten", "accumulate.overwritten",
        {f"accumulate {name}": f"{name} = step[{name!r}]"},
        f"`{name}` is overwritten in every round",
        f"{SHARED_OVER_TIME}. Here only the last round's is left.", ASK_SHARED,
    )  # fmt: skip


def _not_accumulated(name: str) -> Change:
    return change(
        f"{name}-not-accumulated", "term.missing", {f"accumulate {name}": "pass"},
        f"`{name}` keeps its initial zeros",
        f"{SHARED_OVER_TIME}. For this one the loop has no line.",
        "Which gradients does the loop add to?",
    )  # fmt: skip


def _zero(name: str) -> Change:
    """Overwritten and never written look alike where the first step contributes nothing."""
    return change(
        f"{name}-overwritten", "accumulate.overwritten",
        {f"accumulate {name}": f"{name} = step[{name!r}]"},
        f"`{name}` is not added up over the time steps",
        f"{SHARED_OVER_TIME}. The first step, which is the last round, gives zero here: the cell "
        "state before it is zero. So a sum that each round overwrites ends as zero, as does one "
        "that no round writes to.", ASK_SHARED,
    )  # fmt: skip


def _from_another(name: str, other: str) -> Change:
    return change(
        f"{name}-from-{other}", "gate.swapped",
        {f"accumulate {name}": f"{name} = {name} + step[{other!r}]"},
        f"`{name}` adds up `{other}`",
        "The sum over time is taken of another parameter's gradient.",
        "Which key does each of the lines read?",
    )  # fmt: skip


def _all(gradients: tuple[str, ...]) -> tuple[Change, ...]:
    matrices = tuple(name for name in gradients if name.startswith("dW"))
    biases = tuple(name for name in gradients if name.startswith("db"))

    def overwritten(names: tuple[str, ...]) -> dict[str, str]:
        return {f"accumulate {name}": f"{name} = step[{name!r}]" for name in names}

    def divided(by: str) -> dict[str, str]:
        return {
            "result": "; ".join(f"{name} = {name} / {by}" for name in gradients)
            + "; result = {result}"
        }

    return (
        change(
            "all-overwritten", "accumulate.overwritten", overwritten(gradients),
            "the gradients of weights and biases are overwritten in every round",
            f"{SHARED_OVER_TIME}. Here only the last round's are left.", ASK_SHARED,
        ),
        change(
            "weights-overwritten", "accumulate.overwritten", overwritten(matrices),
            "the gradients of the weight matrices are overwritten in every round",
            f"{SHARED_OVER_TIME}. For the matrices only the last round's are left.", ASK_SHARED,
        ),
        change(
            "all-of-the-last-step", "accumulate.overwritten",
            {
                f"accumulate {name}": f"{name} = step[{name!r}] if t == T - 1 else {name}"
                for name in gradients
            },
            "the gradients of weights and biases are those of the last time step",
            f"{SHARED_OVER_TIME}. Here only the first round's are kept.", ASK_SHARED,
        ),
        change(
            "mean-over-time", "reduction.mean", divided("T"),
            "the gradients of weights and biases are averaged over the time steps",
            f"{SHARED_OVER_TIME}. A mean divides the sum once more.",
            "Does the loss divide by the number of time steps here, or has that happened upstream?",
        ),
        change(
            "mean-over-examples", "reduction.mean", divided("m"),
            "the gradients of weights and biases are divided by the number of examples",
            "The upstream gradient carries any division by the number of examples already, and "
            "the cell adds up over them.",
            "Does the loss divide by the number of examples here, or has that happened upstream?",
        ),
        change(
            "biases-flat", "shape",
            {f"initial {name}": f"{name} = np.zeros(n_a)" for name in biases},
            "the sums of the biases start as flat vectors",
            "A flat vector and a column do not add up entry by entry: NumPy broadcasts them into a "
            "square matrix.",
            "What are the shapes of the two arrays that are added?",
        ),
        change(
            "sums-start-with-the-parameters", "carry.initial",
            {
                f"initial {name}": f"{name} = list_of_cache[0][-1][{name[1:]!r}]"
                for name in gradients
            },
            "the sums start with the parameters",
            "A sum of gradients starts from zeros in the parameter's shape. Here the parameter's "
            "values are in it.",
            "What is the sum before the first round has added anything?",
        ),
    )  # fmt: skip


RETURN_CHANGES: Final = (
    change(
        "without-da0", "return.key",
        {"result": "result = {result}; result['da_prev'] = result.pop('da0')"},
        "the gradients lack the key `da0`",
        f"{KEYS}. `da_prev` is the cell's name for it; a pass over time returns it as `da0`.",
        ASK_KEYS,
    ),
    change(
        "without-dx", "return.key",
        {"result": "result = {result}; result['dxt'] = result.pop('dx')"},
        "the gradients lack the key `dx`",
        f"{KEYS}. `dxt` is the cell's name for one step of it; a pass over time returns `dx`.",
        ASK_KEYS,
    ),
    change(
        "the-cells-dictionary", "return.key", {"result": "result = step"},
        "the dictionary of the last call of the cell is returned",
        f"{KEYS}. The cell's dictionary holds one time step under other keys.", ASK_KEYS,
    ),
    change(
        "a-tuple", "return.key", {"result": "result = tuple({result}.values())"},
        "the gradients are returned as a tuple", f"{KEYS}. A tuple has none.",
        "How does the function that calls this one find a gradient?",
    ),
)  # fmt: skip


def on_the_right_result(changes: tuple[Change, ...], result: str) -> tuple[Change, ...]:
    """The changes with the right result in the place of `{result}`."""
    return tuple(
        Change(
            each.mistake,
            {place: line.replace("{result}", result) for place, line in each.replaced.items()},
        )
        for each in changes
    )
