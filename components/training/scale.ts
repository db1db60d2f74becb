/** Maps numbers to places on an axis. */
export type Scale = { from: number; to: number; ticks: number[]; place: (value: number) => number };

const STEPS = [1, 2, 2.5, 5, 10];

/**
 * An axis from one round number to another that has all values, with about `count` marks in round steps.
 *
 * @param length The length of the axis; places are 0 to `length`.
 */
export function scaleOf(values: readonly number[], length: number, count = 6): Scale {
  const given = values.filter(Number.isFinite);
  const least = given.length === 0 ? 0 : given.reduce((a, b) => Math.min(a, b));
  const most = given.length === 0 ? 1 : given.reduce((a, b) => Math.max(a, b));
  const room = most > least ? 0 : Math.abs(least) * 0.1 || 0.5;
  const step = stepFor((most - least + 2 * room) / count);
  const from = Math.floor((least - room) / step) * step;
  const to = Math.ceil((most + room) / step) * step;
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => cleaned(from + i * step, step));
  return { from, to, ticks, place: (value) => ((value - from) / (to - from)) * length };
}

function stepFor(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return (STEPS.find((each) => each * power >= rough * 0.999) ?? 10) * power;
}

/** Without the dust of binary fractions: 0.30000000000000004 is 0.3. */
const cleaned = (value: number, step: number) => {
  const digits = Math.max(0, Math.min(20, 2 - Math.floor(Math.log10(step))));
  return Number(value.toFixed(digits)) + 0;
};
