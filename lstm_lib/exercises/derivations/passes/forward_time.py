"""Mistakes of a forward pass about time: where it starts, what it hands on, which step it is."""

from typing import Final

from lstm_lib.exercises.derivations.change import Change, change

HANDED_ON: Final = "Each step starts from the hidden state that the step before has made"
ASK_HANDED_ON: Final = "Which variables have to change from one round of the loop to the next?"
SAME_STEP: Final = "In each round, everything belongs to the same time step"
ASK_STEP: Final = "Which time step does each index in this round point to?"

CARRIED: Final = (
    change("a-not-carried", "carry.missing", {"carry a": "pass"},
           "every step starts from the initial hidden state", f"{HANDED_ON}.", ASK_HANDED_ON),
    change("initial-a-zeros", "carry.initial", {"initial a": "a_prev = np.zeros_like(a0)"},
           "the hidden state starts with zeros in place of `a0`",
           "The function receives the initial hidden state as an argument, and does not use it.",
           "Which argument has no use yet?"),
    change("initial-a-ones", "carry.initial", {"initial a": "a_prev = np.ones_like(a0)"},
           "the hidden state starts with ones in place of `a0`",
           "The function receives the initial hidden state as an argument, and does not use it.",
           "Which argument has no use yet?"),
    change("a-tanh-between-steps", "operand.wrong", {"carry a": "a_prev = np.tanh(a_next)"},
           "the hidden state passes a tanh between two steps",
           f"{HANDED_ON}, as it is.", "What happens to the hidden state between two steps?"),
    change("a-piles-up", "accumulate.overwritten", {"carry a": "a_prev = a_prev + a_next"},
           "the hidden states add up over the steps",
           f"{HANDED_ON}. It takes the place of the earlier one and is not added to it.",
           "Is the new hidden state added to the old one, or does it replace it?"),
)  # fmt: skip

TIME_STEPS: Final = (
    change("x-first-step-always", "index.time", {"input": "xt = x[:, :, 0].copy()"},
           "every step takes the input of the first time step", f"{SAME_STEP}.", ASK_STEP),
    change("x-last-step-always", "index.time", {"input": "xt = x[:, :, -1].copy()"},
           "every step takes the input of the last time step", f"{SAME_STEP}.", ASK_STEP),
    change("x-step-before", "index.time", {"input": "xt = x[:, :, t - 1].copy()"},
           "every step takes the input of the step before", f"{SAME_STEP}.", ASK_STEP),
    change("x-step-after", "index.time", {"input": "xt = x[:, :, (t + 1) % T_x].copy()"},
           "every step takes the input of the step after", f"{SAME_STEP}.", ASK_STEP),
    change("x-reversed", "index.time", {"input": "xt = x[:, :, T_x - 1 - t].copy()"},
           "the inputs are read in the opposite order of time", f"{SAME_STEP}.", ASK_STEP),
    change("x-mean", "reduction.mean", {"input": "xt = x.mean(axis=2)"},
           "every step takes the mean of the inputs over time", f"{SAME_STEP}.", ASK_STEP),
    change("loop-backward", "index.time", {"order": "reversed(range(T_x))"},
           "the loop runs against time",
           f"{HANDED_ON}. The loop has to come to the earlier step first.",
           "Which step has to be finished before this one can be?"),
    change("loop-without-the-last-step", "index.time", {"order": "range(T_x - 1)"},
           "the loop leaves out the last time step",
           "The end of a range does not belong to it, and one more is taken off.",
           "Which values does your loop variable take?"),
    change("loop-without-the-first-step", "index.time", {"order": "range(1, T_x)"},
           "the loop leaves out the first time step",
           "Time steps are counted from 0, and step 0 keeps its zeros.",
           "Which values does your loop variable take?"),
    change("one-step-alone", "index.time", {"order": "range(1)"},
           "only the first time step is computed",
           "The loop ends, or the function returns, after its first round.",
           "Does the return stand inside the loop or after it?"),
    change("sizes-hardcoded", "hardcoded.shape",
           {"sizes": "n_a, m, T_x = 5, 10, x.shape[2]"},
           "the sizes of the published data are written as numbers",
           "Other data has other sizes. They are read from the shapes of the arrays.",
           "Where can you read the sizes from?"),
    change("steps-hardcoded", "hardcoded.shape", {"sizes": "(n_a, m), T_x = a0.shape, 7"},
           "the number of time steps is written as 7",
           "Other data has more or fewer time steps. Their number is read from the shape of `x`.",
           "Where can you read the number of time steps from?"),
    change("outputs-hardcoded", "hardcoded.shape", {"outputs": "n_y = 2"},
           "the number of outputs is written as 2",
           "Other data has more or fewer outputs. Their number is read from the output layer's "
           "weights.",
           "Where can you read the number of outputs from?"),
    change("steps-from-the-examples", "shape", {"sizes": "(n_a, m), T_x = a0.shape, x.shape[1]"},
           "the number of time steps is read from the examples' axis",
           "The axes of `x` are inputs, examples, time steps, in this order.",
           "Which axis of `x` counts the time steps?"),
)  # fmt: skip

TIME_CHANGES: Final[tuple[Change, ...]] = (*CARRIED, *TIME_STEPS)
