"""Mistakes in what goes back to the step before: `da_prev`, `dxt` and `dc_prev`."""

from typing import Final

from lstm_lib.exercises.derivations.change import Change, change
from lstm_lib.exercises.derivations.gates import EASILY_CONFUSED, GATES, Gate

SHARES: Final = {gate: f"_from_{gate.letter}" for gate in GATES}
ROWS: Final = {"da_prev": "[:n_a]", "dxt": "[n_a:]"}
COLUMNS: Final = {"da_prev": "[:, :n_a]", "dxt": "[:, n_a:]"}
SOURCE: Final = {"da_prev": "a_prev", "dxt": "xt"}
STACKED: Final = (
    "The gates see `a_prev` stacked above `xt`, so the first `n_a` columns of each weight matrix "
    "belong to `a_prev` and the others to `xt`"
)
ASK_COLUMNS: Final = "Which columns of the weight matrix are multiplied by which input?"


def _sum(shares: dict[Gate, str]) -> str:
    return " + ".join(shares.values())


def _without(gate: Gate) -> str:
    return _sum({other: share for other, share in SHARES.items() if other is not gate})


def _missing(gate: Gate) -> tuple[Change, ...]:
    """One gate's way back is forgotten: in one of the two gradients, or in both."""
    why = "Both inputs go into all four gates, and what comes back from the four adds up. The share"
    ask = "Into how many gates does `{}` go?"
    return (
        *(
            change(
                f"{name}-without-{gate.letter}", "term.missing",
                {name: f"({_without(gate)}){rows}"},
                f"`{name}` lacks the share of the {gate.words}",
                f"{why} of the {gate.words} is not there.", ask.format(SOURCE[name]),
            )
            for name, rows in ROWS.items()
        ),
        change(
            f"inputs-without-{gate.letter}", "term.missing", {"dconcat": _without(gate)},
            f"`da_prev` and `dxt` lack the share of the {gate.words}",
            f"{why} of the {gate.words} is not there.", ask.format("a_prev"),
        ),
    )  # fmt: skip


def _with_another_gradient(gate: Gate, other: Gate) -> tuple[Change, ...]:
    share = f"W{gate.letter}.T @ {other.gradient}"
    swapped = _sum({**SHARES, gate: share})
    why = (
        f"`W{gate.letter}` is multiplied by `{other.gradient}`, the gradient of the {other.words}. "
        "Each gate's gradient goes back through that gate's own weights."
    )
    ask = "Through which weights did this gate receive its inputs?"
    return tuple(
        change(
            f"{name}-W{gate.letter}-with-{other.gradient}", "gate.swapped",
            {name: f"({swapped}){rows}"},
            f"`{name}` combines `W{gate.letter}` with `{other.gradient}`", why, ask,
        )
        for name, rows in ROWS.items()
    )  # fmt: skip


def _with_another_weight(gate: Gate, other: Gate) -> tuple[Change, ...]:
    return tuple(
        change(
            f"{name}-W{other.letter}-twice-for-{gate.letter}", "gate.swapped",
            {name: f"({_sum({**SHARES, gate: f'W{other.letter}.T @ {gate.gradient}'})}){rows}"},
            f"`{name}` sends `{gate.gradient}` through `W{other.letter}`",
            f"`W{other.letter}` belongs to the {other.words}. Each gate's gradient goes back "
            "through that gate's own weights.",
            "Through which weights did this gate receive its inputs?",
        )
        for name, rows in ROWS.items()
    )  # fmt: skip


def _columns(gate: Gate) -> tuple[Change, ...]:
    """The wrong block of one weight matrix, where its shape allows it."""
    letter, d = gate.letter, gate.gradient
    shares = {"da_prev": f"W{letter}[:, -n_a:].T @ {d}", "dxt": f"W{letter}[:, :n_x].T @ {d}"}
    others = _sum({other: share for other, share in SHARES.items() if other is not gate})
    return (
        *(
            change(
                f"{name}-columns-of-W{letter}", "slice.wrong",
                {name: f"({others}){ROWS[name]} + {share.replace('n_x', 'len(xt)')}"},
                f"`{name}` takes other columns of `W{letter}`",
                f"{STACKED}. For the {gate.words} the block starts at another place.", ASK_COLUMNS,
            )
            for name, share in shares.items()
        ),
        change(
            f"da_prev-W{letter}-not-transposed", "transpose",
            {"da_prev": f"({others})[:n_a] + W{letter}[:, :n_a] @ {d}"},
            f"`da_prev` uses `W{letter}` untransposed",
            "Going back through a linear map multiplies by its transpose. The block for `a_prev` "
            "is square, so that its shape does not give this away.",
            "By what is the gradient multiplied on its way back through a matrix product?",
        ),
    )  # fmt: skip


def _all_columns() -> tuple[Change, ...]:
    def blocks(columns: str) -> str:
        return " + ".join(f"W{gate.letter}{columns}.T @ {gate.gradient}" for gate in GATES)

    return (
        change("da_prev-last-columns", "slice.wrong", {"da_prev": blocks("[:, -n_a:]")},
               "`da_prev` takes the last `n_a` columns of the weights",
               f"{STACKED}. Here the block is counted from the end.", ASK_COLUMNS),
        change("dxt-first-columns", "slice.wrong", {"dxt": blocks("[:, :len(xt)]")},
               "`dxt` takes the first `n_x` columns of the weights",
               f"{STACKED}. Here the block is counted from the beginning.", ASK_COLUMNS),
        change("inputs-stacked-in-the-other-order", "slice.wrong",
               {"da_prev": "dconcat[len(xt):]", "dxt": "dconcat[:len(xt)]"},
               "`da_prev` and `dxt` are cut apart as if `xt` stood above `a_prev`",
               f"{STACKED}. Both gradients have the right shape here, and the wrong rows.",
               ASK_COLUMNS),
        change("da_prev-from-columns-of-xt", "slice.wrong", {"da_prev": "dconcat[n_a:]"},
               "`da_prev` takes the columns that belong to `xt`", f"{STACKED}.", ASK_COLUMNS),
        change("dxt-from-columns-of-a-prev", "slice.wrong", {"dxt": "dconcat[:n_a]"},
               "`dxt` takes the columns that belong to `a_prev`", f"{STACKED}.", ASK_COLUMNS),
        change("da_prev-not-cut", "slice.wrong", {"da_prev": "dconcat"},
               "`da_prev` holds the rows of `xt` as well",
               f"{STACKED}. The whole matrices give the gradients of both inputs at once.",
               ASK_COLUMNS),
        change("dxt-not-cut", "slice.wrong", {"dxt": "dconcat"},
               "`dxt` holds the rows of `a_prev` as well",
               f"{STACKED}. The whole matrices give the gradients of both inputs at once.",
               ASK_COLUMNS),
        change("inputs-hardcoded", "hardcoded.shape", {"n_a": "5"},
               "the number of hidden units is written as 5",
               "The published data has five hidden units, other data has more or fewer. Shapes are "
               "read from the arrays.",
               "Where can you read `n_a` from?"),
        change("da_prev-not-transposed", "transpose",
               {"da_prev": " + ".join(
                   f"W{gate.letter}[:, :n_a] @ {gate.gradient}" for gate in GATES)},
               "`da_prev` uses the weights untransposed",
               "Going back through a linear map multiplies by its transpose. The blocks for "
               "`a_prev` are square, so that their shape does not give this away.",
               "By what is the gradient multiplied on its way back through a matrix product?"),
        change("da_prev-plus-da_next", "term.missing", {"da_prev": "dconcat[:n_a] + da_next"},
               "`da_prev` adds `da_next` once more",
               "The gradient that arrives at `a_next` reaches `a_prev` through the gates alone; "
               "there is no direct way between the two hidden states.",
               "Is there a way from `a_prev` to `a_next` that passes no gate?"),
        change("da_prev-mean", "reduction.mean", {"da_prev": "dconcat[:n_a] / da_next.shape[1]"},
               "`da_prev` is divided by the number of examples",
               "Each example has its own column in `da_prev`, and nothing is averaged.",
               "Does one example's hidden state depend on another example?"),
    )  # fmt: skip


def _cell_state() -> tuple[Change, ...]:
    why = "`c_next` contains `c_prev` times the forget gate, and that gate is the factor on the way"
    ask = "What is `c_prev` multiplied by in the forward step?"
    path = "da_next * ot * (1 - tanh_c**2)"
    rows = (
        ("without-ft", "derivative.factor", "dc", "lacks the factor `ft`", " back.", ask),
        ("sigmoid-derivative", "derivative.factor", "dc * ft * (1 - ft)",
         "has the extra factor `1 - ft`",
         " back. The derivative of its sigmoid belongs to `dft`.",
         "Does the way from `c_next` to `c_prev` pass through the sigmoid of the forget gate?"),
        ("complement", "derivative.factor", "dc * (1 - ft)",
         "multiplies by `1 - ft`", " back, not its complement.", ask),
        ("through-it", "gate.swapped", "dc * it", "goes through the input gate", " back.", ask),
        ("through-ot", "gate.swapped", "dc * ot", "goes through the output gate", " back.", ask),
        ("times-c-prev", "operand.wrong", "dc * c_prev",
         "multiplies by `c_prev`", " back. `c_prev` itself is the factor for that gate.", ask),
        ("extra-c-prev", "operand.wrong", "dc * ft * c_prev",
         "has the extra factor `c_prev`",
         " back. The derivative by `c_prev` no longer contains `c_prev`.", ask),
        ("is-dft", "operand.wrong", "dft", "is `dft`",
         " back. `dft` is the gradient of what stands inside the gate.", ask),
        ("ft-on-first", "parentheses", f"dc_next * ft + {path}",
         "applies `ft` to the first summand only",
         " back of the whole gradient, of both its summands.",
         "To which of the two summands does the factor apply?"),
        ("ft-on-second", "parentheses", f"dc_next + {path} * ft",
         "applies `ft` to the second summand only",
         " back of the whole gradient, of both its summands.",
         "To which of the two summands does the factor apply?"),
        ("da-prev", "operand.wrong", "dconcat[:n_a]", "is `da_prev`",
         " back. The hidden state takes another way, through the four gates.", ask),
    )  # fmt: skip
    return tuple(
        change(f"dc_prev-{key}", code, {"dc_prev": formula}, f"`dc_prev` {what}", f"{why}{rest}", a)
        for key, code, formula, what, rest, a in rows
    )


INPUT_CHANGES: Final = (
    *(each for gate in GATES for each in (*_missing(gate), *_columns(gate))),
    *(
        each
        for gate, other in EASILY_CONFUSED
        for each in (*_with_another_gradient(gate, other), *_with_another_weight(gate, other))
    ),
    *_all_columns(),
    *_cell_state(),
)
