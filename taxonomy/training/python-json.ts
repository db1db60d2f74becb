import { DomainError } from '../errors';

/** A string, or one of the words that Python writes for numbers that JSON does not have. */
const wordOrString = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g;

/** Stands for NaN and the infinities, which a JSON value cannot be. */
export const notANumber = 'not a number';

/**
 * Reads JSON as Python's json module writes it: NaN, Infinity and -Infinity become the text `notANumber`.
 *
 * @param name The file, for messages.
 * @throws DomainError `invalid`, naming the file, the line and the column.
 */
export function parsePythonJson(text: string, name: string): unknown {
  const plain = text.replace(/^\uFEFF/, '');
  try {
    return parse(plain);
  } catch (cause) {
    const { line, column } = placeOf(plain, faultIn(plain));
    throw new DomainError('invalid', `${name}, line ${line}, column ${column}: this is not JSON.`, { cause });
  }
}

/** The same for one line of JSON lines; null when it is not JSON, such as a line that is still being written. */
export function parsePythonLine(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  const isPlain = !text.includes('NaN') && !text.includes('Infinity');
  const json = isPlain
    ? text
    : text.replaceAll(wordOrString, (found) => (found.startsWith('"') ? found : `"${notANumber}"`));
  return JSON.parse(json);
}

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

const token =
  /\s*("[^"\\\n\r\t]*(?:\\.[^"\\\n\r\t]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN|true|false|null|[{}[\],:])/y;

/** Where the text stops being JSON. Only for messages: engines do not say it in the same way, or not at all. */
function faultIn(text: string): number {
  const closes: string[] = [];
  let expects: 'value' | 'key' | 'colon' | 'next' | 'end' = 'value';
  let mayClose = false;
  token.lastIndex = 0;
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at;
    const found = token.exec(text)?.[1];
    const start = at + (/^\s*/.exec(text.slice(at, at + 10_000))?.[0].length ?? 0);
    if (found === undefined) return start;
    const isClose = found === '}' || found === ']';
    if (isClose) {
      if (closes.pop() !== found || !(expects === 'next' || mayClose)) return start;
      expects = closes.length === 0 ? 'end' : 'next';
    } else if (expects === 'value' && !/^[,:]$/.test(found)) {
      if (found === '{') expects = 'key';
      else if (found !== '[') expects = closes.length === 0 ? 'end' : 'next';
      if (found === '{' || found === '[') closes.push(found === '{' ? '}' : ']');
    } else if (expects === 'key' && found.startsWith('"')) expects = 'colon';
    else if (expects === 'colon' && found === ':') expects = 'value';
    else if (expects === 'next' && found === ',') expects = closes.at(-1) === '}' ? 'key' : 'value';
    else return start;
    mayClose = found === '{' || found === '[';
  }
  return text.length;
}
