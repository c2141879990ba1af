/** The error map: where in an array the wrong entries are, one small picture a time step. */

import { drawing, element, ownKeys } from './dom';
import type { ErrorMap, ValueReport } from './report';

/** One two-dimensional slice of an error map. */
export interface Plane {
  /** `t = 2`, or nothing for an array without time steps. */
  label: string;
  rows: number;
  columns: number;
  /** Row by row. */
  levels: number[];
}

const PANEL_WIDTH = 720;
const GAP_BETWEEN_PLANES = 18;
const LARGEST_CELL = 13;
const SMALLEST_CELL = 4;

/** Slice a map along its last axis when it has three or more, the last being time. */
export function planes(map: ErrorMap): Plane[] {
  if (map.levels.length === 0) {
    return [];
  }
  if (map.shape.length < 3) {
    const columns = map.shape.at(-1) ?? 1;
    const rows = map.levels.length / columns;
    return [{ label: '', rows, columns, levels: map.levels }];
  }
  const steps = map.shape.at(-1) ?? 1;
  const columns = map.shape.at(-2) ?? 1;
  const rows = map.levels.length / (steps * columns);
  const axis = map.axes.at(-1) ?? '';
  const name = axis === '' || axis.startsWith('T') ? 't' : axis;
  return Array.from({ length: steps }, (_, step) => ({
    label: `${name} = ${step}`,
    rows,
    columns,
    levels: map.levels.filter((_level, entry) => entry % steps === step)
  }));
}

/** How much of a slice is wrong, in words, so that the colour is never alone. */
export function extent(levels: readonly number[]): string {
  const wrong = levels.filter(level => level > 0).length;
  if (wrong === 0) {
    return 'none';
  }
  return wrong === levels.length
    ? 'every entry'
    : `${wrong} of ${levels.length} entries`;
}

/**
 * The slice to begin with: where an error enters, or else the worst one.
 *
 * It enters where all steps on one side are right and all on the other are wrong: from left to
 * right in a forward pass, from right to left in a backward pass.
 */
export function firstShown(slices: readonly Plane[]): number {
  const worst = slices.map(slice => Math.max(0, ...slice.levels));
  const wrong = worst.map(level => level > 0);
  const first = wrong.indexOf(true);
  const last = wrong.lastIndexOf(true);
  const joined = !wrong.slice(first, last + 1).includes(false);
  if (joined && first > 0 && last === worst.length - 1) {
    return first;
  }
  if (joined && first === 0 && last < worst.length - 1) {
    return last;
  }
  return worst.indexOf(Math.max(...worst));
}

/** Pictures of the values that differ, with a choice among them; `null` when there are none. */
export function errorMaps(values: readonly ValueReport[]): HTMLElement | null {
  const drawn = values.flatMap(value => {
    const slices = value.error_map === null ? [] : planes(value.error_map);
    return slices.length === 0 ? [] : [{ name: value.name, slices }];
  });
  const [first] = drawn;
  if (first === undefined) {
    return null;
  }
  const picture = element('div', 'cellcheck-lab-planes');
  const show = ({ name, slices }: (typeof drawn)[number]): void => {
    picture.replaceChildren(...pictures(name, slices));
  };
  show(first);
  const heading = element('div', 'cellcheck-lab-heat-heading', 'Where ');
  if (drawn.length === 1) {
    heading.append(element('code', '', first.name));
  } else {
    heading.append(
      choice(
        drawn.map(({ name }) => name),
        chosen => {
          show(drawn[chosen] ?? first);
        }
      )
    );
  }
  heading.append(' differs; the strongest colour marks the largest error');
  const group = element('div', 'cellcheck-lab-heat', heading, picture);
  return group;
}

function choice(
  names: readonly string[],
  onChoice: (index: number) => void
): HTMLSelectElement {
  const select = ownKeys(element('select', 'cellcheck-lab-choice'));
  select.setAttribute('aria-label', 'value');
  select.append(...names.map(name => element('option', '', name)));
  select.addEventListener('change', () => {
    onChoice(select.selectedIndex);
  });
  return select;
}

/** All slices side by side where they fit, otherwise one at a time with a slider. */
function pictures(name: string, slices: readonly Plane[]): Node[] {
  const width = (slices[0]?.columns ?? 0) * cellSize(slices[0]);
  const together = slices.length * (width + GAP_BETWEEN_PLANES);
  if (together <= PANEL_WIDTH) {
    return slices.map(slice => figure(name, slice));
  }
  const frame = element('div', 'cellcheck-lab-plane');
  const slider = ownKeys(element('input', 'cellcheck-lab-slider'));
  const show = (): void => {
    const slice = slices[slider.valueAsNumber];
    if (slice !== undefined) {
      slider.setAttribute('aria-valuetext', slice.label);
      frame.replaceChildren(figure(name, slice));
    }
  };
  slider.type = 'range';
  slider.min = '0';
  slider.max = String(slices.length - 1);
  slider.value = String(firstShown(slices));
  slider.setAttribute('aria-label', 'time step');
  slider.addEventListener('input', show);
  show();
  return [element('div', 'cellcheck-lab-stepped', slider, frame)];
}

function cellSize(slice: Plane | undefined): number {
  const columns = slice?.columns ?? 1;
  const fitting = Math.floor(PANEL_WIDTH / columns);
  return Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, fitting));
}

function figure(name: string, slice: Plane): HTMLElement {
  const size = cellSize(slice);
  const words = extent(slice.levels);
  const svg = drawing('svg', {
    width: slice.columns * size,
    height: slice.rows * size,
    role: 'img',
    'aria-label': [
      'error of',
      name,
      slice.label === '' ? '' : `at ${slice.label}`
    ]
      .filter(part => part !== '')
      .join(' ')
      .concat(`: ${words}`)
  });
  svg.append(
    ...slice.levels.map((level, entry) =>
      square(
        (entry % slice.columns) * size,
        Math.floor(entry / slice.columns) * size,
        size - 1,
        level
      )
    )
  );
  const caption = slice.label === '' ? words : `${slice.label} · ${words}`;
  return element('figure', '', svg, element('figcaption', '', caption));
}

function square(
  x: number,
  y: number,
  size: number,
  level: number
): SVGRectElement {
  const rect = drawing('rect', {
    class: 'cellcheck-lab-entry',
    x,
    y,
    width: size,
    height: size,
    rx: size > 6 ? 2 : 0
  });
  rect.style.setProperty('--cellcheck-lab-level', `${level}%`);
  return rect;
}
