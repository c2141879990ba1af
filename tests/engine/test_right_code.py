"""Right code passes with no finding, in every style that is known from the wild."""

import pytest
from cellcheck.checker import check_exercise

from .student import namespace, solution, text

LSTM = ("lstm_cell_forward", "lstm_forward", "lstm_cell_backward", "lstm_backward")
RNN = ("rnn_cell_forward", "rnn_forward", "rnn_cell_backward", "rnn_backward")

CONCAT = "    concat = np.concatenate([a_prev, xt])\n"
SLICE = "lstm_cell_forward(x[:, :, t]"
ACCUMULATE = "            G[k] += g[k]\n"
LAST_LINE = '    return {"dx": dx, "da0": da_prev, **G}'

STYLES = {
    "concatenate": [],
    "vstack": [(CONCAT, "    concat = np.vstack((a_prev, xt))\n")],
    "hstack of transposes": [(CONCAT, "    concat = np.hstack((a_prev.T, xt.T)).T\n")],
    "fill in": [
        (
            CONCAT,
            "    n_a = a_prev.shape[0]\n"
            "    concat = np.zeros((n_a + xt.shape[0], xt.shape[1]))\n"
            "    concat[:n_a, :] = a_prev\n"
            "    concat[n_a:, :] = xt\n",
        )
    ],
    "random, then overwritten": [
        (
            CONCAT,
            "    n_a, m = a_prev.shape\n"
            "    concat = np.random.randn(n_a + xt.shape[0], m)\n"
            "    concat[: n_a, :] = a_prev\n"
            "    concat[n_a :, :] = xt\n",
        )
    ],
    "np.r_": [(CONCAT, "    concat = np.r_[a_prev, xt]\n")],
    "ellipsis": [(SLICE, "lstm_cell_forward(x[..., t]")],
    "np.take": [(SLICE, "lstm_cell_forward(np.take(x, t, axis=2)")],
    "multiply and dot": [
        ("ft * c_prev + it * cct", "np.multiply(ft, c_prev) + np.multiply(it, cct)"),
        ("Wf @ concat + bf", "np.dot(Wf, concat) + bf"),
        ("Wo @ concat + bo", "np.matmul(Wo, concat) + bo"),
        ("Wi @ concat + bi", "np.einsum('ij,jk->ik', Wi, concat) + bi"),
    ],
    "own sigmoid": [
        (
            "from lstm_lib import sigmoid, softmax",
            "sigmoid = lambda z: 1 / (1 + np.exp(-z))\ndef softmax(z):\n    e = np.exp(z - np.max(z))\n    return e / e.sum(axis=0)",
        )
    ],
    "dW = dW + …": [(ACCUMULATE, "            G[k] = G[k] + g[k]\n")],
    "da0 from the last step's dictionary": [
        (LAST_LINE, LAST_LINE.replace("da_prev", 'g["da_prev"]'))
    ],
    "other order of keys": [
        (LAST_LINE, '    return dict(reversed(list({"dx": dx, "da0": da_prev, **G}.items())))')
    ],
    "more keys than asked for": [(LAST_LINE, LAST_LINE.replace("**G", '**G, "dc0": dc_prev'))],
    "shapes from the last cache": [
        (
            "a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters = caches[0]",
            "a1, c1, a0, c0, f1, i1, cc1, o1, x1, parameters = caches[-1]",
        )
    ],
    "lists instead of tuples": [
        (
            "    return a_next, c_next, yt, (a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters)",
            "    return [a_next, c_next, yt, [a_next, c_next, a_prev, c_prev, ft, it, cct, ot, xt, parameters]]",
        ),
        ("    return a, y, c, (caches, x)", "    return [a, y, c, [caches, x]]"),
    ],
    "parameters copied into the cache": [
        ("ft, it, cct, ot, xt, parameters)", "ft, it, cct, ot, xt, dict(parameters))")
    ],
    "copies everywhere": [
        ("    c_next = np.zeros((n_a, m))", "    c_next = c[:, :, 0].copy()"),
        ("    a_next = a0\n", "    a_next = np.copy(a0)\n"),
    ],
    "harmless view of a step": [
        (
            "        c[:, :, t] = c_next\n",
            "        c[:, :, t] = c_next\n        shown = c[:, :, t]\n",
        )
    ],
    "a view that is read before anything is written": [
        ("    a_next = a0\n", "    a_next = a0[:, :]\n")
    ],
    "prints and warns": [
        (
            "    caches = []\n    n_x",
            "    print('running', x.shape)\n    np.log(np.zeros(1))\n    caches = []\n    n_x",
        )
    ],
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", LSTM)
def test_lstm_style_is_right(style: str, name: str) -> None:
    report = check_exercise(name, solution("lstm", *STYLES[style]), seed=5)
    assert report.status == "pass", (report.title, report.message, report.raised)
    assert report.findings == ()


@pytest.mark.parametrize("name", RNN)
def test_plain_rnn_is_right(name: str) -> None:
    report = check_exercise(name, solution("rnn"), seed=5)
    assert report.status == "pass", (report.title, report.message, report.raised)


def test_helpers_classes_and_decorators_are_right() -> None:
    source = (
        text("lstm")
        .replace(
            "def lstm_forward(",
            "import functools\n\ndef noted(f):\n    @functools.wraps(f)\n    def inner(*args):\n        return f(*args)\n    return inner\n\nclass Step:\n    def __call__(self, *args):\n        return lstm_cell_forward(*args)\n\nstep = Step()\n\n@noted\ndef lstm_forward(",
        )
        .replace("yt, cache = lstm_cell_forward(", "yt, cache = step(")
    )
    for name in LSTM:
        assert check_exercise(name, namespace(source)).status == "pass"


def test_the_library_itself_is_not_student_work() -> None:
    source = "from lstm_lib import lstm_forward\n"
    report = check_exercise("lstm_forward", namespace(source))
    assert report.status == "not_attempted"
    assert "library's own" in report.title


def test_a_step_backward_alone_needs_no_forward_of_the_student() -> None:
    source = text("lstm")
    alone = (
        source[: source.index("def lstm_cell_forward")]
        + source[source.index("def lstm_cell_backward") :]
    )
    for name in LSTM[2:]:
        assert check_exercise(name, namespace(alone)).status == "pass"
