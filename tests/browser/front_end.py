"""One open notebook in JupyterLab or Notebook 7, as a person uses it."""

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator, Page

PATIENCE: Final = 60_000
"""Milliseconds until a wait gives up; a busy machine must not fail a test."""

# A predicate that is waited for must not be asynchronous: its promise would count as true.
_FIND_PANEL: Final = """() => {
  const widgets = [...window.jupyterapp.shell.widgets('main')];
  window.testPanel = widgets.find(widget => widget.hasClass('jp-NotebookPanel'));
  return window.testPanel !== undefined;
}"""
_PANEL_READY: Final = """async () => {
  await window.testPanel.context.ready;
  await window.testPanel.revealed;
}"""
_RESTORED: Final = "() => window.jupyterapp.restored"
_KERNEL_READY: Final = "() => window.testPanel.sessionContext.ready"
_KERNEL_IDLE: Final = "() => window.testPanel.sessionContext.kernelDisplayStatus === 'idle'"
_RUN_ALL: Final = "() => window.jupyterapp.commands.execute('notebook:run-all-cells')"
_SAVE: Final = "() => window.testPanel.context.save()"
_SHUT_DOWN: Final = "() => window.testPanel.sessionContext.shutdown()"
_SHOW_CELL: Final = """async grade => {
  const content = window.testPanel.content;
  const index = content.widgets.findIndex(
    cell => cell.model.getMetadata('nbgrader')?.grade_id === grade);
  if (index < 0) { throw new Error(`no cell ${grade}`); }
  content.activeCellIndex = index;
  await content.scrollToItem(index, 'start');
  content.widgets[index].node.setAttribute('data-test-cell', grade);
}"""

_DELETE_CELL = """grade => {
  const { model } = window.testPanel.content;
  const index = Array.from(model.cells).findIndex(
    cell => cell.getMetadata('nbgrader')?.grade_id === grade
  );
  model.sharedModel.deleteCell(index);
}"""

_AWAIT: Final = """argument => {{
  window.testOutcome = '';
  window.testPromise = Promise.resolve(({function})(argument)).then(
    () => {{ window.testOutcome = 'done'; }},
    reason => {{ window.testOutcome = `failed: ${{reason}}`; }});
}}"""


def _await(page: Page, function: str, argument: str | None = None) -> None:
    """Call a function of the page, and wait until the promise it returns is settled.

    The page keeps the promise: one that is known to the debugger alone may be garbage collected.
    """
    page.evaluate(_AWAIT.format(function=function), argument)
    outcome = page.wait_for_function("window.testOutcome", timeout=PATIENCE).json_value()
    assert outcome == "done", outcome


@dataclass(frozen=True, slots=True)
class OpenNotebook:
    """The page that shows a notebook."""

    page: Page

    @staticmethod
    def at(page: Page, address: str) -> "OpenNotebook":
        """Open the address and wait until the notebook is drawn."""
        page.goto(address)
        page.wait_for_function("window.jupyterapp !== undefined", timeout=PATIENCE)
        _await(page, _RESTORED)
        page.wait_for_function(_FIND_PANEL, timeout=PATIENCE)
        _await(page, _PANEL_READY)
        return OpenNotebook(page)

    def wait_for_kernel(self) -> None:
        """Until the kernel is ready, running a cell does nothing and says nothing."""
        _await(self.page, _KERNEL_READY)
        self.page.wait_for_function(_KERNEL_IDLE, timeout=PATIENCE)

    def run_all(self) -> None:
        """Run every cell, and wait until the last has finished."""
        self.wait_for_kernel()
        _await(self.page, _RUN_ALL)
        self.wait_for_kernel()

    def save(self) -> None:
        _await(self.page, _SAVE)

    def shut_down_kernel(self) -> None:
        _await(self.page, _SHUT_DOWN)

    def delete_cell(self, grade_id: str) -> None:
        self.page.evaluate(_DELETE_CELL, grade_id)

    def undo_cells(self) -> None:
        """Takes back what was last done to the list of cells."""
        self.page.evaluate("window.testPanel.content.model.sharedModel.undo()")

    def cell(self, grade_id: str) -> Locator:
        """The cell with that nbgrader id, scrolled into view: the rest need not be drawn."""
        _await(self.page, _SHOW_CELL, grade_id)
        return self.page.locator(f'[data-test-cell="{grade_id}"]')

    def panel(self, grade_id: str) -> Locator:
        """The live panel under a cell, whose buttons the kernel answers."""
        return self.cell(grade_id).locator(".cellcheck-panel")

    def static_view(self, grade_id: str) -> Locator:
        """The view under a cell that needs no kernel."""
        return self.cell(grade_id).locator(".cellcheck-lab-report")

    def mark(self, grade_id: str) -> Locator:
        """The status mark beside a cell."""
        return self.cell(grade_id).locator(".cellcheck-lab-mark")
