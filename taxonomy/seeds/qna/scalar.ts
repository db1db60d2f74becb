/** What PyYAML makes of a plain scalar. Only text can stand where qna.yaml wants text. */
export type ScalarKind = 'text' | 'true or false' | 'whole number' | 'number' | 'date' | 'nothing';
export type ScalarValue = string | number | bigint | boolean | null;

// YAML 1.1 as PyYAML's resolver reads it, in its order. It differs from the YAML 1.1 text: a lone y or n is text.
const bool = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const truthy = /^(?:yes|true|on)$/i;
const float =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const int =
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const empty = /^(?:~|null|Null|NULL|)$/;
const date =
  /^(?:\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?)$/;

/** Resolves a plain (unquoted) scalar. Quoted and block scalars are always text. */
export function resolvePlain(source: string): { kind: ScalarKind; value: ScalarValue } {
  if (bool.test(source)) return { kind: 'true or false', value: truthy.test(source) };
  if (float.test(source)) return { kind: 'number', value: toFloat(source) };
  if (int.test(source)) return { kind: 'whole number', value: toInt(source) };
  if (empty.test(source)) return { kind: 'nothing', value: null };
  // A schema knows no dates; a bigint is of none of the types that it asks for.
  if (date.test(source)) return { kind: 'date', value: BigInt(Date.parse(source.replace(/[ \t]+/, 'T')) || 0) };
  return { kind: 'text', value: source };
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

/** `12:30` is 750: YAML 1.1 counts in sixties. */
const sexagesimal = (digits: string): number => digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
