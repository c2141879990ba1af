"""Takes the pictures in `docs/screenshots/` anew, from the running product.

Run it in the repository's root: `python -m tools.screenshots`.
"""

import html
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, FloatRect, Locator, Page, sync_playwright

from tests.browser.conftest import CHROMIUM
from tests.browser.front_end import OpenNotebook
from tests.browser.samples import put_sample
from tests.browser.server import running_server
from tools.scratch_course import ROOT, ScratchCourse

PICTURES = ROOT / "docs" / "screenshots"
SAMPLE = Path("examples/submitted/view-mistake")
LARGEST = 200_000
"""Bytes of one picture: they travel with every clone."""
LINES_ABOVE = 14
"""Lines of code above the panel, so that the lines it names are seen."""
SIDE, ENDS = 12, 2
"""Pixels around the parts of a picture: beside them, and above and below."""
COLOURS = 256
"""Enough for text and flat areas; a third of the bytes."""
THEMES = {"": "JupyterLab Light", "-dark": "JupyterLab Dark"}
TERMINAL = """
<style>
  body {{ margin: 0; width: fit-content; background: #1d2026; }}
  pre {{ margin: 0; padding: 16px 20px; color: #d8dce3;
        font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }}
  b {{ color: #fff; font-weight: 600; }}
</style>
<pre><b>$ {command}</b>
{output}</pre>
"""


def main() -> int:
    """Takes every picture, and says how large each is."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        notebooks(browser, Path(folder))
        feedback(browser, Path(folder) / "course")
        terminal(browser)
    too_large = False
    for picture in sorted(PICTURES.glob("*.png")):
        with Image.open(picture) as image:
            few = image.convert("RGB").quantize(
                COLOURS, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
            )
        few.save(picture, optimize=True)
        size = picture.stat().st_size
        too_large |= size > LARGEST
        print(f"{size / 1000:6.0f} kB  {picture.relative_to(ROOT)}")
    return int(too_large)


@contextmanager
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


def notebooks(browser: Browser, folder: Path) -> None:
    """The panel that names the cause, and the one downstream of it, in light and dark."""
    with running_server(folder) as server:
        page = new_page(browser, width=980, height=2600)
        for assignment, cell, picture, lines in (
            ("lstm-forward", "lstm_forward", "panel", LINES_ABOVE),
            ("lstm-backward", "lstm_backward", "blocked", 0),
        ):
            path = put_sample(server, "pictures", assignment)
            notebook = OpenNotebook.at(page, server.lab(path))
            command(page, "application:toggle-left-area")
            command(page, "notebook:toggle-all-cell-line-numbers")
            notebook.run_all()
            panel = notebook.panel(cell)
            if lines:
                panel.get_by_role("button", name="Give me a hint").click()
                panel.locator(".cellcheck-given").wait_for()
            for suffix, theme in THEMES.items():
                page.evaluate(
                    "theme => window.jupyterapp.commands.execute("
                    "'apputils:change-theme', {theme}).then(() => null)",
                    theme,
                )
                page.wait_for_function(
                    "theme => document.body.dataset.jpThemeName === theme", arg=theme
                )
                notebook.panel(cell).evaluate("node => node.scrollIntoView({block: 'center'})")
                parts = [panel, *code_above(page, cell, lines)]
                take(page, f"{picture}{suffix}", parts)
            notebook.shut_down_kernel()
        page.close()


def code_above(page: Page, cell: str, lines: int) -> list[Locator]:
    """The line of the cell's code with which the picture begins, and its number."""
    if not lines:
        return []
    editor = page.locator(f'[data-test-cell="{cell}"] .jp-InputArea-editor')
    numbers = editor.locator(".cm-lineNumbers .cm-gutterElement")
    return [editor.locator(".cm-line").nth(-lines), numbers.nth(-lines)]


def feedback(browser: Browser, folder: Path) -> None:
    """What a student gets back from `nbgrader generate_feedback`."""
    course = ScratchCourse(folder)
    assignment = "lstm-forward"
    submitted = folder / "submitted" / "view-mistake" / assignment / f"{assignment}.ipynb"
    submitted.parent.mkdir(parents=True)
    submitted.write_bytes((ROOT / SAMPLE / assignment / f"{assignment}.ipynb").read_bytes())
    for step in ("generate_assignment", "autograde", "generate_feedback"):
        course.nbgrader(step, assignment)
    (written,) = (folder / "feedback").rglob("*.html")
    page = new_page(browser, width=1000, height=1400)
    page.goto(written.as_uri())
    report = page.locator(".cellcheck-report").last
    report.scroll_into_view_if_needed()
    take(page, "feedback", [page.locator(".nbgrader_cell").last, report])
    page.close()


def terminal(browser: Browser) -> None:
    """The command, as it prints to a terminal."""
    file = SAMPLE / "lstm-forward" / "lstm-forward.ipynb"
    run = subprocess.run(
        [sys.executable, "-m", "cellcheck", "check", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    page = new_page(browser, width=1000, height=800)
    shown = html.escape(run.stdout.rstrip())
    page.set_content(TERMINAL.format(command=f"cellcheck check {file}", output=shown))
    page.locator("pre").screenshot(path=PICTURES / "terminal.png")
    page.close()


def new_page(browser: Browser, *, width: int, height: int) -> Page:
    viewport = {"width": width, "height": height}
    return browser.new_page(viewport=viewport, device_scale_factor=1.5)


def command(page: Page, name: str) -> None:
    page.evaluate("name => window.jupyterapp.commands.execute(name).then(() => null)", name)


def take(page: Page, name: str, parts: list[Locator]) -> None:
    """One picture of all parts, with what lies between them."""
    page.mouse.move(1, 1)
    page.evaluate("document.activeElement?.blur()")
    boxes = [box for part in parts if (box := part.bounding_box()) is not None]
    left = min(box["x"] for box in boxes) - SIDE
    top = min(box["y"] for box in boxes) - ENDS
    right = max(box["x"] + box["width"] for box in boxes) + SIDE
    bottom = max(box["y"] + box["height"] for box in boxes) + ENDS
    area: FloatRect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    page.screenshot(path=PICTURES / f"{name}.png", clip=area, animations="disabled")


if __name__ == "__main__":
    sys.exit(main())
