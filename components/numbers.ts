const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

export const numberText = (value: number): string => whole.format(value);

/** 12,400 → 12.4K, for numbers where the exact value does not matter. */
export const shortNumber = (value: number): string => (value < 10_000 ? whole.format(value) : short.format(value));

/** “1 leaf”, “16 leaves”. */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;

/** Seconds in the largest units that matter: 0.4 s, 12 s, 3 min 20 s, 2 h 5 min. */
export function durationText(seconds: number): string {
  if (seconds < 1) return `${Math.max(0, seconds).toFixed(1)} s`;
  const s = Math.round(seconds);
  if (s < 60) return `${s} s`;
  if (s < 3570) return s % 60 === 0 || s >= 600 ? `${Math.round(s / 60)} min` : `${Math.floor(s / 60)} min ${s % 60} s`;
  const minutes = Math.round(s / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A range of seconds, no finer than such a guess can be: “20 to 40 s left”, “4 to 5 min left”. */
export function remainingText({ from, to }: { from: number; to: number }): string {
  const [unit, seconds] = to < 90 ? ['s', 1] : to < 2 * 3600 ? ['min', 60] : ['h', 3600];
  const [low, high] = [Math.floor(from / seconds), Math.ceil(to / seconds)];
  return low === high ? `about ${high} ${unit} left` : `${low} to ${high} ${unit} left`;
}

/** Whole percents; what is not quite all, or not quite nothing, never reads as if it were. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return '–';
  const percent = Math.round((part / whole) * 100);
  if (percent === 100 && part < whole) return 'over 99 %';
  if (percent === 0 && part > 0) return 'under 1 %';
  return `${percent} %`;
}
