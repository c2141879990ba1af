"""The case that the project exists for: one line in `lstm_forward`, seen in `lstm_backward`."""

import json
from pathlib import Path

import numpy as np
import pytest
from cellcheck.checker import check_exercise
from cellcheck.report import Report

from .student import line_of, namespace, text

VIEW = ("c_next = np.zeros((n_a, m))", "c_next = c[:, :, 0]")
PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "data" / "reference_values.json").read_text(encoding="utf-8")
)["lstm_backward"]


def report(name: str, *changes: tuple[str, str]) -> Report:
    return check_exercise(name, namespace(text("lstm", *changes), "case.py"))


def test_the_stored_cell_state_is_named_with_both_lines() -> None:
    source = text("lstm", VIEW)
    finding = report("lstm_forward", VIEW).findings[0]
    made, written = line_of(source, "c_next = c[:, :, 0]"), line_of(source, "c[:, :, t] = c_next")
    assert (finding.function, finding.code, finding.certainty) == (
        "lstm_forward",
        "alias.cache",
        "proven",
    )
    assert finding.line == made
    assert [(seen.line, seen.source) for seen in finding.evidence[:2]] == [
        (made, "c_next = c[:, :, 0]"),
        (written, "c[:, :, t] = c_next"),
    ]
    assert finding.evidence[2].text == "`caches[t] c_prev` is wrong at t = 0 alone."
    assert "`c_prev` changed after it was stored" in finding.title
    assert "`caches[0]`" in finding.message


def test_outputs_are_right_and_only_the_first_cached_state_is_wrong() -> None:
    wrong = report("lstm_forward", VIEW).wrong
    assert [value.name for value in wrong] == ["caches[t] c_prev"]
    assert wrong[0].error_map is not None
    levels = np.reshape(wrong[0].error_map.levels, wrong[0].error_map.shape)
    assert (levels[..., 0] > 0).all()
    assert not levels[..., 1:].any()


def test_the_function_downstream_is_told_first_that_it_is_right() -> None:
    blocked = report("lstm_backward", VIEW)
    assert blocked.status == "blocked"
    assert blocked.title.startswith("`lstm_backward` is right")
    assert [(link.function, link.state) for link in blocked.chain] == [
        ("lstm_cell_forward", "right"),
        ("lstm_forward", "wrong"),
        ("lstm_cell_backward", "right"),
        ("lstm_backward", "blocked"),
    ]
    assert [finding.function for finding in blocked.findings] == ["lstm_forward"]


def test_both_columns_are_those_of_the_case() -> None:
    dx = next(value for value in report("lstm_backward", VIEW).values if value.name == "dx")
    wrong = PUBLISHED["wrong"]["alias: lstm_forward starts c_next as the slice c[:,:,0]"]
    found = namespace(text("lstm", VIEW))
    given = published_inputs()
    *_, caches = found["lstm_forward"](given["x"], given["a0"], given["parameters"])
    gradients = found["lstm_backward"](given["da"], caches)
    assert gradients["dx"][1][2] == pytest.approx(wrong["dx[1][2]"], rel=1e-12)
    assert gradients["da0"][2][3] == pytest.approx(wrong["da0[2][3]"], rel=1e-12)
    assert gradients["dWf"][3][1] == pytest.approx(wrong["dWf[3][1]"], rel=1e-12)
    assert gradients["dbf"][4] == pytest.approx(wrong["dbf[4]"], rel=1e-12)
    sample = dx.sample[0]
    assert sample.yours == pytest.approx(gradients["dx"][sample.at], rel=1e-12)


def published_inputs() -> dict[str, object]:
    from lstm_lib.exercises import exercises

    backward = next(each for each in exercises() if each.name == "lstm_backward")
    return dict(backward.data_sets(None)[0].arrays)


@pytest.mark.parametrize(
    ("made", "first_line"),
    [
        ("c_next = c[..., 0]", "c_next = c[..., 0]"),
        ("c_next = c.transpose(2, 0, 1)[0]", "c_next = c.transpose(2, 0, 1)[0]"),
        ("start = c.reshape(n_a, m * T_x)[:, ::T_x]; c_next = start", None),
        ("c_next = c[:, :, 0]; c_next *= 0", None),
    ],
)
def test_the_sharing_is_found_however_it_came_about(made: str, first_line: str | None) -> None:
    change = (VIEW[0], made)
    finding = report("lstm_forward", change).findings[0]
    assert finding.code == "alias.cache"
    assert finding.line == line_of(text("lstm", change), first_line or made)


def test_one_buffer_for_all_steps_is_found() -> None:
    changes = (
        (
            "a_next, c_next, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)",
            "a_next, c_new, yt, cache = lstm_cell_forward(x[:, :, t], a_next, c_next, parameters)\n"
            "        c_next[:] = c_new",
        ),
    )
    found = report("lstm_forward", *changes)
    assert found.findings[0].code == "alias.cache"
    assert found.findings[0].evidence[-1].line == line_of(
        text("lstm", *changes), "c_next[:] = c_new"
    )


def test_another_mistake_gets_no_finding_about_the_cache() -> None:
    changes = ("        c[:, :, t] = c_next\n", "        c = a\n")
    found = report("lstm_forward", changes)
    assert [(each.code, each.line) for each in found.findings] == [
        ("alias.outputs", line_of(text("lstm", changes), "c = a"))
    ]
