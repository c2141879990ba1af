"""Code that has the library, or another exercise, do the work."""

from collections.abc import Callable

import pytest

from .attack import RIGHT, SEND, Attack
from .grading import Graded
from .notebooks import BACKWARD, submission

Run = Callable[[Attack], Graded]
WHOLE = "def lstm_forward(x, a0, parameters):\n"
CELL = "def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n"

DELEGATIONS = (
    Attack("import", "the library's result", cell=f"import lstm_lib\n{CELL}    return lstm_lib.lstm_cell_forward(xt, a_prev, c_prev, parameters)"),
    Attack("the very function", "its name", cell="from lstm_lib import lstm_cell_forward"),
    Attack("alias", "another name", cell=f"import lstm_lib.lstm_cell as quiet\nother = quiet.lstm_cell_forward\n{CELL}    return other(xt, a_prev, c_prev, parameters)"),
    Attack("importlib", "an import that nobody sees", cell=f"import importlib\n{CELL}    return getattr(importlib.import_module('lstm_' + 'lib'), 'lstm_cell_' + 'forward')(xt, a_prev, c_prev, parameters)"),
    Attack("modules", "what is imported already", cell=f"import sys\n{CELL}    return sys.modules['lstm_lib'].lstm_cell_forward(xt, a_prev, c_prev, parameters)"),
    Attack("garbage collector", "the function among all objects", cell=f"import gc\n{CELL}    found = [f for f in gc.get_objects() if getattr(f, '__name__', '') == 'lstm_cell_forward' and f is not lstm_cell_forward]\n    return found[0](xt, a_prev, c_prev, parameters)"),
    Attack("one step of the pass", "the cell inside lstm_forward", cell=f"import lstm_lib\n{CELL}    a, y, c, (caches, _) = lstm_lib.lstm_forward(xt[:, :, None], a_prev, parameters)\n    return a[:, :, 0], c[:, :, 0], y[:, :, 0], caches[0]"),
    Attack("asked by hand", "the connection", cell=f"{SEND}{CELL}    return library.ask('lstm_cell_forward', (xt, a_prev, c_prev, parameters))"),
    Attack("changed a little", "a question that is not counted", cell=f"import lstm_lib\n{CELL}    result = lstm_lib.lstm_cell_forward(xt, a_prev, c_prev, parameters)\n    return (result[0] + 0.0, *result[1:])"),
    Attack("asked from elsewhere", "a line that is not its own", cell=f"{SEND}library._caller = lambda: {{'line': 10**9, 'source': '<b>'}}\n{CELL}    return library.ask('lstm_cell_forward', (xt, a_prev, c_prev, parameters))"),
    Attack("the pass", "the library's pass", cell=RIGHT, whole=f"import lstm_lib\n{WHOLE}    return lstm_lib.lstm_forward(x, a0, parameters)", earns=(10.0, 0.0)),
)  # fmt: skip


@pytest.mark.parametrize("attack", DELEGATIONS, ids=lambda attack: attack.name)
def test_asking_the_library_earns_nothing(attack: Attack, attacked: Run) -> None:
    attacked(attack)


def test_delegation_is_flagged(attacked: Run) -> None:
    assert (
        "flagged: `lstm_cell_forward` calls the library's own solution"
        in attacked(DELEGATIONS[0]).notes
    )


SOURCES = (
    Attack("source", "the text of the solution", cell="import inspect, lstm_lib\ntext = inspect.getsource(lstm_lib.lstm_cell)\nexec(text[text.index('def lstm_cell_forward'):])"),
    Attack("file", "the solution's file", cell="import lstm_lib, pathlib\nfor path in pathlib.Path(lstm_lib.__file__).parent.rglob('*.py'):\n    if 'def lstm_cell_forward' in path.read_text():\n        exec(path.read_text())"),
    Attack("byte code", "the solution's .pyc", cell="import lstm_lib, pathlib, marshal, types\nfor path in pathlib.Path(lstm_lib.__file__).parent.rglob('*.pyc'):\n    for each in marshal.loads(path.read_bytes()[16:]).co_consts:\n        if getattr(each, 'co_name', '') == 'lstm_cell_forward':\n            lstm_cell_forward = types.FunctionType(each, globals())"),
    Attack("code object", "__code__ and __globals__", cell="import lstm_lib, types\nlstm_cell_forward = types.FunctionType(lstm_lib.lstm_cell_forward.__code__, globals())"),
    Attack("fresh interpreter", "the library as it is on the disk", cell=f"import subprocess, sys, pickle\n{CELL}    code = 'import sys, pickle, lstm_lib; pickle.dump(lstm_lib.lstm_cell_forward(*pickle.load(sys.stdin.buffer)), sys.stdout.buffer)'\n    run = subprocess.run([sys.executable, '-c', code], input=pickle.dumps((xt, a_prev, c_prev, parameters)), capture_output=True)\n    return pickle.loads(run.stdout)"),
    Attack("import anew", "the module without the finder", cell="import sys\nsys.meta_path[:] = [each for each in sys.meta_path if 'cellcheck' not in type(each).__module__]\nfor name in [name for name in sys.modules if name.startswith('lstm_lib')]: del sys.modules[name]\nfrom lstm_lib.lstm_cell import lstm_cell_forward"),
    Attack("exercises", "the reference among the exercises", cell="from lstm_lib.exercises import exercises\nlstm_cell_forward = {each.name: each.reference for each in exercises()}['lstm_cell_forward']"),
    Attack("course", "the reference by the entry point", cell="from cellcheck.exercise import course\nlstm_cell_forward = course()['lstm_cell_forward'].reference"),
    Attack("derivations", "the catalogue's variant", cell="from lstm_lib.exercises.derivations import LSTM_CELL_FORWARD\nlstm_cell_forward = LSTM_CELL_FORWARD.variant(())"),
)  # fmt: skip


@pytest.mark.parametrize("attack", SOURCES, ids=lambda attack: attack.name)
def test_solution_is_not_in_the_students_world(attack: Attack, attacked: Run) -> None:
    attacked(attack)


FURTHER = {
    "lstm_lib.suspects": "suspect_three_forward",
    "lstm_lib.fast": "forward_pass",
    "lstm_lib.fast.passes": "forward_pass",
}


@pytest.mark.parametrize("module", FURTHER)
def test_further_copies_of_the_solution_are_not_there_either(module: str, attacked: Run) -> None:
    cell = f"{WHOLE}    import {module} as other\n    return other.{FURTHER[module]}(x, a0, parameters)"
    attacked(Attack(module, "a copy of the solution", whole=cell, earns=(10.0, 0.0)))


def test_backward_copies_are_not_there(graded: Callable[..., Graded]) -> None:
    cells = {
        "lstm-cell-backward": "from lstm_lib.suspects import suspect_one as lstm_cell_backward",
        "lstm-backward": "from lstm_lib.suspects import suspect_two as lstm_backward",
    }
    marks = graded(submission(BACKWARD, cells)).marks
    assert (marks["test_lstm_cell_backward"], marks["test_lstm_backward"]) == (0.0, 0.0)


COLLUSION = f"""
import os, pickle, time
{SEND}
{RIGHT.replace("def lstm_cell_forward", "def own_cell")}

def asked_by_the_other(arguments):
    with open("question", "wb") as file:
        pickle.dump(arguments, file)
    os.rename("question", "asked")
    for _ in range(30):
        time.sleep(0.01)
        if os.path.exists("answered"):
            return pickle.load(open("answered", "rb"))


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    return asked_by_the_other((xt, a_prev, c_prev, parameters))
"""

COLLUDER = """
cell = lstm_cell_forward

def lstm_forward(x, a0, parameters):
    import lstm_lib, threading
    def serve():
        while True:
            time.sleep(0.01)
            if os.path.exists("asked"):
                arguments = pickle.load(open("asked", "rb"))
                os.remove("asked")
                with open("answer", "wb") as file:
                    pickle.dump(library.ask("lstm_cell_forward", arguments), file)
                os.rename("answer", "answered")
    threading.Thread(target=serve, daemon=True).start()
    return None
"""


def test_two_exercises_do_not_help_each_other(attacked: Run) -> None:
    """While the pass is examined it may ask for the cell; the cell is judged before that."""
    attacked(
        Attack(
            "collusion",
            "answers to the cell, asked by the pass",
            cell=COLLUSION,
            whole=COLLUDER,
            earns=(0.0, 0.0),
        )
    )


RELAY = """
import os, pickle, socket
import lstm_lib

table = {}


def draw(seed, n_x, n_a, n_y, m):
    normal = np.random.RandomState(seed).standard_normal
    x, a, c = normal((n_x, m)), normal((n_a, m)), normal((n_a, m))
    p = {}
    for gate in "fioc":
        p["W" + gate], p["b" + gate] = normal((n_a, n_a + n_x)), normal((n_a, 1))
    p["Wy"], p["by"] = normal((n_y, n_a)), normal((n_y, 1))
    return x, a, c, p


def learn(arguments):
    table[arguments[0].tobytes()] = lstm_lib.lstm_cell_forward(*arguments)


def talk(message):
    with socket.socket(socket.AF_UNIX) as link:
        link.connect("\\0relay")
        link.sendall(message)
        link.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: link.recv(65536), b""))


def listen():
    hidden = socket.socket(socket.AF_UNIX)
    hidden.bind("\\0relay")
    hidden.listen()
    if os.fork():
        return
    os.setsid()
    kept = b""
    while True:
        link, _ = hidden.accept()
        data = b"".join(iter(lambda: link.recv(65536), b""))
        if data == b"get":
            link.sendall(kept)
        else:
            kept = data
        link.close()


for one in [(1, 3, 5, 2, 10), (2, 4, 3, 5, 1), (3, 6, 2, 3, 4), (4, 2, 7, 4, 3), (5, 3, 4, 1, 5)]:
    learn(draw(*one))
try:
    stolen = pickle.loads(talk(b"get"))
    print("heard of", len(stolen))
    for _ in range(3):
        learn(stolen)
except (OSError, EOFError):
    listen()


def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    if xt.tobytes() not in table:
        talk(pickle.dumps((xt, a_prev, c_prev, parameters)))
        os._exit(1)
    return table[xt.tobytes()]
"""


def test_cells_that_run_again_hear_nothing_of_hidden_data(attacked: Run) -> None:
    """A process that dies on hidden data gets another one, whose cells may ask the library."""
    found = attacked(Attack("relay", "hidden inputs asked about as cells", cell=RELAY))
    assert "heard of" not in found.printed


def test_cells_may_ask_the_library_as_long_as_nothing_is_graded(attacked: Run) -> None:
    """The other side of the rule: trying things out with the library is what it is for."""
    found = attacked(
        Attack(
            "trying out",
            "nothing",
            after={
                "cell-try-values": "import lstm_lib\n"
                "ones = np.ones((5, 4))\n"
                "given = ones[:3], ones, ones, lstm_lib.initialize_parameters(3, 5, 2)\n"
                "own, theirs = lstm_cell_forward(*given), lstm_lib.lstm_cell_forward(*given)\n"
                "print('agrees', np.allclose(own[0], theirs[0]))"
            },
            earns=(10.0, 10.0),
        )
    )
    assert "agrees True" in found.printed
