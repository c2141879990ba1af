"""What people do in a notebook, and what tools do with one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from .conftest import StartKernel
from .running import LIMIT

PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"


def notebook(*cells: str) -> nbformat.NotebookNode:
    made = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    made.metadata["kernelspec"] = {"name": "warm", "display_name": "Warm", "language": "python"}
    return made


def outputs_of(executed: nbformat.NotebookNode, cell: int) -> list[str]:
    """The kinds of data that a cell shows; `stdout` and the like for streams."""
    kinds = []
    for output in executed.cells[cell].outputs:
        kinds += [output.name] if output.output_type == "stream" else list(output.get("data", {}))
    return kinds


def test_nbclient_executes_a_notebook(jupyter_folder: Path) -> None:
    made = notebook("import numpy as np\nx = np.arange(6).reshape(2, 3)", "x @ x.T", PLOT)

    executed = NotebookClient(made, kernel_name="warm", timeout=LIMIT).execute(
        cwd=str(jupyter_folder)
    )

    assert executed.cells[1].outputs[0].data["text/plain"] == "array([[ 5, 14],\n       [14, 50]])"
    assert "image/png" in outputs_of(executed, 2)


def test_plots_are_inline_when_matplotlib_was_imported_in_advance(
    install_kernel: Callable[..., str], jupyter_folder: Path
) -> None:
    name = install_kernel("plotting", imports=["matplotlib.pyplot"])
    cells = notebook("import sys; print('matplotlib.pyplot' in sys.modules)", PLOT)

    executed = NotebookClient(cells, kernel_name=name, timeout=LIMIT).execute(
        cwd=str(jupyter_folder)
    )

    assert executed.cells[0].outputs[0].text == "True\n"
    assert "image/png" in outputs_of(executed, 1)


def test_a_matplotlibrc_beside_the_notebook_counts(
    install_kernel: Callable[..., str], tmp_path: Path
) -> None:
    name = install_kernel("plotting", imports=["matplotlib.pyplot"])
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7.5\n")
    cells = notebook("import matplotlib; print(matplotlib.rcParams['lines.linewidth'])")

    executed = NotebookClient(cells, kernel_name=name, timeout=LIMIT).execute(cwd=str(tmp_path))

    assert executed.cells[0].outputs[0].text == "7.5\n"


def test_nbconvert_executes_a_notebook_and_leaves_nothing_running(jupyter_folder: Path) -> None:
    path = jupyter_folder / "lesson.ipynb"
    nbformat.write(notebook("import os\nprint(os.getppid())"), path)

    # Reading to the end of the output also shows that nothing holds it open.
    subprocess.run(
        [sys.executable, "-m", "nbconvert", "--execute", "--inplace", "--to", "notebook", path],
        check=True,
        capture_output=True,
        timeout=LIMIT,
    )

    executed = nbformat.read(path, as_version=4)
    assert not Path("/proc", executed.cells[0].outputs[0].text.strip()).exists()


def test_output_at_descriptor_level_reaches_the_notebook(start_kernel: StartKernel) -> None:
    # ipykernel captures no descriptors while it is itself under test.
    kernel = start_kernel(
        env={name: text for name, text in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    )
    kernel.client.execute(
        "import os, subprocess\n"
        "os.write(1, b'written\\n')\n"
        "subprocess.run(['echo', 'echoed'])\n"
        "os.write(2, b'complained\\n')"
    )

    streams = {"stdout": "", "stderr": ""}
    while not (streams["stdout"].count("\n") == 2 and streams["stderr"].count("\n") == 1):
        message = kernel.client.get_iopub_msg(timeout=LIMIT)
        if message["msg_type"] == "stream":
            streams[message["content"]["name"]] += message["content"]["text"]

    assert streams == {"stdout": "written\nechoed\n", "stderr": "complained\n"}


def test_input_is_asked_for(start_kernel: StartKernel) -> None:
    kernel = start_kernel()

    text = kernel.run(
        "print(input('name? ')[::-1])",
        allow_stdin=True,
        stdin_hook=lambda _message: kernel.client.input("abc"),
    )

    assert text == "cba\n"


def test_debug_walks_the_failed_frame(start_kernel: StartKernel) -> None:
    kernel = start_kernel()
    kernel.messages("def f(hidden):\n    return 1 / hidden\n\nf(0)")
    commands = iter(["p hidden + 41", "q"])

    text = kernel.run(
        "%debug",
        allow_stdin=True,
        stdin_hook=lambda _message: kernel.client.input(next(commands)),
    )

    assert "41" in text


def test_names_are_completed(start_kernel: StartKernel) -> None:
    kernel = start_kernel()
    kernel.run("import numpy as np")

    reply = kernel.client.complete("np.concaten", reply=True, timeout=LIMIT)

    assert any("concatenate" in match for match in reply["content"]["matches"])


def test_a_widget_opens_its_comm(start_kernel: StartKernel) -> None:
    kernel = start_kernel()

    seen = kernel.messages("import ipywidgets; slider = ipywidgets.IntSlider(3); display(slider)")

    assert "comm_open" in [message["msg_type"] for message in seen]
    assert any(
        "application/vnd.jupyter.widget-view+json" in message["content"].get("data", {})
        for message in seen
    )
    assert kernel.value("slider.value") == 3


def test_history_is_kept_across_kernels(start_kernel: StartKernel) -> None:
    first = start_kernel()
    first.run("remembered = 1")
    first.manager.restart_kernel()
    first.reconnect()

    reply = first.client.history(
        raw=True, hist_access_type="search", pattern="remembered*", reply=True, timeout=LIMIT
    )

    assert "remembered = 1" in [entry[2] for entry in reply["content"]["history"]]


def test_a_debugger_attaches(start_kernel: StartKernel) -> None:
    kernel = start_kernel()
    message = kernel.client.session.msg(
        "debug_request", {"type": "request", "command": "initialize", "seq": 1, "arguments": {}}
    )

    kernel.client.control_channel.send(message)
    reply = kernel.client.get_control_msg(timeout=LIMIT)

    assert reply["content"]["success"], json.dumps(reply["content"])


def test_workers_of_a_kernel_compute(start_kernel: StartKernel) -> None:
    kernel = start_kernel()

    for method in ("fork", "spawn"):
        assert kernel.value(
            f"__import__('multiprocessing').get_context('{method}').Pool(2).map(abs, [-1, -2])"
        ) == [1, 2]


def test_matrix_products_use_the_threads_that_the_launch_allows(
    start_kernel: StartKernel,
) -> None:
    product = (
        "(lambda numpy: (numpy.ones((600, 600)) @ numpy.ones((600, 600)))[0, 0])"
        "(__import__('numpy'))"
    )
    threads = "len(__import__('os').listdir('/proc/self/task'))"
    grown = {}
    for number in ("1", "2"):
        environment = os.environ | {"OPENBLAS_NUM_THREADS": number}
        kernel = start_kernel(env=environment)
        kernel.value(threads)
        before = kernel.value(threads)
        assert kernel.value(product) == 600
        grown[number] = kernel.value(threads) - before

    assert grown == {"1": 0, "2": min(1, (os.cpu_count() or 1) - 1)}
