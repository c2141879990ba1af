"""The watch that every test here is under sees what it is there for."""

from .conftest import OpenPage
from .server import OUR_EXTENSION, Server
from .watch import Watch


def test_a_request_to_another_machine_is_seen(open_page: OpenPage, watch: Watch) -> None:
    open_page().evaluate("fetch('http://elsewhere.invalid/').catch(() => null)")
    assert watch.outside == ["http://elsewhere.invalid/"]
    watch.outside.clear()


def test_an_uncaught_error_of_ours_is_seen(
    server: Server, open_page: OpenPage, watch: Watch
) -> None:
    page = open_page()
    address = f"{server.origin}{OUR_EXTENSION}broken.js"
    page.route(address, lambda route: route.fulfill(body="throw new Error('broken')"))
    page.goto(f"{server.origin}/lab")
    with page.expect_event("pageerror"):
        page.add_script_tag(url=address)
    assert len(watch.errors) == 1
    watch.errors.clear()
