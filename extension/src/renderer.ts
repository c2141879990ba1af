/**
 * The renderer of a report in an output: the static view, and the live widget in its place while
 * there is one.
 *
 * A notebook reopened without its kernel shows "model not found" for a widget, even with other
 * formats beside it. So this renderer ranks before the widget's, is safe for untrusted notebooks,
 * and swaps the widget in only once its view is there.
 */

import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Panel, Widget } from '@lumino/widgets';
import { watchLive } from './live';
import { renderReport } from './render';
import { MIME_TYPE } from './report';

const WIDGET_VIEW = 'application/vnd.jupyter.widget-view+json';

/** Lower is preferred; the widget view has -10. */
export const RANK = -20;

/** Where widget views are drawn, and the session whose kernel answers them. */
export interface WidgetHost {
  rendermime: IRenderMimeRegistry;
  session: NotebookPanel['sessionContext'];
}

/** A factory whose renderers host widget views in the given notebook, if one is given. */
export function reportRendererFactory(
  host: WidgetHost | null
): IRenderMime.IRendererFactory {
  return {
    safe: true,
    mimeTypes: [MIME_TYPE],
    createRenderer: () => new ReportRenderer(host)
  };
}

class ReportRenderer extends Panel implements IRenderMime.IRenderer {
  constructor(private readonly host: WidgetHost | null) {
    super();
    this.addClass('cellcheck-lab-output');
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.showStatic(model.data[MIME_TYPE]);
    const view = model.data[WIDGET_VIEW];
    if (model.trusted && isView(view)) {
      this.hostWidget(view, model.metadata);
    } else {
      this.dropWidget();
    }
    return Promise.resolve();
  }

  override dispose(): void {
    this.dropWidget();
    super.dispose();
  }

  private showStatic(data: unknown): void {
    this.static?.dispose();
    this.static = new Widget({ node: renderReport(data) });
    this.static.setHidden(this.hosted !== null && !this.hosted.frame.isHidden);
    this.insertWidget(0, this.static);
  }

  private hostWidget(
    view: ReadonlyPartialJSONObject,
    metadata: ReadonlyPartialJSONObject
  ): void {
    const modelId = view.model_id;
    if (this.hosted?.modelId === modelId) {
      return;
    }
    this.dropWidget();
    if (this.host?.rendermime.getFactory(WIDGET_VIEW) === undefined) {
      return;
    }
    const { rendermime, session } = this.host;
    const renderer = rendermime.createRenderer(WIDGET_VIEW);
    const frame = new Panel();
    frame.addWidget(renderer);
    frame.hide();
    this.addWidget(frame);
    const unwatch = watchLive(renderer.node, live => {
      frame.setHidden(!live);
      this.static?.setHidden(live);
    });
    session.kernelChanged.connect(this.followKernel, this);
    session.statusChanged.connect(this.followStatus, this);
    this.hosted = { modelId, frame, unwatch };
    // The widget's renderer writes into the data it is given when the view closes; it gets a copy,
    // so that the output keeps naming its widget. It never settles while no kernel is there, which
    // is why nothing waits for it.
    const copy = rendermime.createModel({
      data: { [WIDGET_VIEW]: { ...view } },
      metadata: { ...metadata },
      trusted: true
    });
    renderer.renderModel(copy).catch((reason: unknown) => {
      console.warn('cellcheck: the live panel could not be drawn', reason);
    });
  }

  /** A view does not notice that its kernel was shut down or exchanged: its buttons go dead. */
  private followKernel(
    _session: unknown,
    change: { oldValue: unknown; newValue: unknown }
  ): void {
    if (change.oldValue !== null) {
      this.dropWidget();
    }
  }

  private followStatus(_session: unknown, status: string): void {
    if (status === 'dead') {
      this.dropWidget();
    }
  }

  private dropWidget(): void {
    this.host?.session.kernelChanged.disconnect(this.followKernel, this);
    this.host?.session.statusChanged.disconnect(this.followStatus, this);
    this.hosted?.unwatch();
    this.hosted?.frame.dispose();
    this.hosted = null;
    this.static?.show();
  }

  private static: Widget | null = null;
  private hosted: {
    modelId: unknown;
    frame: Panel;
    unwatch: () => void;
  } | null = null;
}

function isView(value: unknown): value is ReadonlyPartialJSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
