// Money is counted in micro-dollars (millionths of a US dollar), which are whole numbers.

const MICROS = 1_000_000;
const DECIMALS = 6;

/** The highest amounts that people can enter, in micro-dollars. */
export const moneyLimits = {
  /** Per million tokens. */
  price: 1_000 * MICROS,
  cost: 1_000_000 * MICROS,
} as const;

/** `12.5` → 12,500,000 micro-dollars; null for what is not an amount in dollars. Digit by digit, so never rounded. */
export function parseDollars(text: string): number | null {
  const match = /^\$?(\d{1,9})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (!match) return null;
  const [, dollars = '', decimals = ''] = match;
  return Number(dollars) * MICROS + Number(decimals.padEnd(DECIMALS, '0'));
}

/** An amount with the digits that matter: `$12.40`, `$0.0042`, `$0`. */
export function moneyText(micros: number): string {
  if (micros === 0) return '$0';
  const dollars = micros / MICROS;
  const decimals = dollars < 1 ? Math.min(DECIMALS, Math.max(2, 1 - Math.floor(Math.log10(dollars)))) : 2;
  return `$${dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: decimals })}`;
}

/** An amount with all its digits, as a person enters it: `2.50`, `0.075`. */
export function dollarsText(micros: number): string {
  const decimals = String(micros % MICROS)
    .padStart(DECIMALS, '0')
    .replace(/0{1,4}$/, '');
  return `${Math.floor(micros / MICROS)}.${decimals}`;
}

/** `$0.02 to $1.10`; one amount when both read the same. */
export function moneyRangeText({ from, to }: { from: number; to: number }): string {
  const [low, high] = [moneyText(from), moneyText(to)];
  return low === high ? high : `${low} to ${high}`;
}
