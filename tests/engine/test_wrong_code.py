"""Mistakes that common checks let through, each of which fails here."""

import pytest
from cellcheck.checker import check_exercise

from .student import namespace, solution, text

WRONG = {
    "the view mistake": ("lstm_forward", "c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]"),
    "empty caches": ("lstm_forward", "        caches.append(cache)\n", ""),
    "caches without x": ("lstm_forward", "return a, y, c, (caches, x)", "return a, y, c, caches"),
    "c is a": ("lstm_forward", "        c[:, :, t] = c_next\n", "        c = a\n"),
    "initial cell state is a0": ("lstm_forward", "c_next = np.zeros((n_a, m))", "c_next = a0"),
    "only right for one time step": (
        "lstm_forward",
        "lstm_cell_forward(x[:, :, t]",
        "lstm_cell_forward(x[:, :, 0]",
    ),
    "only right for one example": (
        "lstm_cell_backward",
        "np.sum(d, axis=1, keepdims=True)",
        "d[:, :1]",
    ),
    "the mean over examples": (
        "lstm_cell_backward",
        "np.sum(d, axis=1, keepdims=True)",
        "np.mean(d, axis=1, keepdims=True)",
    ),
    "only right for dc_next = 0": ("lstm_cell_backward", "dc = dc_next + ot", "dc = ot"),
    "softmax over the wrong axis": (
        "lstm_cell_forward",
        "softmax(Wy @ a_next + by)",
        "softmax((Wy @ a_next + by).T).T",
    ),
    "sigmoid instead of softmax": (
        "lstm_cell_forward",
        "softmax(Wy @ a_next + by)",
        "sigmoid(Wy @ a_next + by)",
    ),
    "a shape that broadcasts": (
        "lstm_cell_backward",
        "np.sum(d, axis=1, keepdims=True)",
        "np.sum(d, axis=1)",
    ),
    "no carry at all": (
        "lstm_backward",
        'da_prev, dc_prev = g["da_prev"], g["dc_prev"]',
        'last = g["da_prev"]',
    ),
    "dc_prev not carried": (
        "lstm_backward",
        'da_prev, dc_prev = g["da_prev"], g["dc_prev"]',
        'da_prev = g["da_prev"]',
    ),
    "backpropagates all steps": (
        "lstm_backward",
        "reversed(range(T))",
        "reversed(range(len(caches)))",
    ),
    "swapped order in the cache": (
        "lstm_cell_forward",
        "c_prev, ft, it, cct, ot, xt",
        "c_prev, it, ft, cct, ot, xt",
    ),
    "single precision": (
        "lstm_forward",
        "a = np.zeros((n_a, m, T_x))",
        "a = np.zeros((n_a, m, T_x), dtype=np.float32)",
    ),
    "whole numbers": (
        "lstm_backward",
        "dx = np.zeros((n_x, m, T))",
        "dx = np.zeros((n_x, m, T), dtype=int)",
    ),
    "an argument changed in place": (
        "lstm_backward",
        "    for t in reversed(range(T)):\n",
        "    da *= 1.0 + 1e-3\n    da /= 1.0 + 1e-3\n    da += 0.5\n    da -= 0.5\n    for t in reversed(range(T)):\n",
    ),
}


@pytest.mark.parametrize("mistake", WRONG)
def test_mistake_fails(mistake: str) -> None:
    name, old, new = WRONG[mistake]
    report = check_exercise(name, solution("lstm", (old, new)))
    assert report.status in {"fail", "error"}, report.title
    assert report.score < 1.0


def test_a_cell_that_reads_global_weights_fails_though_the_globals_equal_the_published_ones() -> (
    None
):
    source = text("lstm").replace(
        'Wf, bf = parameters["Wf"], parameters["bf"]', 'Wf, bf = WEIGHTS["Wf"], WEIGHTS["bf"]'
    )
    found = namespace(source)
    from lstm_lib.exercises import exercises

    published = next(e for e in exercises() if e.name == "lstm_cell_forward").data_sets(None)[0]
    found["WEIGHTS"] = published.arrays["parameters"]
    report = check_exercise("lstm_cell_forward", found)
    assert report.status in {"fail", "error"}
    assert any(data.match for data in report.data_sets if data.name == "published")


def test_a_mistake_upstream_blocks_and_costs_nothing() -> None:
    found = solution("lstm", ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]"))
    report = check_exercise("lstm_backward", found)
    assert report.status == "blocked"
    assert report.score == 1.0
    assert [value.name for value in report.wrong] == ["dx", "da0", "dWf", "dbf"]


def test_partial_credit_counts_values() -> None:
    found = solution(
        "lstm", ("np.sum(d, axis=1, keepdims=True)", "np.mean(d, axis=1, keepdims=True)")
    )
    report = check_exercise("lstm_cell_backward", found)
    assert [value.name for value in report.wrong] == ["dbf", "dbi", "dbc", "dbo"]
    assert report.score == pytest.approx(7 / 11)
