import { z } from 'zod';

/** U+0000 and halves of surrogate pairs: Postgres stores neither, in text or in JSON. */
const unstorable = /[\0\p{Surrogate}]/gu;

/** The text without the characters that Postgres cannot store. For text that nobody can correct, such as a model's answer. */
export const stripUnstorable = (text: string): string => text.replace(unstorable, '');

/** The same for every text inside a JSON value. */
export function stripUnstorableJson(value: unknown): unknown {
  if (typeof value === 'string') return stripUnstorable(value);
  if (Array.isArray(value)) return value.map(stripUnstorableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, stripUnstorableJson(each)]));
}

/** A text field that Postgres can store. API requests are checked as a whole by `Storable`. */
export const storable = <T extends z.ZodType<string>>(text: T): T =>
  text.refine((value) => stripUnstorable(value) === value, 'Remove the NUL or broken character: it cannot be stored.');

type Place = { parent: Place; key: PropertyKey } | null;

/**
 * Any value in which no text or key has a character that Postgres cannot store. It runs before the schema of every
 * request, so that no field can be forgotten; each issue names the field.
 */
export const Storable = z.unknown().superRefine((value, context) => {
  // A list instead of recursion: a request may be nested deeper than the stack allows.
  const left: { value: unknown; place: Place }[] = [{ value, place: null }];
  for (let next = left.pop(); next; next = left.pop()) {
    const { value: each, place } = next;
    const bad = typeof each === 'string' ? findUnstorable(each) : null;
    if (bad) context.addIssue({ code: 'custom', path: pathOf(place), message: messageFor(bad) });
    if (typeof each !== 'object' || each === null) continue;
    for (const [key, inside] of Object.entries(each)) {
      const badKey = findUnstorable(key);
      if (badKey)
        context.addIssue({ code: 'custom', path: pathOf(place), message: `A key here: ${messageFor(badKey)}` });
      left.push({ value: inside, place: { parent: place, key: Array.isArray(each) ? Number(key) : key } });
    }
  }
});

function findUnstorable(text: string): { name: string; at: number } | null {
  const at = text.search(unstorable);
  if (at < 0) return null;
  const code = text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0');
  return { name: `U+${code}${code === '0000' ? '' : ' (half of a surrogate pair)'}`, at };
}

const messageFor = ({ name, at }: { name: string; at: number }) =>
  `Character ${at + 1} is ${name}, which cannot be stored. Remove it and send again.`;

function pathOf(place: Place): PropertyKey[] {
  const keys: PropertyKey[] = [];
  for (let each = place; each; each = each.parent) keys.push(each.key);
  return keys.toReversed();
}
