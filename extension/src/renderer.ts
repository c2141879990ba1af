/**
 * The renderer of a report in an output: the static view, and the live widget in its place while
 * there is one.
 *
 * A notebook reopened without its kernel shows "model not found" for a widget, even with other
 * formats beside it. So this renderer ranks before the widget's, is safe for untrusted notebooks,
 * and swaps the widget in only once its view is there.
 */

import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Panel, Widget } from '@lumino/widgets';
import { copyFromPanel } from './help';
import { HostedWidget, WIDGET_VIEW } from './hosted';
import type { WidgetHost } from './hosted';
import { renderReport } from './render';
import { MIME_TYPE, parseReport } from './report';

/** Lower is preferred; the widget view has -10. */
export const RANK = -20;

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
    copyFromPanel(this.node, () => this.request);
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const data = model.data[MIME_TYPE];
    this.request = parseReport(data).report?.help_request ?? '';
    this.showStatic(data);
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
    this.static.setHidden(this.hosted?.live === true);
    this.insertWidget(0, this.static);
  }

  private hostWidget(
    view: ReadonlyPartialJSONObject,
    metadata: ReadonlyPartialJSONObject
  ): void {
    if (this.hosted !== null && this.hosted.modelId === view.model_id) {
      return;
    }
    this.dropWidget();
    if (this.host?.rendermime.getFactory(WIDGET_VIEW) === undefined) {
      return;
    }
    this.hosted = new HostedWidget(this.host, view, metadata, live => {
      this.static?.setHidden(live);
    });
    this.addWidget(this.hosted);
  }

  private dropWidget(): void {
    this.hosted?.dispose();
    this.hosted = null;
    this.static?.show();
  }

  private request = '';
  private static: Widget | null = null;
  private hosted: HostedWidget | null = null;
}

function isView(value: unknown): value is ReadonlyPartialJSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
