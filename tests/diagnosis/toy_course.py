"""A course about something else: what a shop takes, and how it spreads over its branches."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from cellcheck.exercise import Array, Course, DataSet, Derivation, Exercise, Functions, Keys, Words
from numpy.typing import NDArray

OWN_WORDS = {
    "reduction.axis": Words(
        "the takings are added up over the wrong axis",
        "Line {line} adds up over branches what belongs to days, or the other way round.",
        "Which axis of the table counts the days?",
        "A table has one row for each branch and one column for each day.",
    )
}


def _quantities(prices: NDArray[Any], sold: NDArray[Any]) -> Mapping[str, Any]:
    takings = prices * sold
    per_branch = takings.sum(axis=1, keepdims=True)
    return {
        "prices": prices,
        "sold": sold,
        "takings": takings,
        "per_branch": per_branch,
        "share": takings / per_branch,
    }


def takings(prices: NDArray[Any], sold: NDArray[Any]) -> dict[str, NDArray[Any]]:
    made = _quantities(prices, sold)
    return {name: made[name] for name in ("takings", "per_branch", "share")}


def _data_sets(_seed: int | None) -> tuple[DataSet, ...]:
    sets = []
    for name, branches, days in (("published", 3, 5), ("one week", 4, 7)):
        drawn = np.random.RandomState(branches)
        arrays = {
            "prices": drawn.uniform(1, 9, (branches, days)),
            "sold": drawn.uniform(1, 40, (branches, days)),
        }
        sets.append(DataSet(name, {"branches": branches, "days": days}, arrays))
    return tuple(sets)


def _arguments(data: DataSet, _functions: Functions) -> tuple[Any, ...]:
    return data.arrays["prices"], data.arrays["sold"]


def toy_course(words: Mapping[str, Words] | None = None) -> Course:
    function: Callable[..., Any] = takings
    exercise = Exercise(
        name="takings",
        signature=("prices", "sold"),
        returns=Keys(
            "table",
            (
                Array("takings", ("branches", "days")),
                Array("per_branch", ("branches", "1")),
                Array("share", ("branches", "days")),
            ),
        ),
        reference=function,
        arguments=_arguments,
        data_sets=_data_sets,
        derivation=Derivation(_quantities),
        words=words or {},
    )
    return Course({exercise.name: exercise})
