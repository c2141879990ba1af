"""Mistakes in the loss and in its gradient by what goes into the softmax."""

from typing import Final

from lstm_lib.exercises.derivations.change import change

MEAN: Final = "The loss is the mean over the characters that count, those where the mask is 1"
ASK_MEAN: Final = "How many characters of the batch count, and which?"
PADDING: Final = "Behind the end of a name stand end marks that only fill the array up"
ASK_PADDING: Final = "What does the mask say, and which lines have to know it?"
LOG: Final = "The loss of a character is minus the natural logarithm of what the model gave to it"
ASK_LOG: Final = "What is the loss of a character that the model was sure of?"
ASK_NATURAL: Final = "Which logarithm has the slope 1 at 1?"
SAME: Final = "The gradient belongs to the loss: whatever the loss is divided by divides it as well"
ASK_SAME: Final = "By what is the loss divided, and where is the same division in its gradient?"
SOFTMAX: Final = (
    "Through the softmax and the logarithm together, the gradient is a plain difference"
)
ASK_SOFTMAX: Final = (
    "Which array do you differentiate by: what goes into the softmax, or what comes out?"
)

VALUE_CHANGES: Final = (
    change("loss-sum", "reduction.mean", {"loss": "np.asarray(-(mask * losses).sum())"},
           "the loss is a sum, not a mean", f"{MEAN}. The division is missing.", ASK_MEAN),
    change("loss-per-name", "reduction.mean",
           {"loss": "np.asarray(-(mask * losses).sum() / x.shape[1])"},
           "the loss is divided by the number of names", f"{MEAN}. A name has several.", ASK_MEAN),
    change("loss-per-step", "reduction.mean",
           {"loss": "np.asarray(-(mask * losses).sum() / x.shape[2])"},
           "the loss is divided by the number of time steps", f"{MEAN}.", ASK_MEAN),
    change("loss-per-place", "reduction.mean",
           {"loss": "np.asarray(-(mask * losses).sum() / mask.size)"},
           "the loss is divided by the number of all places, the filled ones too",
           f"{MEAN}. {PADDING}.", ASK_MEAN),
    change("loss-per-entry", "reduction.mean",
           {"loss": "np.asarray(-(mask * losses).sum() / y.size)"},
           "the loss is divided by the number of all entries",
           f"{MEAN}. The classes of one character are not characters of their own.", ASK_MEAN),
    change("loss-without-mask", "term.missing",
           {"loss": "np.asarray(-losses.sum() / count)"},
           "the loss counts what stands behind the end of the names", f"{PADDING}.", ASK_PADDING),
    change("loss-mean-without-mask", "reduction.mean",
           {"loss": "np.asarray(-losses.sum() / mask.size)"},
           "the loss is the mean over all places, the filled ones too", f"{MEAN}. {PADDING}.",
           ASK_PADDING),
    change("loss-positive-logarithm", "sign",
           {"loss": "np.asarray((mask * losses).sum() / count)"},
           "the loss lacks its minus sign",
           f"{LOG}. Without the sign it falls as the model becomes worse.", ASK_LOG),
    change("loss-in-bits", "operand.wrong",
           {"losses": "np.where(targets > 0, np.log2(y), 0).sum(axis=0)"},
           "the loss uses the logarithm to base 2", f"{LOG}.", ASK_NATURAL),
    change("loss-decimal-logarithm", "operand.wrong",
           {"losses": "np.where(targets > 0, np.log10(y), 0).sum(axis=0)"},
           "the loss uses the logarithm to base 10", f"{LOG}.", ASK_NATURAL),
    change("loss-without-logarithm", "activation.wrong",
           {"losses": "(targets * y).sum(axis=0)"},
           "the loss lacks the logarithm", f"{LOG}.", ASK_LOG),
    change("loss-squares", "operand.wrong",
           {"loss": "np.asarray((mask * ((y - targets)**2).sum(axis=0)).sum() / count)"},
           "the loss is the squared difference", f"{LOG}. Squares belong to another loss.",
           ASK_LOG),
    change("loss-of-other-classes-too", "term.missing",
           {"losses": "(np.where(targets > 0, np.log(y), np.log(1 - y))).sum(axis=0)"},
           "the loss counts the classes that did not come as well",
           f"{LOG}. Terms with the logarithm of the rest belong to a choice between two answers.",
           "How many classes of one character are right?"),
    change("loss-of-input", "operand.wrong",
           {"losses": "np.where(x > 0, np.log(y), 0).sum(axis=0)"},
           "the loss is taken at the characters that were read, not at those to come",
           f"{LOG}. What is read at a step is known already.",
           "Which array says what the model should have predicted?"),
)  # fmt: skip

GRADIENT_CHANGES: Final = (
    change("dz-without-mask", "term.missing", {"dz": "(y - targets) / count"},
           "`dz` does not know the mask",
           f"{PADDING}. They have no share in the loss, so their gradient is zero.", ASK_PADDING),
    change("dz-mask-on-prediction-alone", "parentheses", {"dz": "(y * mask - targets) / count"},
           "the mask covers `y` alone", f"{PADDING}. The whole difference is masked.", ASK_PADDING),
    change("dz-not-divided", "reduction.mean", {"dz": "(y - targets) * mask"},
           "`dz` is not divided by the number of characters", f"{SAME}.", ASK_SAME),
    change("dz-per-name", "reduction.mean", {"dz": "(y - targets) * mask / x.shape[1]"},
           "`dz` is divided by the number of names", f"{SAME}.", ASK_SAME),
    change("dz-per-place", "reduction.mean", {"dz": "(y - targets) * mask / mask.size"},
           "`dz` is divided by the number of all places", f"{SAME}.", ASK_SAME),
    change("sum-for-loss-and-gradient", "reduction.mean",
           {"loss": "np.asarray(-(mask * losses).sum())", "dz": "(y - targets) * mask"},
           "loss and gradient are sums, not means", f"{MEAN}. Neither is divided.", ASK_MEAN),
    change("per-name-for-loss-and-gradient", "reduction.mean",
           {"loss": "np.asarray(-(mask * losses).sum() / x.shape[1])",
            "dz": "(y - targets) * mask / x.shape[1]"},
           "loss and gradient are divided by the number of names", f"{MEAN}. A name has several.",
           ASK_MEAN),
    change("no-mask-at-all", "term.missing",
           {"loss": "np.asarray(-losses.sum() / mask.size)", "dz": "(y - targets) / mask.size"},
           "the mask is used nowhere", f"{PADDING}. The model would learn to write end marks.",
           ASK_PADDING),
    change("dz-opposite", "sign", {"dz": "(targets - y) * mask / count"},
           "`dz` has the opposite sign",
           f"{SOFTMAX}. Its sign says that a probability which is too large has to fall.",
           "In which direction does the loss grow when the right class gets less?"),
    change("dz-of-prediction", "derivative.factor",
           {"dz": "-targets / y * mask / count"},
           "`dz` is the gradient behind the softmax, not before it",
           f"{SOFTMAX}. The derivative of the logarithm alone stops at the softmax's result.",
           ASK_SOFTMAX),
    change("dz-with-sigmoid-factor", "derivative.factor",
           {"dz": "(y - targets) * y * (1 - y) * mask / count"},
           "`dz` has the factor of a logistic function as well",
           f"{SOFTMAX}. The softmax's own derivative is in it already.", ASK_SOFTMAX),
    change("dz-with-two-differences", "operand.wrong", {"dz": "2 * (y - targets) * mask / count"},
           "`dz` is twice as large",
           f"{SOFTMAX}. The factor belongs to the square of a difference.",
           ASK_SOFTMAX),
    change("dz-is-prediction", "term.missing", {"dz": "y * mask / count"},
           "`dz` does not contain the targets", f"{SOFTMAX}, and both of its terms are needed.",
           ASK_SOFTMAX),
    change("dz-against-input", "operand.wrong", {"dz": "(y - x) * mask / count"},
           "`dz` compares the prediction with what was read",
           f"{SOFTMAX} between what was predicted and what came.",
           "Which array says what the model should have predicted?"),
)  # fmt: skip

LOSS_CHANGES: Final = (*VALUE_CHANGES, *GRADIENT_CHANGES)
