import { prose } from '../src/dom';
import { memoryPicture } from '../src/memory';
import { renderReport } from '../src/render';
import type { MemoryPicture, Report } from '../src/report';
import { NAMES, load } from './fixtures';

function text(node: Element | null | undefined): string {
  return (node?.textContent ?? '').replace(/\s+/g, ' ').trim();
}

function draw(name: string, changes: Partial<Report> = {}): HTMLElement {
  return renderReport({ ...load(name), ...changes });
}

describe('every report', () => {
  test.each(NAMES)('%s says its verdict as a status', name => {
    const report = load(name);
    const status = draw(name).querySelector('[role="status"]');
    expect(text(status)).toBe(report.title.replaceAll('`', ''));
  });

  test.each(NAMES)('%s has tables with captions and scopes', name => {
    for (const table of draw(name).querySelectorAll('table')) {
      expect(text(table.caption)).not.toBe('');
      for (const head of table.querySelectorAll('th')) {
        expect(head.scope).toMatch(/^(row|col)$/);
      }
    }
  });

  test.each(NAMES)('%s never says with a sign what no word says', name => {
    for (const sign of draw(name).querySelectorAll('.cellcheck-lab-sign')) {
      expect(sign.getAttribute('aria-hidden')).toBe('true');
      expect(text(sign.parentElement)).not.toBe(text(sign));
    }
  });

  test.each(NAMES)('%s shows no raw backtick', name => {
    expect(draw(name).textContent).not.toContain('`');
  });
});

test('text from outside is never markup', () => {
  const nasty = '<img src=x onerror=alert(1)>`<script>`';
  const drawn = draw('cause', { title: nasty, notes: [nasty] });
  expect(drawn.querySelector('img, script')).toBeNull();
  expect(drawn.textContent).toContain('<img src=x onerror=alert(1)><script>');
});

test('a pass is one quiet line with the values behind it', () => {
  const drawn = draw('pass');
  const details = drawn.querySelector('details');
  expect(details?.open).toBe(false);
  expect(text(details?.querySelector('summary'))).toContain(
    'lstm_cell_backward is right11 values on 3 data sets'
  );
  expect(details?.querySelectorAll('tbody tr')).toHaveLength(11);
});

describe('an upstream cause', () => {
  test('shows the chain with the cause in it', () => {
    const items = draw('blocked').querySelectorAll('.cellcheck-lab-chain li');
    expect([...items].map(text)).toEqual([
      '✓ lstm_cell_forward right',
      '✗ lstm_forward wrong cause',
      '✓ lstm_cell_backward right',
      '↑ lstm_backward blocked blocked'
    ]);
  });

  test('shows the values at the entry that differs most', () => {
    const row = draw('blocked').querySelector('tbody tr');
    const cells = [...(row?.children ?? [])].map(text);
    expect(cells).toEqual([
      'dx',
      '(3, 10, 4)',
      '✗ differs 25% of entries',
      '0.105657',
      '0.281144',
      '[2, 8, 0]'
    ]);
  });

  test('counts what differs', () => {
    expect(text(draw('blocked').querySelector('.cellcheck-lab-right'))).toBe(
      '4 of 10 values differ'
    );
  });
});

describe('a finding', () => {
  test('says its message once', () => {
    const said = text(draw('cause')).split('The outputs a, y, c').length - 1;
    expect(said).toBe(1);
  });

  test('gives hints one inside the other', () => {
    const drawn = draw('cause');
    const labels = [...drawn.querySelectorAll('.cellcheck-lab-hint > summary')];
    expect(labels.map(text)).toEqual([
      'Give me a hint',
      'Another hint',
      'Explain it'
    ]);
    expect(
      drawn.querySelector(
        '.cellcheck-lab-hint .cellcheck-lab-hint .cellcheck-lab-hint'
      )
    ).not.toBeNull();
    expect(drawn.querySelectorAll('.cellcheck-lab-hint[open]')).toHaveLength(0);
  });

  test('names lines and code', () => {
    const evidence = draw('cause').querySelectorAll(
      '.cellcheck-lab-evidence li'
    );
    expect([...evidence].map(text)).toEqual([
      'line 12 c_next = c[:, :, 0] makes c_next a view of c',
      'line 18 c[:, :, t] = c_next writes through it'
    ]);
  });

  test('folds the table, and counts it', () => {
    const folded = draw('cause').querySelector('.cellcheck-lab-folded');
    expect(text(folded?.querySelector('summary'))).toMatch(
      /^4 values, 3 right, 1 wrong: /
    );
  });

  test('is told apart when there are several', () => {
    const { findings } = load('cause');
    const drawn = draw('cause', { findings: [...findings, ...findings] });
    const titles = [...drawn.querySelectorAll('.cellcheck-lab-finding-title')];
    expect(titles.map(text)).toEqual(
      Array(2).fill(
        'lstm_forward: the stored c_prev changed after it was stored proven'
      )
    );
  });
});

test('an error names the line, its code and the message', () => {
  expect(text(draw('error').querySelector('.cellcheck-lab-finding'))).toMatch(
    /^line 9 ft = sigmoid\(np\.dot\(Wf, xt\) \+ bf\) shapes \(5,8\) and \(3,10\) not aligned/
  );
});

test('a function that is not written yet is said so in one line', () => {
  const drawn = draw('not_attempted');
  expect(text(drawn.querySelector('.cellcheck-lab-verdict'))).toContain(
    'is not written yet'
  );
  expect(drawn.querySelector('table')).toBeNull();
});

test('a graded report shows its marks and says what it leaves out', () => {
  const drawn = draw('graded');
  expect(text(drawn.querySelector('.cellcheck-lab-verdict'))).toContain(
    '8 of 10 points'
  );
  expect(text(drawn.querySelector('.cellcheck-lab-notes'))).toContain(
    'Numbers of hidden data sets are not shown'
  );
});

test('an unreadable report is a sentence', () => {
  const drawn = renderReport({ version: 3 });
  expect(text(drawn)).toMatch(
    /^! This report was written by a newer cellcheck/
  );
});

test('a lone backtick stays in the text', () => {
  const holder = document.createElement('p');
  holder.append(prose('`a` and a lone ` here'));
  expect(holder.innerHTML).toBe('<code>a</code> and a lone ` here');
});

describe('the picture of shared memory', () => {
  const picture: MemoryPicture = {
    array: 'c',
    slots: 7,
    slot: 0,
    view: 'c_next',
    view_note: 'a view',
    stored: 'caches[0] c_prev',
    stored_note: 'the same memory'
  };
  const steps = (svg: SVGSVGElement): string[] =>
    [...svg.querySelectorAll('.cellcheck-lab-step')].map(text);

  test('draws every slot and marks the shared one', () => {
    const svg = memoryPicture(picture);
    expect(steps(svg)).toHaveLength(7);
    expect(svg.querySelectorAll('.cellcheck-lab-mod-shared')).toHaveLength(1);
  });

  test('draws a run around the shared slot when there are many', () => {
    const svg = memoryPicture({ ...picture, slots: 50, slot: 49 });
    expect(steps(svg)[0]).toBe('t = 42');
    expect(steps(svg).at(-1)).toBe('t = 49');
    expect(svg.querySelectorAll('.cellcheck-lab-mod-shared')).toHaveLength(1);
  });

  test('says in words what it shows', () => {
    expect(memoryPicture(picture).getAttribute('aria-label')).toContain(
      'c_next (a view) and caches[0] c_prev (the same memory) both point at t = 0'
    );
  });

  test('shows names inside a note without their backticks', () => {
    const svg = memoryPicture({ ...picture, stored_note: 'written to `c`' });
    expect(svg.textContent).toContain('written to c');
    expect(svg.outerHTML).not.toContain('`');
  });
});
