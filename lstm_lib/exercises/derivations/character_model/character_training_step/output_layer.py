"""Mistakes on the way back through the output layer."""

from typing import Final

from lstm_lib.exercises.derivations.change import change

EVERY: Final = "The same output layer works at every time step, and the shares of all steps add up"
ASK_EVERY: Final = "How many time steps and names have a share in this gradient?"
BACK: Final = "Going back through a linear map multiplies by its transpose"
ASK_BACK: Final = "By what is the gradient multiplied on its way back through a matrix product?"
ONE_DZ: Final = "Everything goes back through the same `dz`, the masked and divided one"
COLUMN: Final = "The bias is a column, and so is its gradient"
START: Final = "Before the first character nothing has been read: the hidden state is zero"
BOTH: Final = "((1, 2), (1, 2))"

OUTPUT_CHANGES: Final = (
    change("a0-ones", "carry.initial", {"a0": "np.ones((_Wy.shape[1], x.shape[1]))"},
           "the hidden state starts with ones", f"{START}.",
           "What has the model read before the first character?"),
    change("dWy-of-last-step", "accumulate.overwritten", {"_dWy": "dz[:, :, -1] @ a[:, :, -1].T"},
           "`dWy` keeps the last step's share alone", f"{EVERY}.", ASK_EVERY),
    change("dWy-of-first-step", "accumulate.overwritten", {"_dWy": "dz[:, :, 0] @ a[:, :, 0].T"},
           "`dWy` keeps the first step's share alone", f"{EVERY}.", ASK_EVERY),
    change("dby-of-last-step", "accumulate.overwritten",
           {"_dby": "dz[:, :, -1].sum(axis=1, keepdims=True)"},
           "`dby` keeps the last step's share alone", f"{EVERY}.", ASK_EVERY),
    change("both-of-last-step", "accumulate.overwritten",
           {"_dWy": "dz[:, :, -1] @ a[:, :, -1].T",
            "_dby": "dz[:, :, -1].sum(axis=1, keepdims=True)"},
           "`dWy` and `dby` keep the last step's share alone", f"{EVERY}.", ASK_EVERY),
    change("dWy-mean-over-steps", "reduction.mean",
           {"_dWy": f"np.tensordot(dz, a, axes={BOTH}) / x.shape[2]"},
           "`dWy` is divided by the number of time steps",
           f"{EVERY}. The loss divides already.", ASK_EVERY),
    change("dWy-mean-over-names", "reduction.mean",
           {"_dWy": f"np.tensordot(dz, a, axes={BOTH}) / x.shape[1]"},
           "`dWy` is divided by the number of names",
           f"{EVERY}. The loss divides already.", ASK_EVERY),
    change("dby-mean", "reduction.mean", {"_dby": "dz.mean(axis=(1, 2))[:, None]"},
           "`dby` is a mean over names and steps",
           f"{EVERY}. The loss divides already.", ASK_EVERY),
    change("dWy-with-prediction", "operand.wrong",
           {"_dWy": f"np.tensordot(y - targets, a, axes={BOTH})"},
           "`dWy` is made with the difference alone, without mask and division",
           f"{ONE_DZ}.",
           "Which gradient arrives at the output layer?"),
    change("dWy-with-cell-state", "operand.wrong",
           {"_dWy": f"np.tensordot(dz, c, axes={BOTH})"},
           "`dWy` is made with the cell state",
           "The gradient of a matrix is made with what that matrix was multiplied by.",
           "What is `Wy` multiplied by in the forward pass?"),
    change("dWy-with-state-before", "index.time",
           {"_dWy": "np.tensordot(dz[:, :, 1:], a[:, :, :-1], axes=((1, 2), (1, 2)))"},
           "`dWy` is made with the hidden state of the step before",
           "A prediction is made from the hidden state of its own step.",
           "Which hidden state does the prediction of step t see?"),
    change("dWy-transposed", "transpose", {"_dWy": "np.tensordot(a, dz, axes=((1, 2), (1, 2)))"},
           "`dWy` is transposed",
           "A gradient has the shape of its parameter: outputs in rows, hidden units in columns.",
           "Which of the two factors of the product gives the rows?"),
    change("dby-flat", "reduction.keepdims", {"_dby": "dz.sum(axis=(1, 2))"},
           "`dby` loses an axis",
           f"{COLUMN}. A sum drops the axes that it runs over and leaves a flat vector.",
           "What is the shape of the bias, and what is the shape of your sum?"),
    change("dby-not-over-names", "reduction.axis", {"_dby": "dz.sum(axis=2)"},
           "`dby` does not sum over the names", f"{EVERY}.", ASK_EVERY),
    change("dby-of-all-classes", "reduction.axis", {"_dby": "dz.sum() * np.ones((len(dz), 1))"},
           "`dby` sums over the classes as well",
           f"{COLUMN} with one number for each class.", "How many numbers does a bias hold?"),
    change("da-untransposed", "transpose", {"da": "np.tensordot(_Wy, dz, axes=1)"},
           "`da` uses `Wy` untransposed",
           f"{BACK}. Where there are as many units as classes, the shape does not give this away.",
           ASK_BACK),
    change("da-of-last-step", "accumulate.overwritten",
           {"da": "np.concatenate((np.zeros_like(a[:, :, :-1]), "
                  "np.tensordot(_Wy.T, dz, axes=1)[:, :, -1:]), axis=2)"},
           "only the last step's prediction has a gradient",
           "Every time step makes a prediction, and each has its share in the loss.",
           "Which time steps have a prediction that the loss looks at?"),
    change("da-of-difference", "operand.wrong",
           {"da": "np.tensordot(_Wy.T, y - targets, axes=1)"},
           "`da` is made with the difference alone, without mask and division",
           f"{ONE_DZ}.",
           "Which gradient arrives at the output layer?"),
    change("da-with-tanh", "derivative.factor",
           {"da": "np.tensordot(_Wy.T, dz, axes=1) * (1 - a**2)"},
           "`da` passes a tanh",
           "`da` is the gradient of the hidden state itself. What made the hidden state belongs to "
           "the backward pass, which takes care of it.",
           "Which function stands between the hidden state and `z`?"),
    change("da-reversed", "index.time",
           {"da": "np.tensordot(_Wy.T, dz, axes=1)[:, :, ::-1]"},
           "`da` runs against time",
           "The slice of a time step holds that step's gradient; the backward pass itself begins "
           "at the end.", "In which order does `lstm_backward` expect the time steps of `da`?"),
)  # fmt: skip
