/** Removes a key that a server repeats in a text, even with spaces between its characters. */
export function hideKey(text: string, key: string): string {
  const signs = Array.from(key, (sign) => sign.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`));
  return text.replace(new RegExp(signs.join(String.raw`\s?`), 'g'), '[key]');
}
