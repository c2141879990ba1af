/** A request for help as Markdown, from the report to the clipboard. */

import { element, ownKeys } from './dom';

export const OFFER = 'Copy a help request';
const COPIED = 'Copied: paste it where you ask for help.';
const NOT_COPIED =
  'The browser does not allow copying: select the text and copy it.';
const ROWS = 14;

/** The live panel's own button, which the kernel answers with the text alone. */
const PANEL_BUTTON = '.cellcheck-copy';
const PANEL_SAYING = 'cellcheck-copy-said';

/** Whether the text has reached the clipboard; pages without a secure origin have none. */
export async function copied(text: string): Promise<boolean> {
  const clipboard = navigator.clipboard as Clipboard | undefined;
  try {
    await clipboard?.writeText(text);
    return clipboard !== undefined;
  } catch {
    return false;
  }
}

/** A button that copies the request, and shows it to be selected where that does not work. */
export function helpRequest(request: string): HTMLElement {
  const button = ownKeys(element('button', 'cellcheck-lab-offer', OFFER));
  button.type = 'button';
  const said = saying('cellcheck-lab-dim');
  const text = element('textarea', 'cellcheck-lab-request');
  text.value = request;
  text.readOnly = true;
  text.rows = ROWS;
  text.hidden = true;
  text.setAttribute('aria-label', 'help request');
  button.addEventListener('click', () => {
    void copied(request).then(done => {
      said.textContent = done ? COPIED : NOT_COPIED;
      text.hidden = done;
      if (!done) {
        text.select();
      }
    });
  });
  const line = element('div', 'cellcheck-lab-offers', button, said);
  return element('div', 'cellcheck-lab-help', line, text);
}

/**
 * Let the live panel's button copy, too.
 *
 * The panel is drawn by the widget manager; its clicks pass through the output on their way up.
 */
export function copyFromPanel(
  output: HTMLElement,
  request: () => string
): void {
  output.addEventListener('click', event => {
    const button =
      event.target instanceof Element
        ? event.target.closest(PANEL_BUTTON)
        : null;
    const text = request();
    if (button === null || text === '') {
      return;
    }
    void copied(text).then(done => {
      const known = button.parentElement?.querySelector(`.${PANEL_SAYING}`);
      const said = known ?? saying(PANEL_SAYING);
      button.after(said);
      said.textContent = done ? COPIED : NOT_COPIED;
    });
  });
}

/** What a press has done, also for whoever does not see it. */
function saying(className: string): HTMLElement {
  const node = element('span', className);
  node.setAttribute('role', 'status');
  return node;
}
