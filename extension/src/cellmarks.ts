/** The marks beside the code cells of one notebook. */

import type { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { element } from './dom';
import {
  CheckedText,
  Definitions,
  editedMark,
  goneMark,
  latestReport,
  markFor
} from './marks';
import type { Mark } from './marks';
import type { Report } from './report';

/**
 * The mark of one cell.
 *
 * Its node is a child of the cell's own node: the prompt is rewritten on execution and the input
 * area does not exist yet for cells that a windowed notebook has not drawn.
 */
class CellMark implements IDisposable {
  constructor(
    private readonly cell: CodeCell,
    private readonly definitions: Definitions
  ) {
    this.text = new CheckedText(cell.model.sharedModel.getSource());
    cell.model.outputs.changed.connect(this.followOutputs, this);
    cell.model.contentChanged.connect(this.draw, this);
    this.followOutputs();
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  dispose(): void {
    if (this.disposed) {
      return;
    }
    this.disposed = true;
    this.node?.remove();
    if (!this.cell.isDisposed) {
      this.cell.model.outputs.changed.disconnect(this.followOutputs, this);
      this.cell.model.contentChanged.disconnect(this.draw, this);
    }
  }

  private followOutputs(): void {
    const { outputs, sharedModel } = this.cell.model;
    this.text.follow(outputs.length, sharedModel.getSource());
    const bundles = Array.from(
      { length: outputs.length },
      (_, index) => outputs.get(index).data
    );
    this.report = latestReport(bundles);
    this.draw();
  }

  draw(): void {
    const mark = this.mark();
    // Nearly every key leaves the mark as it is; a screen reader need not hear it again.
    if (
      mark?.title === this.drawn?.title &&
      mark?.label === this.drawn?.label
    ) {
      return;
    }
    this.drawn = mark;
    this.node?.remove();
    this.node = mark === null ? null : markNode(mark);
    if (this.node !== null) {
      this.cell.node.append(this.node);
    }
  }

  private mark(): Mark | null {
    if (this.report === null) {
      return null;
    }
    if (this.text.isEdited(this.cell.model.sharedModel.getSource())) {
      return editedMark(this.report);
    }
    const gone = this.definitions.goneFrom(this.report);
    return gone === undefined
      ? markFor(this.report)
      : goneMark(this.report, gone);
  }

  private readonly text: CheckedText;
  private report: Report | null = null;
  private drawn: Mark | null = null;
  private node: HTMLElement | null = null;
  private disposed = false;
}

function markNode(mark: Mark): HTMLElement {
  const node = element(
    'span',
    `cellcheck-lab-mark cellcheck-lab-mod-${mark.status}`,
    mark.sign
  );
  node.setAttribute('role', 'img');
  node.setAttribute('aria-label', mark.label);
  node.title = mark.title;
  return node;
}

/** Keeps one mark for each code cell of a notebook, as cells come and go. */
export class NotebookMarks implements IDisposable {
  constructor(
    private readonly panel: NotebookPanel,
    private shown: boolean
  ) {
    void panel.context.ready.then(() => {
      if (!this.disposed) {
        panel.content.model?.cells.changed.connect(this.refresh, this);
        panel.content.model?.contentChanged.connect(this.followText, this);
        panel.content.modelChanged.connect(this.followModel, this);
        this.refresh();
      }
    });
    panel.disposed.connect(this.dispose, this);
  }

  get isDisposed(): boolean {
    return this.disposed;
  }

  setShown(shown: boolean): void {
    this.shown = shown;
    this.refresh();
  }

  dispose(): void {
    if (this.disposed) {
      return;
    }
    this.disposed = true;
    this.panel.content.model?.cells.changed.disconnect(this.refresh, this);
    this.panel.content.model?.contentChanged.disconnect(this.followText, this);
    this.panel.content.modelChanged.disconnect(this.followModel, this);
    this.clear();
  }

  private followModel(): void {
    this.panel.content.model?.cells.changed.connect(this.refresh, this);
    this.panel.content.model?.contentChanged.connect(this.followText, this);
    this.refresh();
  }

  /** A definition may be renamed or deleted in one cell, and checked in another. */
  private followText(): void {
    const cells = this.panel.content.model?.cells ?? [];
    const texts = Array.from(cells)
      .filter(cell => cell.type === 'code')
      .map(cell => cell.sharedModel.getSource());
    if (this.definitions.follow(texts)) {
      for (const mark of this.marks.values()) {
        mark.draw();
      }
    }
  }

  private refresh(): void {
    this.followText();
    if (!this.shown) {
      this.clear();
      return;
    }
    const cells = new Set(
      this.panel.content.widgets.filter(
        (cell): cell is CodeCell => cell.model.type === 'code'
      )
    );
    for (const [cell, mark] of this.marks) {
      if (!cells.has(cell)) {
        mark.dispose();
        this.marks.delete(cell);
      }
    }
    for (const cell of cells) {
      if (!this.marks.has(cell)) {
        this.marks.set(cell, new CellMark(cell, this.definitions));
      }
    }
  }

  private clear(): void {
    for (const mark of this.marks.values()) {
      mark.dispose();
    }
    this.marks.clear();
  }

  private readonly definitions = new Definitions();
  private readonly marks = new Map<CodeCell, CellMark>();
  private disposed = false;
}
