/** The live widget inside a report's output: drawn by the widget manager, dropped with its kernel. */

import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Panel } from '@lumino/widgets';
import { watchLive } from './live';

export const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';

/** Where widget views are drawn, and the session whose kernel answers them. */
export interface WidgetHost {
  rendermime: IRenderMimeRegistry;
  session: NotebookPanel['sessionContext'];
}

/** A widget view that tells when it becomes live and when it no longer is. */
export class HostedWidget extends Panel {
  constructor(
    private readonly host: WidgetHost,
    private readonly view: ReadonlyPartialJSONObject,
    private readonly metadata: ReadonlyPartialJSONObject,
    private readonly onChange: (live: boolean) => void
  ) {
    super();
    this.drawnEarly = !host.session.session?.kernel;
    host.session.kernelChanged.connect(this.followKernel, this);
    host.session.statusChanged.connect(this.followStatus, this);
    this.draw();
  }

  get modelId(): unknown {
    return this.view.model_id;
  }

  get live(): boolean {
    return !this.isHidden;
  }

  override dispose(): void {
    this.unwatch();
    this.host.session.kernelChanged.disconnect(this.followKernel, this);
    this.host.session.statusChanged.disconnect(this.followStatus, this);
    super.dispose();
  }

  private draw(): void {
    this.unwatch();
    for (const widget of [...this.widgets]) {
      widget.dispose();
    }
    const { rendermime } = this.host;
    const renderer = rendermime.createRenderer(WIDGET_VIEW);
    this.addWidget(renderer);
    this.unwatch = watchLive(renderer.node, live => {
      this.tell(live);
    });
    // The widget's renderer writes into the data it is given when the view closes; it gets a copy,
    // so that the output keeps naming its widget. It never settles while no kernel is there, which
    // is why nothing waits for it.
    const copy = rendermime.createModel({
      data: { [WIDGET_VIEW]: { ...this.view } },
      metadata: { ...this.metadata },
      trusted: true
    });
    renderer.renderModel(copy).catch((reason: unknown) => {
      if (!renderer.isDisposed) {
        console.warn('cellcheck: the live panel could not be drawn', reason);
      }
    });
  }

  /** A view does not notice that its kernel was shut down or exchanged: its buttons go dead. */
  private followKernel(
    _session: unknown,
    change: { oldValue: unknown; newValue: unknown }
  ): void {
    if (change.oldValue !== null) {
      this.end();
    }
  }

  /**
   * In a notebook that is opened beside its running kernel, outputs are drawn before the widget
   * manager is there. It hands itself to the renderers that it finds directly in an output, so a
   * hosted one waits for ever: it is drawn anew when the kernel answers.
   */
  private followStatus(_session: unknown, status: string): void {
    if (status === 'dead') {
      this.end();
    } else if (status === 'idle' && this.drawnEarly) {
      this.drawnEarly = false;
      this.draw();
    }
  }

  private end(): void {
    this.unwatch();
    this.tell(false);
    for (const widget of [...this.widgets]) {
      widget.dispose();
    }
    this.drawnEarly = false;
  }

  private tell(live: boolean): void {
    this.setHidden(!live);
    this.onChange(live);
  }

  /** Drawn before there was a kernel. */
  private drawnEarly: boolean;
  private unwatch: () => void = () => undefined;
}
