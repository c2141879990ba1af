"""The detective's part of `gradient-lab`: the clues are there, and verdicts are judged by them."""

from typing import Any

import pytest

from .test_rnn_step_by_step import executed, graded, notebook

RIGHT = {
    "one": {"quantity": "dzc"},
    "two": {"steps": 2, "quantity": "dc_prev"},
    "three": {"time_step": 0, "quantity": "c_prev", "function": "forward"},
}
WRONG = [
    ("one", {"quantity": "dzi"}),
    ("two", {"steps": 1, "quantity": "dc_prev"}),
    ("two", {"steps": 2, "quantity": "da_prev"}),
    ("three", {"time_step": 1, "quantity": "c_prev", "function": "forward"}),
    ("three", {"time_step": 0, "quantity": "ft", "function": "forward"}),
    ("three", {"time_step": 0, "quantity": "c_prev", "function": "backward"}),
]
UNREADABLE = [
    ("one", {"gradient": "dzc"}, "expected the key 'quantity', found ['gradient']"),
    ("one", {"quantity": "Wc"}, "'Wc' is none of the six names"),
    ("two", {"steps": "2", "quantity": "dc_prev"}, "expected a number"),
    ("three", {"time_step": 5, "quantity": "c_prev", "function": "forward"}, "expected 0 to 4"),
    ("three", {"time_step": 0, "quantity": "c", "function": "forward"}, "no item of a cache"),
]


def judge(folder: str, suspect: str, verdict: dict[str, Any]) -> None:
    """Runs the test cell of a folder's notebook on a verdict."""
    cell = graded(notebook(folder, "gradient-lab"))[f"test_verdict_on_suspect_{suspect}"]
    exec(cell.source, {f"verdict_on_suspect_{suspect}": lambda: verdict})  # noqa: S102


def printed_by(cell_id: str) -> str:
    cells = {cell.id: cell for cell in executed("source", "gradient-lab").cells}
    return "".join(output.get("text", "") for output in cells[cell_id].outputs)


def differing(cell_id: str) -> set[str]:
    lines = printed_by(cell_id).splitlines()
    return {line.split()[0] for line in lines if line.endswith("differs")}


@pytest.mark.parametrize("suspect", RIGHT)
@pytest.mark.parametrize("folder", ["source", "release"])
def test_the_right_verdict_passes(folder: str, suspect: str) -> None:
    judge(folder, suspect, RIGHT[suspect])


@pytest.mark.parametrize(("suspect", "verdict"), WRONG)
def test_a_wrong_verdict_is_readable_but_earns_nothing(
    suspect: str, verdict: dict[str, Any]
) -> None:
    judge("release", suspect, verdict)
    with pytest.raises(AssertionError):
        judge("source", suspect, verdict)


@pytest.mark.parametrize(("suspect", "verdict", "words"), UNREADABLE)
def test_an_unreadable_verdict_is_told_at_once(
    suspect: str, verdict: dict[str, Any], words: str
) -> None:
    with pytest.raises(AssertionError) as raised:
        judge("release", suspect, verdict)
    assert words in str(raised.value)


def test_the_library_is_innocent() -> None:
    assert "xt" in printed_by("innocent-cell")
    assert differing("innocent-cell") == set()


def test_the_first_pattern_points_to_the_candidate() -> None:
    assert differing("examine-suspect-one") == {"xt", "a_prev", "Wc", "bc"}


def test_the_second_suspect_is_wrong_everywhere_but_at_the_last_step_and_in_a_single_one() -> None:
    assert len(differing("examine-suspect-two")) == 10
    assert printed_by("suspect-two-over-time").rstrip().endswith(" 0.   ]")
    assert differing("suspect-two-smaller-run") == set()


def test_the_third_pattern_points_to_what_step_0_forgets() -> None:
    assert differing("examine-suspect-three") == {"x", "a0", "Wf", "bf"}
    assert printed_by("examine-suspect-three").rstrip().endswith("0.    0.    0.    0.   ]")
