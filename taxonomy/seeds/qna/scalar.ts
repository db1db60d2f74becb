/** The type PyYAML gives a plain scalar. Fields of a qna.yaml accept only text. */
export type ScalarKind = 'text' | 'true or false' | 'whole number' | 'number' | 'date' | 'nothing' | 'another type';
export type ScalarValue = string | number | bigint | boolean | null;

// The patterns of PyYAML's resolver, in its order. They differ from the YAML 1.1 specification: a lone y or n is text.
const bool = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const truthy = /^(?:yes|true|on)$/i;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const int =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const empty = /^(?:~|null|Null|NULL|)$/;
const date =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

export type Resolved = { kind: ScalarKind; value: ScalarValue };

/** Resolves a plain (unquoted) scalar; null where PyYAML takes it for a number or date and then fails. */
export function resolvePlain(source: string): Resolved | null {
  if (bool.test(source)) return { kind: 'true or false', value: truthy.test(source) };
  if (float.test(source)) return { kind: 'number', value: toFloat(source) };
  if (int.test(source)) return Number.isNaN(toInt(source)) ? null : { kind: 'whole number', value: toInt(source) };
  if (empty.test(source)) return { kind: 'nothing', value: null };
  // JSON schemas know no dates. A bigint has none of the types that a schema can ask for.
  if (date.test(source)) return isDate(source) ? { kind: 'date', value: 0n } : null;
  return { kind: 'text', value: source };
}

const kindOfTag: Record<string, ScalarKind> = {
  int: 'whole number',
  float: 'number',
  bool: 'true or false',
  timestamp: 'date',
};

/** Resolves a scalar with a tag such as `!!int`, quoted or not; null when the text does not fit the tag. */
export function resolveTagged(tag: string, source: string): Resolved | null {
  const name = tag.split(':').at(-1) ?? '';
  if (name === 'null') return { kind: 'nothing', value: null };
  const resolved = resolvePlain(source);
  if (name === 'float' && resolved?.kind === 'whole number') return { kind: 'number', value: resolved.value };
  return resolved?.kind === kindOfTag[name] ? resolved : null;
}

/** Python refuses dates that do not exist; JavaScript rolls over to the next month. */
function isDate(source: string): boolean {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (source.match(/\d+/g) ?? []).map(Number);
  const isDay =
    year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
  return isDay && hour < 24 && minute < 60 && second < 60;
}

function toInt(source: string): number {
  const digits = source.replaceAll('_', '').replace(/^[-+]/, '');
  const sign = source.startsWith('-') ? -1 : 1;
  if (digits.includes(':')) return sign * sexagesimal(digits);
  if (/^0[bx]/.test(digits)) return sign * Number(digits);
  return sign * Number.parseInt(digits, digits.length > 1 && digits.startsWith('0') ? 8 : 10);
}

function toFloat(source: string): number {
  const text = source.replaceAll('_', '').toLowerCase();
  const digits = text.replace(/^[-+]/, '');
  const sign = text.startsWith('-') ? -1 : 1;
  if (digits === '.inf') return sign * Infinity;
  if (digits === '.nan') return NaN;
  return sign * (digits.includes(':') ? sexagesimal(digits) : Number(digits));
}

/** `12:30` is 750: YAML 1.1 has base-60 numbers. */
const sexagesimal = (digits: string): number => digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
