/**
 * The mark that stands beside a code cell: which sign and which words for which verdict.
 *
 * The sign alone tells the verdict apart for whoever does not see colours; the label says it in
 * words for whoever does not see the sign.
 */

import { MIME_TYPE, parseReport } from './report';
import type { Report, Status } from './report';

export interface Mark {
  status: Status;
  sign: string;
  /** Short, for a screen reader: `lstm_forward: fails`. */
  label: string;
  /** Longer, for the tooltip: the label and the verdict's own line. */
  title: string;
}

export const SIGNS: Readonly<Record<Status, string>> = {
  pass: '✓',
  fail: '✗',
  error: '!',
  not_attempted: '·',
  blocked: '↑',
  stale: '↻'
};

export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  pass: 'passes',
  fail: 'fails',
  error: 'stops with an error',
  not_attempted: 'is not written yet',
  blocked: 'is right, what it is given is not',
  stale: 'needs to run again'
};

export function markFor(report: Report): Mark {
  const label = `${report.exercise}: ${STATUS_WORDS[report.status]}`;
  const verdict = report.title.replaceAll('`', '');
  return {
    status: report.status,
    sign: SIGNS[report.status],
    label,
    title: verdict === '' ? label : `${label}\n${verdict}`
  };
}

/** The mark beside a cell whose text is no longer the one that the report is about. */
export function editedMark(report: Report): Mark {
  const label = `${report.exercise}: edited since it was checked`;
  return { status: 'stale', sign: SIGNS.stale, label, title: label };
}

/** The mark beside a report whose function, or one that it leans on, stands in no cell any more. */
export function goneMark(report: Report, name: string): Mark {
  const what = name === report.exercise ? 'it' : name;
  const label = `${report.exercise}: no cell defines ${what} any more`;
  return { status: 'stale', sign: SIGNS.stale, label, title: label };
}

/**
 * Which functions a notebook's cells define, and which of them no cell defines any more.
 *
 * A function that no cell has defined since the notebook was opened may well come from a module:
 * only what has been seen to stand can be gone.
 */
export class Definitions {
  /** To be told of the text of all code cells; answers whether anything is gone, or back. */
  follow(texts: readonly string[]): boolean {
    const before = this.gone;
    const standing = new Set(texts.flatMap(definedIn));
    for (const name of standing) {
      this.seen.add(name);
    }
    // A name that is still bound in any other way, by an import say, has only moved.
    this.gone = new Set(
      [...this.seen].filter(
        name => !standing.has(name) && !texts.some(text => mayBind(text, name))
      )
    );
    return (
      this.gone.size !== before.size ||
      [...this.gone].some(name => !before.has(name))
    );
  }

  /** The first function that a report judges and no cell defines any more. */
  goneFrom(report: Report): string | undefined {
    const judged = report.chain
      .filter(link => link.state !== 'given')
      .map(link => link.function);
    return [report.exercise, ...judged].find(name => this.gone.has(name));
  }

  private readonly seen = new Set<string>();
  private gone = new Set<string>();
}

/** The functions that a cell defines at its top level. */
function definedIn(text: string): string[] {
  return Array.from(
    text.matchAll(/^def\s+([\p{L}\p{N}_]+)\s*\(/gmu),
    match => match[1] ?? ''
  );
}

/** An assignment or an import of the name, indented or not; a star import or `%run` binds all. */
function mayBind(text: string, name: string): boolean {
  const code = text.replaceAll(/^\s*#.*$/gm, '');
  return (
    new RegExp(
      `(?:\\bdef\\s+|\\bimport\\b\\s*(?:\\([^)]*?|[^\\n]*?)|\\bas\\s+)${name}\\b|^\\s*${name}\\s*=(?!=)`,
      'mu'
    ).test(code) || /\bimport\s*\*|^\s*%(?:run|load)\b|\bexec\s*\(/m.test(code)
  );
}

/**
 * Which text a cell's outputs come from.
 *
 * Running a cell clears its outputs before anything else: the text of that moment is what runs,
 * however much is typed until the report arrives. A cell that is opened with its outputs is taken
 * to be as it was run: a notebook does not keep what that text was.
 */
export class CheckedText {
  constructor(private checked: string) {}

  /** To be told of every change of the outputs. */
  follow(outputs: number, text: string): void {
    if (outputs === 0) {
      this.checked = text;
    }
  }

  /** White space around a cell is no edit: saving and formatting change it. */
  isEdited(text: string): boolean {
    return text.trim() !== this.checked.trim();
  }
}

/** The last readable report among a cell's outputs, each given as its MIME bundle. */
export function latestReport(
  bundles: Iterable<Readonly<Record<string, unknown>>>
): Report | null {
  let latest: Report | null = null;
  for (const bundle of bundles) {
    if (MIME_TYPE in bundle) {
      latest = parseReport(bundle[MIME_TYPE]).report ?? latest;
    }
  }
  return latest;
}
