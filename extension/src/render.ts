/**
 * The report as a page: the static view, which reads on its own.
 *
 * It needs no kernel, no widget and no script of its own: a saved notebook shows it, and whoever
 * has not seen the notebook can read it.
 */

import { element, prose, sign, unfolding, unseen } from './dom';
import { errorMaps } from './heatmap';
import { helpRequest } from './help';
import { SIGNS, STATUS_WORDS } from './marks';
import { memoryPicture } from './memory';
import * as numbers from './numbers';
import { parseReport } from './report';
import type {
  DataSetReport,
  Evidence,
  Finding,
  Hint,
  HintLevel,
  Link,
  LinkState,
  Raised,
  Report
} from './report';
import { moreEntries, valuesSummary, valuesTable, wrongValues } from './values';

/** Draw data of unknown origin: the report, or a sentence about why it cannot be shown. */
export function renderReport(data: unknown): HTMLElement {
  const { report, problem } = parseReport(data);
  if (report === null) {
    return element(
      'section',
      'cellcheck-lab-report cellcheck-lab-mod-unreadable',
      element('p', '', sign('!'), ` ${problem}`)
    );
  }
  return report.status === 'pass' ? passed(report) : detailed(report);
}

/** One quiet line; the values wait behind it. */
function passed(report: Report): HTMLElement {
  const section = frame(report);
  const line = verdict(report);
  if (report.values.length === 0) {
    section.append(line);
  } else {
    line.append(
      element(
        'span',
        'cellcheck-lab-right cellcheck-lab-unfold',
        element('span', 'cellcheck-lab-when-closed', 'show values'),
        element('span', 'cellcheck-lab-when-open', 'hide values')
      )
    );
    section.append(
      unfolding(
        'cellcheck-lab-pass',
        line,
        valuesTable(report, 'Every value is as expected'),
        ...present(howChecked(report))
      )
    );
  }
  section.append(...present(notes(report)));
  return section;
}

function detailed(report: Report): HTMLElement {
  const section = frame(report);
  const line = verdict(report);
  line.append(...present(aside(report)));
  section.append(line, ...present(chain(report.chain)));
  if (!saysItself(report)) {
    section.append(paragraph(report.message));
  }
  if (report.raised !== null && report.findings.length === 0) {
    section.append(raised(report.raised));
  }
  section.append(
    ...report.findings.map(found => finding(found, report.findings.length > 1)),
    ...values(report),
    ...present(notes(report)),
    ...present(checked(report)),
    ...present(help(report))
  );
  return section;
}

function frame(report: Report): HTMLElement {
  const section = element(
    'section',
    `cellcheck-lab-report cellcheck-lab-mod-${report.status}`
  );
  section.setAttribute('aria-label', `cellcheck: ${report.exercise}`);
  return section;
}

function verdict(report: Report): HTMLElement {
  const title = element('b', 'cellcheck-lab-title', prose(report.title));
  title.setAttribute('role', 'status');
  const line = element(
    'div',
    'cellcheck-lab-verdict',
    sign(SIGNS[report.status]),
    unseen(`${STATUS_WORDS[report.status]}: `),
    title
  );
  if (isInline(report) && report.message !== '') {
    line.append(element('span', 'cellcheck-lab-dim', prose(report.message)));
  }
  return line;
}

function isInline(report: Report): boolean {
  return report.status === 'pass' || report.status === 'not_attempted';
}

function saysItself(report: Report): boolean {
  return (
    report.message === '' ||
    isInline(report) ||
    report.findings.some(found => found.message === report.message)
  );
}

/** What stands at the end of the verdict's line: marks, exception, certainty or a count. */
function aside(report: Report): HTMLElement | null {
  const right = element('span', 'cellcheck-lab-right');
  const [only] = report.findings;
  if (report.raised !== null) {
    right.append(element('span', 'cellcheck-lab-dim', report.raised.type));
  } else if (report.findings.length === 1 && only !== undefined) {
    right.append(tag(only.certainty));
  } else if (report.status === 'blocked') {
    const wrong = wrongValues(report).length;
    right.append(
      element(
        'span',
        'cellcheck-lab-dim',
        `${wrong} of ${numbers.counted(report.values.length, 'value')} differ`
      )
    );
  }
  if (report.marks !== null) {
    const { earned, possible } = report.marks;
    right.append(
      tag(`${numbers.points(earned)} of ${numbers.points(possible)} points`)
    );
  }
  return right.hasChildNodes() ? right : null;
}

function tag(text: string): HTMLElement {
  return element('span', 'cellcheck-lab-tag', text);
}

const LINK_SIGNS: Readonly<Record<LinkState, string>> = {
  right: '✓',
  wrong: '✗',
  blocked: '↑',
  given: '•',
  open: '·'
};

/** Which function leads to which, and where along the way it goes wrong. */
function chain(links: readonly Link[]): HTMLElement | null {
  if (links.length < 2) {
    return null;
  }
  const list = element('ol', 'cellcheck-lab-chain');
  list.setAttribute('aria-label', 'how the functions depend on each other');
  list.append(
    ...links.map(link => {
      const item = element(
        'li',
        `cellcheck-lab-mod-${link.state}`,
        sign(LINK_SIGNS[link.state]),
        ' ',
        element('code', '', link.function),
        unseen(` ${link.state} `)
      );
      if (link.note !== '') {
        item.append(
          element('span', 'cellcheck-lab-dim', ' ', prose(link.note))
        );
      }
      return item;
    })
  );
  return list;
}

function raised(exception: Raised): HTMLElement {
  const block = element('div', 'cellcheck-lab-finding');
  if (exception.source !== '') {
    block.append(
      where({ text: '', line: exception.line, source: exception.source })
    );
  }
  block.append(paragraph(exception.message));
  if (exception.data_set !== '') {
    block.append(
      element(
        'p',
        'cellcheck-lab-dim',
        `First seen on the data set “${exception.data_set}”.`
      )
    );
  }
  return block;
}

function finding(found: Finding, oneOfSeveral: boolean): HTMLElement {
  const block = element('div', 'cellcheck-lab-finding');
  if (oneOfSeveral) {
    block.append(
      element(
        'p',
        'cellcheck-lab-finding-title',
        element('code', '', found.function),
        ': ',
        prose(found.title),
        ' ',
        tag(found.certainty)
      )
    );
  }
  block.append(paragraph(found.message));
  if (found.picture !== null) {
    block.append(memoryPicture(found.picture));
  }
  if (found.evidence.length > 0) {
    block.append(
      element(
        'ul',
        'cellcheck-lab-evidence',
        ...found.evidence.map(evidenceItem)
      )
    );
  }
  block.append(...present(hints(found.hints)));
  return block;
}

function evidenceItem(evidence: Evidence): HTMLElement {
  return element('li', '', where(evidence));
}

/** `line 12  c_next = c[:, :, 0]  makes c_next a view of c` */
function where({ text, line, source }: Evidence): HTMLElement {
  const place = element('span', 'cellcheck-lab-where');
  if (line !== null) {
    place.append(element('span', 'cellcheck-lab-line', `line ${line}`), ' ');
  }
  if (source !== '') {
    place.append(element('code', '', source), ' ');
  }
  place.append(prose(text));
  return place;
}

const HINT_LABELS: Readonly<Record<HintLevel, string>> = {
  nudge: 'Give me a hint',
  pointer: 'Another hint',
  explanation: 'Explain it'
};

/** Each hint holds the next, so that nobody sees the explanation who only wanted a nudge. */
function hints(steps: readonly Hint[]): HTMLElement | null {
  return steps.reduceRight<HTMLElement | null>(
    (next, { level, text }) =>
      unfolding(
        'cellcheck-lab-hint',
        HINT_LABELS[level],
        paragraph(text),
        ...present(next)
      ),
    null
  );
}

/** The table in sight where it is the message, folded where a finding already says more. */
function values(report: Report): Node[] {
  if (report.values.length === 0) {
    return [];
  }
  const parts = [
    valuesTable(report, tableCaption(report)),
    ...present(moreEntries(report)),
    ...present(errorMaps(wrongValues(report)))
  ];
  return report.findings.length > 0
    ? [unfolding('cellcheck-lab-folded', valuesSummary(report), ...parts)]
    : parts;
}

function tableCaption(report: Report): string {
  const place = 'at the entry that differs most';
  if (report.status !== 'blocked') {
    return `Your values beside the expected ones, ${place}`;
  }
  const causes = report.chain
    .filter(link => link.state === 'wrong')
    .map(link => `\`${link.function}\``);
  return causes.length === 0
    ? `Your values as they come out in the notebook, ${place}`
    : `Your values with your own ${causes.join(', ')}, ${place}`;
}

function notes(report: Report): HTMLElement | null {
  const lines = [...report.notes];
  if (report.redacted) {
    lines.push('Numbers of hidden data sets are not shown.');
  }
  return lines.length === 0
    ? null
    : element(
        'ul',
        'cellcheck-lab-notes',
        ...lines.map(line => element('li', '', prose(line)))
      );
}

function checked(report: Report): HTMLElement | null {
  const content = report.data_sets.length === 0 ? null : howChecked(report);
  return content === null
    ? null
    : unfolding('cellcheck-lab-checked', 'how this was checked', content);
}

function help({ help_request = '' }: Report): HTMLElement | null {
  return help_request === '' ? null : helpRequest(help_request);
}

/** The data sets and the versions: what a second reader needs to see the same. */
function howChecked(report: Report): HTMLElement | null {
  const versions = Object.entries(report.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(' · ');
  const list = element(
    'ul',
    'cellcheck-lab-data-sets',
    ...report.data_sets.map(dataSet)
  );
  if (versions !== '') {
    list.append(element('li', 'cellcheck-lab-dim', versions));
  }
  return list.hasChildNodes() ? list : null;
}

function dataSet({ name, sizes, match }: DataSetReport): HTMLElement {
  const lengths = Object.entries(sizes)
    .map(([symbol, length]) => `${symbol} ${length}`)
    .join(', ');
  return element(
    'li',
    match ? 'cellcheck-lab-mod-right' : 'cellcheck-lab-mod-wrong',
    sign(match ? '✓' : '✗'),
    unseen(match ? 'right on' : 'not right on'),
    ` ${name} `,
    element('span', 'cellcheck-lab-dim', lengths)
  );
}

function paragraph(text: string): HTMLElement {
  return element('p', '', prose(text));
}

function present<T>(item: T | null): T[] {
  return item === null ? [] : [item];
}
