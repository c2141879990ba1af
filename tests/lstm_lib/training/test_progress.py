"""The bar stays away from standard error, and from where nobody looks."""

import io
import sys

from lstm_lib.character_model import Settings, new_training, train
from lstm_lib.training import progress_bar


def run(**options):
    start = new_training(Settings(hidden_units=3, batch_size=2), seed=1)
    train(start, ["ab", "ba"], steps=3, **options)


def test_a_bar_that_is_asked_for_goes_to_standard_output(capsys):
    run(progress=True)
    captured = capsys.readouterr()
    assert "training" in captured.out
    assert "3/3" in captured.out
    assert "loss" in captured.out
    assert captured.err == ""


def test_where_there_is_no_terminal_nothing_is_written(capsys):
    run()
    run(progress=False)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


def test_a_terminal_gets_its_bar(monkeypatch):
    terminal = io.StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stdout", terminal)
    assert list(progress_bar(iter([4, 5]), "reading")) == [4, 5]
    assert "reading" in terminal.getvalue()
