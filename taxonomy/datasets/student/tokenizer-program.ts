/**
 * The program of a tokenizer's process, in CommonJS. It reads tokenizer.json from its standard input, and answers each
 * message with one.
 *
 * Segments of a row are joined with a special token of its own, and the ids are cut there: so each segment is read as
 * it is in the middle of a text, and no token spans two.
 */
export const program = `
process.on('disconnect', () => process.exit());
const reasonOf = (error) => String((error && error.message) || error);

async function readInput() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(text.includes('\\0') ? 'the file is not JSON but binary; a tokenizer.model has to be converted to a tokenizer.json first' : 'the file is not JSON');
  }
}

function checked(json) {
  const isObject = typeof json === 'object' && json !== null;
  if (isObject && !json.model && ('tokenizer_class' in json || 'chat_template' in json))
    throw new Error('the file is a tokenizer_config.json; send the tokenizer.json that lies beside it');
  if (!isObject || typeof json.model !== 'object' || json.model === null || !json.model.vocab)
    throw new Error('the file is JSON, but not a tokenizer.json: it has no model with a vocabulary');
  for (const key of ['normalizer', 'pre_tokenizer', 'post_processor', 'decoder']) json[key] = json[key] ?? null;
  json.added_tokens = json.added_tokens ?? [];
  return json;
}

async function openFile({ module, config, cut }) {
  const json = checked(await readInput());
  const { Tokenizer } = require(module);
  const size = (vocab) => (Array.isArray(vocab) ? vocab.length : Object.keys(vocab).length);
  const highest = Math.max(size(json.model.vocab), ...json.added_tokens.map(({ id }) => id + 1));
  const specialTokens = json.added_tokens.filter(({ special }) => special).map(({ content }) => content);
  const cutId = highest + 1;
  json.added_tokens.push({ id: cutId, content: cut, special: true, normalized: false, single_word: false, lstrip: false, rstrip: false });
  const tokenizer = new Tokenizer(json, { ...config, clean_up_tokenization_spaces: false });
  const idsOf = (segments) => {
    const { ids } = tokenizer.encode(segments.join(cut), { add_special_tokens: false });
    const cutIds = segments.map(() => []);
    let at = 0;
    for (const id of ids) {
      if (id === cutId) at += 1;
      else if (id === undefined) throw new Error('it has no token for a part of the text, and none for unknown text');
      else cutIds[at].push(id);
    }
    return cutIds;
  };
  const textOf = (ids) => (ids.length === 0 ? '' : tokenizer.decode(ids, { skip_special_tokens: false, clean_up_tokenization_spaces: false }));
  return { vocabulary: highest, specialTokens, idsOf, textOf };
}

// The tokenizer is quadratic in the length of a run without breaks, so longer runs are encoded in slices.
const slices = /\\S{1,128}|\\s{1,128}/gu;
const longRun = /\\S{129}|\\s{129}/u;

function openCl100k({ module, marks }) {
  const { encode, decode } = require(module);
  const first = 100300;
  const special = [...new Set(marks)].filter((mark) => mark !== '').sort((a, b) => b.length - a.length);
  const ids = new Map(special.map((mark, i) => [mark, first + i]));
  const pattern = special.length > 0 ? new RegExp('(' + special.map((mark) => mark.replace(/[\\\\^$.*+?()[\\]{}|]/g, '\\\\$&')).join('|') + ')') : null;
  const plain = { disallowedSpecial: new Set() };
  const encodeText = (text) => (longRun.test(text) ? text.match(slices).flatMap((slice) => encode(slice, plain)) : encode(text, plain));
  const encodeSegment = (text) =>
    (pattern ? text.split(pattern) : [text]).flatMap((part, i) => (part === '' ? [] : i % 2 === 1 ? [ids.get(part)] : encodeText(part)));
  const textOf = (tokens) => {
    let text = '', run = [];
    for (const id of tokens) {
      if (id < first) { run.push(id); continue; }
      text += decode(run) + special[id - first];
      run = [];
    }
    return text + decode(run);
  };
  return { vocabulary: first + special.length, specialTokens: special, idsOf: (segments) => segments.map(encodeSegment), textOf };
}

let tokenizer;
async function answer(asked) {
  if (asked.op === 'open') {
    tokenizer = asked.kind === 'file' ? await openFile(asked) : openCl100k(asked);
    return { vocabulary: tokenizer.vocabulary, specialTokens: tokenizer.specialTokens };
  }
  if (asked.op === 'encode') return { ids: asked.rows.map(tokenizer.idsOf) };
  return { texts: asked.rows.map(tokenizer.textOf) };
}

process.on('message', (asked) => {
  process.send({ isReady: true });
  answer(asked).catch((error) => ({ error: reasonOf(error) })).then((reply) => process.send(reply));
});`;
