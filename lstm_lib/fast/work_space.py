"""The buffers of a pass, allocated once and used again by every later pass of the same sizes."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from lstm_lib.fast.aligned import aligned_empty
from lstm_lib.fast.products import Factor
from lstm_lib.interface import Array

# A block of steps holds about this many rows (steps times examples): enough for a GEMM to run at
# full speed, and few enough that what one block writes is still in the cache when it is read.
_ROWS_OF_A_BLOCK = 1024
# Sequences whose projections are smaller than this are one block, however many steps they have.
_SMALL_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the buffers of one direction of one layer depend on.

    `block` is the number of time steps that are handled together: their input projection is one
    product, and so is their share of the weight gradients. With `checkpoint`, gates and cell states
    are kept for one block only.
    """

    n_a: int
    m: int
    T: int
    dtype: np.dtype[Any]
    block: int
    checkpoint: bool

    @classmethod
    def of(cls, n_a: int, m: int, T: int, dtype: np.dtype[Any], checkpoint: int | None) -> "Sizes":
        """Choose the block: every `checkpoint` steps if that is given, else what suits the cache.

        >>> Sizes.of(64, 16, 2000, np.dtype(np.float64), None).block
        64
        """
        if checkpoint is not None:
            return cls(n_a, m, T, dtype, min(checkpoint, T), True)
        small = T * m * 4 * n_a * dtype.itemsize <= _SMALL_BYTES
        # Each block adds to the weight gradients, which costs the more the larger they are.
        rows = max(_ROWS_OF_A_BLOCK, 4 * n_a)
        return cls(n_a, m, T, dtype, T if small else min(T, -(-rows // m)), False)

    def empty(self, *shape: int) -> Array:
        return aligned_empty(shape, self.dtype)


class Scratch:
    """Buffers that hold nothing between one layer's pass and the next; all layers share them."""

    __slots__ = (
        "_buffers", "_memory", "cell_gradient", "hidden_gradient", "preactivation", "projections",
        "sizes", "working",
    )  # fmt: skip

    def __init__(self, sizes: Sizes) -> None:
        """Allocate for `sizes`."""
        m, n_a = sizes.m, sizes.n_a
        # Forward: the input's share of what stands inside the gates, where it does not come gate by
        # gate. Backward: the gradient inside the gates.
        self.projections = sizes.empty(sizes.block, m, 4 * n_a)
        # The state's share, gate by gate.
        self.preactivation = sizes.empty(4, m, n_a)
        # The gradients that one step hands to the step before it.
        self.hidden_gradient = sizes.empty(m, n_a)
        self.cell_gradient = sizes.empty(m, n_a)
        # Whatever a back end writes to in every step and keeps in none.
        self.working: Any = None
        self.sizes = sizes
        self._memory: dict[str, Array] = {}
        self._buffers: dict[tuple[str | int, ...], Array] = {}

    def buffer(self, use: str, *shape: int) -> Array:
        """Return the buffer for this use in this shape.

        Shapes of the same use stand in the same memory: layers come one after the other.
        """
        key: tuple[str | int, ...] = (use, *shape)
        buffer = self._buffers.get(key)
        if buffer is None:
            count = math.prod(shape)
            memory = self._memory.get(use)
            if memory is None or memory.size < count:
                memory = self._memory[use] = self.sizes.empty(count)
                self._buffers = {k: v for k, v in self._buffers.items() if k[0] != use}
            buffer = self._buffers[key] = memory[:count].reshape(shape)
        return buffer

    def sums(self, factor: Factor, groups: int) -> Array | None:
        """Return a buffer for the parts of a step's product, if it is cut into several."""
        parts = factor.product.parts
        m, n_a = self.hidden_gradient.shape
        return None if parts == 1 else self.buffer("sums", parts, groups, m, n_a)

    def with_bias(self, x: Array) -> Array:
        """Return a copy of a block's inputs (steps, m, n_in) with a column of ones: ``[x, 1]``."""
        steps, m, n_in = x.shape
        joined = self.buffer("inputs and bias", self.sizes.block, m, n_in + 1)[:steps]
        joined[:, :, :n_in], joined[:, :, n_in] = x, 1
        return joined

    def with_state_and_bias(self, a_prev: Array, x: Array, gates: Array) -> Array:
        """Return ``[a_prev, x, 1]`` of a block whose `gates` have done their work.

        With checkpoints, gates are computed anew before they are read again: it stands in their
        place, if it fits.
        """
        (steps, m, n_a), n_in = a_prev.shape, x.shape[2]
        shape = steps, m, n_a + n_in + 1
        if self.sizes.checkpoint and n_in < 3 * n_a:
            joined = gates.reshape(-1)[: math.prod(shape)].reshape(shape)
        else:
            joined = self.buffer("states, inputs and bias", self.sizes.block, *shape[1:])[:steps]
        joined[:, :, :n_a], joined[:, :, n_a:-1], joined[:, :, -1] = a_prev, x, 1
        return joined


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive time steps: what they keep, each array in the order of time.

    ``gates[:, k]`` are o, f, i and the candidate for k = 0, 1, 2, 3, after their activations. The
    states before and after a step are views of one array, so that one step's result is the next
    one's start without a copy.
    """

    start: int
    stop: int
    gates: Array  # (steps, 4, m, n_a)
    tanh_cells: Array  # (steps, m, n_a)
    cells_before: Array  # (steps, m, n_a)
    cells_after: Array
    hidden_before: Array
    hidden_after: Array

    @property
    def steps(self) -> int:
        return self.stop - self.start


class Trace:
    """What one direction of one layer keeps of its forward pass for its backward pass.

    Always the hidden states, (T + 1) m n_a numbers. Without checkpoints also o, f, i, the
    candidate, tanh(c) and c of every step, six times as much; with checkpoints those of one block,
    and c where each block starts.
    """

    __slots__ = ("blocks", "hidden", "plans", "reverse", "saved_cells", "sizes")

    def __init__(self, sizes: Sizes, *, reverse: bool) -> None:
        """Allocate for `sizes`; `reverse` runs from the last step to the first."""
        m, n_a, T = sizes.m, sizes.n_a, sizes.T
        kept = sizes.block if sizes.checkpoint else T
        starts = range(0, T, sizes.block)
        self.sizes, self.reverse = sizes, reverse
        self.hidden = sizes.empty(T + 1, m, n_a)
        self.saved_cells = sizes.empty(len(starts), m, n_a) if sizes.checkpoint else None
        # A block that is used again and again has hidden states of its own, so that its views are.
        hidden = sizes.empty(kept + 1, m, n_a) if sizes.checkpoint else self.hidden
        cells = sizes.empty(kept + 1, m, n_a)
        gates, tanh_cells = sizes.empty(kept, 4, m, n_a), sizes.empty(kept, m, n_a)
        before, after = (1, 0) if reverse else (0, 1)
        self.blocks: list[Block] = []
        for start in starts:
            stop = min(start + sizes.block, T)
            first, last = (0, stop - start) if sizes.checkpoint else (start, stop)
            self.blocks.append(
                Block(
                    start,
                    stop,
                    gates[first:last],
                    tanh_cells[first:last],
                    cells[first + before : last + before],
                    cells[first + after : last + after],
                    hidden[first + before : last + before],
                    hidden[first + after : last + after],
                )
            )
        # What a back end prepares once for a block and uses in every pass.
        self.plans: dict[int, Any] = {}

    @property
    def states(self) -> Array:
        """Hidden state after each step, (T, m, n_a), in the order of time."""
        return self.hidden[:-1] if self.reverse else self.hidden[1:]

    def plan_key(self, number: int) -> int:
        """Return what two blocks have in common if the same plan serves both."""
        return self.blocks[number].steps if self.sizes.checkpoint else number

    def in_order(self) -> list[int]:
        """Return the numbers of the blocks in the order in which this direction runs."""
        numbers = list(range(len(self.blocks)))
        return numbers[::-1] if self.reverse else numbers

    def enter(self, number: int, hidden: Array | float, cell: Array | float) -> None:
        """Start the block `number` from these states."""
        first = -1 if self.reverse else 0
        block = self.blocks[number]
        block.hidden_before[first] = hidden
        block.cells_before[first] = cell
        if self.saved_cells is not None:
            self.hidden[block.stop if self.reverse else block.start] = hidden
            self.saved_cells[number] = cell

    def leave(self, number: int) -> tuple[Array, Array]:
        """Keep what the block `number` computed; return the states in which it ended, as copies."""
        block = self.blocks[number]
        if self.saved_cells is not None:
            self.states[block.start : block.stop] = block.hidden_after
        last = 0 if self.reverse else -1
        return block.hidden_after[last].copy(), block.cells_after[last].copy()

    def reenter(self, number: int) -> None:
        """Start the block `number` from the states in which it started before."""
        if self.saved_cells is not None:
            first = -1 if self.reverse else 0
            block = self.blocks[number]
            border = block.stop if self.reverse else block.start
            block.hidden_before[first] = self.hidden[border]
            block.cells_before[first] = self.saved_cells[number]


class WorkSpace:
    """Buffers for the passes of one network, made when first needed and kept for the next pass.

    A pass of the same sizes uses them again, so that nothing large is allocated; a pass of other
    sizes replaces them. What an earlier pass kept is then overwritten: `latest` stands for the
    latest pass, and a backward pass refuses any other. A copy, pickled or not, is empty.

    >>> space = WorkSpace()
    >>> len(space.traces)
    0
    """

    __slots__ = ("_key", "latest", "scratch", "traces")

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._key: tuple[Any, ...] | None = None
        self.latest = object()
        self.scratch: Scratch
        self.traces: tuple[Trace, ...] = ()

    def __reduce__(self) -> tuple[type["WorkSpace"], tuple[()]]:
        """Copy as an empty work space: the buffers are views of one another, copies are not."""
        return WorkSpace, ()

    def prepare(
        self, n_x: int, n_a: int, m: int, T: int, dtype: np.dtype[Any], checkpoint: int | None,
        reversals: tuple[bool, ...],
    ) -> tuple[Trace, ...]:  # fmt: skip
        """Return one trace for each direction of each layer, for a new pass."""
        self.latest = object()
        key = n_x, n_a, m, T, dtype, checkpoint, reversals
        if key != self._key:
            # The old buffers go before the new ones come: both at once would double the peak.
            self._key, self.traces = None, ()
            self.scratch = Scratch(Sizes(1, 1, 1, dtype, 1, checkpoint=False))
            sizes = Sizes.of(n_a, m, T, dtype, checkpoint)
            self.scratch = Scratch(sizes)
            self.traces = tuple(Trace(sizes, reverse=reverse) for reverse in reversals)
            self._key = key
        return self.traces
