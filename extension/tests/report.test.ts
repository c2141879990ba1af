import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CERTAINTIES,
  HINT_LEVELS,
  LINK_STATES,
  SCHEMA_VERSION,
  STATUSES,
  VALUE_STATUSES,
  parseReport
} from '../src/report';
import { NAMES, load } from './fixtures';

function problem(data: unknown): string {
  return parseReport(data).problem ?? 'none';
}

test.each(NAMES)('the fixture %s is a report', name => {
  const data = load(name);
  expect(parseReport(data)).toEqual({ report: data, problem: null });
});

test('there are fixtures', () => {
  expect(NAMES).toEqual(expect.arrayContaining(['pass', 'cause', 'blocked']));
});

test('a newer version is named, with a way on', () => {
  expect(problem({ ...load('pass'), version: 2 })).toMatch(
    /a newer cellcheck \(report version 2, this one reads 1\)\. Run the cell again/
  );
});

test('an older version is named', () => {
  expect(problem({ ...load('pass'), version: 0 })).toMatch(
    /an older cellcheck/
  );
});

test.each([
  ['nothing', null],
  ['a text', 'pass'],
  ['a list', []],
  ['an empty object', {}]
])('%s is no report', (_name, data) => {
  expect(problem(data)).toMatch(/cannot be shown: it .* Run the cell again/);
});

test('the place of a fault is named', () => {
  const report = load('cause');
  const faulty = {
    ...report,
    findings: [{ ...report.findings[0], line: 'twelve' }]
  };
  expect(problem(faulty)).toContain('report.findings[0].line is not');
});

test('an unknown status is not let through', () => {
  expect(problem({ ...load('pass'), status: 'perfect' })).toContain(
    'report.status is not one of pass, fail'
  );
});

test('an error map holds as many levels as its shape says', () => {
  const report = load('blocked');
  const [value] = report.values;
  value?.error_map?.levels.pop();
  expect(problem(report)).toContain('has 119 levels for 120 entries');
});

test('members that version 1 does not know do no harm', () => {
  expect(problem({ ...load('pass'), mood: 'cheerful' })).toBe('none');
});

describe('the schema and the types name the same', () => {
  interface Part {
    enum?: string[];
    const?: number;
    required?: string[];
    properties?: Record<string, Part>;
    $defs?: Record<string, Part>;
  }
  const schema = JSON.parse(
    readFileSync(
      join(__dirname, '..', 'cellcheck', 'report.schema.json'),
      'utf8'
    )
  ) as Part;

  const choices = (definition: string, member: string): string[] | undefined =>
    schema.$defs?.[definition]?.properties?.[member]?.enum;

  test('version', () => {
    expect(schema.properties?.version?.const).toBe(SCHEMA_VERSION);
  });

  test('statuses', () => {
    expect(schema.properties?.status?.enum).toEqual([...STATUSES]);
    expect(choices('value', 'status')).toEqual([...VALUE_STATUSES]);
  });

  test('certainties, hints and links', () => {
    expect(choices('finding', 'certainty')).toEqual([...CERTAINTIES]);
    expect(choices('hint', 'level')).toEqual([...HINT_LEVELS]);
    expect(choices('link', 'state')).toEqual([...LINK_STATES]);
  });

  test.each(schema.required ?? [])('a report without %s is refused', member => {
    const others = Object.entries(load('pass')).filter(
      ([name]) => name !== member
    );
    expect(problem(Object.fromEntries(others))).not.toBe('none');
  });

  test.each(Object.keys(schema.properties ?? {}))(
    'a report in which %s is a list of null is refused',
    member => {
      expect(problem({ ...load('pass'), [member]: [null] })).not.toBe('none');
    }
  );
});

test('the help request may be absent', () => {
  expect(problem({ ...load('cause'), help_request: undefined })).toBe('none');
  expect(problem({ ...load('cause'), help_request: '### help' })).toBe('none');
});
