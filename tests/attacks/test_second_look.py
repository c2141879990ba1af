"""The diagnosis runs student code with the whole library: its word is shown, and counts nothing."""

from collections.abc import Callable

import pytest
from cellcheck.grading.examiner import second_look
from cellcheck.received_report import ReportError, read_report

from .attack import RIGHT, Attack
from .grading import Graded
from .notebooks import FORWARD, solution

Run = Callable[[Attack], Graded]

WRONG_PASS = solution(FORWARD, "lstm-forward").replace(
    "c[:, :, t] = c_next", "c[:, :, t] = 2 * c_next"
)
PART = 9.29
"""Points of a pass with one wrong value of fourteen."""

FORGES = """
import os, sys
frame = sys._getframe()
while frame is not None and not (
    frame.f_code.co_name == "enter" and "second_look" in frame.f_globals["__name__"]
):
    frame = frame.f_back
if frame is not None:
    from cellcheck.report import *
    channel = frame.f_locals["channel"]

    def finding(**named):
        known = dict(function="lstm_forward", line=1, code="x", certainty="proven", title="t", message="m")
        return Finding(**{**known, **named})

    def value(**named):
        return ValueReport(**{**dict(name="a", status="differs", match=False), **named})

    def report(name="lstm_forward", **named):
        return Report(**{**dict(exercise=name, status="fail", title="FORGED"), **named}).to_dict()

    try:
        STATEMENTS
    finally:
        os._exit(0)
"""  # fmt: skip


def forging(name: str, wants: str, report: str) -> Attack:
    """The cell is right, the pass is not; the report on the pass is the attacker's."""
    lines = f"channel.send({{'report': report('lstm_cell_forward', status='pass')}})\n        channel.send({{'report': {report}}})"
    return Attack(
        name,
        wants,
        cell=RIGHT,
        whole=WRONG_PASS,
        before=FORGES.replace("STATEMENTS", lines),
        earns=(10.0, PART),
        settings={"diagnose": True},
    )


FORGED = (
    forging("pass", "full marks", "report(status='pass', score=1.0, marks=Marks(10.0, 10.0))"),
    forging("blocked", "the score of a blocked function", "report(status='blocked', score=1.0)"),
    forging("score", "a score above one", "report(score=1e9, marks=Marks(-1.0, 1e9))"),
    forging("another exercise", "the other's points", "report('lstm_cell_forward', score=1.0)"),
    forging("unknown exercise", "a crash", "report('no_such', score=1.0)"),
    forging("markup", "a script on the page", "report(findings=(finding(title='<script>', message='<script>', function='<script>', evidence=(Evidence('<script>', 1, '<script>'),)),))"),
    forging("surrogates", "a page that cannot be written", "report(findings=(finding(title='\\ud800', message='\\udfff'),))"),
    forging("odd numbers", "a crash of the page", "report(findings=(finding(line=-(10**400)), finding(picture=MemoryPicture('a', 10**9, -5, 'v', 'n', 's', 'n'))))"),
    forging("empty words", "a crash of the page", "report(findings=(finding(function='', title='', message='', code=''),), chain=(Link('', 'wrong'),))"),
    forging("unknown code", "a crash", "report(findings=(finding(code='nobody.knows'),))"),
    forging("no report", "a crash", "7"),
    forging("deep", "the stack", "{'exercise': [[[[[]]]]] * 1000}"),
    forging("other version", "a crash", "{**report(), 'version': 99, 'score': 'full', 'findings': {}}"),
)  # fmt: skip


@pytest.mark.parametrize("attack", FORGED, ids=lambda attack: attack.name)
def test_what_the_diagnosis_says_changes_no_points(attack: Attack, attacked: Run) -> None:
    found = attacked(attack)
    assert "<script>" not in found.pages()
    assert found.report("lstm_forward")["marks"] == {"earned": PART, "possible": 10.0}


BLOCKED = (
    "values=(value(error_map=ErrorMap(('m',), (5,), (1, 2))),)",
    "values=(value(error_map=ErrorMap(('m', 'n'), (10**9, 10**9), (1,) * 100)),)",
    "values=(value(error_map=ErrorMap((), (), ()), sample=(Sample((1, 2), 1.0, None),)),)",
    "values=(value(error_map=ErrorMap(('n_a', 'm'), (-2, -3), (500, -7)), worst_at=(9, 9)),)",
    "values=(value(shape=(1,) * 9999, expected_shape=()),)",
    "data_sets=(DataSetReport('x', {'a': 10**400}, True, False),) * 500",
    "raised=Raised('T', 'm', 'f', -4, 's', 'd'), notes=('n' * 8000,) * 200",
)


@pytest.mark.parametrize("named", BLOCKED)
def test_odd_report_on_a_right_function_crashes_no_page(named: str, attacked: Run) -> None:
    """Of a function that is right, the diagnosis may say that others are in its way."""
    statements = f"channel.send({{'report': report('lstm_cell_forward')}})\n        channel.send({{'report': report(status='blocked', {named})}})"
    cell = "def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n    return 1.0, 1.0, 1.0, ()\n"
    attacked(
        Attack(
            "blocked",
            "a crash of the page",
            cell=cell,
            before=FORGES.replace("STATEMENTS", statements),
            settings={"diagnose": True},
        )
    )


@pytest.mark.parametrize("last", [0, 1])
def test_reports_without_end_are_not_read(
    last: int, attacked: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def counted(plain: object) -> object:
        read.append(None)
        if len(read) > 5000:
            raise ReportError("there would have been more")
        return read_report(plain)

    monkeypatch.setattr(second_look, "read_report", counted)
    statements = "one = {'report': report(('lstm_cell_forward', 'lstm_forward')[LAST])}\n        while True: channel.send(one)".replace("LAST", str(last))  # fmt: skip
    attacked(
        Attack(
            "flood",
            "an examiner that reads for ever",
            cell=RIGHT,
            whole=WRONG_PASS,
            before=FORGES.replace("STATEMENTS", statements),
            earns=(10.0, PART),
            settings={"diagnose": True},
        )
    )
    assert len(read) <= 2


SILENT = {
    "silence": "import time\n        time.sleep(600)",
    "half a message": "channel._socket.sendall(bytes(7) + b'\\x64\\x00\\x00\\x00\\x05{')\n        import time\n        time.sleep(600)",
    "death": "os.kill(os.getpid(), 9)",
    "hanging up": "channel.close()",
}  # fmt: skip


@pytest.mark.parametrize("kind", SILENT)
def test_diagnosis_that_does_not_come_is_left_out(
    kind: str, attacked: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    defaults = second_look.SecondLook.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "seconds", 2.0)
    attacked(
        Attack(
            kind,
            "an examiner that waits",
            cell=RIGHT,
            whole=WRONG_PASS,
            before=FORGES.replace("STATEMENTS", SILENT[kind]),
            earns=(10.0, PART),
            settings={"diagnose": True},
        )
    )
