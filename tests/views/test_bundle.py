"""One output with every view in it, and where which view is shown."""

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import IPython
import ipywidgets as widgets
import pytest
from cellcheck.report import MIME_TYPE, Report, schema
from cellcheck.views import bundle, help_request, is_live, mime_bundle, panel, render_text, show
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
STATIC = {MIME_TYPE, "text/html", "text/plain"}

Published = list[tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture(autouse=True)
def _no_grading_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    monkeypatch.setattr(bundle, "_shown", {})


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """IPython as it looks from inside a running kernel."""
    monkeypatch.setattr(IPython, "get_ipython", lambda: SimpleNamespace(kernel=object()))


@pytest.fixture
def published(monkeypatch: pytest.MonkeyPatch) -> Published:
    """What was sent to the front end: data and keyword arguments."""
    sent: Published = []

    def publish(data: dict[str, Any], **kwargs: object) -> None:
        sent.append((data, kwargs))

    monkeypatch.setattr(IPython.display, "publish_display_data", publish)
    return sent


def _raise(_: Report, _prove: object = None) -> None:
    message = "no widgets here"
    raise RuntimeError(message)


def test_a_static_bundle_has_json_html_and_text(report: Report) -> None:
    assert set(mime_bundle(report, live=False)) == STATIC


def test_a_live_bundle_has_a_widget_besides(report: Report) -> None:
    data = mime_bundle(report, live=True)
    assert set(data) == STATIC | {WIDGET_VIEW}
    view = data[WIDGET_VIEW]
    assert (view["version_major"], view["version_minor"]) == (2, 0)
    assert view["model_id"]


def test_the_json_in_the_bundle_is_the_report_by_its_schema(report: Report) -> None:
    data = mime_bundle(report, live=False)[MIME_TYPE]
    Draft202012Validator(schema()).validate(data)
    assert data == {**report.to_dict(), "help_request": help_request(report)}


def test_a_message_that_cannot_be_encoded_can_still_be_sent(cause: Report) -> None:
    data = mime_bundle(replace(cause, message="\ud800\x1b[31mwrong"), live=False)
    assert data[MIME_TYPE]["message"] == "wrong"
    json.dumps(data, ensure_ascii=False).encode()


def test_a_broken_widget_leaves_the_static_views(
    cause: Report,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(panel, "build_panel", _raise)
    assert set(mime_bundle(cause, live=True)) == STATIC
    assert "static view" in caplog.text
    assert capfd.readouterr().err == ""


def test_plain_python_is_not_live() -> None:
    assert not is_live()


def test_ipython_in_a_terminal_is_not_live(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(IPython, "get_ipython", SimpleNamespace)
    assert not is_live()


@pytest.mark.usefixtures("kernel")
def test_a_kernel_is_live() -> None:
    assert is_live()


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("run", ["autograde", "validate", ""])
def test_a_grading_run_is_not_live(monkeypatch: pytest.MonkeyPatch, run: str) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", run)
    assert not is_live()


@pytest.mark.usefixtures("kernel")
def test_a_kernel_shows_the_whole_bundle(cause: Report, published: Published) -> None:
    show(cause, display_id="here")
    ((data, kwargs),) = published
    assert set(data) == STATIC | {WIDGET_VIEW}
    assert kwargs == {"transient": {"display_id": "here"}, "update": False}


@pytest.mark.usefixtures("kernel")
def test_a_grading_run_shows_no_widget(
    cause: Report, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    show(cause)
    ((data, _),) = published
    assert set(data) == STATIC


@pytest.mark.usefixtures("kernel")
def test_an_update_takes_the_place_of_the_report_before_and_closes_its_widgets(
    cause: Report, right: Report, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []
    close = panel.close_panel

    def note_and_close(old: widgets.Widget) -> None:
        if old.model_id:
            closed.append(old.model_id)
        close(old)

    monkeypatch.setattr(panel, "close_panel", note_and_close)
    show(cause, display_id="here")
    show(right, display_id="here", update=True)
    (first, _), (_, kwargs) = published
    assert kwargs == {"transient": {"display_id": "here"}, "update": True}
    assert closed[0] == first[WIDGET_VIEW]["model_id"]


@pytest.mark.usefixtures("kernel")
def test_an_update_without_a_display_id_is_a_new_output(
    cause: Report, published: Published
) -> None:
    show(cause, update=True)
    assert published[0][1] == {"transient": None, "update": False}


def test_a_terminal_prints_the_text(
    cause: Report, capsys: pytest.CaptureFixture[str], published: Published
) -> None:
    show(cause)
    assert capsys.readouterr().out == render_text(cause) + "\n"
    assert published == []
