const LONGEST = 600;

/**
 * The message in the body of a refusal, in one line and whatever its form: a text, an object, a list (of the fields
 * that it does not accept), nested ones, or a web page.
 */
export function saidIn(body: string): string {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return oneLine(body.trimStart().startsWith('<') ? textOfPage(body) : body);
  }
  return sentenceIn(json);
}

/** The same for a body that is already parsed. */
export const sentenceIn = (value: unknown): string => oneLine(wordsIn(value, 0));

// The first of these fields that contains text is the message.
const names = [
  'error',
  'message',
  'detail',
  'details',
  'error_description',
  'msg',
  'errors',
  'reason',
  'title',
  'description',
];

function wordsIn(value: unknown, depth: number): string {
  if (typeof value === 'string') return nested(value, depth);
  if (depth > 6 || typeof value !== 'object' || value === null) return '';
  if (Array.isArray(value)) {
    const all = value.slice(0, 5).map((each) => wordsIn(each, depth + 1));
    return all.filter((words) => words !== '').join('; ');
  }
  for (const name of names) {
    const words = Object.hasOwn(value, name) ? wordsIn(Reflect.get(value, name), depth + 1) : '';
    if (words === '') continue;
    const place = placeIn(value);
    const own = place === '' || words.includes(place) ? words : `${place}: ${words}`;
    const raw = rawIn(value, depth);
    return raw === '' ? own : `${own}: ${raw}`;
  }
  return wordsByField(value, depth) || wordsByOtherName(value, depth);
}

/** The message of the provider behind a gateway, as OpenRouter passes it on. */
function rawIn(value: object, depth: number): string {
  const metadata: unknown = Object.hasOwn(value, 'metadata') ? Reflect.get(value, 'metadata') : null;
  const raw: unknown = typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'raw') : null;
  return raw === null || raw === undefined ? '' : wordsIn(raw, depth + 1);
}

const otherName = /(?:msg|message|error|fault|string|reason|info|text)$/i;

/** `{ "errorMessage": "…" }`, `{ "base_resp": { "status_msg": "…" } }` and the like. */
function wordsByOtherName(value: object, depth: number): string {
  for (const [field, each] of Object.entries(value)) {
    const isWords = typeof each === 'object' || (typeof each === 'string' && otherName.test(field));
    const words = isWords ? wordsIn(each, depth + 1) : '';
    if (words !== '') return words;
  }
  return '';
}

/** Some servers list what is wrong by field: `{ "max_tokens": ["must be less than 1024"] }`. */
function wordsByField(value: object, depth: number): string {
  const all = Object.entries(value).map(([field, each]) => {
    const words = Array.isArray(each) ? wordsIn(each, depth + 1) : '';
    return words === '' ? '' : `${field}: ${words}`;
  });
  return all
    .filter((words) => words !== '')
    .slice(0, 5)
    .join('; ');
}

/** Some gateways put a whole JSON body into the message. */
function nested(text: string, depth: number): string {
  if (depth > 6 || !/^\s*[{[]/.test(text)) return text;
  try {
    return wordsIn(JSON.parse(text), depth + 1) || text;
  } catch {
    return text;
  }
}

/** The field that the message is about, as pydantic (`loc`) and OpenAI (`param`) name it. */
function placeIn(value: object): string {
  const loc = Object.hasOwn(value, 'loc') ? Reflect.get(value, 'loc') : undefined;
  if (Array.isArray(loc)) return loc.map(String).join('.').slice(0, 100);
  const param = Object.hasOwn(value, 'param') ? Reflect.get(value, 'param') : undefined;
  return typeof param === 'string' ? param.slice(0, 100) : '';
}

/** The title and the text of a page, without markup. */
function textOfPage(page: string): string {
  return page
    .slice(0, 20_000)
    .replace(/<(script|style)\b[^>]{0,500}>[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]{0,1000}>/g, ' ');
}

const oneLine = (text: string): string => cleanText(text.slice(0, 5_000)).replace(/\s+/g, ' ').trim().slice(0, LONGEST);

/** Makes a text storable in the database: NUL is removed, lone surrogates are replaced. */
export const cleanText = (text: string): string => text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
