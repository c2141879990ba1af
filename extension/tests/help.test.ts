import { OFFER, copied, copyFromPanel, helpRequest } from '../src/help';
import { renderReport } from '../src/render';
import { load } from './fixtures';

const REQUEST = '### `lstm_forward` needs help';

function clipboard(writeText?: (text: string) => Promise<void>): void {
  Object.defineProperty(navigator, 'clipboard', {
    configurable: true,
    value: writeText === undefined ? undefined : { writeText }
  });
}

/** Clicks, and waits until what the click began has come to its end. */
async function press(button: Element | null): Promise<void> {
  button?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
  await new Promise(resolve => setTimeout(resolve));
}

const refuse = async (): Promise<void> => Promise.reject(new Error('denied'));

let written: string[] = [];
beforeEach(() => {
  written = [];
  clipboard(async text => {
    written.push(text);
    return Promise.resolve();
  });
});

test('without a clipboard, or where it refuses, nothing is copied', async () => {
  clipboard();
  expect(await copied(REQUEST)).toBe(false);
  clipboard(refuse);
  expect(await copied(REQUEST)).toBe(false);
});

describe('the button of the static view', () => {
  test('copies and says so', async () => {
    const view = helpRequest(REQUEST);
    await press(view.querySelector('button'));
    expect(written).toEqual([REQUEST]);
    expect(view.querySelector('[role="status"]')?.textContent).toMatch(
      /^Copied/
    );
    expect(view.querySelector('textarea')?.hidden).toBe(true);
  });

  test('shows the text to be selected where it cannot copy', async () => {
    clipboard(refuse);
    const view = helpRequest(REQUEST);
    await press(view.querySelector('button'));
    const text = view.querySelector('textarea');
    expect(text).toMatchObject({
      hidden: false,
      readOnly: true,
      value: REQUEST
    });
    expect(view.querySelector('[role="status"]')?.textContent).toMatch(
      /select the text/
    );
  });

  test('is there for a report that brings a request, and for no other', () => {
    const drawn = (name: string, help_request?: string): string =>
      renderReport({ ...load(name), help_request }).textContent;
    expect(drawn('cause', REQUEST)).toContain(OFFER);
    expect(drawn('cause')).not.toContain(OFFER);
    expect(drawn('pass', '')).not.toContain(OFFER);
  });
});

describe('the button of the live panel', () => {
  function output(request: string): HTMLElement {
    const node = document.createElement('div');
    node.innerHTML =
      '<div><button class="cellcheck-copy"><i></i></button><button class="other"></button></div>';
    copyFromPanel(node, () => request);
    return node;
  }

  test('copies when it or its icon is pressed, and says so once', async () => {
    const node = output(REQUEST);
    await press(node.querySelector('i'));
    await press(node.querySelector('.cellcheck-copy'));
    expect(written).toEqual([REQUEST, REQUEST]);
    expect(node.querySelectorAll('[role="status"]')).toHaveLength(1);
  });

  test('is the only one that copies', async () => {
    const node = output(REQUEST);
    await press(node.querySelector('.other'));
    expect(written).toEqual([]);
  });

  test('copies nothing where there is no request', async () => {
    const node = output('');
    await press(node.querySelector('.cellcheck-copy'));
    expect(written).toEqual([]);
    expect(node.querySelector('[role="status"]')).toBeNull();
  });
});
