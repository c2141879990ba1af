"""Layers, directions and masks are what the reference cells give when they are put together."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lstm_lib import numerical_gradient
from lstm_lib.fast import blas, groups, numpy_plan, products, work_space
from lstm_lib.fast.products import choose_unit_major

RELAXED = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
UPSTREAM = ("da", "dy", "dlogits", "da_last", "dc_last")


def all_gradients(gradients):
    return {**gradients.parameters, "x": gradients.x, "a0": gradients.a0, "c0": gradients.c0}


def assert_same_passes(drawn, composed, equal_to, dtype, keep, names, **options):
    reference = composed(drawn, keep)
    result = drawn.lstm.forward(drawn.x, drawn.a0, drawn.c0, **options)
    outputs = {name: getattr(result, name) for name in ("a", "y", "logits", "a_last", "c_last")}
    expected = {name: np.asarray(getattr(reference, name)) for name in outputs}
    equal_to(outputs, expected, dtype)

    chosen = {name: getattr(drawn, name) for name in names}
    gradients = all_gradients(drawn.lstm.backward(result, **chosen))
    equal_to(gradients, reference.backward(**chosen), dtype)


@RELAXED
@given(data=st.data(), seed=st.integers(0, 1000))
def test_random_networks(network, composed, equal_to, dtype, backend, data, seed):
    sizes = {name: data.draw(st.integers(1, 5), name) for name in ("n_x", "n_a", "n_y", "m", "T")}
    drawn = network(
        **sizes, layers=data.draw(st.integers(1, 3)), bidirectional=data.draw(st.booleans()),
        dtype=dtype, backend=backend, seed=seed,
    )  # fmt: skip
    names = data.draw(st.sets(st.sampled_from(UPSTREAM), min_size=1))
    names -= {"dlogits"} if "dy" in names else set()
    checkpoint = data.draw(st.none() | st.integers(1, 6))
    T, m = drawn.x.shape[:2]
    keep = np.array(data.draw(st.lists(st.booleans(), min_size=T * m, max_size=T * m))).reshape(
        T, m
    )
    keep[data.draw(st.integers(0, T - 1))] = True
    kind = data.draw(st.sampled_from(["all", "lengths", "mask"]))
    if kind == "lengths":
        lengths = np.array(data.draw(st.lists(st.integers(1, T), min_size=m, max_size=m)))
        keep, options = np.arange(T)[:, None] < lengths, {"lengths": lengths}
    else:
        options = {"mask": keep} if kind == "mask" else {}
        keep = keep if kind == "mask" else None
    if keep is not None:
        drawn.x[~keep] = np.nan  # what does not count is never read
    assert_same_passes(
        drawn, composed, equal_to, dtype, keep, names, checkpoint=checkpoint, **options
    )


@pytest.mark.usefixtures("fast_small_products")
@pytest.mark.parametrize("checkpoint", [None, 7])
@pytest.mark.parametrize(
    ("n_a", "threads", "in_pieces"), [(64, 1, True), (65, 1, False), (64, 2, False)]
)
def test_large_products_in_pieces_and_whole(
    network, composed, equal_to, dtype, backend, checkpoint, monkeypatch, n_a, threads, in_pieces
):
    monkeypatch.setattr(blas, "threads", lambda: threads)
    monkeypatch.setattr(products, "_FOR_THREADS", 1)
    chosen = products.choose_product(130, n_a, 4 * n_a, np.dtype(dtype).itemsize, groups=4)
    assert (chosen.piece > 0) == in_pieces
    drawn = network(6, n_a, 3, 130, 20, layers=2, bidirectional=True, dtype=dtype, backend=backend)
    lengths = np.random.default_rng(2).integers(1, 21, 130)
    keep = np.arange(20)[:, None] < lengths
    assert_same_passes(
        drawn, composed, equal_to, dtype, keep, {"da", "dy", "dc_last"}, lengths=lengths,
        checkpoint=checkpoint,
    )  # fmt: skip


@pytest.mark.usefixtures("fast_small_products")
@pytest.mark.parametrize("masked", [True, False])
@pytest.mark.parametrize("units_of_group", [64, 24, 1])
def test_steps_that_are_unit_major(
    network, composed, equal_to, dtype, backend, monkeypatch, masked, units_of_group
):
    m, n_a, itemsize = 64, 64, np.dtype(dtype).itemsize
    monkeypatch.setattr(work_space, "_FAR_BYTES_OF_ROW", 0)
    monkeypatch.setattr(work_space, "_ROWS_OF_A_BLOCK", 4 * m)
    monkeypatch.setattr(work_space, "_SMALL_BYTES", 0)
    monkeypatch.setattr(groups, "_GROUP_BYTES", 4 * m * itemsize * units_of_group)
    monkeypatch.setattr(numpy_plan, "_TRANSPOSED_BYTES", m * itemsize * 16)
    drawn = network(6, n_a, 2, m, 10, layers=2, bidirectional=True, dtype=dtype, backend=backend)
    keep, options = None, {}
    if masked:
        keep = np.random.default_rng(1).random((10, m)) < 0.6
        keep[3] = True
        options = {"mask": keep}
    assert_same_passes(drawn, composed, equal_to, dtype, keep, {"da", "dlogits"}, **options)
    traces = drawn.lstm._layers.space.traces
    assert all(trace.sizes.unit_major and len(trace.blocks) == 3 for trace in traces)


@pytest.mark.usefixtures("fast_small_products")
def test_which_steps_are_unit_major(monkeypatch):
    def is_unit_major(n_in, n_a, m, dtype=np.float64, checkpoint=None):
        space = work_space.WorkSpace()
        directions = (n_in, False), (n_a, True)
        traces = space.prepare(directions, n_a, m, 3, np.dtype(dtype), checkpoint, join=False)
        assert {trace.joined for trace in traces} == {trace.sizes.unit_major for trace in traces}
        return traces[0].sizes.unit_major

    assert is_unit_major(512, 512, 64)
    assert is_unit_major(512, 512, 64, np.float32)
    assert is_unit_major(1, 256, 32)
    assert not is_unit_major(512, 256, 64)  # the weights are not far enough
    assert not is_unit_major(512, 512, 96)  # a step's gates are large
    assert not is_unit_major(1025, 512, 64)  # long inputs are not kept twice
    assert not is_unit_major(512, 512, 60)
    assert not is_unit_major(512, 512, 64, checkpoint=2)
    monkeypatch.setattr(blas, "threads", lambda: 2)
    choose_unit_major.cache_clear()
    assert not is_unit_major(512, 512, 64)


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize("masked", [True, False])
@pytest.mark.parametrize(
    ("rows_of_part", "rows_of_group"), [(3, 2), (5, 8), (1, 1), (8, 3), (8, 8)]
)
def test_examples_are_taken_in_parts_and_groups(
    network, composed, equal_to, dtype, monkeypatch, joined, masked, rows_of_part, rows_of_group
):
    n_a, itemsize = 4, np.dtype(dtype).itemsize
    monkeypatch.setattr(work_space, "_TINY_PRODUCT", 1 << 40 if joined else 0)
    monkeypatch.setattr(numpy_plan, "_CHUNK_BYTES", 0)
    monkeypatch.setattr(groups, "_PART_BYTES", 0)
    monkeypatch.setattr(groups, "_PART_BYTES_OF_THREADS", 0)
    monkeypatch.setattr(groups, "_FEWEST_ROWS", rows_of_part)
    monkeypatch.setattr(groups, "_GROUP_BYTES", 4 * n_a * itemsize * rows_of_group)
    drawn = network(3, n_a, 2, 8, 6, layers=2, bidirectional=True, dtype=dtype)
    keep, options = None, {}
    if masked:
        keep = np.random.default_rng(1).random((6, 8)) < 0.6
        keep[3] = True
        options = {"mask": keep}
    assert_same_passes(drawn, composed, equal_to, dtype, keep, {"da", "dlogits"}, **options)
    assert all(trace.joined == joined for trace in drawn.lstm._layers.space.traces)


@pytest.mark.parametrize("masked", [True, False])
@pytest.mark.parametrize("steps_of_chunk", [1, 4, 6])
def test_small_steps_are_taken_in_chunks(
    network, composed, equal_to, dtype, monkeypatch, masked, steps_of_chunk
):
    n_a, m, itemsize = 4, 3, np.dtype(dtype).itemsize
    monkeypatch.setattr(numpy_plan, "_CHUNK_BYTES", steps_of_chunk * m * n_a * itemsize)
    drawn = network(3, n_a, 2, m, 6, layers=2, bidirectional=True, dtype=dtype)
    keep, options = None, {}
    if masked:
        keep = np.random.default_rng(1).random((6, m)) < 0.6
        options = {"mask": keep}
    assert_same_passes(drawn, composed, equal_to, dtype, keep, {"da", "dlogits"}, **options)


@pytest.mark.parametrize("checkpoint", [None, 4])
@pytest.mark.parametrize("few_weights", [True, False])
@pytest.mark.parametrize(("n_x", "n_a"), [(2, 5), (1, 8), (30, 13), (27, 100)])
def test_one_example(
    network, composed, equal_to, dtype, backend, monkeypatch, n_x, n_a, few_weights, checkpoint
):
    """With padded weights on the way back, which others or zeros follow, joined to x or not."""
    monkeypatch.setattr(work_space, "_TINY_PRODUCT", 0)
    monkeypatch.setattr(work_space, "_FEW_WEIGHT_BYTES", 1 << 40 if few_weights else 0)
    drawn = network(n_x, n_a, 2, 1, 9, layers=2, bidirectional=True, dtype=dtype, backend=backend)
    assert_same_passes(
        drawn, composed, equal_to, dtype, None, {"da", "dlogits"}, checkpoint=checkpoint
    )
    joined = few_weights and checkpoint is None and backend == "numpy" and n_x <= 2 * n_a
    assert drawn.lstm._layers.space.traces[0].joined == joined


@pytest.mark.parametrize("bidirectional", [False, True])
def test_gradients_are_numerical_derivatives(network, backend, bidirectional):
    """Through y, the hidden states and both last states, with a mask, for every input."""
    drawn = network(2, 2, 2, 3, 4, layers=2, bidirectional=bidirectional, backend=backend)
    lstm, lengths = drawn.lstm, [4, 2, 1]
    inputs = {"x": drawn.x, "a0": drawn.a0, "c0": drawn.c0}

    def loss(**changed):
        result = lstm.forward(**{**inputs, **changed}, lengths=lengths)
        return (
            (drawn.da * result.a).sum() + (drawn.dy * result.y).sum()
            + (drawn.da_last * result.a_last).sum() + (drawn.dc_last * result.c_last).sum()
        )  # fmt: skip

    result = lstm.forward(**inputs, lengths=lengths)
    gradients = all_gradients(
        lstm.backward(result, drawn.da, dy=drawn.dy, da_last=drawn.da_last, dc_last=drawn.dc_last)
    )
    for name in inputs:
        numerical = numerical_gradient(
            lambda value, name=name: loss(**{name: value}), inputs[name],
            method="central differences",
        )  # fmt: skip
        np.testing.assert_allclose(gradients[name], numerical, rtol=1e-6, atol=1e-8, err_msg=name)
    for name, parameter in lstm.parameters.items():
        kept = parameter.copy()

        def of_parameter(value, parameter=parameter):
            parameter[...] = value
            return loss()

        numerical = numerical_gradient(of_parameter, kept, method="central differences")
        parameter[...] = kept
        np.testing.assert_allclose(gradients[name], numerical, rtol=1e-6, atol=1e-8, err_msg=name)


def test_checkpoints_change_no_digit(network, backend):
    drawn = network(4, 6, 3, 5, 23, layers=2, bidirectional=True, backend=backend)
    found = []
    for checkpoint in (23, 4):
        result = drawn.lstm.forward(drawn.x, checkpoint=checkpoint, lengths=[23, 1, 7, 8, 20])
        gradients = drawn.lstm.backward(result, drawn.da, dlogits=drawn.dlogits)
        found.append((result.a.copy(), gradients.x, gradients.a0, gradients.c0))
    for whole, pieces in zip(*found, strict=True):
        np.testing.assert_allclose(whole, pieces, rtol=1e-13, atol=1e-15)


def test_pieces_carry_the_states_and_cut_the_gradients(network, backend):
    drawn = network(3, 4, 2, 2, 7, layers=2, backend=backend)
    whole = drawn.lstm.forward(drawn.x, drawn.a0, drawn.c0)
    expected = whole.a.copy(), whole.a_last, whole.c_last

    a, dx, states = [], [], (drawn.a0, drawn.c0)
    for number, piece in enumerate(drawn.lstm.chunks(drawn.x, 3, drawn.a0, drawn.c0)):
        times = slice(3 * number, 3 * number + len(piece.a))
        gradients = drawn.lstm.backward(piece, drawn.da[times])
        a.append(piece.a.copy())
        dx.append((gradients.x, drawn.x[times], drawn.da[times], states))
        states = piece.a_last, piece.c_last
    for actual, wanted in zip((np.concatenate(a), *states), expected, strict=True):
        np.testing.assert_allclose(actual, wanted, rtol=1e-13, atol=1e-15)
    for gradient, x, da, (a0, c0) in dx:
        alone = drawn.lstm.backward(drawn.lstm.forward(x, a0, c0), da)
        np.testing.assert_allclose(gradient, alone.x, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("options", [{"lengths": [7, 1]}, {"lengths": [3, 5]}, {"mask": None}])
@pytest.mark.parametrize("given", [True, False])
def test_pieces_of_sequences_of_unequal_length(network, backend, options, given):
    drawn = network(3, 4, 2, 2, 7, layers=2, backend=backend)
    if "mask" in options:  # the second example begins in the second piece
        mask = np.ones((7, 2), bool)
        mask[:4, 1] = mask[6, 0] = False
        options = {"mask": mask}
    states = (drawn.a0, drawn.c0) if given else (None, None)
    whole = drawn.lstm.forward(drawn.x, *states, **options)
    expected = whole.a.copy(), whole.a_last, whole.c_last
    a = []
    for number, piece in enumerate(drawn.lstm.chunks(drawn.x, 3, *states, **options, checkpoint=2)):
        drawn.lstm.backward(piece, drawn.da[3 * number : 3 * number + 3])
        a.append(piece.a.copy())
    found = np.concatenate(a), piece.a_last, piece.c_last
    for actual, wanted in zip(found, expected, strict=True):
        np.testing.assert_allclose(actual, wanted, rtol=1e-13, atol=1e-15)


def test_a_sequence_that_has_ended_keeps_the_states_that_are_given(network, backend):
    drawn = network(3, 4, 2, 2, 7, backend=backend)
    mask = np.ones((7, 2), bool)
    mask[:, 1] = False
    result = drawn.lstm.forward(drawn.x, drawn.a0, drawn.c0, mask=mask)
    np.testing.assert_array_equal(result.a_last[:, 1], drawn.a0[:, 1])
    np.testing.assert_array_equal(result.c_last[:, 1], drawn.c0[:, 1])
    gradients = drawn.lstm.backward(result, drawn.da, da_last=drawn.da_last)
    np.testing.assert_array_equal(gradients.a0[:, 1], drawn.da_last[:, 1])
    assert not gradients.x[:, 1].any()


def test_no_underflow_is_a_fault(network, backend):
    drawn = network(backend=backend)
    drawn.lstm.parameters["W_l0"] *= 300
    with np.errstate(all="raise", under="raise"):
        result = drawn.lstm.forward(drawn.x)
        gradients = drawn.lstm.backward(result, drawn.da)
    assert np.isfinite(gradients.x).all()


def test_a_backward_pass_may_be_repeated(network, backend):
    drawn = network(T=40, backend=backend)
    for checkpoint in (None, 6):
        result = drawn.lstm.forward(drawn.x, checkpoint=checkpoint)
        first, second = (drawn.lstm.backward(result, drawn.da) for _ in range(2))
        np.testing.assert_array_equal(first.x, second.x)
        np.testing.assert_array_equal(first.parameters["W_l0"], second.parameters["W_l0"])
