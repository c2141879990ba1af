"""What goes wrong in the character model is named, with its cause code."""

import pytest
from cellcheck.checker import check_exercise

from .test_character_model import student

CLIPPED = "np.clip(gradient, -max_value, max_value)"
DZ = "(y - targets) * mask / count"
UPDATE = "parameters[name] - learning_rate * gradients["
CHOICE = "np.argmax(np.cumsum(p) > uniform)"
ONE_HOT = "        x = np.zeros((n_y, 1))\n        x[k] = 1\n"
END = "        if k == 0:\n            break\n"
CLIP_ALL = '    gradients["dby"] = dby\n    gradients = clip_gradients(gradients, max_value)\n'

MISTAKES = {
    "clip_gradients": {
        "negative entries become zero": ("sign", CLIPPED, "np.clip(gradient, 0, max_value)"),
        "entries far below zero": ("term.missing", CLIPPED, "np.minimum(gradient, max_value)"),
        "the range is written as 10": ("hardcoded.shape", CLIPPED, "np.clip(gradient, -10, 10)"),
        "each array is scaled by its norm": (
            "operand.wrong", CLIPPED,
            "gradient * min(1, max_value / np.linalg.norm(gradient))",
        ),
        "entries that are too large become zero": (
            "operand.wrong", CLIPPED, "gradient * (abs(gradient) <= max_value)",
        ),
        "`gradients` is changed in place": (
            "mutates.input", f"        clipped[name] = {CLIPPED}\n    return clipped",
            "        np.clip(gradient, -max_value, max_value, out=gradient)\n    return gradients",
        ),
        "biases are not clipped": (
            "term.missing", CLIPPED,
            f"gradient if name.startswith('db') else {CLIPPED}",
        ),
    },
    "character_training_step": {
        "`dz` does not know the mask": ("term.missing", DZ, "(y - targets) / count"),
        "not divided by the number of characters": ("reduction.mean", DZ, "(y - targets) * mask"),
        "divided by the number of names": ("reduction.mean", DZ, "(y - targets) * mask / m"),
        "`dz` has the opposite sign": ("sign", DZ, "(targets - y) * mask / count"),
        "behind the softmax": ("derivative.factor", DZ, "-targets / y * mask / count"),
        "factor of a logistic function": (
            "derivative.factor", DZ, "(y - targets) * y * (1 - y) * mask / count",
        ),
        "`dWy` keeps the last step's share": ("accumulate.overwritten", "dWy += ", "dWy = "),
        "lacks its minus sign": ("sign", "loss = -(mask", "loss = (mask"),
        "the loss is a sum": ("reduction.mean", ".sum() / count\n    dz", ".sum()\n    dz"),
        "logarithm to base 2": ("operand.wrong", "np.log(y)", "np.log2(y)"),
        "`da` runs against time": (
            "index.time", "lstm_backward(da, caches)", "lstm_backward(da[:, :, ::-1], caches)",
        ),
        "gradients are not clipped": (
            "term.missing", "    gradients = clip_gradients(gradients, max_value)\n", "",
        ),
        "`dby` is not clipped": (
            "term.missing", CLIP_ALL,
            '    gradients = clip_gradients(gradients, max_value)\n    gradients["dby"] = dby\n',
        ),
        "the step goes uphill": ("sign", UPDATE, UPDATE.replace("-", "+")),
        "lacks the learning rate": ("term.missing", UPDATE, UPDATE.replace("learning_rate * ", "")),
        "`parameters` is changed in place": (
            "mutates.input", "    updated = {}\n", "    updated = parameters\n",
        ),
        "the biases do not move": (
            "term.missing", f'        updated[name] = {UPDATE}"d" + name]',
            f'        updated[name] = {UPDATE}"d" + name] if name[0] == "W" else parameters[name]',
        ),
    },
    "sample_name": {
        "works the wrong way round": ("operand.wrong", "z / temperature", "z * temperature"),
        "the temperature is not used": ("term.missing", "z / temperature", "z"),
        "a second softmax": ("operand.wrong", "softmax(z / ", "softmax(yt_pred / "),
        "the most probable character": ("operand.wrong", CHOICE, "np.argmax(p)"),
        "not their running sum": ("operand.wrong", CHOICE, "np.argmax(p > uniform)"),
        "the class behind the right one": ("index.time", CHOICE, f"min({CHOICE} + 1, n_y - 1)"),
        "shares its memory": ("alias.cache", ONE_HOT, "        x[:] = 0\n        x[k] = 1\n"),
        "keeps the ones of the steps before": (
            "accumulate.overwritten", ONE_HOT, "        x[k] = 1\n",
        ),
        "every step reads the same input": (
            "carry.missing", f"{ONE_HOT}        letters.append(x)",
            "        letter = np.zeros((n_y, 1))\n        letter[k] = 1\n"
            "        letters.append(letter)",
        ),
        "goes on behind the end mark": ("term.missing", END, ""),
        "ends with the last class": ("operand.wrong", END, END.replace("== 0", "== n_y - 1")),
        "initial hidden state": (
            "carry.missing",
            "a, c, yt_pred, cache = lstm_cell_forward(x, a, c, parameters)\n        z = Wy @ a + by",
            "b, c, yt_pred, cache = lstm_cell_forward(x, a, c, parameters)\n        z = Wy @ b + by",
        ),
        "before the temperature": (
            "operand.wrong", "probabilities.append(p)", "probabilities.append(yt_pred)",
        ),
        "reads the end mark": (
            "carry.initial", "    x = np.zeros((n_y, 1))\n    a =",
            "    x = np.zeros((n_y, 1))\n    x[0] = 1\n    a =",
        ),
        "stand in another order": (
            "return.order",
            "np.concatenate(letters, axis=1), np.concatenate(probabilities, axis=1)",
            "np.concatenate(probabilities, axis=1), np.concatenate(letters, axis=1)",
        ),
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "words"), [(name, words) for name in MISTAKES for words in MISTAKES[name]]
)
def test_a_typical_mistake_is_named(name, words):
    code, old, new = MISTAKES[name][words]
    report = check_exercise(name, student((old, new)))
    assert report.status in {"fail", "error"}
    first = report.findings[0]
    assert (first.code, words in report.title) == (code, True), report.title
    assert [hint.level for hint in first.hints] == ["nudge", "pointer", "explanation"]


def test_two_mistakes_at_once_are_both_named():
    report = check_exercise(
        "character_training_step",
        student(("loss = -(mask", "loss = (mask"), (UPDATE, UPDATE.replace("-", "+"))),
    )
    assert {finding.code for finding in report.findings} == {"sign"}
    assert report.score < 1
