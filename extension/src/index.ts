/** What JupyterLab and Notebook load: a renderer for reports, and marks beside the cells. */

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { NotebookMarks } from './cellmarks';
import { RANK, reportRendererFactory } from './renderer';

const MARKS_PLUGIN = 'cellcheck:plugin';

const renderer: JupyterFrontEndPlugin<void> = {
  id: 'cellcheck:renderer',
  description: 'Draws cellcheck reports in outputs.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate: (app: JupyterFrontEnd, rendermime: IRenderMimeRegistry) => {
    rendermime.addFactory(reportRendererFactory(null), RANK);
    app.docRegistry.addWidgetExtension('Notebook', {
      createNew: (
        panel: NotebookPanel
      ): ReturnType<
        DocumentRegistry.IWidgetExtension<
          NotebookPanel,
          INotebookModel
        >['createNew']
      > => {
        // Each notebook has a registry of its own, where the widget manager of its kernel draws.
        const { rendermime: own } = panel.content;
        const host = { rendermime: own, session: panel.sessionContext };
        own.addFactory(reportRendererFactory(host), RANK);
      }
    });
  }
};

const marks: JupyterFrontEndPlugin<void> = {
  id: MARKS_PLUGIN,
  description: 'Shows a status mark beside each code cell that has a report.',
  autoStart: true,
  optional: [ISettingRegistry],
  activate: (app: JupyterFrontEnd, settings: ISettingRegistry | null) => {
    const notebooks = new Set<NotebookMarks>();
    let shown = true;
    app.docRegistry.addWidgetExtension('Notebook', {
      createNew: (panel: NotebookPanel) => {
        const own = new NotebookMarks(panel, shown);
        notebooks.add(own);
        panel.disposed.connect(() => {
          notebooks.delete(own);
        });
        return own;
      }
    });
    const follow = (loaded: ISettingRegistry.ISettings): void => {
      shown = loaded.get('showStatusMarks').composite !== false;
      for (const own of notebooks) {
        own.setShown(shown);
      }
    };
    // Marks need no settings to be right: they are shown until a setting says otherwise.
    settings?.load(MARKS_PLUGIN).then(
      loaded => {
        loaded.changed.connect(follow);
        follow(loaded);
      },
      (reason: unknown) => {
        console.warn('cellcheck: the settings could not be read', reason);
      }
    );
  }
};

export default [renderer, marks];
