"""What the forward passes of the RNN and the LSTM have in common, line by line."""

from collections.abc import Mapping
from typing import Any

from lstm_lib.exercises.derivations.formulas import Formulas
from lstm_lib.exercises.derivations.loop import Loop


def forward_pass(
    y: str,
    output_weights: str,
    cell: Formulas,
    items: tuple[str, ...],
    call: str,
    result: str,
    further_before: Mapping[str, str],
    further_each: Mapping[str, str],
) -> Loop:
    """The table of a forward pass over time.

    Args:
        y: what the pass calls its predictions, `y` or `y_pred`.
        output_weights: the parameter whose rows are the outputs.
        cell: the table of the cell's forward function.
        items: names of what its cache holds.
        call: the line that calls it.
        result: what is returned.
        further_before: initial values besides those of the hidden state.
        further_each: lines of a round besides those of the hidden state.

    """
    loop = Loop(
        arguments=("x", "a0", "parameters"),
        before={
            "sizes": "(n_a, m), T_x = a0.shape, x.shape[2]",
            "outputs": f"n_y = len(parameters[{output_weights!r}])",
            "a": "a = np.zeros((n_a, m, T_x))",
            "y": f"{y} = np.zeros((n_y, m, T_x))",
            "caches": "caches = []",
            "initial a": "a_prev = a0.copy()",
            **further_before,
        },
        order="range(T_x)",
        each={
            "input": "xt = x[:, :, t].copy()",
            "cell": call,
            "store a": "a[:, :, t] = a_next",
            "store y": f"{y}[:, :, t] = yt_pred",
            "store cache": "caches.append(cache)",
            "carry a": "a_prev = a_next",
            **further_each,
        },
        after={"result": f"result = {result}"},
        cell=cell.variant({}),
        observed=lambda *arguments: _quantities(loop, cell, items, y, *arguments),
    )
    return loop


def _quantities(
    loop: Loop, cell: Formulas, items: tuple[str, ...], y: str, *arguments: Any
) -> dict[str, Any]:
    """Every value over time, and the whole arrays under their own names."""
    *rounds, final = loop.trace(*arguments)
    parameters = final["parameters"]
    # After a round, `a_prev` is the next step's; the cell's own arguments are in its cache.
    stored = [dict(zip(items, names["cache"], strict=True)) for names in rounds]
    steps = [cell.quantities(*(cache[name] for name in cell.arguments)) for cache in stored]
    over_time: dict[str, Any] = {
        name: [step[name] for step in steps] for name in steps[0] if name not in parameters
    }
    whole: dict[str, Any] = {
        name: final[name] for name in ("x", "a0", "a", y, "c") if name in final
    }
    return {**over_time, **whole, **parameters}
