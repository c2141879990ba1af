"""One server and one browser for all tests; screenshots and the server's log for those that fail."""

import os
import shutil
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect, sync_playwright

from .front_end import PATIENCE
from .server import HOST, Server, running_server
from .watch import Watch

CHROMIUM = "/usr/bin/chromium"

OpenPage = Callable[[], Page]

_server = pytest.StashKey[Server]()
_pages = pytest.StashKey[list[Page]]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with running_server(tmp_path_factory.mktemp("jupyter")) as started:
        request.config.stash[_server] = started
        yield started


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--disable-dev-shm-usage",
                # Whatever asks for another machine finds none.
                f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}",
                # Chromium's sandbox does not start as root, which containers run as.
                *(["--no-sandbox"] if os.geteuid() == 0 else []),
            ],
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def watch() -> Watch:
    return Watch()


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine_and_nothing_of_ours_breaks(watch: Watch) -> Iterator[None]:
    """Holds for every test here, whatever else the test is about."""
    yield
    # What happened while the module's fixtures were set up counts as well.
    outside, errors = watch.outside.copy(), watch.errors.copy()
    watch.outside.clear()
    watch.errors.clear()
    assert outside == []
    assert errors == []


@pytest.fixture(scope="module")
def open_page(request: pytest.FixtureRequest, browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    """Opens pages that share nothing with those of other modules, and closes them at the end."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    pages: list[Page] = []
    request.config.stash[_pages] = pages

    def open_one() -> Page:
        page = context.new_page()
        watch.attach(page)
        pages.append(page)
        return page

    yield open_one
    pages.clear()
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and _server in item.config.stash:
        factory: pytest.TempPathFactory = item.config._tmp_path_factory  # type: ignore[attr-defined]
        folder = factory.mktemp("failed", numbered=True)
        shutil.copy(item.config.stash[_server].log, folder)
        pages: list[Page] = item.config.stash.get(_pages, [])
        for number, page in enumerate(pages):
            with suppress(Error):  # a page that hangs must not hide why the test failed
                page.screenshot(path=folder / f"page-{number}.png")
        report.sections.append(("kept for you", f"screenshots and the server's log: {folder}"))
    return report
