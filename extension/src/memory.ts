/** The picture of two names that hold the same memory. */

import { drawing } from './dom';
import type { MemoryPicture } from './report';

const WIDTH = 640;
const FIRST = 40;
const STEP = 62;
const SLOT = 58;
/** As many slots as stand side by side in the picture's width. */
const MOST_SLOTS = 8;

export function memoryPicture(picture: MemoryPicture): SVGSVGElement {
  const shown = visibleSlots(picture.slots, picture.slot);
  const centre = FIRST + (picture.slot - shown.first) * STEP + SLOT / 2;
  const leftHalf = centre < WIDTH / 2;
  const label = {
    x: leftHalf ? centre + 11 : centre - 11,
    'text-anchor': leftHalf ? 'start' : 'end'
  };
  const svg = drawing('svg', {
    class: 'cellcheck-lab-memory',
    viewBox: `0 0 ${WIDTH} 112`,
    role: 'img',
    'aria-label':
      `${picture.array} is one block of memory with ${picture.slots} time steps; ` +
      `${picture.view} (${plain(picture.view_note)}) and ` +
      `${picture.stored} (${plain(picture.stored_note)}) ` +
      `both point at t = ${picture.slot}`
  });
  svg.append(
    drawing('text', { class: 'cellcheck-lab-name', x: 0, y: 64 }, picture.array)
  );
  for (let slot = shown.first; slot < shown.end; slot += 1) {
    svg.append(
      ...slotBox(
        FIRST + (slot - shown.first) * STEP,
        slot,
        slot === picture.slot
      )
    );
  }
  if (shown.end < picture.slots) {
    const x = FIRST + (shown.end - shown.first) * STEP + 8;
    svg.append(drawing('text', { class: 'cellcheck-lab-note', x, y: 64 }, '…'));
  }
  svg.append(
    drawing('path', { class: 'cellcheck-lab-link', d: `M${centre} 18 v24` }),
    caption({ ...label, y: 26 }, picture.view, picture.view_note),
    drawing('path', { class: 'cellcheck-lab-link', d: `M${centre} 78 v22` }),
    caption({ ...label, y: 102 }, picture.stored, picture.stored_note)
  );
  return svg;
}

/** The run of slots to draw, with the shared one among them. */
function visibleSlots(
  slots: number,
  shared: number
): { first: number; end: number } {
  const room = Math.min(slots, MOST_SLOTS);
  const first = Math.max(
    0,
    Math.min(shared - Math.floor(room / 2), slots - room)
  );
  return { first, end: first + room };
}

function slotBox(x: number, slot: number, shared: boolean): SVGElement[] {
  return [
    drawing('rect', {
      class: shared
        ? 'cellcheck-lab-slot cellcheck-lab-mod-shared'
        : 'cellcheck-lab-slot',
      x,
      y: 44,
      width: SLOT,
      height: 32,
      rx: 3
    }),
    drawing(
      'text',
      {
        class: 'cellcheck-lab-step',
        x: x + SLOT / 2,
        y: 64,
        'text-anchor': 'middle'
      },
      `t = ${slot}`
    )
  ];
}

function caption(
  place: Record<string, string | number>,
  name: string,
  note: string
): SVGTextElement {
  return drawing(
    'text',
    { ...place, class: 'cellcheck-lab-name' },
    name,
    drawing('tspan', { class: 'cellcheck-lab-note', dx: 8 }, plain(note))
  );
}

/** A drawing has no code font for names inside a note, so their backticks go. */
function plain(note: string): string {
  return note.replaceAll('`', '');
}
