import type { SaidLimit } from './pace';

type Headers = Record<string, string | string[] | undefined>;

/** The names that providers use: OpenAI and most gateways, Anthropic, and the IETF draft. */
const names = {
  requests: ['x-ratelimit-remaining-requests', 'anthropic-ratelimit-requests-remaining', 'x-ratelimit-remaining'],
  tokens: ['x-ratelimit-remaining-tokens', 'anthropic-ratelimit-tokens-remaining'],
  requestsReset: ['x-ratelimit-reset-requests', 'anthropic-ratelimit-requests-reset', 'x-ratelimit-reset'],
  tokensReset: ['x-ratelimit-reset-tokens', 'anthropic-ratelimit-tokens-reset'],
};

/** What an answer's headers say of the server's limits; null when they say nothing is used up. */
export function saidLimit(headers: Headers, now = Date.now()): SaidLimit | null {
  const requestsLeft = numberIn(headers, names.requests);
  const tokensLeft = numberIn(headers, names.tokens);
  if (requestsLeft !== 0 && tokensLeft !== 0) return null;
  const resets = [
    requestsLeft === 0 ? resetMs(first(headers, names.requestsReset), now) : null,
    tokensLeft === 0 ? resetMs(first(headers, names.tokensReset), now) : null,
  ].filter((each) => each !== null);
  return { requestsLeft, tokensLeft, resetMs: resets.length === 0 ? null : Math.max(...resets) };
}

/** Milliseconds from `6m12.5s`, `250ms`, seconds, seconds since 1970, or a date. */
export function resetMs(text: string | undefined, now: number): number | null {
  if (text === undefined || text.length > 100) return null;
  const plain = text.trim();
  if (/^\d+(\.\d+)?$/.test(plain)) {
    const value = Number(plain);
    // Some servers send the time itself, in seconds or milliseconds since 1970.
    if (value > 1e11) return Math.max(0, value - now);
    return value > 1e9 ? Math.max(0, value * 1000 - now) : value * 1000;
  }
  const parts = [...plain.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length > 0 && parts.map(([part]) => part).join('') === plain)
    return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0), 0);
  const date = Date.parse(plain);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function first(headers: Headers, of: readonly string[]): string | undefined {
  for (const name of of) {
    const value = headers[name];
    const text = Array.isArray(value) ? value[0] : value;
    if (text !== undefined) return text;
  }
  return undefined;
}

function numberIn(headers: Headers, of: readonly string[]): number | null {
  const text = first(headers, of)?.trim();
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
