/** One message of a row, as the trainer will read it. */
export type ExportedMessage = { role: string; content: string };
export type ExportedLine = { messages: ExportedMessage[]; facts: [name: string, value: string][] };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMessage = (value: unknown): value is ExportedMessage =>
  isRecord(value) && typeof value.role === 'string' && typeof value.content === 'string';

/** Parses a line of the messages format for display; null for any other form, which is shown unchanged. */
export function readExportedLine(line: string): ExportedLine | null {
  const row = parsed(line);
  if (!isRecord(row) || !Array.isArray(row.messages) || !row.messages.every(isMessage)) return null;
  // Trainers expect metadata as a JSON string inside the JSON (lab-method 3.10).
  const metadata = typeof row.metadata === 'string' ? parsed(row.metadata) : row.metadata;
  const { messages: _messages, metadata: _metadata, ...besides } = row;
  const facts = [...Object.entries(besides), ...Object.entries(isRecord(metadata) ? metadata : {})];
  return { messages: row.messages, facts: facts.map(([name, value]) => [name, inWords(value)]) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const inWords = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Splits a data card into its front matter (YAML between two lines of dashes, as the Hub reads it) and its text. */
export function splitFrontMatter(card: string): { frontMatter: string | null; text: string } {
  const found = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(card);
  return found
    ? { frontMatter: found[1] ?? null, text: card.slice(found[0].length) }
    : { frontMatter: null, text: card };
}
