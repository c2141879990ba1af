"""Mistakes of a backward pass about time: what a step hands back, and which step it is."""

from typing import Final

from lstm_lib.exercises.derivations.change import change

TWO_WAYS: Final = (
    "A hidden state acts on the loss at its own time step, which `da` tells, and on the next step, "
    "which comes back as that step's `da_prev`"
)
ASK_TWO_WAYS: Final = "By which two ways does a hidden state act on the loss?"
BACK_IN_TIME: Final = (
    "Each step needs the gradient that the step after it hands back, so the last of the T steps "
    "comes first"
)
SAME_STEP: Final = "In each round, everything belongs to the same time step"
ASK_STEP: Final = "Which time step does each index in this round point to?"

CARRIED_HIDDEN: Final = (
    change(
        "da-prev-not-added", "carry.missing", {"da_next": "da_next = da[:, :, t]"},
        "`da_prev` of the step after is not added to `da`",
        f"{TWO_WAYS}. Here every step takes the first alone.", ASK_TWO_WAYS,
    ),
    change(
        "da-prev-not-carried", "carry.missing", {"carry da": "pass"},
        "`da_prev` keeps its initial value",
        f"{TWO_WAYS}. The second stays zero, because the variable is not renewed in the loop.",
        "Which variables have to change from one round of the loop to the next?",
    ),
    change(
        "da-not-added", "term.missing", {"da_next": "da_next = da_prev"},
        "the step's own `da` is not added",
        f"{TWO_WAYS}. Here every step takes the second alone.", ASK_TWO_WAYS,
    ),
    change(
        "da-of-the-last-step-alone", "term.missing",
        {"da_next": "da_next = da[:, :, t] if t == T - 1 else da_prev"},
        "`da` enters at the last time step alone",
        f"{TWO_WAYS}. Before the last step, the first is left out.", ASK_TWO_WAYS,
    ),
    change(
        "da-minus-da-prev", "sign", {"da_next": "da_next = da[:, :, t] - da_prev"},
        "`da_prev` is subtracted from `da`", f"{TWO_WAYS}. The two add up.",
        "How do gradients combine that reach one value by two ways?",
    ),
    change(
        "initial-da-is-the-last-da", "carry.initial", {"initial da": "da_prev = da[:, :, -1]"},
        "`da` of the last step is counted twice",
        "Nothing comes back from beyond the last step, so the loop starts with zeros. Starting "
        "with `da` itself adds it once before the loop and once inside.",
        "What comes back from the step after the last one?",
    ),
    change(
        "initial-da-is-ones", "carry.initial", {"initial da": "da_prev = np.ones((n_a, m))"},
        "`da_prev` starts with ones",
        "Nothing comes back from beyond the last step, so the loop starts with zeros.",
        "What comes back from the step after the last one?",
    ),
    change(
        "da-prev-piles-up", "accumulate.overwritten",
        {"carry da": "da_prev = da_prev + step['da_prev']"},
        "`da_prev` adds up over the steps",
        "What a step hands back contains already what it received. Added to the earlier ones, it "
        "counts those again; only the weights' gradients add up.",
        "Does `da_prev` of a step contain the share of the steps after it?",
    ),
    change(
        "da-next-carried", "operand.wrong", {"carry da": "da_prev = da_next"},
        "`da_next` is handed back in place of `da_prev`",
        "On its way to the step before, the gradient passes the cell; what comes out of it is the "
        "cell's `da_prev`. Here it goes round the cell.",
        "Which of the cell's results belongs to the step before?",
    ),
    change(
        "da-next-carried-as-well", "operand.wrong",
        {"carry da": "da_prev = step['da_prev'] + da_next"},
        "`da_next` is handed back besides `da_prev`",
        "The gradient that arrives at a hidden state reaches the one before through the cell "
        "alone. Here it also goes round the cell.",
        "Is there a way between two hidden states that does not pass the cell?",
    ),
)  # fmt: skip

TIME_STEPS: Final = (
    change(
        "loop-forward", "index.time", {"order": "range(T)"},
        "the loop runs forward in time", f"{BACK_IN_TIME}.",
        "Which step has to be finished before this one can be?",
    ),
    change(
        "loop-without-the-first-step", "index.time", {"order": "reversed(range(1, T))"},
        "the loop ends before the first time step",
        "Counting stops at step 1, and step 0 keeps its zeros. The end of a range does not belong "
        "to it.",
        "Which values does your loop variable take?",
    ),
    change(
        "loop-without-the-last-step", "index.time", {"order": "reversed(range(T - 1))"},
        "the loop leaves out the last time step",
        "Counting starts one step too early, and the last `da` is never used. The end of a range "
        "does not belong to it.",
        "Which values does your loop variable take?",
    ),
    change(
        "da-first-step-always", "index.time", {"da_next": "da_next = da[:, :, 0] + da_prev"},
        "every round takes `da` of the first time step", f"{SAME_STEP}.", ASK_STEP,
    ),
    change(
        "da-last-step-always", "index.time", {"da_next": "da_next = da[:, :, -1] + da_prev"},
        "every round takes `da` of the last time step", f"{SAME_STEP}.", ASK_STEP,
    ),
    change(
        "da-reversed", "index.time", {"da_next": "da_next = da[:, :, T - 1 - t] + da_prev"},
        "`da` is read in the opposite order of time", f"{SAME_STEP}.", ASK_STEP,
    ),
    change(
        "da-step-before", "index.time", {"da_next": "da_next = da[:, :, t - 1] + da_prev"},
        "every round takes `da` of the step before", f"{SAME_STEP}.", ASK_STEP,
    ),
    change(
        "da-step-after", "index.time", {"da_next": "da_next = da[:, :, (t + 1) % T] + da_prev"},
        "every round takes `da` of the step after", f"{SAME_STEP}.", ASK_STEP,
    ),
    change(
        "da-all-steps", "index.time", {"da_next": "da_next = da.sum(axis=2) + da_prev"},
        "every round takes `da` of all time steps",
        f"{SAME_STEP}. The gradients of the other steps come in when their turn comes.", ASK_STEP,
    ),
    change(
        "cache-first-step-always", "index.time", {"cache": "cache = list_of_cache[0]"},
        "every round takes the cache of the first time step", f"{SAME_STEP}.", ASK_STEP,
    ),
    change(
        "cache-last-step-always", "index.time", {"cache": "cache = list_of_cache[T - 1]"},
        "every round takes the cache of the last of the T time steps", f"{SAME_STEP}.", ASK_STEP,
    ),
    change(
        "cache-reversed", "index.time", {"cache": "cache = list_of_cache[T - 1 - t]"},
        "the caches are read in the opposite order of time", f"{SAME_STEP}.", ASK_STEP,
    ),
    change(
        "cache-step-before", "index.time", {"cache": "cache = list_of_cache[t - 1]"},
        "every round takes the cache of the step before", f"{SAME_STEP}.", ASK_STEP,
    ),
    change(
        "cache-step-after", "index.time", {"cache": "cache = list_of_cache[(t + 1) % T]"},
        "every round takes the cache of the step after", f"{SAME_STEP}.", ASK_STEP,
    ),
)  # fmt: skip

INITIAL_GRADIENT: Final = (
    change(
        "da0-of-the-last-step", "index.time",
        {"da0": "da0 = handed_back[0]"},
        "`da0` is `da_prev` of the last time step",
        "The initial hidden state goes into the first step, and its gradient is what the first "
        "step hands back: the result of the last round of the loop.",
        "Which time step uses the initial hidden state?",
    ),
    change(
        "da0-before-the-cell", "operand.wrong", {"da0": "da0 = da_next"},
        "`da0` is the gradient of the hidden state after the first step",
        "The gradient that arrives at the first step still has to pass its cell before it belongs "
        "to the initial hidden state.",
        "Which hidden state comes before the first cell, and which after it?",
    ),
    change(
        "da0-zero", "return.missing", {"da0": "da0 = np.zeros((n_a, m))"},
        "`da0` keeps its initial zeros",
        "The array for `da0` is made and returned, and nothing is written to it.",
        "Where does the gradient go that the first time step hands back?",
    ),
    change(
        "da0-with-the-first-da", "operand.wrong", {"da0": "da0 = da_prev + da[:, :, 0]"},
        "`da0` contains `da` of the first time step",
        "`da` of the first step belongs to the hidden state after that step. The initial one has "
        "no gradient of its own in `da`.",
        "To which hidden state does the first slice of `da` belong?",
    ),
    change(
        "da0-is-the-first-da", "operand.wrong", {"da0": "da0 = da[:, :, 0]"},
        "`da0` is `da` of the first time step",
        "`da` of the first step belongs to the hidden state after that step, not to the initial "
        "one.",
        "To which hidden state does the first slice of `da` belong?",
    ),
    change(
        "da0-sum-over-time", "accumulate.overwritten",
        {"da0": "da0 = sum(handed_back)"},
        "`da0` adds up `da_prev` of all time steps",
        "The weights are used at every step, and so their gradients add up. The initial hidden "
        "state is used once, at the first step.",
        "How many time steps use the initial hidden state?",
    ),
)  # fmt: skip


TIME_CHANGES: Final = (*CARRIED_HIDDEN, *TIME_STEPS, *INITIAL_GRADIENT)
