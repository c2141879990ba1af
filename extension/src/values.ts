/** The table of returned values beside the expected ones. */

import { element, prose, sign, unfolding } from './dom';
import * as numbers from './numbers';
import type { Report, ValueReport, ValueStatus } from './report';

const VALUE_WORDS: Readonly<Record<ValueStatus, string>> = {
  same: 'same',
  differs: 'differs',
  shape: 'shape',
  dtype: 'dtype',
  not_finite: 'not finite',
  not_an_array: 'no array',
  missing: 'missing',
  changed: 'changed'
};

const COMPARISON = [
  ['yours', 'cellcheck-lab-number'],
  ['expected', 'cellcheck-lab-number'],
  ['at', '']
] as const;

const NAMES_IN_SUMMARY = 4;

export function wrongValues(report: Report): ValueReport[] {
  return report.values.filter(value => !value.match);
}

/** `13 values, 12 right, 1 wrong: c_prev` */
export function valuesSummary(report: Report): DocumentFragment {
  const wrong = wrongValues(report);
  const total = numbers.counted(report.values.length, 'value');
  if (wrong.length === 0) {
    return prose(`${total}, all right`);
  }
  const names = wrong
    .slice(0, NAMES_IN_SUMMARY)
    .map(value => `\`${value.name}\``)
    .join(', ');
  const more = wrong.length > NAMES_IN_SUMMARY ? ', …' : '';
  const right = report.values.length - wrong.length;
  return prose(
    `${total}, ${right} right, ${wrong.length} wrong: ${names}${more}`
  );
}

/** Numbers stand beside each other where any differ; otherwise there is nothing to compare. */
export function valuesTable(report: Report, caption: string): HTMLElement {
  const compared = wrongValues(report).length > 0;
  const table = element(
    'table',
    'cellcheck-lab-values',
    element('caption', '', prose(caption)),
    head([
      ['value', ''],
      ['shape', ''],
      ['result', ''],
      ...(compared ? COMPARISON : [])
    ]),
    element('tbody', '', ...report.values.map(value => row(value, compared)))
  );
  return element('div', 'cellcheck-lab-scroll', table);
}

/** The further entries that were kept of each wrong value; `null` when there are none. */
export function moreEntries(report: Report): HTMLElement | null {
  const rows = wrongValues(report).flatMap(value =>
    value.sample.slice(1).map(({ at, yours, expected }) => {
      const text = numbers.pair(yours, expected);
      return element(
        'tr',
        '',
        rowHead(value.name),
        element('td', 'cellcheck-lab-dim', numbers.index(at)),
        element('td', 'cellcheck-lab-number', text.yours),
        element('td', 'cellcheck-lab-number', text.expected)
      );
    })
  );
  if (rows.length === 0) {
    return null;
  }
  const table = element(
    'table',
    'cellcheck-lab-values',
    element('caption', '', 'The next largest errors of each value'),
    head([
      ['value', ''],
      ['at', ''],
      ['yours', 'cellcheck-lab-number'],
      ['expected', 'cellcheck-lab-number']
    ]),
    element('tbody', '', ...rows)
  );
  return unfolding(
    'cellcheck-lab-more',
    'more entries',
    element('div', 'cellcheck-lab-scroll', table)
  );
}

function head(columns: readonly (readonly [string, string])[]): HTMLElement {
  const cells = columns.map(([title, className]) => {
    const cell = element('th', className, title);
    cell.scope = 'col';
    return cell;
  });
  return element('thead', '', element('tr', '', ...cells));
}

function rowHead(name: string): HTMLElement {
  const cell = element('th', '', element('code', '', name));
  cell.scope = 'row';
  return cell;
}

function row(value: ValueReport, compared: boolean): HTMLElement {
  const shape = value.shape ?? value.expected_shape;
  return element(
    'tr',
    value.match ? 'cellcheck-lab-mod-right' : 'cellcheck-lab-mod-wrong',
    rowHead(value.name),
    element(
      'td',
      'cellcheck-lab-dim',
      shape === null ? '' : numbers.shape(shape)
    ),
    result(value),
    ...(compared ? comparison(value) : [])
  );
}

function result(value: ValueReport): HTMLElement {
  const cell = element(
    'td',
    '',
    element(
      'span',
      'cellcheck-lab-result',
      sign(value.match ? '✓' : '✗'),
      ` ${VALUE_WORDS[value.status]}`
    )
  );
  if (!value.match && value.status === 'differs' && value.differing > 0) {
    cell.append(
      element(
        'span',
        'cellcheck-lab-dim',
        ` ${numbers.share(value.differing)} of entries`
      )
    );
  }
  if (value.note !== '') {
    cell.append(element('span', 'cellcheck-lab-dim', ' ', prose(value.note)));
  }
  return cell;
}

/** The last three columns: the worst entry, or what was expected instead of a number. */
function comparison(value: ValueReport): HTMLElement[] {
  const [worst] = value.sample;
  if (value.match || worst === undefined) {
    const instead = value.match ? '' : expectation(value);
    const cell = element(
      'td',
      instead === ''
        ? 'cellcheck-lab-number cellcheck-lab-dim'
        : 'cellcheck-lab-dim',
      instead === '' ? '—' : instead
    );
    cell.colSpan = 2;
    return [cell, element('td', '')];
  }
  const text = numbers.pair(worst.yours, worst.expected);
  return [
    element('td', 'cellcheck-lab-number', text.yours),
    element('td', 'cellcheck-lab-number', text.expected),
    element('td', 'cellcheck-lab-dim', numbers.index(worst.at))
  ];
}

function expectation(value: ValueReport): string {
  if (value.note !== '') {
    return '';
  }
  switch (value.status) {
    case 'shape':
      return value.expected_shape === null
        ? ''
        : `expected ${numbers.shape(value.expected_shape)}`;
    case 'dtype':
      return `${value.dtype ?? 'none'}, expected ${value.expected_dtype ?? 'none'}`;
    default:
      return '';
  }
}
