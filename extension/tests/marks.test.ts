import { SIGNS, STATUS_WORDS, latestReport, markFor } from '../src/marks';
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
