/**
 * The report as it comes from the kernel or out of a saved notebook.
 *
 * `cellcheck/report.schema.json` is the contract. This module mirrors it as types and checks data
 * that was written by another program, perhaps by another version of it, before anything draws it.
 */

export const MIME_TYPE = 'application/vnd.cellcheck.report+json';
export const SCHEMA_VERSION = 1;

export const STATUSES = [
  'pass',
  'fail',
  'error',
  'not_attempted',
  'blocked',
  'stale'
] as const;
export type Status = (typeof STATUSES)[number];

export const VALUE_STATUSES = [
  'same',
  'differs',
  'shape',
  'dtype',
  'not_finite',
  'not_an_array',
  'missing',
  'changed'
] as const;
export type ValueStatus = (typeof VALUE_STATUSES)[number];

export const LINK_STATES = [
  'right',
  'wrong',
  'blocked',
  'given',
  'open'
] as const;
export type LinkState = (typeof LINK_STATES)[number];

export const HINT_LEVELS = ['nudge', 'pointer', 'explanation'] as const;
export type HintLevel = (typeof HINT_LEVELS)[number];

export const CERTAINTIES = ['proven', 'likely'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** One entry of an array, in both versions; `null` is a number that JSON cannot hold. */
export interface Sample {
  at: number[];
  yours: number | null;
  expected: number | null;
}

/** Where an array is wrong: 0 (right) to 100 (the largest error), in C order. */
export interface ErrorMap {
  axes: string[];
  shape: number[];
  levels: number[];
}

/** One returned value beside the expected one. */
export interface ValueReport {
  name: string;
  status: ValueStatus;
  match: boolean;
  shape: number[] | null;
  expected_shape: number[] | null;
  dtype: string | null;
  expected_dtype: string | null;
  worst_error: number | null;
  worst_at: number[] | null;
  differing: number;
  sample: Sample[];
  error_map: ErrorMap | null;
  note: string;
  data_sets: string[];
}

export interface Hint {
  level: HintLevel;
  text: string;
}

export interface Evidence {
  text: string;
  line: number | null;
  source: string;
}

/** Two names that hold the same memory: one slot of an array of time steps. */
export interface MemoryPicture {
  array: string;
  slots: number;
  slot: number;
  view: string;
  view_note: string;
  stored: string;
  stored_note: string;
}

export interface Finding {
  function: string;
  line: number | null;
  code: string;
  certainty: Certainty;
  title: string;
  message: string;
  hints: Hint[];
  evidence: Evidence[];
  picture: MemoryPicture | null;
}

export interface Raised {
  type: string;
  message: string;
  function: string;
  line: number | null;
  source: string;
  data_set: string;
}

export interface Link {
  function: string;
  state: LinkState;
  note: string;
}

export interface DataSetReport {
  name: string;
  sizes: Record<string, number>;
  public: boolean;
  match: boolean;
}

export interface Marks {
  earned: number;
  possible: number;
}

export interface Report {
  version: typeof SCHEMA_VERSION;
  exercise: string;
  status: Status;
  title: string;
  message: string;
  values: ValueReport[];
  findings: Finding[];
  chain: Link[];
  data_sets: DataSetReport[];
  raised: Raised | null;
  notes: string[];
  score: number;
  marks: Marks | null;
  redacted: boolean;
  versions: Record<string, string>;
  /** Markdown to ask for help with; empty for a pass, absent where nothing was displayed. */
  help_request?: string;
}

/** A report, or one sentence for the reader about why it cannot be shown. */
export type ParsedReport =
  { report: Report; problem: null } | { report: null; problem: string };

/** Check data of unknown origin; the result is safe to draw without further looking. */
export function parseReport(data: unknown): ParsedReport {
  if (!isObject(data)) {
    return unreadable('it is not an object');
  }
  if (data.version !== SCHEMA_VERSION) {
    return unreadableVersion(data.version);
  }
  const fault = report(data, 'report');
  return fault === null
    ? { report: data as unknown as Report, problem: null }
    : unreadable(fault);
}

function unreadable(fault: string): ParsedReport {
  return {
    report: null,
    problem: `This cellcheck report cannot be shown: ${fault}. Run the cell again to make a new one.`
  };
}

function unreadableVersion(version: unknown): ParsedReport {
  if (typeof version !== 'number') {
    return unreadable('it names no version');
  }
  const age = version > SCHEMA_VERSION ? 'a newer' : 'an older';
  return {
    report: null,
    problem:
      `This report was written by ${age} cellcheck (report version ${version}, this one reads ` +
      `${SCHEMA_VERSION}). Run the cell again, or install the same cellcheck for the notebook and the kernel.`
  };
}

/** Says what is wrong with a value, or `null` when nothing is. */
type Check = (value: unknown, path: string) => string | null;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function check(expected: string, accepts: (value: unknown) => boolean): Check {
  return (value, path) =>
    accepts(value) ? null : `${path} is not ${expected}`;
}

const text = check('a text', value => typeof value === 'string');
const flag = check('true or false', value => typeof value === 'boolean');
const number = check('a number', value => Number.isFinite(value));
const count = check(
  'a whole number',
  value => Number.isInteger(value) && (value as number) >= 0
);

function oneOf(choices: readonly string[]): Check {
  return check(
    `one of ${choices.join(', ')}`,
    value => typeof value === 'string' && choices.includes(value)
  );
}

function nullable(inner: Check): Check {
  return (value, path) => (value === null ? null : inner(value, path));
}

function optional(inner: Check): Check {
  return (value, path) => (value === undefined ? null : inner(value, path));
}

function list(inner: Check): Check {
  return (value, path) => {
    if (!Array.isArray(value)) {
      return `${path} is not a list`;
    }
    for (const [index, item] of value.entries()) {
      const fault = inner(item, `${path}[${index}]`);
      if (fault !== null) {
        return fault;
      }
    }
    return null;
  };
}

function record(inner: Check): Check {
  return (value, path) => {
    if (!isObject(value)) {
      return `${path} is not an object`;
    }
    for (const [key, item] of Object.entries(value)) {
      const fault = inner(item, `${path}.${key}`);
      if (fault !== null) {
        return fault;
      }
    }
    return null;
  };
}

/** Members that version 1 does not know are let pass: drawing ignores them. */
function object(members: Record<string, Check>): Check {
  return (value, path) => {
    if (!isObject(value)) {
      return `${path} is not an object`;
    }
    for (const [key, inner] of Object.entries(members)) {
      const fault = inner(value[key], `${path}.${key}`);
      if (fault !== null) {
        return fault;
      }
    }
    return null;
  };
}

const errorMap: Check = (value, path) => {
  const fault = object({
    axes: list(text),
    shape: list(count),
    levels: list(number)
  })(value, path);
  if (fault !== null) {
    return fault;
  }
  const { shape, levels } = value as ErrorMap;
  const entries = shape.reduce((product, length) => product * length, 1);
  return entries === levels.length
    ? null
    : `${path} has ${levels.length} levels for ${entries} entries`;
};

const report = object({
  exercise: text,
  status: oneOf(STATUSES),
  title: text,
  message: text,
  values: list(
    object({
      name: text,
      status: oneOf(VALUE_STATUSES),
      match: flag,
      shape: nullable(list(count)),
      expected_shape: nullable(list(count)),
      dtype: nullable(text),
      expected_dtype: nullable(text),
      worst_error: nullable(number),
      worst_at: nullable(list(count)),
      differing: number,
      sample: list(
        object({
          at: list(count),
          yours: nullable(number),
          expected: nullable(number)
        })
      ),
      error_map: nullable(errorMap),
      note: text,
      data_sets: list(text)
    })
  ),
  findings: list(
    object({
      function: text,
      line: nullable(count),
      code: text,
      certainty: oneOf(CERTAINTIES),
      title: text,
      message: text,
      hints: list(object({ level: oneOf(HINT_LEVELS), text })),
      evidence: list(object({ text, line: nullable(count), source: text })),
      picture: nullable(
        object({
          array: text,
          slots: count,
          slot: count,
          view: text,
          view_note: text,
          stored: text,
          stored_note: text
        })
      )
    })
  ),
  chain: list(
    object({ function: text, state: oneOf(LINK_STATES), note: text })
  ),
  data_sets: list(
    object({ name: text, sizes: record(number), public: flag, match: flag })
  ),
  raised: nullable(
    object({
      type: text,
      message: text,
      function: text,
      line: nullable(count),
      source: text,
      data_set: text
    })
  ),
  notes: list(text),
  score: number,
  marks: nullable(object({ earned: number, possible: number })),
  redacted: flag,
  versions: record(text),
  help_request: optional(text)
});
