"""A time limit strikes, wherever the code is when it does."""

import gc
import time

from cellcheck.runner import TimeLimitError, call


def endless() -> None:
    while True:
        time.sleep(0.001)


def test_an_endless_loop_is_ended() -> None:
    outcome = call(endless, (), (), seconds=0.05)
    assert isinstance(outcome.exception, TimeLimitError)


def test_a_bare_except_does_not_keep_a_loop_alive() -> None:
    def swallows_once() -> None:
        try:
            endless()
        except:  # noqa: E722  students write it
            endless()

    outcome = call(swallows_once, (), (), seconds=0.05)
    assert isinstance(outcome.exception, TimeLimitError)


class Lingers:
    """Takes its time to go, and only the garbage collector finds it."""

    def __init__(self) -> None:
        self.itself = self

    def __del__(self) -> None:
        until = time.monotonic() + 0.15
        while time.monotonic() < until:
            pass


def test_an_alarm_in_a_finalizer_is_not_lost() -> None:
    """An exception there is printed and forgotten: the limit has to strike after it."""

    def collects_first() -> None:
        Lingers()
        gc.collect()
        endless()

    gc.collect()
    assert isinstance(call(collects_first, (), (), seconds=0.05).exception, TimeLimitError)


def test_an_alarm_in_a_callback_of_the_garbage_collector_is_not_lost() -> None:
    struck = time.monotonic() + 0.15

    def callback(_phase: str, _info: dict[str, int]) -> None:
        while time.monotonic() < struck:
            pass

    def collects_first() -> None:
        gc.collect()
        endless()

    gc.callbacks.append(callback)
    try:
        assert isinstance(call(collects_first, (), (), seconds=0.05).exception, TimeLimitError)
    finally:
        gc.callbacks.remove(callback)
