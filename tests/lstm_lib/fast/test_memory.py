"""What a pass allocates, measured: work space is used again, checkpoints keep little."""

import tracemalloc

import numpy as np

from lstm_lib.fast import LSTM

SIZES = {"n_x": 4, "n_a": 64, "m": 32, "T": 256}
STATE = SIZES["m"] * SIZES["n_a"] * 8  # bytes of one hidden state


def peak_of(function):
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def training_step(lstm, **options):
    x, da = np.ones((256, 32, 4)), np.ones((256, 32, 64))

    def step():
        lstm.backward(lstm.forward(x, **options), da)

    return step


def test_a_second_pass_allocates_nothing_that_grows_with_the_steps_but_its_results(backend):
    step = training_step(LSTM(4, 64, seed=1, backend=backend))
    first, second = peak_of(step), peak_of(step)
    results = 256 * 32 * 4 * 8 + 2 * 256 * 68 * 8
    assert first > 7 * 256 * STATE
    assert second < 2 * results + 64 * STATE


def test_checkpoints_keep_one_number_for_each_state_instead_of_seven(backend):
    whole = peak_of(training_step(LSTM(4, 64, seed=1, backend=backend)))
    pieces = peak_of(training_step(LSTM(4, 64, seed=1, backend=backend), checkpoint=16))
    assert whole > 7 * 256 * STATE
    # The hidden states, one cell state for each of 16 blocks, and for one block of 16 steps: gates
    # (4), hidden and cell state, tanh(c), and the gradients inside the gates (4).
    kept = 256 + 16 + 11 * 16
    assert kept * STATE < pieces < (kept + 96) * STATE + 256 * 32 * 4 * 8


def test_passes_of_changing_lengths_do_not_pile_up():
    lstm = LSTM(4, 64, seed=1)

    def steps():
        for T in range(40, 60):
            lstm.backward(lstm.forward(np.ones((T, 32, 4))), np.ones((T, 32, 64)))

    steps()
    assert peak_of(steps) < 2.5 * 60 * 12 * STATE


def test_long_inputs_are_not_kept_a_second_time():
    x, da = np.ones((40, 64, 2000)), np.ones((40, 64, 64))
    lstm = LSTM(2000, 64, seed=1, backend="numpy")
    results = x.nbytes + 2 * 256 * 2064 * 8  # dx, and dW beside its sum
    kept = 8 * 40 * 64 * 64 * 8
    of_block = 1024 * (2 * 2064 + 256) * 8
    peak = peak_of(lambda: lstm.backward(lstm.forward(x), da))
    assert peak < results + kept + of_block + x.nbytes // 2
