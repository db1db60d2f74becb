import { cleanAnswer } from './clean-answer';
import { hideSecrets } from './hide-key';
import { piecesOf } from './read-stream';

type Options = {
  /** Values that no answer may show. */
  secrets: readonly string[];
  /** The model is known to think: then nothing is an answer before its thinking has ended. */
  mayThink: boolean;
};

/** Cleaning looks at the whole text, so it is not done for every token. */
const EVERY_MS = 40;
/** Of a longer answer, only the end is shown once it is there. */
const MOST_CHARACTERS = 200_000;

/**
 * Reads a stream of events while it comes, and tells the answer so far: cleaned of thinking and secrets as a whole
 * answer is, with nothing that may still turn out to be one of them.
 */
export function answerSoFar(onText: (soFar: string) => void, { secrets, mayThink }: Options) {
  const decoder = new TextDecoder();
  let rest = '';
  let raw = '';
  let hasThought = false;
  let told = '';
  let toldAt = 0;
  return (chunk: Uint8Array): void => {
    if (raw.length > MOST_CHARACTERS || rest.length > MOST_CHARACTERS) return;
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const pieces = line.startsWith('data:') ? piecesOf(line.slice(5).trim()) : null;
      raw += pieces?.text ?? '';
      hasThought ||= Boolean(pieces?.thought);
    }
    if (performance.now() - toldAt < EVERY_MS) return;
    const clean = cleanAnswer(raw);
    if (mayThink && !hasThought && clean.thought === '') return;
    const text = withoutBeginnings(hideSecrets(certainPartOf(clean.text), secrets), secrets);
    if (text === told) return;
    told = text;
    toldAt = performance.now();
    onText(text);
  };
}

/** Without a last line that may still become a mark of thinking or of the end of a turn. */
function certainPartOf(text: string): string {
  const from = text.lastIndexOf('\n') + 1;
  const mark = /[<[|◁][^\s>\]]{0,40}$/.exec(text.slice(from));
  return mark ? text.slice(0, from + mark.index) : text;
}

/** Without an end that is the beginning of a secret. */
function withoutBeginnings(text: string, secrets: readonly string[]): string {
  for (const secret of secrets)
    for (let length = secret.length - 1; length >= 3; length -= 1)
      if (text.endsWith(secret.slice(0, length))) return text.slice(0, -length);
  return text;
}
