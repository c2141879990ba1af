"""What `HideHiddenTests` leaves of a test cell, output by output."""

import copy
from typing import Any

import pytest
from cellcheck.grading.feedback import KEPT_BACK, NOT_SHOWN, ON_STDERR, PRINTED, HideHiddenTests
from cellcheck.report import MIME_TYPE
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import v4

SOURCE = """visible = solve(1)
### BEGIN HIDDEN TESTS
assert solve(2024) == 4048
### END HIDDEN TESTS
print("done")"""
COUNT = 7


def cell(source: str, *outputs: Any) -> Any:
    return v4.new_code_cell(source, execution_count=COUNT, outputs=list(outputs))  # type: ignore[no-untyped-call]


def graded_cell(*outputs: Any, source: str = SOURCE) -> Any:
    graded = cell(source, *outputs)
    graded.metadata.update(nbgrader={"grade": True, "grade_id": "test_solve", "points": 1})
    return graded


def output(kind: str, **content: Any) -> Any:
    return v4.new_output(kind, **content)  # type: ignore[no-untyped-call]


def error(*frames: str, name: str = "AssertionError", message: str = "") -> Any:
    return output("error", ename=name, evalue=message, traceback=[*frames, name])


def frame(line: int, count: int = COUNT) -> str:
    return f"\x1b[36mCell\x1b[39m \x1b[32mIn[{count}]\x1b[39m, line {line}\n----> {line} {SOURCE}"


def left_of(*cells: Any) -> list[Any]:
    notebook = v4.new_notebook(cells=list(cells))  # type: ignore[no-untyped-call]
    left, _ = HideHiddenTests().preprocess(notebook, ResourcesDict())
    return list(left.cells)


def outputs_left_of(*outputs: Any) -> list[Any]:
    return list(left_of(graded_cell(*outputs))[0].outputs)


def test_source_loses_the_hidden_lines() -> None:
    assert left_of(graded_cell())[0].source == 'visible = solve(1)\nprint("done")'


def test_source_without_an_end_is_hidden_to_its_last_line() -> None:
    source = SOURCE.replace("### END HIDDEN TESTS\n", "")
    assert left_of(graded_cell(source=source))[0].source == "visible = solve(1)"


def test_error_in_a_hidden_line_keeps_its_name() -> None:
    (left,) = outputs_left_of(error(frame(3), message="4048 expected"))
    assert left.traceback == ["AssertionError in a test that is not shown"]
    assert "4048" not in str(left)


def test_error_in_a_visible_line_keeps_the_line_and_the_students_frames() -> None:
    (left,) = outputs_left_of(error(frame(1), "Cell In[3], line 2, in solve(n)", name="KeyError"))
    assert left.traceback == [
        "Line 1 of this cell: visible = solve(1)\n",
        "Cell In[3], line 2, in solve(n)",
        "KeyError",
    ]


def test_error_is_told_whatever_number_the_cell_had_where_it_was_run() -> None:
    (visible,) = outputs_left_of(error(frame(1, COUNT + 1), frame(2, 3), name="KeyError"))
    assert visible.traceback[0] == "Line 1 of this cell: visible = solve(1)\n"
    (secret,) = outputs_left_of(error(frame(3, COUNT + 1), message="4048 expected"))
    assert secret.traceback == ["AssertionError in a test that is not shown"]


def test_error_that_is_shortened_already_stays() -> None:
    (left,) = outputs_left_of(error(message=NOT_SHOWN))
    assert left.traceback == ["AssertionError in a test that is not shown"]


def test_error_that_passed_through_both_counts_as_hidden() -> None:
    (left,) = outputs_left_of(error(frame(1), frame(3)))
    assert left.traceback == ["AssertionError in a test that is not shown"]


def test_error_from_nowhere_keeps_its_name() -> None:
    (left,) = outputs_left_of(error("No reply from kernel", name="CellTimeoutError"))
    assert left.traceback == ["CellTimeoutError"]


@pytest.mark.parametrize(("name", "said"), [("stdout", PRINTED), ("stderr", ON_STDERR)])
def test_streams_give_way_to_one_sentence(name: str, said: str) -> None:
    streams = [output("stream", name=name, text=text) for text in ("2024", "4048")]
    (left,) = outputs_left_of(*streams)
    assert left.text == said


def test_report_is_all_that_is_left_of_results() -> None:
    report = output("display_data", data={MIME_TYPE: {"version": 1}})
    other = output("display_data", data={"text/plain": "4048"})
    number = output("execute_result", data={"text/plain": "4048"})
    assert outputs_left_of(other, report, number) == [report]


def test_cell_without_hidden_tests_is_left_alone() -> None:
    stock = graded_cell(error("a traceback"), source="assert solve(1) == 2")
    before = copy.deepcopy(stock)
    assert left_of(stock) == [before]


def test_lines_of_hidden_tests_are_kept_back_wherever_they_turn_up() -> None:
    text = 'first\nassert solve(2024) == 4048\nprint("done")'
    repeated = output("stream", name="stdout", text=text)
    _, own = left_of(graded_cell(), cell("%history", repeated))
    assert own.outputs[0].text == f'first\n{KEPT_BACK}\nprint("done")'


def test_lines_of_hidden_tests_are_kept_back_from_html() -> None:
    source = SOURCE.replace("assert solve(2024) == 4048", "assert solve('<&>') > 4048")
    page = "<pre>assert solve('&lt;&amp;&gt;') &gt; 4048</pre>"
    shown = output("display_data", data={"text/html": page})
    _, own = left_of(graded_cell(source=source), cell("show()", shown))
    assert own.outputs[0].data["text/html"] == KEPT_BACK
