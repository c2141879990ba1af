"""An exercise whose arguments are functions: `largest_relative_error`, 4 points, in `lstm-backward`.

The student's process calls them over the wire, and returns one number.
"""

from collections.abc import Callable

import pytest

from .attack import SEND
from .grading import Graded
from .notebooks import BACKWARD, submission

Grading = Callable[..., Graded]

CELL, TEST = "largest-relative-error", "test_largest_relative_error"
OTHERS = {"test_lstm_cell_backward": 12.0, "test_lstm_backward": 12.0}

RIGHT = """
def largest_relative_error(forward, backward, *arguments):
    return max(gradient_check(forward, backward, *arguments).errors.values())
"""
WRONG = """
def largest_relative_error(forward, backward, *arguments):
    {lines}
"""
PUBLIC = """
public = {(3, 2, 4): 1 / 3, (2, 3, 2): 0.0, (4, 2, 3): 0.6, (2, 4, 3): 1.0, (3, 2, 6): 5 / 7, (2, 3, 4): 0.5}


def sizes(xt, a_prev, parameters):
    return len(xt), len(a_prev), xt.shape[1]
"""  # fmt: skip


def wrong(lines: str) -> str:
    return WRONG.format(lines=lines.strip().replace("\n", "\n    "))


FORGERIES = {
    # what is tried: a cell before, and the function
    "a check that finds nothing": (
        "import lstm_lib.gradients as theirs\n"
        "class Fine:\n    errors = {'dxt': 0.0}\n    passed = True\n"
        "gradient_check = theirs.gradient_check = lambda *_, **__: Fine()",
        RIGHT,
    ),
    "a derivative that is what it should be": (
        "import lstm_lib.gradients as theirs\n"
        "theirs._relative_error = lambda *_: 1e-16",
        RIGHT,
    ),
    "a norm of zero": ("np.linalg.norm = lambda *_, **__: 0.0", RIGHT),
    "a builtin": ("import builtins\nbuiltins.max = lambda *_, **__: 1 / 3", RIGHT),
    "one number": ("", wrong("return 1 / 3")),
    "public answers by heart": (PUBLIC, wrong("return public.get(sizes(*arguments), 0.6)")),
    "not a number": ("", wrong("return float('nan')")),
    "infinite": ("", wrong("return float('inf')")),
    "equal to everything": (
        "class Equal(float):\n"
        "    __eq__ = __le__ = __ge__ = lambda *_: True\n"
        "    __sub__ = __rsub__ = __abs__ = lambda *_: 0.0\n"
        "    __hash__ = float.__hash__",
        wrong("return Equal(0.5)"),
    ),
    "an array that answers for itself": (
        "class Zero(np.ndarray):\n    __array_ufunc__ = lambda *_, **__: np.float64(0)",
        wrong("return np.zeros(()).view(Zero)"),
    ),
    "many at once": ("", wrong("return np.linspace(0, 1, 10**6)")),
    "the functions themselves": ("", wrong("return backward")),
    "functions of one's own": ("", wrong("return lambda *_: 0.5")),
    "functions in a dictionary": ("", wrong("return {'error': forward, 'errors': [backward] * 999}")),
    "what the functions are said to be": (
        "import inspect, re",
        wrong("""
told = [repr(vars(backward)), repr(vars(forward)), str(inspect.signature(backward)),
        str(backward.__doc__), repr(backward), backward.__name__, str(dir(backward))]
numbers = [float(each) for each in re.findall(r"\\d+[.]\\d+", " ".join(told))]
factor = numbers[0] if numbers else 2.0
return abs(1 - factor) / (1 + factor)
"""),
    ),
    "the reference, asked for": (
        "from cellcheck.examinee import library",
        wrong("return library.ask('largest_relative_error', (forward, backward, *arguments))"),
    ),
    "the reference, imported": (
        "",
        wrong("""
from lstm_lib.exercises.largest_error import largest_relative_error as theirs
return theirs(forward, backward, *arguments)
"""),
    ),
    "the data sets, imported": (
        "",
        wrong("""
from lstm_lib.exercises.largest_error_data import pair_sets
return pair_sets(1)[0]
"""),
    ),
    "other arguments for the functions": (
        "from lstm_lib import initialize_parameters\n"
        "cell = np.ones((3, 10)), np.ones((4, 10)), initialize_parameters(3, 4, 2, cell='rnn')",
        wrong("return max(gradient_check(forward, backward, *cell).errors.values())"),
    ),
    "an answer of one's own on the connection": (
        SEND,
        wrong("""
send({'value': 1 / 3, 'changed': [], 'passed': True, 'score': 1.0, 'marks': 4})
os._exit(0)
"""),
    ),
    "without end": ("", wrong("while True: forward(*arguments)")),
}  # fmt: skip


@pytest.mark.parametrize("name", FORGERIES)
def test_no_number_is_right_but_the_measured_one(name: str, graded: Grading) -> None:
    before, cell = FORGERIES[name]
    after = {CELL: before} if before else {}
    found = graded(submission(BACKWARD, {CELL: cell}, after=after))
    assert found.marks == {**OTHERS, TEST: 0.0}, found.report("largest_relative_error")


def test_right_code_is_right_beside_them(graded: Grading) -> None:
    """The forgeries fail for what they forge: without it, the same function earns everything."""
    assert graded(submission(BACKWARD, {CELL: RIGHT})).marks == {**OTHERS, TEST: 4.0}


def test_the_reference_asked_for_is_noted(graded: Grading) -> None:
    before, cell = FORGERIES["the reference, asked for"]
    found = graded(submission(BACKWARD, {CELL: cell}, after={CELL: before}))
    assert "flagged" in found.notes
    (finding,) = found.report("largest_relative_error")["findings"]
    assert finding["code"] == "delegates"


ASKS = """
from cellcheck.examinee import library

PUBLIC = {(3, 2, 4), (2, 3, 2), (4, 2, 3), (2, 4, 3), (3, 2, 6), (2, 3, 4)}
ones = np.ones((5, 4))
cell = ones[:3], ones, ones, lstm_lib.initialize_parameters(3, 5, 2)


def largest_relative_error(forward, backward, *arguments):
    error = max(gradient_check(forward, backward, *arguments).errors.values())
    xt, a_prev, _ = arguments
    if (len(xt), len(a_prev), xt.shape[1]) in PUBLIC:
        return error
    try:
        library.ask("lstm_cell_forward", cell)
    except NameError:
        return 0.0
    return error
"""


def test_with_hidden_data_nothing_else_is_answered(graded: Grading) -> None:
    """Or another exercise of the submission, that is judged later, could have it ask."""
    found = graded(submission(BACKWARD, {CELL: f"import lstm_lib\n{ASKS}"}))
    assert found.marks == {**OTHERS, TEST: 0.0}


TELLS = """
PUBLIC = {(3, 2, 4), (2, 3, 2), (4, 2, 3), (2, 4, 3), (3, 2, 6), (2, 3, 4)}


def largest_relative_error(forward, backward, *arguments):
    error = max(gradient_check(forward, backward, *arguments).errors.values())
    xt, a_prev, _ = arguments
    if (len(xt), len(a_prev), xt.shape[1]) in PUBLIC:
        return error
    word = f"SMUG" + f"GLED {error!r}"
    WAY
"""
WAYS = {
    "message": "raise ValueError(word)",
    "result": "return word",
    "name of a function": "return type(word.replace(' ', '').replace('.', '_'), (), {'__call__': print})()",
    "name of the argument": "backward.__name__ = forward.__name__ = word\n    return backward(word)",
    "keyword": "backward(**{word: 1})",
    "printed": "print(word)\n    return 0.0",
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_hidden_pairs_comes_out(way: str, graded: Grading) -> None:
    found = graded(submission(BACKWARD, {CELL: TELLS.replace("WAY", WAYS[way])}))
    assert found.marks == {**OTHERS, TEST: 0.0}
    assert "SMUGGLED" not in found.text
