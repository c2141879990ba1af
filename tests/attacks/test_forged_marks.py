"""Wrong code that wants full marks: by changing what judges it."""

from collections.abc import Callable

import pytest

from .attack import RIGHT, SEND, WRONG, Attack
from .grading import Graded

ATTACKS = (
    Attack(
        "patched comparison",
        "every comparison of NumPy to say yes",
        before="""
for module in (np, np.testing):
    for name in ("allclose", "isclose", "array_equal", "assert_allclose", "assert_array_equal"):
        if hasattr(module, name):
            setattr(module, name, lambda *_, **__: True)
import cellcheck.compare
cellcheck.compare.differs = lambda *_: np.array(False)
cellcheck.compare.compare = lambda *_: ()
""",
        cell=WRONG,
    ),
    Attack(
        "patched ufuncs",
        "differences to vanish",
        before="import builtins\nbuiltins.abs = np.abs = np.subtract = lambda *_, **__: 0.0",
        cell=WRONG,
    ),
    Attack(
        "replaced grade",
        "its own cellcheck.grade to be called",
        before="""
import sys, types
import cellcheck, cellcheck.grading.grade as real
cellcheck.grade = real.grade = lambda *_, **named: float(named.get("points", 10))
sys.modules["cellcheck"] = types.SimpleNamespace(grade=cellcheck.grade)
""",
        cell=WRONG,
    ),
    Attack(
        "syntax tree transformer",
        "assertions and calls of grade rewritten",
        before="""
import ast
class Full(ast.NodeTransformer):
    def visit_Call(self, node):
        is_grade = getattr(node.func, "attr", "") == "grade"
        return ast.Constant(10.0) if is_grade else self.generic_visit(node)
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Full())
""",
        cell=WRONG,
    ),
    Attack(
        "input transformer",
        "the text of test cells rewritten",
        before="""
get_ipython().input_transformers_cleanup.append(
    lambda lines: ["10.0"] if any("grade" in line for line in lines) else lines)
""",
        cell=WRONG,
    ),
    Attack(
        "import hook",
        "the judge's modules exchanged as they are imported",
        before="""
import builtins, sys
real_import = builtins.__import__
def hooked(name, *rest):
    module = real_import(name, *rest)
    if name.startswith("cellcheck"):
        for each in ("verdict", "judged", "compare", "grade"):
            if hasattr(module, each):
                setattr(module, each, lambda *_, **__: 10.0)
    return module
builtins.__import__ = hooked
for name in [name for name in sys.modules if name.startswith("cellcheck.grading")]:
    del sys.modules[name]
""",
        cell=WRONG,
    ),
    Attack(
        "hooks of IPython",
        "its own cell run behind each cell",
        before="""
def later(*_):
    get_ipython().user_ns["lstm_cell_forward"] = lambda *_: "full marks"
    return 10.0
for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    get_ipython().events.register(event, later)
""",
        cell=WRONG,
    ),
    Attack(
        "display formatters",
        "every result printed as full marks",
        before="""
formatter = get_ipython().display_formatter.formatters["text/plain"]
for kind in (float, int, np.ndarray, type(None)):
    formatter.for_type(kind, lambda value, printer, cycle: printer.text("10.0"))
import sys
sys.displayhook = lambda value: print("10.0")
""",
        cell=WRONG,
    ),
    Attack(
        "replaced functions of the examinee",
        "the graded call served by itself",
        before=SEND
        + """
from cellcheck.examinee import graded_call, session
def serve(channel, namespace, order):
    channel.send({"is": "function", "misfit": "", "has_own_names": True, "score": 1.0})
    while True:
        channel.receive()
        channel.send({"value": {"t": []}, "changed": [], "passed": True, "score": 1.0, "marks": 10})
graded_call.serve = session.graded_call.serve = serve
""",
        cell=WRONG,
        earns=(0.0, 0.0),
    ),
    Attack(
        "patched runner",
        "the call answered without the function",
        before="""
import cellcheck.runner, cellcheck.examinee.graded_call as serving
from cellcheck.runner import Outcome
cellcheck.runner.call = serving.call = lambda *_, **__: Outcome(result=True)
""",
        cell=WRONG,
        earns=(0.0, 0.0),
    ),
    Attack(
        "frames",
        "the judge's variables, up the stack",
        cell="""
import sys
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()):
            if "expected" in name or "case" == name or hasattr(value, "expected"):
                return value
        frame = frame.f_back
    return None
""",
    ),
    Attack(
        "garbage collector",
        "expected values among all objects of the process",
        cell="""
import gc
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    for thing in gc.get_objects():
        if type(thing).__name__ in ("Prepared", "Leaf", "Run", "Comparison", "Exercise"):
            return thing.expected
    return None
""",
    ),
    Attack(
        "debugger hooks",
        "arguments and results changed by a trace function",
        before="""
import sys, threading
def trace(frame, event, argument):
    if event == "return" and isinstance(frame.f_locals.get("outcome"), object):
        frame.f_locals["earned"] = 10.0
    return trace
sys.settrace(trace); threading.settrace(trace)
""",
        cell=WRONG,
    ),
    Attack(
        "wrapped function",
        "the wrapper's signature to hide what is inside",
        cell=f"""
import functools, lstm_lib
{WRONG}
inner = lstm_cell_forward
@functools.wraps(inner)
def lstm_cell_forward(*arguments):
    return inner(*arguments)
lstm_cell_forward.__code__ = inner.__code__
""",
    ),
    Attack(
        "visible cases by heart",
        "marks for the published data alone",
        cell="""
import lstm_lib
known = {}
def draw(seed, n_x, n_a, n_y, m):
    normal = np.random.RandomState(seed).standard_normal
    x, a, c = normal((n_x, m)), normal((n_a, m)), normal((n_a, m))
    p = {}
    for gate in "fioc":
        p["W" + gate], p["b" + gate] = normal((n_a, n_a + n_x)), normal((n_a, 1))
    p["Wy"], p["by"] = normal((n_y, n_a)), normal((n_y, 1))
    return x, a, c, p
sizes = [(1, 3, 5, 2, 10), (2, 4, 3, 5, 1), (3, 6, 2, 3, 4), (4, 2, 7, 4, 3), (5, 3, 4, 1, 5)]
for arguments in (draw(*each) for each in sizes):
    known[arguments[0].tobytes()] = lstm_lib.lstm_cell_forward(*arguments)
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    some = next(iter(known.values()))
    return known.get(xt.tobytes(), some)
""",
    ),
    Attack(
        "second name",
        "a cell after the test to put the right function back, or the other way round",
        cell=WRONG,
        after={"test-lstm-cell-forward": RIGHT},
    ),
    Attack(
        "random results",
        "luck",
        cell="""
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    a, c = np.random.rand(*a_prev.shape), np.random.rand(*a_prev.shape)
    y = np.full((len(parameters["Wy"]), xt.shape[1]), 1.0)
    return a, c, y, (a, c, a, c, a, a, a, a, a, None)
""",
    ),
)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_changing_the_judge_earns_nothing(
    attack: Attack, attacked: Callable[[Attack], Graded]
) -> None:
    attacked(attack)
