"""Mistakes in the prediction, which both cells make in the same way from their hidden state."""

from lstm_lib.exercises.derivations.change import Change, change


def output_changes(weights: str, *before: tuple[str, str]) -> tuple[Change, ...]:
    """Wrong predictions.

    Args:
        weights: `Wy` or `Wya`.
        before: other values that may stand in the place of `a_next`, each with what it is.

    """
    columns = "Each example's prediction is a column, and its entries sum to 1"
    ask_columns = "Which sums of the prediction have to be 1?"
    ask_state = "Which value of this step does the output layer see?"
    return (
        change("y-without-bias", "term.missing", {"zy": f"{weights} @ a_next"},
               "the prediction lacks the bias `by`",
               "The output layer is a linear map with a bias. The bias is not added.",
               "Which parameters does the output layer have?"),
        change("y-minus-bias", "sign", {"zy": f"{weights} @ a_next - by"},
               "the prediction subtracts the bias `by`",
               "The bias is added to the product, whatever its sign.",
               "What does the output layer do with its bias?"),
        change("y-without-softmax", "activation.wrong", {"yt_pred": "zy"},
               "the prediction lacks the softmax", f"{columns}. The softmax makes them do so.",
               "Do the entries of your prediction sum to 1?"),
        change("y-sigmoid", "activation.wrong", {"yt_pred": "sigmoid(zy)"},
               "the prediction uses the sigmoid in place of the softmax",
               f"{columns}. The sigmoid treats every entry by itself.", ask_columns),
        change("y-tanh", "activation.wrong", {"yt_pred": "tanh(zy)"},
               "the prediction uses tanh in place of the softmax",
               f"{columns}. Tanh treats every entry by itself.", ask_columns),
        change("y-softmax-axis", "reduction.axis", {"yt_pred": "softmax(zy.T).T"},
               "the softmax runs over the examples",
               f"{columns}. Here the rows do, so that the examples share one total.", ask_columns),
        change("y-softmax-everything", "reduction.axis",
               {"yt_pred": "np.exp(zy - zy.max()) / np.exp(zy - zy.max()).sum()"},
               "the softmax divides by the sum over all examples",
               f"{columns}. Here all examples share one total.", ask_columns),
        change("y-not-normalised", "term.missing", {"yt_pred": "np.exp(zy)"},
               "the softmax is not divided by its sum",
               f"{columns}. The exponentials alone do not.", ask_columns),
        change("y-softmax-twice", "activation.wrong", {"yt_pred": "softmax(softmax(zy))"},
               "the softmax is applied twice",
               "A softmax of a softmax draws the entries closer to one another.",
               "How often does the prediction pass through the softmax?"),
        change("y-bias-after-softmax", "parentheses",
               {"yt_pred": f"softmax({weights} @ a_next) + by"},
               "the bias `by` is added after the softmax",
               f"{columns}. The bias belongs inside.", ask_columns),
        *(
            change(f"y-from-{value.replace('(', '-').rstrip(')')}", "operand.wrong",
                   {"zy": f"{weights} @ {value} + by"},
                   f"the prediction is made from `{value}`",
                   f"The output layer sees the new hidden state. `{value}` is {what}.", ask_state)
            for value, what in before
        ),
    )  # fmt: skip
