"""The buffers of a pass, allocated once and used again by every later pass of the same sizes."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from lstm_lib.fast.aligned import LINE_BYTES, aligned_empty
from lstm_lib.fast.lent_memory import LentMemory
from lstm_lib.fast.products import LARGE_BYTES, Factor, choose_product, choose_unit_major
from lstm_lib.interface import Array

# A block of steps holds about this many rows (steps times examples): enough for a GEMM to run at
# full speed, and few enough that what one block writes is still in the cache when it is read.
_ROWS_OF_A_BLOCK = 1024
# Sequences whose projections are smaller than this are one block, however many steps they have.
_SMALL_BYTES = 1 << 20
# Multiplications of one step whose calls cost more than its arithmetic.
_TINY_PRODUCT = 1 << 13
# Rows that make up for a matrix which comes from beyond the cache in every step.
_MANY_ROWS = 64
# Weights of the inputs, read anew in every step, that take no longer than two calls.
_FEW_WEIGHT_BYTES = 64 * 1024
# Recurrent weights for each row from which on a product gains more than transposing costs.
_FAR_BYTES_OF_ROW = 64 * 1024
# Numbers of a row whose start is kept at the same place of a register.
_PADDED_TO = 8


@dataclass(frozen=True, slots=True)
class Sizes:
    """What the buffers of one direction of one layer depend on.

    `block` is the number of time steps that are handled together: their input projection is one
    product, and so is their share of the weight gradients. With `checkpoint`, gates and cell states
    are kept for one block only.

    With `unit_major`, what a step keeps of gates and cells, (m, n_a), lies unit by unit in memory,
    each unit's numbers of all examples together. Hidden states, which others read, do not.
    """

    n_a: int
    m: int
    T: int
    dtype: np.dtype[Any]
    block: int
    checkpoint: bool
    unit_major: bool = False

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

    def empty_states(self, *shape: int) -> Array:
        """Return an array (…, examples, units)."""
        if self.unit_major:
            *leading, m, n_a = shape
            return self.empty(*leading, n_a, m).swapaxes(-1, -2)
        return self.empty(*shape)

    @property
    def gradient_width(self) -> int:
        """Return the length of the rows that a step's product on the way back writes.

        The weights of a single example are read at the speed of the cache, which is up to a quarter
        lower where their rows start anywhere.
        """
        return -(-self.n_a // _PADDED_TO) * _PADDED_TO if self.m == 1 else self.n_a

    def joined_width(self, n_in: int) -> int:
        """Return the length of a row ``[a_prev, xt, 1]``, filled up with zeros where that pays.

        Rows that start at a line of the cache are a twentieth faster to multiply.
        """
        width, numbers = self.n_a + n_in + 1, LINE_BYTES // self.dtype.itemsize
        return width if width < 4 * numbers else -(-width // numbers) * numbers

    def joins(self, n_in: int) -> bool:
        """Tell whether one product per step for ``[a_prev, xt, 1]`` is better than two.

        It spares a block's gates the way to memory and back, and the addition. But where few rows
        meet a matrix that does not stay in the cache, the inputs of a whole block are better; and
        long inputs are not kept a second time.
        """
        inner, columns, itemsize = self.n_a + n_in + 1, 4 * self.n_a, self.dtype.itemsize
        if not self._can_join(n_in):
            return False
        if self.unit_major:
            return True
        if self.m * inner * columns <= _TINY_PRODUCT:
            return True
        if self.m == 1:
            return (n_in + 1) * columns * itemsize <= _FEW_WEIGHT_BYTES
        stays = inner * columns * itemsize <= LARGE_BYTES or self.m >= _MANY_ROWS
        product = choose_product(self.m, inner, columns, itemsize, groups=4)
        return stays and product.piece > 0

    def unit_major_is_better(self, inputs: list[int]) -> bool:
        """Tell whether steps of layers with so many `inputs` are faster if they are `unit_major`.

        Their products are, where weights come from beyond the cache in every step. But states and
        gradients have to be transposed, which costs the more the more rows there are.
        """
        m, n_a, columns, itemsize = self.m, self.n_a, 4 * self.n_a, self.dtype.itemsize
        if m * columns * itemsize > LARGE_BYTES or n_a * columns * itemsize < m * _FAR_BYTES_OF_ROW:
            return False
        if not all(map(self._can_join, inputs)):
            return False
        products = [choose_unit_major(m, columns, n_a, itemsize)]
        products += [choose_unit_major(m, n_a + n_in + 1, columns, itemsize) for n_in in inputs]
        return all(product.piece for product in products)

    def _can_join(self, n_in: int) -> bool:
        return not self.checkpoint and n_in <= 2 * self.n_a


class Scratch:
    """Buffers that hold nothing between one layer's pass and the next; all layers share them."""

    __slots__ = (
        "_buffers", "_memory", "cell_gradient", "hidden_gradient", "lent", "padded_hidden_gradient",
        "projections", "sizes", "working",
    )  # fmt: skip

    def __init__(self, sizes: Sizes) -> None:
        """Allocate for `sizes`."""
        m, n_a = sizes.m, sizes.n_a
        # Forward: the input's share of what stands inside the gates, where it does not come gate by
        # gate. Backward: the gradient inside the gates.
        self.projections = sizes.empty(sizes.block, m, 4 * n_a)
        # The gradients that one step hands to the step before it.
        self.padded_hidden_gradient = sizes.empty_states(m, sizes.gradient_width)
        self.hidden_gradient = self.padded_hidden_gradient[:, :n_a]
        self.cell_gradient = sizes.empty_states(m, n_a)
        # Whatever a back end writes to in every step and keeps in none.
        self.working: Any = None
        # What a pass returns in arrays of its own.
        self.lent = LentMemory()
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

    def into(self, factor: Factor, result: Array) -> Callable[[Array], object]:
        """Return what computes a step's product into `result`, as `Factor.into` does."""
        parts = factor.product.parts
        sums = None if parts == 1 else self.buffer("sums", parts, *result.shape)
        return factor.into(result, sums)

    def with_bias(self, x: Array) -> Array:
        """Return a copy of a block's inputs (steps, m, n_in) with a column of ones: ``[x, 1]``."""
        steps, m, n_in = x.shape
        joined = self.buffer("inputs and bias", self.sizes.block, m, n_in + 1)[:steps]
        joined[:, :, :n_in], joined[:, :, n_in] = x, 1
        return joined

    def with_state_and_bias(self, block: "Block", x: Array) -> Array:
        """Return ``[a_prev, x, 1, 0 …]`` of a block's first steps; its gates have done their work.

        With checkpoints, gates are computed anew before they are read again: it stands in their
        place, if it fits.
        """
        steps, m, n_in = x.shape
        if block.joined is not None:
            return block.joined[:steps]
        n_a, width = self.sizes.n_a, self.sizes.joined_width(n_in)
        count = steps * m * width
        if self.sizes.checkpoint and count <= block.gates.size:
            joined = block.gates.reshape(-1)[:count].reshape(steps, m, width)
        else:
            joined = self.buffer("states, inputs and bias", self.sizes.block, m, width)[:steps]
        joined[:, :, :n_a], joined[:, :, n_a : n_a + n_in] = block.hidden_before[:steps], x
        joined[:, :, n_a + n_in], joined[:, :, n_a + n_in + 1 :] = 1, 0
        return joined


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive time steps: what they keep, each array in the order of time.

    ``gates[:, k]`` are o, f, i and the candidate for k = 0, 1, 2, 3, after their activations. The
    states before and after a step are views of one array, so that one step's result is the next
    one's start without a copy. `joined` is ``[a_prev, xt, 1, 0 …]`` of each step, if that is kept.
    """

    start: int
    stop: int
    gates: Array  # (steps, 4, m, n_a)
    tanh_cells: Array  # (steps, m, n_a)
    cells_before: Array  # (steps, m, n_a)
    cells_after: Array
    hidden_before: Array
    hidden_after: Array
    left: Array  # what a step's product multiplies: the state before, or [a_prev, xt, 1]
    joined: Array | None  # (steps, m, at least n_a + n_in + 1)

    @property
    def steps(self) -> int:
        return self.stop - self.start


class Trace:
    """What one direction of one layer keeps of its forward pass for its backward pass.

    Always the hidden states, (T + 1) m n_a numbers. Without checkpoints also o, f, i, the
    candidate, tanh(c) and c of every step, six times as much; with checkpoints those of one block,
    and c where each block starts.

    A `joined` trace keeps the hidden states as part of ``[a_prev, xt, 1]``, (T + 1) m (n_a + n_in
    + 1) numbers, which one product per step multiplies by all weights.
    """

    __slots__ = ("blocks", "hidden", "plans", "reverse", "saved_cells", "sizes")

    def __init__(self, sizes: Sizes, n_in: int, *, reverse: bool, joined: bool) -> None:
        """Allocate for `sizes` and `n_in` inputs; `reverse`: from the last step to the first."""
        m, n_a, T = sizes.m, sizes.n_a, sizes.T
        kept = sizes.block if sizes.checkpoint else T
        starts = range(0, T, sizes.block)
        self.sizes, self.reverse = sizes, reverse
        if joined:
            rows = sizes.empty(T + 1, m, sizes.joined_width(n_in))
            rows[:, :, n_a + n_in], rows[:, :, n_a + n_in + 1 :] = 1, 0
            self.hidden = rows[:, :, :n_a]
        else:
            self.hidden = sizes.empty(T + 1, m, n_a)
        self.saved_cells = sizes.empty(len(starts), m, n_a) if sizes.checkpoint else None
        # A block that is used again and again has hidden states of its own, so that its views are.
        hidden = sizes.empty(kept + 1, m, n_a) if sizes.checkpoint else self.hidden
        cells = sizes.empty_states(kept + 1, m, n_a)
        gates, tanh_cells = sizes.empty_states(kept, 4, m, n_a), sizes.empty_states(kept, m, n_a)
        before, after = (1, 0) if reverse else (0, 1)
        self.blocks: list[Block] = []
        for start in starts:
            stop = min(start + sizes.block, T)
            first, last = (0, stop - start) if sizes.checkpoint else (start, stop)
            steps_before = slice(first + before, last + before)
            self.blocks.append(
                Block(
                    start,
                    stop,
                    gates[first:last],
                    tanh_cells[first:last],
                    cells[steps_before],
                    cells[first + after : last + after],
                    hidden[steps_before],
                    hidden[first + after : last + after],
                    rows[steps_before, :, : n_a + n_in + 1] if joined else hidden[steps_before],
                    rows[steps_before] if joined else None,
                )
            )
        # What a back end prepares once for a block and uses in every pass.
        self.plans: dict[int, Any] = {}

    @property
    def joined(self) -> bool:
        """Whether ``[a_prev, xt, 1]`` is kept."""
        return self.blocks[0].joined is not None

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
        """Keep what the block `number` computed; return views of the states in which it ended."""
        block = self.blocks[number]
        if self.saved_cells is not None:
            self.states[block.start : block.stop] = block.hidden_after
        last = 0 if self.reverse else -1
        return block.hidden_after[last], block.cells_after[last]

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
        self, directions: tuple[tuple[int, bool], ...], n_a: int, m: int, T: int,
        dtype: np.dtype[Any], checkpoint: int | None, *, join: bool,
    ) -> tuple[Trace, ...]:  # fmt: skip
        """Return one trace for each direction of each layer, for a new pass.

        `directions` has the number of inputs of each, and whether it runs from the end. Only a back
        end that knows them may `join` states and inputs; every one knows the unit-major ones.
        """
        self.latest = object()
        key = directions, n_a, m, T, dtype, checkpoint, join
        if key != self._key:
            # The old buffers go before the new ones come: both at once would double the peak.
            self._key, self.traces = None, ()
            self.scratch = Scratch(Sizes(1, 1, 1, dtype, 1, checkpoint=False))
            sizes = Sizes.of(n_a, m, T, dtype, checkpoint)
            if sizes.unit_major_is_better([n_in for n_in, _ in directions]):
                sizes, join = replace(sizes, unit_major=True), True
            self.scratch = Scratch(sizes)
            self.traces = tuple(
                Trace(sizes, n_in, reverse=reverse, joined=join and sizes.joins(n_in))
                for n_in, reverse in directions
            )
            self._key = key
        self.scratch.lent.next_pass()
        return self.traces
