/** Building blocks of the page: nodes whose text is always set as text. */

const SVG = 'http://www.w3.org/2000/svg';

type Child = Node | string;

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  if (className !== '') {
    node.className = className;
  }
  node.append(...children);
  return node;
}

export function drawing<Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>>,
  ...children: Child[]
): SVGElementTagNameMap[Tag] {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

/** Text in which names stand in backticks, with the names set as code. */
export function prose(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const parts = text.split('`');
  if (parts.length % 2 === 0) {
    // A lone backtick belongs to the text: there is nothing to pair it with.
    const tail = parts.pop();
    const head = parts.pop();
    parts.push(`${head ?? ''}\`${tail ?? ''}`);
  }
  for (const [index, part] of parts.entries()) {
    if (part !== '') {
      fragment.append(index % 2 === 1 ? element('code', '', part) : part);
    }
  }
  return fragment;
}

/** Words for a screen reader, where the eye has a sign or a place. */
export function unseen(text: string): HTMLElement {
  return element('span', 'cellcheck-lab-unseen', text);
}

/** A sign for the eye alone; what it says stands in words beside it. */
export function sign(text: string): HTMLElement {
  const node = element('span', 'cellcheck-lab-sign', text);
  node.setAttribute('aria-hidden', 'true');
  return node;
}

/**
 * Keep a control's keys to itself.
 *
 * Lumino runs the notebook's command-mode shortcuts for keys pressed on anything in an output that
 * is not a text field, so that Enter would edit the cell and an arrow would leave it.
 */
export function ownKeys<T extends Element>(control: T): T {
  control.setAttribute('data-lm-suppress-shortcuts', 'true');
  return control;
}

/** A part that unfolds, with its label always in sight. */
export function unfolding(
  className: string,
  label: Child,
  ...children: Child[]
): HTMLDetailsElement {
  return element(
    'details',
    className,
    ownKeys(element('summary', '', label)),
    ...children
  );
}
