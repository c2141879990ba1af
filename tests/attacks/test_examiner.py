"""The examiner's own memory, time and descriptors, whatever it is sent or asked."""

import difflib
from collections.abc import Callable
from typing import Any

import pytest
from cellcheck.grading.examiner import questions

from .attack import SEND, Attack
from .grading import Graded, forget_peak, peak_megabytes
from .notebooks import BACKWARD, FORWARD, submission

Run = Callable[[Attack], Graded]
Grading = Callable[..., Graded]
FUNCTION = "def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n"


@pytest.fixture
def memory() -> Callable[[], float]:
    """Megabytes that the examiner has taken since, at most."""
    before = forget_peak()
    return lambda: peak_megabytes() - before


def answering(statements: str) -> str:
    lines = "".join(f"    {line}\n" for line in statements.splitlines())
    return f"{SEND}\nfrom cellcheck.wire.values import Encoder\n{FUNCTION}{lines}    os._exit(0)\n"


ARRAY = "e = Encoder()\ne.encode(np.zeros(2**19))\n"
LARGE = {
    "one part a hundred times": ARRAY + "send({'value': {'l': [{'a': 0}] * 100}}, e.parts)",
    "thousands of types": "send({'value': {'l': [{'o': 'a%d' % n} for n in range(90000)]}})",
    "names of types without end": "send({'value': {'t': [{'o': 'A' * 3000000}] * 4}})",
    "millions of lists": "send({'value': [[]] * 4000000, 'changed': []})",
    "millions of empty objects": "send({'raised': {'type': [{}] * 4000000}})",
    "thousands of keys": "send({'value': {'d': [['key%d' % n, 1] for n in range(90000)]}})",
    "arrays of objects": "send({'value': {'l': [{'x': [90000]}] * 90000}})",
    "longest message": "send({'value': {'a': 0}}, [bytes(60 * 2**20)])",
}


HANDED_ON = 0.71
"""Points of a pass that hands `parameters` on as it was given: one value of fourteen is right."""


@pytest.mark.parametrize("kind", LARGE)
def test_message_takes_little_more_than_its_size(
    kind: str, attacked: Run, memory: Callable[[], float]
) -> None:
    attacked(Attack(kind, "the examiner's memory", cell=answering(LARGE[kind])))
    assert memory() < 350


def test_one_array_in_every_cache_is_not_stacked(
    attacked: Run, memory: Callable[[], float]
) -> None:
    cell = """
def lstm_forward(x, a0, parameters):
    big = np.zeros(2**20)
    cache = (big,) * 9 + (parameters,)
    return big, big, big, ([cache] * x.shape[2], big)
"""
    attacked(Attack("stack", "memory", whole=cell, earns=(10.0, HANDED_ON)))
    assert memory() < 350


def test_dictionary_of_many_keys_is_not_searched(
    graded: Grading, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[int] = []
    real = difflib.get_close_matches

    def counted(word: str, among: list[str], **rest: Any) -> list[str]:
        searched.append(sum(map(len, among)))
        return real(word, among, **rest)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    cell = "def lstm_cell_backward(a, b, c):\n    return {'d%06x' % n: 1.0 for n in range(90000)}"
    marks = graded(submission(BACKWARD, {"lstm-cell-backward": cell})).marks
    assert marks["test_lstm_cell_backward"] == 0.0
    assert max(searched) < 100_000


OUTPUTS = {
    "displays": "from IPython.display import HTML, display\nfor _ in range(3): display(HTML('x' * 4000000))",
    "prints": "print('x' * 10**7)",
    "many": f"{SEND}\nsend({{'outputs': [{{'output_type': 'stream', 'name': 'a', 'text': 'b'}}] * 200000, 'done': True}})",
    "nested": f"{SEND}\nsend({{'outputs': [{{'output_type': 'display_data', 'data': {{'a/b': [[]] * 10**6}}}}], 'done': True}})",
    "traceback": "error = ValueError('x' * 10**6)\nraise error from ExceptionGroup('y' * 10**6, [error] * 50)",
    "empty objects": f"{SEND}\nsend({{'outputs': [{{}}] * 3000000, 'done': True}})",
}  # fmt: skip


@pytest.mark.parametrize("kind", OUTPUTS)
def test_outputs_are_kept_as_far_as_somebody_might_read_them(
    kind: str, graded: Grading, memory: Callable[[], float]
) -> None:
    found = graded(submission(FORWARD, before=[OUTPUTS[kind]] * 4), timeout=6)
    assert len(found.text) < 25_000_000
    assert sum(len(cell.get("outputs", ())) for cell in found.notebook.cells) < 4 * 600
    assert memory() < 500


ODD_OUTPUTS: tuple[list[Any], ...] = (
    [{}],
    [{"output_type": "stream"}],
    [{"output_type": "stream", "name": 7, "text": None}],
    [{"output_type": "execute_result", "data": [], "metadata": 1}],
    [{"output_type": "execute_result", "data": {"": "", "a": "b", "text/plain": "\ud800"}}],
    [{"output_type": "error", "ename": "<b>", "evalue": "\x00\x1b[2J", "traceback": [None, {}]}],
    [{"output_type": "error", "ename": None}],
    [{"output_type": "display_data", "data": {"application/vnd.cellcheck.report+json": "{}"}}],
    [{"output_type": "display_data", "data": {"application/json": "no json", "image/png": "x"}}],
    [{"output_type": "update_display_data", "data": {}, "transient": {"display_id": 1}}],
    [{"output_type": ["stream"], "name": {}, "text": []}, 7, None, "x"],
)


@pytest.mark.parametrize("outputs", ODD_OUTPUTS, ids=range(len(ODD_OUTPUTS)))
def test_odd_outputs_make_a_notebook_that_can_be_written(
    outputs: list[object], graded: Grading
) -> None:
    """`graded` validates what comes of it, and writes it as UTF-8."""
    cell = f"{SEND}\nsend({{'outputs': {outputs!r}, 'done': True}})\n"
    assert set(graded(submission(FORWARD, before=(cell,))).marks.values()) == {10.0}


TEXTS = [
    "print('\\ud800')",
    "raise ValueError('\\udfff')",
    "'\\ud83d'",
    "print('\\x00\\x1b]0;x\\x07')",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_that_is_no_unicode_can_be_written(text: str, graded: Grading) -> None:
    assert set(graded(submission(FORWARD, before=(text,))).marks.values()) == {10.0}


def test_exceptions_of_functions_can_be_written_and_shown(attacked: Run) -> None:
    cell = f"class Odd(Exception): pass\nOdd.__name__ = '<script>'\n{FUNCTION}    raise Odd('<script>\\ud800\\x1b[2J</script>')"  # fmt: skip
    assert "<script>" not in attacked(Attack("markup", "a script on the page", cell=cell)).pages()


TOO_LARGE = """
n, m = {sides}
p = {{f"W{{g}}": np.zeros((1, 2)) for g in "fico"}} | {{f"b{{g}}": np.zeros((1, 1)) for g in "fico"}}
p |= {{"Wy": np.zeros((n, 1)), "by": np.zeros((n, 1))}}
import lstm_lib
try:
    lstm_lib.lstm_cell_forward(np.zeros((1, m)), np.zeros((1, m)), np.zeros((1, m)), p)
    print("answered")
except Exception as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("sides", [(10000, 10000), (9000, 10001), (100000, 1000)], ids=str)
def test_questions_cost_the_examiner_little_memory(
    sides: tuple[int, int], graded: Grading, memory: Callable[[], float]
) -> None:
    """Two vectors of some kilobytes have a product of gigabytes."""
    found = graded(submission(FORWARD, before=(TOO_LARGE.format(sides=sides),)))
    assert set(found.marks.values()) == {10.0}
    assert memory() < 400


def test_empty_arrays_are_no_way_round(graded: Grading, memory: Callable[[], float]) -> None:
    cell = """
import lstm_lib
p = {f"W{g}": np.zeros((0, 1)) for g in "fico"} | {f"b{g}": np.zeros((0, 1)) for g in "fico"}
p |= {"Wy": np.zeros((1, 0)), "by": np.zeros((1, 1))}
try:
    print(lstm_lib.lstm_cell_forward(np.zeros((1, 0)), np.zeros((0, 2**27)), np.zeros((0, 2**27)), p))
except Exception as error:
    print(type(error).__name__)
"""
    graded(submission(FORWARD, before=(cell,)))
    assert memory() < 300


def test_names_that_are_asked_for_are_not_collected(
    graded: Grading, memory: Callable[[], float]
) -> None:
    cell = (
        SEND + "for n in range(30):\n    try: library.ask(str(n) + 'x' * 8_000_000, ())\n"
        "    except NameError: pass"
    )
    graded(submission(FORWARD, before=(cell,)), timeout=6)
    assert memory() < 200


PIPE = """
import json, signal, struct, threading
from cellcheck.wire.values import Encoder
p = {f"W{g}": np.zeros((1, 2)) for g in "fico"} | {f"b{g}": np.zeros((1, 1)) for g in "fico"}
p |= {"Wy": np.zeros((1, 1)), "by": np.zeros((1, 1))}
e = Encoder()
tree = e.encode((np.zeros((1, 1, 1500)), np.zeros((1, 1)), p))
text = json.dumps({"ask": "lstm_forward", "arguments": tree, "parts": [len(x) for x in e.parts]})
text = text.encode()
asked = struct.pack("!QI", len(text) + sum(map(len, e.parts)), len(text)) + text + b"".join(e.parts)


def ask_without_end():
    link = library.channel._socket
    link.settimeout(None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    def drain():
        while link.recv(2**20): pass
    threading.Thread(target=drain, daemon=True).start()
    while True:
        link.sendall(asked)
"""

FLOODS = {
    "cell": submission(FORWARD, before=(f"{SEND}{PIPE}\nask_without_end()",)),
    "call": submission(
        FORWARD,
        {
            "lstm-cell-forward": f"{SEND}{PIPE}\n{FUNCTION}    ask_without_end()\n",
            "cell-try-values": "",
        },
    ),
}


@pytest.mark.parametrize("place", FLOODS)
def test_questions_without_end_end_with_the_time_for_the_cell(
    place: str, graded: Grading, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket that always has one more question in it keeps nobody beyond the deadline."""
    answered: list[str] = []
    monkeypatch.setattr(questions, "MOST_QUESTIONS", 100)
    computed = questions.Questions._computed

    def counted(self: questions.Questions, name: str, *rest: object) -> object:
        answered.append(name)
        return computed(self, name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(questions.Questions, "_computed", counted)
    found = graded(FLOODS[place], timeout=1)
    assert "too many calls" not in found.notes
    assert "came to an end" in found.notes or "timed out" in found.notes
    assert found.marks["test_lstm_forward"] == 10.0
    assert 0 < len(answered) < 90


def test_hundred_thousand_questions_are_refused(graded: Grading) -> None:
    cell = (
        SEND + "import itertools\nfor asked in itertools.count():\n"
        "    try: library.ask('nobody', ())\n    except NameError: pass"
    )
    found = graded(submission(FORWARD, before=(cell,)), timeout=2)
    assert set(found.marks.values()) == {10.0}
    assert "ended early" in found.notes


DESCRIPTORS = """
import os, socket, time
ends = os.pipe() + os.pipe()
socket.send_fds(library.channel._socket, [{data}], ends)
time.sleep(0.1)
"""


@pytest.mark.parametrize(
    "data", ["b'\\xff' * 12", "b'\\x00' * 5", "b'\\x00' * 7 + b'\\x02\\x00\\x00\\x00\\x02{}'"]
)
def test_descriptors_that_come_along_are_closed(data: str, graded: Grading) -> None:
    """`graded` counts the examiner's open files."""
    cell = SEND + DESCRIPTORS.replace("{data}", data) + "os._exit(1)"
    graded(submission(FORWARD, before=[cell] * 2), timeout=1)


def test_examiner_does_not_run_what_it_is_sent(attacked: Run) -> None:
    """Names of what could be called, wherever a name is taken."""
    names = ("os.system", "builtins.exec", "__import__('os').abort()", "{0.__class__}", "%s%n")
    for name in names:
        statements = f"send({{'raised': {{'type': {name!r}, 'message': {name!r}}}}})"
        attacked(Attack(name, "evaluation", cell=answering(statements)))


def test_nothing_defined_earns_nothing(attacked: Run) -> None:
    attacked(Attack("nothing", "a crash", cell=""))
