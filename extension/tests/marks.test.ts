import {
  CheckedText,
  Definitions,
  SIGNS,
  STATUS_WORDS,
  editedMark,
  goneMark,
  latestReport,
  markFor
} from '../src/marks';
import { MIME_TYPE, STATUSES } from '../src/report';
import { load } from './fixtures';

test.each([
  ['pass', '✓', 'lstm_cell_backward: passes'],
  ['cause', '✗', 'lstm_forward: fails'],
  ['error', '!', 'lstm_cell_forward: stops with an error'],
  ['blocked', '↑', 'lstm_backward: is right, what it is given is not'],
  ['not_attempted', '·', 'lstm_backward: is not written yet']
])('%s gets %s and says "%s"', (name, sign, label) => {
  expect(markFor(load(name))).toMatchObject({ sign, label });
});

test('a report that is out of date asks to be run again', () => {
  const mark = markFor({ ...load('pass'), status: 'stale' });
  expect(mark).toMatchObject({
    sign: '↻',
    label: 'lstm_cell_backward: needs to run again'
  });
});

test('every status has a sign and words', () => {
  for (const status of STATUSES) {
    expect(SIGNS[status]).toHaveLength(1);
    expect(STATUS_WORDS[status]).not.toBe('');
  }
});

test('the tooltip holds the verdict, without its backticks', () => {
  expect(markFor(load('cause')).title).toBe(
    'lstm_forward: fails\nlstm_forward: the stored c_prev changed after it was stored'
  );
});

describe('among the outputs of a cell', () => {
  const bundle = (name: string): Record<string, unknown> => ({
    [MIME_TYPE]: load(name),
    'text/plain': name
  });

  test('the last report counts', () => {
    const outputs = [bundle('cause'), { 'text/plain': '2' }, bundle('pass')];
    expect(latestReport(outputs)?.status).toBe('pass');
  });

  test('no report is no mark', () => {
    expect(latestReport([{ 'text/plain': '2' }])).toBeNull();
    expect(latestReport([])).toBeNull();
  });

  test('an unreadable report does not hide a readable one', () => {
    const outputs = [bundle('cause'), { [MIME_TYPE]: { version: 9 } }];
    expect(latestReport(outputs)?.status).toBe('fail');
  });
});

test('an edited cell says what to know about its report', () => {
  expect(editedMark(load('cause'))).toMatchObject({
    status: 'stale',
    sign: '↻',
    label: 'lstm_forward: edited since it was checked'
  });
});

describe('the text of a cell', () => {
  const run = (text: string): CheckedText => {
    const checked = new CheckedText('');
    checked.follow(0, text);
    checked.follow(1, text);
    return checked;
  };

  test('as it was run is not edited', () => {
    expect(run('a = 1').isEdited('a = 1')).toBe(false);
  });

  test('is edited by a change, and not when the change is undone', () => {
    const checked = run('a = 1');
    expect(checked.isEdited('a = 2')).toBe(true);
    expect(checked.isEdited('a = 1')).toBe(false);
  });

  test('is not edited by white space around it', () => {
    expect(run('a = 1').isEdited('\na = 1\n\n')).toBe(false);
    expect(run('if a:\n    b').isEdited('if a:\n  b')).toBe(true);
  });

  test('is fresh again when it runs', () => {
    const checked = run('a = 1');
    checked.follow(0, 'a = 2');
    checked.follow(1, 'a = 2');
    expect(checked.isEdited('a = 2')).toBe(false);
  });

  test('typed while the cell runs is an edit', () => {
    const checked = run('a = 1');
    checked.follow(0, 'a = 2');
    checked.follow(1, 'a = 3');
    expect(checked.isEdited('a = 3')).toBe(true);
  });

  test('opened with its outputs is taken as run', () => {
    const checked = new CheckedText('a = 1');
    checked.follow(2, 'a = 1');
    expect(checked.isEdited('a = 1')).toBe(false);
    expect(checked.isEdited('a = 12')).toBe(true);
  });
});

describe('a function that no cell defines any more', () => {
  const FORWARD = 'def lstm_forward(x, a0, parameters):\n    return x';
  const report = load('cause');

  /** What is gone after the notebook has held one list of cells after the other. */
  const goneAfter = (...states: string[][]): string | undefined => {
    const definitions = new Definitions();
    for (const texts of states) {
      definitions.follow(texts);
    }
    return definitions.goneFrom(report);
  };

  test.each([
    ['deleted', ['%check lstm_forward']],
    ['renamed', [FORWARD.replace('lstm_forward', 'old_forward')]],
    ['commented out', [FORWARD.replaceAll(/^/gm, '# ')]],
    ['only called', ['a = lstm_forward(x, a0, parameters)']],
    ['only compared', ['lstm_forward == None']]
  ])('it was %s', (_, texts) => {
    expect(goneAfter([FORWARD, 'x = 1'], texts)).toBe('lstm_forward');
  });

  test.each([
    ['moved', ['x = 1', FORWARD]],
    ['imported', ['from work import lstm_forward']],
    ['imported on several lines', ['from work import (\n    lstm_forward,\n)']],
    ['imported as', ['from work import forward as lstm_forward']],
    ['imported with all', ['from work import *']],
    ['run from a file', ['%run work.py']],
    ['assigned', ['lstm_forward = work.forward']],
    ['indented', ['if True:\n    def lstm_forward(x): ...']]
  ])('it stands where it was %s', (_, texts) => {
    expect(goneAfter([FORWARD], texts)).toBeUndefined();
  });

  test('what no cell ever defined is not gone', () => {
    expect(goneAfter(['%check lstm_forward'], ['x = 1'])).toBeUndefined();
  });

  test('it is back when the deletion is undone', () => {
    expect(goneAfter([FORWARD], ['x = 1'], [FORWARD])).toBeUndefined();
  });

  test('a change is told once', () => {
    const definitions = new Definitions();
    expect(definitions.follow([FORWARD])).toBe(false);
    expect(definitions.follow(['x = 1'])).toBe(true);
    expect(definitions.follow(['x = 2'])).toBe(false);
    expect(definitions.follow([FORWARD])).toBe(true);
  });

  test('its mark says so', () => {
    expect(goneMark(report, 'lstm_forward')).toMatchObject({
      status: 'stale',
      sign: '↻',
      label: 'lstm_forward: no cell defines it any more'
    });
    expect(goneMark(report, 'lstm_cell_forward').label).toBe(
      'lstm_forward: no cell defines lstm_cell_forward any more'
    );
  });
});
