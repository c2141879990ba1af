import { errorMaps, extent, firstShown, planes } from '../src/heatmap';
import type { ValueReport } from '../src/report';
import { load } from './fixtures';

function valueWithMap(
  name: string,
  axes: string[],
  shape: number[],
  levels: number[]
): ValueReport {
  const [value] = load('blocked').values;
  if (value === undefined) {
    throw new Error('the fixture has no values');
  }
  return { ...value, name, error_map: { axes, shape, levels } };
}

test('the last of three axes is time', () => {
  const [first, second] = planes({
    axes: ['n_x', 'm', 'T_x'],
    shape: [2, 1, 2],
    levels: [10, 0, 20, 0]
  });
  expect(first).toEqual({
    label: 't = 0',
    rows: 2,
    columns: 1,
    levels: [10, 20]
  });
  expect(second).toEqual({
    label: 't = 1',
    rows: 2,
    columns: 1,
    levels: [0, 0]
  });
});

test('a matrix is one picture, a vector one row', () => {
  const matrix = { axes: ['n_a', 'm'], shape: [2, 2], levels: [1, 2, 3, 4] };
  expect(planes(matrix)).toMatchObject([{ label: '', rows: 2, columns: 2 }]);
  const vector = { axes: ['n_a'], shape: [3], levels: [1, 2, 3] };
  expect(planes(vector)).toMatchObject([{ label: '', rows: 1, columns: 3 }]);
});

test('an empty array has no picture', () => {
  expect(planes({ axes: ['a'], shape: [0], levels: [] })).toEqual([]);
});

test('the extent is said in words', () => {
  expect(
    [
      [0, 0],
      [1, 0, 2],
      [1, 2]
    ].map(extent)
  ).toEqual(['none', '2 of 3 entries', 'every entry']);
});

test('the case: dx is wrong at the first time step alone', () => {
  const maps = errorMaps(load('blocked').values);
  const captions = [...(maps?.querySelectorAll('figcaption') ?? [])];
  expect(captions.map(caption => caption.textContent)).toEqual([
    't = 0 · every entry',
    't = 1 · none',
    't = 2 · none',
    't = 3 · none'
  ]);
});

test('another value can be chosen', () => {
  const maps = errorMaps(load('blocked').values);
  const select = maps?.querySelector('select');
  expect(select?.textContent).toBe('dxda0dWfdbf');
  if (select) {
    select.selectedIndex = 1;
    select.dispatchEvent(new Event('change'));
  }
  expect(maps?.querySelector('svg')?.getAttribute('aria-label')).toBe(
    'error of da0: every entry'
  );
});

test.each([
  ['entering forward in time', [0, 0, 1, 9], 2],
  ['entering backward in time', [9, 1, 0, 0], 1],
  ['wrong in the middle', [0, 1, 9, 0], 2],
  ['wrong here and there', [0, 1, 0, 9], 3],
  ['wrong everywhere', [1, 9, 2, 3], 1],
  ['wrong nowhere', [0, 0, 0], 0]
])('an error %s is met at its own step', (_name, levels, step) => {
  const slices = levels.map((level, t) => ({
    label: `t = ${t}`,
    rows: 1,
    columns: 1,
    levels: [level]
  }));
  expect(firstShown(slices)).toBe(step);
});

test('many time steps get a slider that starts at the worst', () => {
  const steps = 40;
  const levels = Array.from({ length: 30 * steps }, (_, entry) =>
    entry % steps === 7 ? 100 : 0
  );
  const maps = errorMaps([
    valueWithMap('a', ['n_a', 'm', 'T_x'], [3, 10, steps], levels)
  ]);
  const slider = maps?.querySelector('input');
  expect(slider?.value).toBe('7');
  expect(maps?.querySelectorAll('figure')).toHaveLength(1);
  if (slider) {
    slider.value = '8';
    slider.dispatchEvent(new Event('input'));
  }
  expect(maps?.querySelector('figcaption')?.textContent).toBe('t = 8 · none');
  expect(slider?.getAttribute('aria-valuetext')).toBe('t = 8');
});

test('values without a map have no pictures', () => {
  expect(errorMaps(load('pass').values)).toBeNull();
});
