/** Removes a key that a server repeats in a text, even with spaces between its characters. */
export function hideKey(text: string, key: string): string {
  const signs = Array.from(key, (sign) => sign.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`));
  return text.replace(new RegExp(signs.join(String.raw`\s?`), 'g'), '[key]');
}

/** Shorter ones are placeholders such as “none”, or ordinary words, not secrets. */
const SHORTEST = 6;

/**
 * What must not appear in any message: the key, the values of extra headers, and the part of such a value that is a key
 * itself (`Bearer …`).
 */
export function secretsIn({
  apiKey,
  headers = {},
}: {
  apiKey?: string | undefined;
  headers?: Record<string, string>;
}): string[] {
  const values = Object.values(headers).flatMap((value) => [value, /^\S+ +(\S+)$/.exec(value)?.[1] ?? '']);
  const all = [apiKey ?? '', ...values].filter(({ length }) => length >= SHORTEST);
  return [...new Set(all)].toSorted((a, b) => b.length - a.length);
}

export const hideSecrets = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((hidden, secret) => hideKey(hidden, secret), text);
