"""What the backward passes of the RNN and the LSTM have in common, line by line."""

from collections.abc import Iterable, Mapping
from typing import Any

from lstm_lib.exercises.derivations.formulas import Formulas
from lstm_lib.exercises.derivations.loop import Loop


def backward_pass(
    weights: Iterable[str],
    cell: Formulas,
    further_before: Mapping[str, str],
    further_each: Mapping[str, str],
) -> Loop:
    """The table of a backward pass over time.

    Args:
        weights: the parameters whose gradients add up, such as `Wf`.
        cell: the table of the cell's backward function.
        further_before: initial values besides that of `da_prev`.
        further_each: lines of a round besides those of the hidden state, and the call of the cell.

    """
    gradients = [f"d{name}" for name in weights]
    returned = ", ".join(f"{name}={name}" for name in ("dx", "da0", *gradients))
    loop = Loop(
        arguments=("da", "caches"),
        before={
            "caches": "list_of_cache, x = caches",
            "sizes": "n_a, m, T = da.shape; n_x, _, T_x = x.shape",
            "dx": "dx = np.zeros((n_x, m, T))",
            **{
                f"initial {name}": f"{name} = np.zeros_like(list_of_cache[0][-1][{name[1:]!r}])"
                for name in gradients
            },
            "handed back": "handed_back = []",
            "initial da": "da_prev = np.zeros((n_a, m))",
            **further_before,
        },
        order="reversed(range(T))",
        each={
            "cache": "cache = list_of_cache[t]",
            "da_next": "da_next = da[:, :, t] + da_prev",
            **further_each,
            "hand back": "handed_back.append(step['da_prev'])",
            "carry da": "da_prev = step['da_prev']",
            "store dx": "dx[:, :, t] = step['dxt']",
            **{f"accumulate {name}": f"{name} = {name} + step[{name!r}]" for name in gradients},
        },
        after={"da0": "da0 = da_prev", "result": f"result = dict({returned})"},
        cell=cell.variant({}),
        observed=lambda *arguments: _quantities(loop, cell, gradients, *arguments),
    )
    return loop


def _quantities(
    loop: Loop, cell: Formulas, gradients: list[str], *arguments: Any
) -> dict[str, Any]:
    """Every value over time. A step's own share of `dWf` is called `dWf<t>`."""
    *rounds, final = loop.trace(*arguments)
    rounds.reverse()  # the loop runs against time
    steps = [cell.quantities(*(names[argument] for argument in cell.arguments)) for names in rounds]
    parameters = final["cache"][-1]
    over_time: dict[str, Any] = {
        f"{name}<t>" if name in gradients else name: [step[name] for step in steps]
        for name in steps[0]
        if name not in parameters
    }
    sums = {f"{name} so far": [names[name] for names in rounds] for name in gradients}
    whole = {name: final[name] for name in ("da", "x")}
    return {**over_time, **sums, **whole, **final["result"], **parameters}
