import { z } from 'zod';
import { headerNamePattern, limits } from './vocabulary';

/** Seedleaf sets these itself, or they belong to the connection. */
const ownNames = new Set([
  'host',
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'accept-encoding',
  'proxy-authorization',
  'proxy-authenticate',
  'proxy-connection',
]);

const wholeName = new RegExp(`^${headerNamePattern}$`);

/** What is wrong with the name of a header, as a sentence; null when nothing is. */
function faultOfName(name: string): string | null {
  const shown = name.slice(0, 100);
  if (name.length > limits.headerName) return `A header's name has at most ${limits.headerName} characters.`;
  if (!wholeName.test(name)) return `“${shown}” is not the name of a header. It has letters, digits and hyphens.`;
  return ownNames.has(name.toLowerCase()) ? `Seedleaf sets the header ${shown} itself. Leave it out.` : null;
}

/** The same for a value, which is never quoted. */
function faultOfValue(name: string, value: string | null): string | null {
  if (value === null) return null;
  if (value.trim() === '') return `The header ${name} has no value.`;
  if (value.length > limits.headerValue)
    return `The value of ${name} has more than ${limits.headerValue.toLocaleString('en')} characters.`;
  if (/^[\x20-\x7e]+$/.test(value.trim())) return null;
  return `The value of ${name} has a line break or a character that a header cannot have.`;
}

/** Everything that is wrong with some headers, in sentences. */
function faultsOf(headers: Record<string, string | null>): string[] {
  const names = Object.keys(headers);
  if (names.length > limits.headers) return [`At most ${limits.headers} extra headers.`];
  const folded = names.map((name) => name.toLowerCase());
  const twice = names.find((_, i) => folded.indexOf(folded[i] ?? '') !== i);
  const faults = Object.entries(headers).map(([name, value]) => faultOfName(name) ?? faultOfValue(name, value));
  return [...faults, twice === undefined ? null : `The header ${twice.slice(0, 100)} is there twice.`].filter(
    (fault) => fault !== null,
  );
}

type Checked = { value: Record<string, string | null>; issues: z.core.$ZodRawIssue[] };

const check = ({ value, issues }: Checked): void => {
  for (const message of faultsOf(value)) issues.push({ code: 'custom', message, input: undefined });
};

/** Extra headers of each request, such as `{ "X-Org": "research" }`. Their values may be secret. */
export const Headers = z.record(z.string(), z.string()).check(check);
export type Headers = z.infer<typeof Headers>;

/** All headers of a teacher after a change; null keeps the value that is stored under the name. */
export const HeaderChanges = z.record(z.string(), z.string().nullable()).check(check);
export type HeaderChanges = z.infer<typeof HeaderChanges>;
