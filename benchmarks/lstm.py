"""Forward and backward pass of one LSTM layer: ours, the reference, PyTorch, JAX, the GEMM floor.

All run in turn, round after round, in one process, so that a busy moment of the machine hits all
alike. A round of short passes is a batch of calls. Each shape, dtype and number of threads is
measured in several processes, one after the other: what malloc does for large arrays depends on
what was freed before, and PyTorch, which allocates in every pass, is up to a sixth faster where it
hands no memory back to the system; that differs from process to process, and within one.
`--keep-memory` makes (glibc's) malloc keep everything; the default is malloc as it comes.

Printed for each competitor: the median time of a pass, the median of its ratio to PyTorch in the
same round, both over all rounds of all processes; the least and the most of that ratio's medians in
single processes; and the memory that one pass adds at its peak, measured in a process of its own.
Every competitor computes the gradients with respect to the input, the initial states and all
weights, from a gradient for every hidden state.

Layouts: PyTorch, JAX and "time-major" take (T, m, n_x), "course layout" and the reference
(n_x, m, T_x). The GEMM floor is the arithmetic of the products alone, at the speed of a product of
two 1024 x 1024 matrices in the same round. PyTorch is needed; JAX and Numba are left out if they
are not installed. Run it with `make bench`, or with options: see --help.
"""

import argparse
import importlib.util
import itertools
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SHAPES = [
    (3, 5, 10, 7), (27, 100, 1, 50), (64, 128, 64, 100),
    (32, 64, 16, 2000), (64, 256, 512, 64), (512, 512, 64, 128),
]  # fmt: skip
DTYPES = ("float64", "float32")
# Time / PyTorch that the NumPy and the Numba back end are to reach on one thread.
TARGETS = {
    ("float64", "NumPy"): (0.20, 0.25, 0.65, 0.40, 0.70, 0.80),
    ("float32", "NumPy"): (0.40, 1.0, 1.0, 1.0, 1.0, 1.0),
    ("float64", "Numba"): (0.06, 0.20, None, None, None, None),
}
COMPETITORS = {
    "PyTorch nn.LSTM": "torch",
    "NumPy, time-major": "time_major:numpy",
    "NumPy, course layout": "course:numpy",
    "Numba, time-major": "time_major:numba",
    "Numba, course layout": "course:numba",
    "JAX lax.scan, jit": "jax",
    "reference functions": "reference",
}
BATCH_SECONDS = 0.004
# The first call of a shorter pass may take much longer than the next: it does not tell the time.
_SHORT_SECONDS = 0.1
# glibc's malloc then takes no large array from the system by itself, and gives nothing back.
_KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "4000000000", "MALLOC_TRIM_THRESHOLD_": "8000000000"}
Pass = Callable[[], Any]


def main() -> None:
    options = _options()
    if options.child:
        _measure(options)
    elif options.memory_of:
        _measure_memory(options)
    else:
        for case in itertools.product(options.threads, options.dtypes, options.shapes):
            threads, dtype, number = case
            arguments = ["--child", *sys.argv[1:], *_of_case(threads, dtype, number)]
            processes = [_start(arguments, threads, options) for _ in range(options.processes)]
            memory = {}
            if threads == 1 and not options.no_memory and _is_large(SHAPES[number - 1]):
                memory = {
                    name: _memory(kind, number, dtype, options)
                    for name, kind in _present(options).items()
                }
            _print(number, dtype, threads, processes, memory)


def _of_case(threads: int, dtype: str, number: int) -> list[str]:
    return ["--threads", str(threads), "--dtypes", dtype, "--shapes", str(number)]


def _is_large(shape: tuple[int, int, int, int]) -> bool:
    _, n_a, m, T = shape
    return n_a * m * T > 100_000


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--shapes", type=int, nargs="+", default=[1, 2, 3, 4, 5, 6])
    parser.add_argument("--dtypes", nargs="+", choices=DTYPES, default=DTYPES)
    parser.add_argument("--processes", type=int, default=5, help="for each shape and dtype")
    parser.add_argument("--seconds", type=float, default=25, help="of each shape and dtype, about")
    parser.add_argument("--without", nargs="+", default=[], help="parts of competitors' names")
    parser.add_argument("--no-memory", action="store_true")
    parser.add_argument("--keep-memory", action="store_true")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--memory-of", help=argparse.SUPPRESS)
    return parser.parse_args()


def _start(arguments: list[str], threads: int, options: argparse.Namespace) -> Any:
    """Run this file in a new process; return what it prints last.

    Every library sees `threads` before it loads.
    """
    # Two variables that describe another processor to OpenBLAS, where they are set at all.
    hidden = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"}
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        environment[name] = str(threads)
    if options.keep_memory:
        environment.update(_KEEP_MEMORY)
    command = [sys.executable, str(Path(__file__).resolve()), *arguments]
    done = subprocess.run(command, env=environment, check=True, text=True, stdout=subprocess.PIPE)  # noqa: S603
    return json.loads(done.stdout.splitlines()[-1])


def _pin(threads: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


# --- competitors ---------------------------------------------------------------------------------


class Data:
    """One layer's inputs, drawn from one seed, time-major; float64 draws rounded to the dtype."""

    def __init__(self, shape: tuple[int, int, int, int], dtype: str) -> None:
        import numpy as np

        n_x, n_a, m, T = self.shape = shape
        self.dtype = dtype
        generator = np.random.default_rng(1)

        def normal(*sizes: int) -> Any:
            return generator.standard_normal(sizes).astype(dtype)

        self.W = normal(4 * n_a, n_a + n_x) / np.sqrt(n_a + n_x).astype(dtype)
        self.b, self.x, self.da = normal(4 * n_a, 1), normal(T, m, n_x), normal(T, m, n_a)
        self.a0, self.c0 = normal(1, m, n_a), np.zeros((1, m, n_a), dtype)


def build(kind: str, data: Data, threads: int) -> Pass:
    name, _, backend = kind.partition(":")
    builders: dict[str, Callable[..., Pass]] = {
        "torch": _torch, "jax": _jax, "reference": _reference,
        "time_major": _time_major, "course": _course,
    }  # fmt: skip
    return builders[name](data, backend or threads)


def _lstm(data: Data, backend: Any) -> Any:
    from lstm_lib.fast import LSTM

    n_x, n_a, *_ = data.shape
    lstm = LSTM(n_x, n_a, dtype=data.dtype, seed=1, backend=backend)
    lstm.parameters["W_l0"][...], lstm.parameters["b_l0"][...] = data.W, data.b
    return lstm


def _time_major(data: Data, backend: Any) -> Pass:
    lstm = _lstm(data, backend)
    return lambda: lstm.backward(lstm.forward(data.x, data.a0, data.c0), data.da).x


def _course_data(data: Data) -> tuple[Any, Any, dict[str, Any], Any]:
    import numpy as np

    from lstm_lib.fast.conversions import split_gates

    parameters = split_gates(data.W, data.b)
    # One output, so that the prediction, which the others do not make, costs next to nothing.
    parameters["Wy"] = np.zeros((1, data.shape[1]), data.dtype)
    parameters["by"] = np.zeros((1, 1), data.dtype)
    layout = (np.ascontiguousarray(array.transpose(2, 1, 0)) for array in (data.x, data.da))
    x, da = layout
    return x, np.ascontiguousarray(data.a0[0].T), parameters, da


def _course(data: Data, backend: Any) -> Pass:
    from lstm_lib.fast import WorkSpace, lstm_backward_fast, lstm_forward_fast

    x, a0, parameters, da = _course_data(data)
    space = WorkSpace()

    def run() -> Any:
        caches = lstm_forward_fast(x, a0, parameters, backend=backend, workspace=space)[3]
        return lstm_backward_fast(da, caches)["dx"].transpose(2, 1, 0)

    return run


def _reference(data: Data, _: Any) -> Pass:
    from lstm_lib import lstm_backward, lstm_forward

    x, a0, parameters, da = _course_data(data)
    return lambda: lstm_backward(da, lstm_forward(x, a0, parameters)[3])["dx"].transpose(2, 1, 0)


def _torch(data: Data, threads: Any) -> Pass:
    import torch

    torch.set_num_threads(threads)
    state = {
        name: torch.from_numpy(value) for name, value in _lstm(data, "numpy").to_torch().items()
    }
    n_x, n_a, *_ = data.shape
    layer = torch.nn.LSTM(n_x, n_a, dtype=getattr(torch, data.dtype))
    layer.load_state_dict(state)
    inputs = [torch.tensor(array, requires_grad=True) for array in (data.x, data.a0, data.c0)]
    x, a0, c0 = inputs
    da, leaves = torch.from_numpy(data.da), [*inputs, *layer.parameters()]

    def run() -> Any:
        for leaf in leaves:
            leaf.grad = None
        layer(x, (a0, c0))[0].backward(da)
        return x.grad.numpy()

    return run


def _jax(data: Data, _: Any) -> Pass:
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", val=True)
    n_a = data.shape[1]

    def forward(W: Any, b: Any, x: Any, a0: Any, c0: Any) -> Any:
        recurrent, projections = W[:, :n_a].T, x @ W[:, n_a:].T + b[:, 0]

        def step(state: Any, projection: Any) -> Any:
            a, c = state
            o, f, i, candidate = jnp.split(a @ recurrent + projection, 4, axis=1)
            c = jax.nn.sigmoid(f) * c + jax.nn.sigmoid(i) * jnp.tanh(candidate)
            a = jax.nn.sigmoid(o) * jnp.tanh(c)
            return (a, c), a

        return jax.lax.scan(step, (a0, c0), projections)[1]

    @jax.jit
    def both(da: Any, *arguments: Any) -> Any:
        a, back = jax.vjp(forward, *arguments)
        return a, back(da)

    arguments = [jnp.asarray(v) for v in (data.W, data.b, data.x, data.a0[0], data.c0[0])]
    da = jnp.asarray(data.da)
    return lambda: jax.block_until_ready(both(da, *arguments))[1][2]


# --- measuring -----------------------------------------------------------------------------------


def _present(options: argparse.Namespace) -> dict[str, str]:
    needs = {"Numba": "numba", "JAX": "jax"}
    missing = {word for word, module in needs.items() if importlib.util.find_spec(module) is None}
    return {
        name: kind
        for name, kind in COMPETITORS.items()
        if not any(word in name for word in (*missing, *options.without))
    }


def _measure(options: argparse.Namespace) -> None:
    """Print the seconds of each round, for one shape and dtype."""
    import numpy as np

    threads, dtype, number = options.threads[-1], options.dtypes[-1], options.shapes[-1]
    _pin(threads)
    data = Data(SHAPES[number - 1], dtype)
    passes = {name: build(kind, data, threads) for name, kind in _present(options).items()}
    # They live to the end: what a program holds is a part of what malloc does.
    results = {name: np.asarray(run()) for name, run in passes.items()}
    _check(results, dtype)
    square = np.random.default_rng(1).standard_normal((1024, 1024)).astype(dtype)
    passes["GEMM"] = lambda: np.dot(square, square)
    print(json.dumps(_rounds(passes, options.seconds / options.processes)))


def _check(results: dict[str, Any], dtype: str) -> None:
    """Refuse to time competitors that do not compute the same."""
    import numpy as np

    expected = results["PyTorch nn.LSTM"]
    for name, dx in results.items():
        error = np.abs(dx - expected).max() / np.abs(expected).max()
        if not error < (1e-11 if dtype == "float64" else 1e-4):
            raise SystemExit(f"{name} differs from PyTorch by {error:.1e} of the largest dx")


def _rounds(passes: dict[str, Pass], budget: float) -> dict[str, list[float]]:
    calls, once = {}, 0.0
    for name, run in passes.items():
        elapsed = _seconds(run)
        if elapsed < _SHORT_SECONDS:
            elapsed = _seconds(run)
        calls[name] = max(1, round(BATCH_SECONDS / elapsed))
        once += elapsed * calls[name]
    seconds: dict[str, list[float]] = {name: [] for name in passes}
    for _ in range(max(2, min(100, round(budget / once)))):
        for name, run in passes.items():
            seconds[name].append(_seconds(run, calls[name]))
    return seconds


def _seconds(run: Pass, calls: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(calls):
        run()
    return (time.perf_counter() - start) / calls


def _print(
    number: int, dtype: str, threads: int, processes: list[dict[str, list[float]]],
    memory: dict[str, float],
) -> None:  # fmt: skip
    n_x, n_a, m, T = SHAPES[number - 1]
    products = 3 * 2 * m * T * 4 * n_a * (n_a + n_x)
    for seconds in processes:
        seconds["GEMM floor"] = [t * products / (2 * 1024**3) for t in seconds.pop("GEMM")]
    rounds = sum(len(seconds["PyTorch nn.LSTM"]) for seconds in processes)
    print(
        f"\nn_x {n_x}, n_a {n_a}, m {m}, T {T}; {dtype}; {threads} thread(s); "
        f"{rounds} rounds in {len(processes)} process(es)"
    )
    print(f"  {'':22}{'median':>12}{'/ PyTorch':>11}{'least, most':>15}{'target':>8}{'memory':>12}")
    for name in processes[0]:
        times = [time for seconds in processes for time in seconds[name]]
        ratios = [
            [a / b for a, b in zip(seconds[name], seconds["PyTorch nn.LSTM"], strict=True)]
            for seconds in processes
        ]
        ratio = statistics.median(itertools.chain(*ratios))
        medians = [statistics.median(each) for each in ratios]
        target = TARGETS.get((dtype, name.split(",")[0])) if threads == 1 else None
        wanted = target[number - 1] if target and "time-major" in name else None
        peak = f"{memory[name]:9.1f} MB" if name in memory else ""
        print(
            f"  {name:22}{statistics.median(times) * 1e3:9.3f} ms{ratio:11.3f}"
            f"{min(medians):8.3f}{max(medians):7.3f}{wanted if wanted is not None else '':>8}{peak}"
        )
    sys.stdout.flush()


def _memory(kind: str, number: int, dtype: str, options: argparse.Namespace) -> float:
    arguments = ["--memory-of", kind, *_of_case(1, dtype, number)]
    return float(_start(arguments, 1, options)["megabytes"])


def _measure_memory(options: argparse.Namespace) -> None:
    """Print how far one pass raises this process's peak, after a pass of a tiny shape."""
    _pin(1)
    tiny = Data((3, 5, 2, 3), options.dtypes[0])
    build(options.memory_of, tiny, 1)()
    data = Data(SHAPES[options.shapes[0] - 1], options.dtypes[0])
    run = build(options.memory_of, data, 1)
    before = _kilobytes("VmRSS")
    run()
    print(json.dumps({"megabytes": (_kilobytes("VmHWM") - before) / 1024}))


def _kilobytes(name: str) -> int:
    """Read this process's memory, now or at its peak, from Linux's own account.

    getrusage would not do: its peak is that of the process that started this one, if it was higher.
    """
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise SystemExit(f"/proc/self/status has no {name}; run with --no-memory")


if __name__ == "__main__":
    main()
