"""Mistakes of a forward pass about its results: what is stored where, and the caches."""

from typing import Final

from lstm_lib.exercises.derivations.change import Change, change

OWN_SLICE: Final = "Each round writes its value to the slice of its own time step"
ASK_SLICE: Final = "Which slice belongs to this round?"
CACHES: Final = "The backward pass needs one cache for each time step, in order of time"
ASK_CACHES: Final = "What does the backward pass need from each time step?"
PAIR: Final = "The caches are a pair: the list with one cache for each time step, then `x`"
ASK_PAIR: Final = "Which two things are in the caches, and in which order?"
CHANGED: Final = (
    "A cache holds arrays, not copies of them. What is written to such an array later changes the "
    "cache too"
)
ASK_CHANGED: Final = "Which of the arrays in a cache are written to after it was stored?"


def stored_changes(array: str, value: str, line: str) -> tuple[Change, ...]:
    """Wrong slices of one result.

    Args:
        array: the result over time, such as `a`.
        value: what one round writes to it, such as `a_next`.
        line: the name of the line that writes.

    """
    return (
        change(f"{array}-step-before", "index.time", {line: f"{array}[:, :, t - 1] = {value}"},
               f"`{array}` is shifted by one time step, towards the beginning", f"{OWN_SLICE}.",
               ASK_SLICE),
        change(f"{array}-step-after", "index.time",
               {line: f"{array}[:, :, (t + 1) % T_x] = {value}"},
               f"`{array}` is shifted by one time step, towards the end", f"{OWN_SLICE}.",
               ASK_SLICE),
        change(f"{array}-reversed", "index.time", {line: f"{array}[:, :, T_x - 1 - t] = {value}"},
               f"`{array}` runs against time", f"{OWN_SLICE}.", ASK_SLICE),
        change(f"{array}-first-slice-always", "index.time", {line: f"{array}[:, :, 0] = {value}"},
               f"every round writes to the first slice of `{array}`", f"{OWN_SLICE}.", ASK_SLICE),
        change(f"{array}-last-slice-always", "index.time", {line: f"{array}[:, :, -1] = {value}"},
               f"every round writes to the last slice of `{array}`", f"{OWN_SLICE}.", ASK_SLICE),
        change(f"{array}-all-slices", "accumulate.overwritten",
               {line: f"{array}[...] = {value}[:, :, None]"},
               f"every round overwrites all of `{array}`",
               f"{OWN_SLICE}. Written as a whole, the array holds the last step's value "
               "everywhere.",
               ASK_SLICE),
        change(f"{array}-not-stored", "return.missing", {line: "pass"},
               f"`{array}` keeps its initial zeros",
               f"The array for `{array}` is made and returned, and nothing is written to it.",
               f"Where does the value of each step go that belongs to `{array}`?"),
    )  # fmt: skip


def result_changes(y: str, result: str) -> tuple[Change, ...]:
    """Those that the RNN and the LSTM share; `result` is the right line's right side."""
    axes = "The axes are units, examples, time steps, in this order"
    ask_axes = "What is the order of the axes of `x`?"
    return (
        *stored_changes("a", "a_next", "store a"),
        *stored_changes(y, "yt_pred", "store y"),
        change("a-is-the-last-state", "shape", {"result": _with(result, "a", "a_next")},
               "the last hidden state is returned in place of all of them",
               "The result holds the hidden states of all time steps; here it is one step's.",
               "How many time steps does the returned array cover?"),
        change("y-is-the-last-prediction", "shape", {"result": _with(result, y, "yt_pred")},
               "the last prediction is returned in place of all of them",
               "The result holds the predictions of all time steps; here it is one step's.",
               "How many time steps does the returned array cover?"),
        change("a-time-first", "shape", {"result": _with(result, "a", "a.transpose(2, 0, 1)")},
               "`a` has time as its first axis", f"{axes}.", ask_axes),
        change("a-time-second", "shape", {"result": _with(result, "a", "a.transpose(0, 2, 1)")},
               "`a` has time as its second axis", f"{axes}.", ask_axes),
        change("y-time-first", "shape", {"result": _with(result, y, f"{y}.transpose(2, 0, 1)")},
               f"`{y}` has time as its first axis", f"{axes}.", ask_axes),
        change("a-whole-numbers", "dtype", {"a": "a = np.zeros((n_a, m, T_x), dtype=int)"},
               "`a` holds whole numbers",
               "The array was made for whole numbers, and what is written to it loses its "
               "decimals.",
               "What dtype has the array that you write to?"),
        change("a-single-precision", "dtype",
               {"a": "a = np.zeros((n_a, m, T_x), dtype=np.float32)"},
               "`a` is in single precision",
               "The array was made with half the digits of its inputs, and what is written to it "
               "is rounded.",
               "What dtype has the array that you write to?"),
        change("y-whole-numbers", "dtype", {"y": f"{y} = np.zeros((n_y, m, T_x), dtype=int)"},
               f"`{y}` holds whole numbers",
               "The array was made for whole numbers, and what is written to it loses its "
               "decimals.",
               "What dtype has the array that you write to?"),
        change("y-single-precision", "dtype",
               {"y": f"{y} = np.zeros((n_y, m, T_x), dtype=np.float32)"},
               f"`{y}` is in single precision",
               "The array was made with half the digits of its inputs, and what is written to it "
               "is rounded.",
               "What dtype has the array that you write to?"),
        change("y-like-a", "shape", {"y": f"{y} = np.zeros((n_a, m, T_x))",
                                     "store y": f"{y}[:n_y, :, t] = yt_pred[:n_a]"},
               f"`{y}` has as many rows as there are hidden units",
               "A prediction has one row for each output, which is the number of rows of the "
               "output layer's weights.",
               "How many rows has one step's prediction?"),
        change("return-too-short", "return.missing",
               {"result": f"result = {result}[:-1]"},
               "a result is missing",
               "Whoever calls the function takes its results apart in the order of the docstring; "
               "the caches come last.",
               "Which results does the docstring list?"),
        change("return-y-first", "return.order",
               {"result": f"r = {result}; result = (r[1], r[0], *r[2:])"},
               f"`{y}` is returned before `a`",
               "Whoever calls the function takes its results apart in the order of the docstring.",
               "In which order does the docstring list the results?"),
        *cache_changes(result),
        *alias_changes(),
    )  # fmt: skip


def cache_changes(result: str) -> tuple[Change, ...]:
    """What is stored in the caches, and how they are handed over."""
    return (
        change("caches-empty", "cache.empty", {"store cache": "pass"},
               "no cache is stored", f"{CACHES}. The list stays empty.", ASK_CACHES),
        change("caches-of-the-last-step", "cache.empty", {"store cache": "caches = [cache]"},
               "only the last cache is kept",
               f"{CACHES}. Every round replaces the list by a new one.", ASK_CACHES),
        change("caches-reversed", "cache.order", {"store cache": "caches.insert(0, cache)"},
               "the caches are in the opposite order of time", f"{CACHES}.",
               "At which end of the list does a new cache belong?"),
        change("caches-twice", "cache.order",
               {"store cache": "caches.append(cache); caches.append(cache)"},
               "every cache is stored twice", f"{CACHES}.", ASK_CACHES),
        change("caches-in-one-list", "cache.order", {"store cache": "caches.extend(cache)"},
               "the caches' items are stored one by one",
               f"{CACHES}. The items of all caches are in one long list here.",
               "Does the line add one thing to the list, or several?"),
        change("caches-one-repeated", "alias.cache",
               {"result": _caches(result, "([cache] * T_x, x)")},
               "the last step's cache is stored for every time step",
               f"{CACHES}. All entries of the list are the same one.", ASK_CACHES),
        change("caches-without-x", "cache.order", {"result": _caches(result, "caches")},
               "the caches lack `x`", f"{PAIR}. Only the list is returned.", ASK_PAIR),
        change("caches-x-first", "cache.order", {"result": _caches(result, "(x, caches)")},
               "`x` comes first in the caches", f"{PAIR}.", ASK_PAIR),
        change("caches-with-xt", "operand.wrong", {"result": _caches(result, "(caches, xt)")},
               "the caches hold the last input in place of `x`",
               f"{PAIR}. Here there is one time step of it.", ASK_PAIR),
        change("caches-with-a", "operand.wrong", {"result": _caches(result, "(caches, a)")},
               "the caches hold `a` in place of `x`", f"{PAIR}.", ASK_PAIR),
        change("caches-with-a0", "operand.wrong", {"result": _caches(result, "(caches, a0)")},
               "the caches hold `a0` in place of `x`", f"{PAIR}.", ASK_PAIR),
        change("caches-with-parameters", "operand.wrong",
               {"result": _caches(result, "(caches, parameters)")},
               "the caches hold `parameters` in place of `x`",
               f"{PAIR}. The parameters are in every single cache already.", ASK_PAIR),
    )  # fmt: skip


def alias_changes() -> tuple[Change, ...]:
    """Arrays that are written to after a cache has taken them."""
    return (
        change("initial-a-is-a-view", "alias.cache",
               {"initial a": "a[:, :, 0] = a0; a_prev = a[:, :, 0]"},
               "the initial hidden state is a view of `a`",
               f"{CHANGED}: `a_prev` of the first cache is the first slice of `a`, and the first "
               "round writes to it.", ASK_CHANGED),
        change("a-written-in-place", "alias.cache", {"carry a": "a_prev[...] = a_next"},
               "one array holds the hidden state of every step",
               f"{CHANGED}: every round writes the new state into the array that the caches hold "
               "as `a_prev`.", ASK_CHANGED),
        change("xt-written-in-place", "alias.cache",
               {"input": "xt[...] = x[:, :, t]",
                "caches": "caches = []; xt = np.zeros(x.shape[:2])"},
               "one array holds the input of every step",
               f"{CHANGED}: every round writes its input into the array that the caches hold as "
               "`xt`.", ASK_CHANGED),
        change("a-and-xt-written-in-place", "alias.cache",
               {"input": "xt[...] = x[:, :, t]", "carry a": "a_prev[...] = a_next",
                "caches": "caches = []; xt = np.zeros(x.shape[:2])"},
               "one array holds the hidden state of every step, and one the input",
               f"{CHANGED}: every round writes into the arrays that the caches hold.",
               ASK_CHANGED),
    )  # fmt: skip


def _with(result: str, name: str, other: str) -> str:
    """The right result with another value in the place of one array."""
    return (
        f"result = {result}; result = tuple({other} if each is {name} else each for each in result)"
    )


def _caches(result: str, other: str) -> str:
    """The right result with something else in the place of the caches."""
    return f"result = {result.replace('(caches, x)', other)}"
