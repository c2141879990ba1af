"""Results that lie about what they are, on the student's side of the border and on the wire."""

from collections.abc import Callable

import pytest

from .attack import SEND, WRONG, Attack
from .grading import Graded

Run = Callable[[Attack], Graded]


def returning(name: str, wants: str, expression: str, before: str = "") -> Attack:
    cell = f"{before}\ndef lstm_cell_forward(xt, a_prev, c_prev, parameters):\n"
    return Attack(name, wants, cell=f"{cell}    return {expression}\n")


LIARS = (
    returning(
        "equal to everything",
        "a comparison that asks the object",
        "Equal(), Equal(), Equal(), (Equal(),) * 10",
        """
class Equal:
    shape, dtype, ndim = (5, 10), np.dtype(float), 2
    def __eq__(self, other): return True
    def __le__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __hash__(self): return 0
""",
    ),
    returning(
        "claims to be an array",
        "isinstance to say yes",
        "Claim(), Claim(), Claim(), (Claim(),) * 10",
        """
class Claim:
    __class__ = np.ndarray
    shape, dtype, ndim, size, nbytes = (5, 10), np.dtype(float), 2, 50, 400
    def tobytes(self): return bytes(400)
""",
    ),
    returning(
        "turns into an array as it likes",
        "another value at each look",
        "Late(), Late(), Late(), (Late(),) * 10",
        """
class Late:
    def __array__(self, *_, **__): return np.zeros((5, 10))
    def __float__(self): return 10.0
    def __len__(self): return 4
""",
    ),
    returning(
        "array that answers ufuncs",
        "differences that are zero",
        "Zero(), Zero(), Zero(), (Zero(),) * 10",
        """
class Zero(np.ndarray):
    def __new__(cls): return np.ones((5, 10)).view(cls)
    def __array_ufunc__(self, *_, **__): return np.zeros((5, 10))
    def __array_function__(self, *_, **__): return True
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    def tobytes(self, *_): return bytes(400)
""",
    ),
    returning(
        "object with a reduce",
        "code run where it is unpickled",
        "Bomb(), Bomb(), np.array([Bomb()], dtype=object), (Bomb(),) * 10",
        """
class Bomb:
    def __reduce__(self):
        import os
        return os.system, ("echo taken > /tmp/taken",)
""",
    ),
    returning(
        "object and structured arrays",
        "types that npy needs pickle for",
        "np.array([None, 1], dtype=object), np.zeros(3, dtype=[('a', float), ('b', object)]),"
        " np.zeros(2, dtype='datetime64[s]'), (np.zeros(2, dtype='V8'),) * 10",
    ),
    returning(
        "broadcast giant",
        "a terabyte on the other side",
        "*(np.broadcast_to(1.0, (10**4, 10**5, 10**3)),) * 3, ()",
    ),
    returning("list that holds itself", "recursion without end", "loop", "loop = []\nloop[:] = [loop] * 4"),
    returning("deep nesting", "a stack that overflows", "deep", "deep = ()\nfor _ in range(9999): deep = (deep,)"),
    returning("generator", "values made up while they are compared", "(np.zeros((5, 10)) for _ in range(4))"),
    returning("endless sequence", "a loop in the examiner", "Endless()", """
import collections.abc
class Endless(collections.abc.Sequence):
    def __len__(self): return 4
    def __getitem__(self, number): return np.zeros((5, 10))
    def __iter__(self):
        while True: yield np.zeros((5, 10))
"""),
    returning("mapping that lies", "keys without end", "Keys()", """
import collections.abc, itertools
class Keys(collections.abc.Mapping):
    def __len__(self): return 1
    def __getitem__(self, key): return 1.0
    def __iter__(self): return map(str, itertools.count())
"""),
    returning("not a number", "comparisons with nan to be neither", "*(np.full((5, 10), np.nan),) * 3, ()"),
    returning("infinite", "a tolerance without bound", "*(np.full((5, 10), np.inf),) * 3, ()"),
    returning("complex", "real parts to be compared", "*(np.zeros((5, 10), complex),) * 3, ()"),
    returning("half precision", "a tolerance of its dtype", "*(np.zeros((5, 10), np.float16),) * 3, ()"),
    returning("huge whole numbers", "an overflow", "10**400, -10**400, 10**40, (10**30,) * 10"),
    returning("class of the right name", "a type whose name is long", "Odd(), Odd(), Odd(), ()",
              "Odd = type('<script>' + 'A' * 10**6, (), {})"),
    returning("the function itself", "a proxy that the examiner calls", "(lstm_cell_forward,) * 4"),
    returning("memory and bytes", "buffers", "memoryview(b'1' * 400), bytearray(9), b'1', range(10**9)"),
)  # fmt: skip


@pytest.mark.parametrize("attack", LIARS, ids=lambda attack: attack.name)
def test_values_count_and_nothing_else(attack: Attack, attacked: Run) -> None:
    attacked(attack)


def forged(name: str, wants: str, statements: str) -> Attack:
    """Sends what it likes in the place of the function's result."""
    lines = "".join(f"    {line}\n" for line in statements.splitlines())
    cell = f"{SEND}\nimport json, struct\nfrom cellcheck.wire.values import Encoder\n"
    cell += "def raw(data): library.channel._socket.sendall(data)\n"
    cell += "def npy(shape, descr='<f8', data=b''):\n"
    cell += "    head = repr({'descr': descr, 'fortran_order': False, 'shape': shape}).encode()\n"
    cell += "    return b'\\x93NUMPY\\x01\\x00' + struct.pack('<H', len(head)) + head + data\n"
    cell += "def lstm_cell_forward(xt, a_prev, c_prev, parameters):\n"
    return Attack(name, wants, cell=f"{cell}{lines}    os._exit(0)\n")


MESSAGES = (
    forged("claims", "its own verdict to be believed", """
send({"value": None, "score": 1.0, "passed": True, "right": True, "report": {"score": 1.0}})"""),
    forged("header without an object", "a crash", "raw(struct.pack('!QI', 2, 2) + b'[]')"),
    forged("header that is no JSON", "a crash", "raw(struct.pack('!QI', 4, 4) + b'\\xff\\xfe{}')"),
    forged("deep JSON", "the parser's stack", """
text = b'{"parts":[],"value":' + b'[' * 100000 + b']' * 100000 + b'}'
raw(struct.pack('!QI', len(text), len(text)) + text)"""),
    forged("giant announced", "memory for it", "raw(struct.pack('!QI', 2**60, 10))"),
    forged("header longer than its message", "a read beyond", "raw(struct.pack('!QI', 4, 2**31) + b'{}{}')"),
    forged("parts that do not add up", "a read beyond", """
text = json.dumps({"value": {"a": 0}, "parts": [10**9, -10**9, True, 2.5]}).encode()
raw(struct.pack('!QI', len(text), len(text)) + text)"""),
    forged("part that is not there", "an index out of range", 'send({"value": {"t": [{"a": 7}, {"a": -1}]}})'),
    forged("header of an array that lies", "a read beyond the data", """
send({"value": {"t": [{"a": 0}] * 4}}, [npy((5, 10), data=bytes(8))])"""),
    forged("array without end", "memory for its shape", """
send({"value": {"t": [{"a": 0}] * 4}}, [npy((2**31, 2**31, 2**31))])"""),
    forged("empty giant", "zero bytes that become many", """
send({"value": {"t": [{"a": 0}, {"a": 0}, {"x": [0, 2**40]}, {"x": [2**40, 2**40]}]}},
     [npy((0, 2**40))])"""),
    forged("dtype of objects", "pickle", "send({'value': {'a': 0}}, [npy((1,), '|O', bytes(8))])"),
    forged("dtype with fields", "pickle", "send({'value': {'a': 0}}, [npy((1,), [('a', '|O')], bytes(8))])"),
    forged("code in the header of an array", "evaluation", """
evil = npy((1,)).replace(b"'<f8'", b"exec('raise SystemExit')")
send({"value": {"a": 0}}, [evil])"""),
    forged("pickle in place of an array", "unpickling", """
import pickle
send({"value": {"a": 0}}, [pickle.dumps(print)])"""),
    forged("references in a circle", "recursion", 'send({"value": {"t": [{"r": 0}, {"r": 0}, {"r": 1}, {"r": 9}]}})'),
    forged("unknown kinds", "a crash", 'send({"value": {"z": 1}})'),
    forged("numbers without end", "an overflow", 'send({"value": {"t": [10**4000, -10**4000, 1e999, 10**308]}})'),
    forged("values of other types", "a crash", """
send({"value": {"t": "abcd"}, "changed": {"xt": 1}, "prints": [], "raised": "no object"})"""),
    forged("an exception of odd types", "a crash", """
send({"raised": {"type": ["x"], "message": {"a": 1}, "line": 10**4000, "function": None, "source": 7}})"""),
    forged("pretends to be unfinished", "to be let off", 'send({"raised": {"unfinished": True, "type": 1}})'),
    forged("answers before the question", "a place in the queue", """
for _ in range(200): send({"value": None, "changed": []})"""),
    forged("half a message, then silence", "an examiner that waits", """
raw(struct.pack('!QI', 1000, 10) + b'{"val')
import time
time.sleep(60)"""),
    forged("drop by drop", "a deadline that moves", """
import time
text = b'{"parts":[],"value":1' + b' ' * 10**6 + b'}'
raw(struct.pack('!QI', len(text), len(text)))
for byte in text: raw(bytes([byte])); time.sleep(0.01)"""),
    forged("hangs up", "an error of the connection", "library.channel.close()"),
    forged("asks for what is not there", "a crash", """
for name in ("__import__", "os.system", "", None, "argument 0", "lstm_cell_forward.__globals__"):
    library.channel.send({"ask": name, "arguments": {"t": []}}); library.channel.receive()"""),
    forged("speaks for the warden", "a word of its own about its end", 'send({"exceeded": "", "stopped": True, "failed": "x", "ended": 1, "peak": 10**400})'),
    forged("says that it is the library's", "a look at the reference", 'send({"is": "library", "value": None})'),
)  # fmt: skip


@pytest.mark.parametrize("attack", MESSAGES, ids=lambda attack: attack.name)
def test_forged_messages_earn_nothing_and_break_nothing(attack: Attack, attacked: Run) -> None:
    attacked(attack)


def test_no_word_on_itself_is_a_verdict(attacked: Run) -> None:
    """What a process says about its function decides what is shown, never the points."""
    attacked(
        Attack(
            "forged introduction",
            "to be taken for the library's or for something written",
            before=SEND
            + """
from cellcheck.examinee import graded_call
graded_call._about = lambda *_: {
    "is": "library", "type": "\\ud800<b>", "misfit": "(" * 10**6, "has_own_names": 7, "score": 1}
""",
            cell=WRONG,
            earns=(0.0, 0.0),
        )
    )
