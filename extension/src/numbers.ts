/** Numbers, shapes and indices as people read them. */

const FEWEST_DIGITS = 6;
const MOST_DIGITS = 16;
const NOT_FINITE = 'not finite';

/** Both numbers with as many digits as it takes to see that they differ. */
export function pair(
  yours: number | null,
  expected: number | null
): { yours: string; expected: string } {
  const scientific = [yours, expected].some(needsExponent);
  let digits = FEWEST_DIGITS;
  const write = (value: number | null): string =>
    value === null
      ? NOT_FINITE
      : scientific
        ? value.toExponential(digits)
        : value.toFixed(digits);
  while (
    digits < MOST_DIGITS &&
    yours !== expected &&
    write(yours) === write(expected)
  ) {
    digits += 1;
  }
  return { yours: write(yours), expected: write(expected) };
}

function needsExponent(value: number | null): boolean {
  const size = Math.abs(value ?? 0);
  return size >= 1e6 || (size > 0 && size < 1e-4);
}

/** A shape as NumPy prints it: `(3, 10)`, `(5,)`, `()`. */
export function shape(lengths: readonly number[]): string {
  return lengths.length === 1
    ? `(${lengths.join('')},)`
    : `(${lengths.join(', ')})`;
}

export function index(at: readonly number[]): string {
  return at.length === 0 ? '' : `[${at.join(', ')}]`;
}

/** A share of the entries; a single entry of thousands does not round to nothing. */
export function share(fraction: number): string {
  const percent = fraction * 100;
  if (percent > 0 && percent < 1) {
    return 'under 1%';
  }
  if (percent > 99 && percent < 100) {
    return 'over 99%';
  }
  return `${Math.round(percent)}%`;
}

/** Points without trailing zeros: `8`, `7.5`. */
export function points(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
