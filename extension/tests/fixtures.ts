/** The reports that the Python half is tested against, too. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../src/report';

const FOLDER = join(__dirname, '..', '..', 'tests', 'fixtures', 'reports');

export const NAMES = readdirSync(FOLDER)
  .filter(file => file.endsWith('.json'))
  .map(file => file.slice(0, -'.json'.length));

/** A fresh copy each time, so that a test may change it. */
export function load(name: string): Report {
  return JSON.parse(
    readFileSync(join(FOLDER, `${name}.json`), 'utf8')
  ) as Report;
}
