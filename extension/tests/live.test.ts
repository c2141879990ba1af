import { isLive, watchLive } from '../src/live';

function host(content: string): HTMLElement {
  const node = document.createElement('div');
  node.innerHTML = content;
  return node;
}

async function settled(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve));
}

test.each([
  ['a view', '<div class="jupyter-widgets"></div>', true],
  ['a widget that loads', 'Loading widget...', false],
  ['a model that is not found', 'Error displaying widget', false],
  [
    'a view whose kernel is gone',
    '<div class="jupyter-widgets-disconnected"></div>',
    false
  ]
])('%s', (_name, content, live) => {
  expect(isLive(host(content))).toBe(live);
});

test('a host that hides itself is not live', () => {
  const node = host('<div></div>');
  node.classList.add('lm-mod-hidden');
  expect(isLive(node)).toBe(false);
});

test('changes are told once each, until the watch ends', async () => {
  const node = host('Loading widget...');
  const told: boolean[] = [];
  const unwatch = watchLive(node, live => told.push(live));
  node.innerHTML = '<div></div>';
  await settled();
  node.firstElementChild?.classList.add('other');
  await settled();
  node.firstElementChild?.classList.add('jupyter-widgets-disconnected');
  await settled();
  unwatch();
  node.firstElementChild?.classList.remove('jupyter-widgets-disconnected');
  await settled();
  expect(told).toEqual([false, true, false]);
});
