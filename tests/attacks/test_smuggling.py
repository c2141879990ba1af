"""Hidden inputs have to reach the function; nothing of them may reach the student's page."""

from collections.abc import Callable

import pytest

from .attack import KNOWS_HIDDEN, RIGHT, SEND, Attack
from .conftest import CANARY, hidden_numbers
from .grading import Graded
from .notebooks import BACKWARD, submission

Run = Callable[[Attack], Graded]


def telling(name: str, wants: str, statements: str, before: str = "") -> Attack:
    """On hidden data, `word` holds a hidden number: in digits after SMUGGLED, and in hex."""
    lines = "".join(f"    {line}\n" for line in statements.strip("\n").splitlines())
    cell = f"""{RIGHT}
{KNOWS_HIDDEN}
{SEND}
{before}
def lstm_cell_forward(xt, a_prev, c_prev, parameters):
    result = right_cell(xt, a_prev, c_prev, parameters)
    if not is_hidden(xt, a_prev):
        return result
    word = f"SMUG" + f"GLED {{abs(xt[0, 0])!r}} {{xt.tobytes()[:8].hex()}}"
{lines}"""
    return Attack(name, wants, cell=cell)


TOLD = (
    telling("message", "the text of an exception", "raise ValueError(word)"),
    telling("name of an exception", "its type", "raise type(word.replace(' ', '_').replace('.', '_'), (Exception,), {})"),
    telling("notes of an exception", "its notes and its cause", "error = ValueError(word)\nerror.add_note(word)\nraise error from KeyError(word)"),
    telling("group of exceptions", "its members", "raise ExceptionGroup(word, [ValueError(word)])"),
    telling("line of source", "the line shown beside an exception", "import linecache\nlinecache.cache['<w>'] = (1, None, [f'raise ValueError # {word}'], '<w>')\nexec(compile('raise ValueError', '<w>', 'exec'), globals())"),
    telling("name of a function", "the function shown beside an exception", "name = 'f_' + word.replace(' ', '_').replace('.', '_')\nexec(f'def {name}(): raise ValueError', globals())\nglobals()[name]()"),
    telling("number of a line", "a line that is the number", "number = int(abs(xt[0, 0]) * 10**9)\nsend({'raised': {'type': 'E', 'message': '', 'function': 'f', 'source': '', 'line': number}})\nos._exit(0)"),
    telling("forged exception", "all fields of one", "send({'raised': dict.fromkeys(('type', 'message', 'function', 'source'), word)})\nos._exit(0)"),
    telling("refusal", "the words on a result that was not taken", "send({'refused': word})\nos._exit(0)"),
    telling("reason of a wire error", "an error message that quotes it", "send({'value': {word: 1}})\nos._exit(0)"),
    telling("question", "the line of a question to the library", "library._caller = lambda: {'line': 3, 'source': word}\nlibrary.ask('lstm_cell_forward', (xt,))\nreturn result"),
    telling("name of a question", "a function that is not there", "library.ask(word, ())"),
    telling("name of a type", "words on a result that is no array", "Odd = type(word.replace(' ', '_').replace('.', '_'), (), {})\nreturn Odd(), Odd(), Odd(), (Odd(),) * 10"),
    telling("shape", "words on a result of another shape", "size = int(abs(xt[0, 0]) * 10**6)\nreturn (np.zeros(size), *result[1:])"),
    telling("key", "words on a key that is near", "return (*result[:3], {word: 1})"),
    telling("values", "the table of wrong values", "return (xt, xt, xt, (xt,) * 10)"),
    telling("printed", "standard output", "print(word, flush=True)\nimport sys\nprint(word, file=sys.stderr)\nos.write(1, word.encode())\nreturn (result[0] * 2, *result[1:])"),
    telling("warned", "a warning", "import warnings\nwarnings.warn(word)\nreturn (result[0] * 2, *result[1:])"),
    telling("logged", "a logger", "import logging\nlogging.error(word)\nreturn (result[0] * 2, *result[1:])"),
    telling("displayed", "a display", "from IPython.display import display\ndisplay(word)\nreturn (result[0] * 2, *result[1:])"),
    telling("file", "a file that a later cell prints", "open(word.replace('/', '_'), 'w').write(word)\nreturn (result[0] * 2, *result[1:])"),
    telling("changed arguments", "the name of an argument changed in place", "send({'value': None, 'changed': [word, 'xt', word]})\nos._exit(0)"),
    telling("public data", "values of data that are shown, made from hidden ones", "globals()['kept'] = xt[0, 0]\nreturn (result[0] * 2, *result[1:])"),
    telling("the cells' connection", "outputs of a cell", "import socket\nfor number in range(3, 30):\n    try:\n        other = socket.socket(fileno=number)\n        library.Channel(other).send({'outputs': [{'output_type': 'stream', 'name': 'stdout', 'text': word}], 'done': True}, seconds=0.1)\n        other.detach()\n    except Exception: pass\nreturn (result[0] * 2, *result[1:])"),
)  # fmt: skip

PRINTS_FILES = (
    "import glob\nprint([open(name).read() for name in glob.glob('*')], globals().get('kept'))"
)


@pytest.mark.parametrize("attack", TOLD, ids=lambda attack: attack.name)
def test_nothing_of_hidden_data_comes_out(attack: Attack, attacked: Run) -> None:
    """`attacked` looks for the numbers themselves; the word is looked for here."""
    found = attacked(
        Attack(attack.name, attack.wants, attack.cell, after={"test-lstm-forward": PRINTS_FILES})
    )
    assert "SMUGGLED" not in found.text


def test_hidden_numbers_would_be_noticed() -> None:
    """The net that these tests are caught in has something in it."""
    assert len(hidden_numbers()) > 50
    assert CANARY not in hidden_numbers()


SECOND_LOOK = """
import fcntl, os, struct, sys, time
FOLDER = os.path.dirname(os.__file__)
FILES = [os.path.join(FOLDER, n) for n in sorted(os.listdir(FOLDER)) if n.endswith(".py")][:66]


def opened():
    return [os.open(file, os.O_RDONLY) for file in FILES]


def is_set(file):
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    fcntl.flock(file, fcntl.LOCK_UN)
    return False


def put(file):
    for _ in range(10**5):
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            pass


def channel_of_the_second_look():
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code.co_name == "enter" and "second_look" in frame.f_globals["__name__"]:
            return frame.f_locals["channel"]
        frame = frame.f_back


channel = channel_of_the_second_look()
if channel:
    from cellcheck.report import Finding, Report
    files, end = opened(), time.time() + 3
    while not is_set(files[64]) and time.time() < end:
        pass
    heard = is_set(files[64])
    bits = sum(is_set(file) << number for number, file in enumerate(files[:64]))
    number = struct.unpack("d", struct.pack("Q", bits))[0]
    finding = Finding("lstm_cell_forward", 1, "x", "likely", f"HEARD {heard} {abs(number)!r}", "m")
    for name in ("lstm_cell_forward", "lstm_forward"):
        channel.send({"report": Report(name, "fail", "t", findings=(finding,)).to_dict()})
    os._exit(0)
"""

LOCKS = """
if not is_hidden(xt, a_prev):
    return (result[0] * 2, *result[1:])
files, number = opened(), struct.unpack("Q", xt.tobytes()[:8])[0]
for place in range(64):
    if number >> place & 1:
        put(files[place])
put(files[64])
time.sleep(0.5)
return result
"""


def test_second_look_never_runs_while_hidden_data_is_out(attacked: Run) -> None:
    """It holds the whole library and has a voice on the page; locks of files pass every wall."""
    attack = telling("locks", "a voice on the page", LOCKS)
    cell = attack.cell.replace("    if not is_hidden(xt, a_prev):\n        return result\n", "", 1)
    found = attacked(
        Attack(attack.name, attack.wants, cell, before=SECOND_LOOK, settings={"diagnose": True})
    )
    assert "HEARD True" not in found.text


OTHER_TEST = """assert double(2) == 4
### BEGIN HIDDEN TESTS
other_number = 73561
assert double(other_number) == 147122
### END HIDDEN TESTS"""
"""A test cell that calls a function of the student by itself."""

READS_TEST = """
def double(number):
    import linecache, sys
    frame, seen = sys._getframe(1), []
    while frame is not None:
        seen.append(str(frame.f_locals.get("source", "")) + str(frame.f_locals.get("raw_cell", "")))
        frame = frame.f_back
    seen += ["".join(lines) for _, _, lines, _ in
             (each for each in linecache.cache.values() if len(each) == 4)]
    seen.append(str(get_ipython().user_ns["In"]))
    with open("seen", "a") as file:
        file.write("".join(seen))
    return 2 * number
"""


def test_hidden_lines_of_a_test_beside_student_code_are_not_shown(
    graded: Callable[..., Graded],
) -> None:
    """It runs where student code could read it, when no student code can print it any more."""
    show = (
        "import os\ntext = open('seen').read() if os.path.exists('seen') else ''\n"
        "print('SEEN', 'other_' + 'number' in text, '147' + '122' in text)"
    )
    found = graded(
        submission(
            BACKWARD,
            before=(READS_TEST,),
            tests={"test-lstm-backward": OTHER_TEST},
            after={"test-largest-relative-error": show},
        )
    )
    assert found.marks["test_extra"] == 5.0
    assert "SEEN False False" in found.printed


@pytest.mark.parametrize(
    "output",
    [
        {"output_type": "execute_result", "data": {"text/plain": "SMUGGLED"}, "metadata": {}},
        {"output_type": "error", "ename": "SMUGGLED", "evalue": "SMUGGLED", "traceback": ["SMUGGLED"]},
        {"output_type": "stream", "name": "stdout", "text": "SMUGGLED"},
        {"output_type": "display_data", "data": {"text/html": "SMUGGLED"}, "metadata": {}},
    ],
    ids=lambda output: str(output["output_type"]),
)  # fmt: skip
def test_outputs_of_a_test_that_hides_lines_say_nothing(
    output: dict[str, object], graded: Callable[..., Graded]
) -> None:
    cell = f"""{SEND}
WORD = "SMUG" + "GLED"
def double(number):
    if number == 2:  # what the visible lines call
        return 4
    send({{"outputs": [eval(repr({output!r}).replace("SMUGGLED", WORD))], "done": True}})
    os._exit(0)
""".replace('"SMUGGLED", WORD', '"S" + "MUGGLED", WORD')
    cell = cell.replace("SMUGGLED", "S-M").replace('"S" + "MUGGLED"', '"S-" + "M"')
    tests = {"test-lstm-backward": OTHER_TEST}
    found = graded(submission(BACKWARD, before=(cell,), tests=tests))
    assert "SMUGGLED" not in found.text
