"""Mistakes in what a cell's forward function returns: the order, the cache and its items."""

from collections.abc import Iterable

from lstm_lib.exercises.derivations.change import Change, change

CACHE = "The backward step takes the cache apart in the order that the exercise gives"
ASK_CACHE = "In which order does the exercise list the items of the cache?"
RETURN = "Whoever calls the function takes its results apart in the order of the docstring"
ASK_RETURN = "In which order does the docstring list the results?"


def result_changes(
    results: tuple[str, ...],
    cache: tuple[str, ...],
    exchanged: tuple[tuple[str, str], ...],
    replaced: tuple[tuple[str, str, str], ...],
) -> tuple[Change, ...]:
    """Wrong orders and wrong items.

    Args:
        results: names of what is returned.
        cache: names of the cache's items.
        exchanged: pairs of items that change places in the cache.
        replaced: items of the cache, what stands in their places, and words on it.

    """
    return (
        *(_exchanged(cache, one, other) for one, other in exchanged),
        *(_replaced(cache, item, other, words) for item, other, words in replaced),
        change("cache-reversed", "cache.order", {"cache": _tuple(reversed(cache))},
               "the cache is in the opposite order", f"{CACHE}.", ASK_CACHE),
        change("cache-xt-first", "cache.order",
               {"cache": _tuple(("xt", *(item for item in cache if item != "xt")))},
               "`xt` comes first in the cache", f"{CACHE}. There `xt` comes after the states.",
               ASK_CACHE),
        change("cache-parameters-first", "cache.order", {"cache": _tuple((cache[-1], *cache[:-1]))},
               "`parameters` comes first in the cache", f"{CACHE}. There `parameters` come last.",
               ASK_CACHE),
        change("cache-too-short", "cache.order", {"cache": _tuple(cache[:-1])},
               "the cache holds an item too few",
               f"{CACHE}, and it needs each of the {len(cache)} items.", ASK_CACHE),
        change("cache-none", "cache.empty", {"cache": "None"},
               "the cache is None",
               "The cache is what the backward step knows of this one. Nothing is kept in it.",
               "What does the backward step need from this one?"),
        change("cache-empty", "cache.empty", {"cache": "()"},
               "the cache is empty",
               "The cache is what the backward step knows of this one. Nothing is kept in it.",
               "What does the backward step need from this one?"),
        change("cache-is-parameters", "cache.empty", {"cache": "parameters"},
               "the cache is `parameters` alone",
               f"{CACHE}. Besides the parameters it needs the values of this step.", ASK_CACHE),
        change("return-too-short", "return.missing", {"result": _tuple(results[:-1])},
               "a result is missing",
               f"{RETURN}. There are {len(results)} of them, the cache included.", ASK_RETURN),
        change("return-hidden-state-alone", "return.missing", {"result": results[0]},
               f"`{results[0]}` alone is returned", f"{RETURN}. Here there is one array only.",
               ASK_RETURN),
        change("return-prediction-first", "return.order",
               {"result": _tuple(("yt_pred", *(name for name in results if name != "yt_pred")))},
               "the prediction is returned first", f"{RETURN}.", ASK_RETURN),
        change("return-single-precision", "dtype",
               {"result": _tuple((f"{results[0]}.astype(np.float32)", *results[1:]))},
               f"`{results[0]}` is in single precision",
               "The result has half the digits of the arguments that it is made from.",
               "What dtype do your arrays have?"),
        change("return-transposed", "transpose",
               {"result": _tuple((f"{results[0]}.T", *results[1:]))},
               f"`{results[0]}` is transposed",
               "A hidden state has one row for each unit and one column for each example.",
               "What is the shape of `a_prev`, and what is the shape of `a_next`?"),
    )  # fmt: skip


def _exchanged(cache: tuple[str, ...], one: str, other: str) -> Change:
    places = {one: other, other: one}
    return change(
        f"cache-{one}-and-{other}-exchanged", "cache.order",
        {"cache": _tuple(places.get(item, item) for item in cache)},
        f"`{one}` and `{other}` stand in each other's place in the cache", f"{CACHE}.", ASK_CACHE,
    )  # fmt: skip


def _replaced(cache: tuple[str, ...], item: str, other: str, words: str) -> Change:
    return change(
        f"cache-{other}-for-{item}", "cache.order",
        {"cache": _tuple(other if each == item else each for each in cache)},
        f"`{other}` stands in the place of `{item}` in the cache",
        f"{CACHE}. Where it expects `{item}`, it finds {words}.",
        f"What does the backward step use `{item}` for?",
    )  # fmt: skip


def _tuple(items: Iterable[str]) -> str:
    return f"({', '.join(items)},)"
