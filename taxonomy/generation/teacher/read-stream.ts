import { z } from 'zod';
import { sentenceIn } from './said';
import { TeacherError } from './teacher';

const piece = z.string().nullish().catch(null);
const parts = z.array(z.looseObject({ type: z.string().optional(), text: z.string().optional() }));
const Delta = z.looseObject({
  content: z.union([z.string(), parts]).nullish().catch(null),
  refusal: piece,
  reasoning: piece,
  reasoning_content: piece,
});
const Event = z.looseObject({
  model: z.unknown().optional(),
  choices: z
    .array(
      z.looseObject({
        index: z.number().optional(),
        finish_reason: z.unknown().optional(),
        delta: Delta.nullish(),
        message: Delta.nullish(),
      }),
    )
    .nullish(),
  usage: z.unknown().optional(),
  error: z.unknown().optional(),
});

/**
 * Joins a stream of server-sent events into one completion.
 *
 * @throws TeacherError `bad_answer` for a stream that breaks off before its end, or with events that are not JSON.
 */
export function readStream(body: string, host: string): object {
  const joined = { content: '', refusal: '', thought: '' };
  let finish: unknown = null;
  let usage: unknown;
  let model: unknown;
  let isDone = false;
  for (const data of eventsIn(body)) {
    if (data === '[DONE]') {
      isDone = true;
      break;
    }
    const event = eventOf(data, host);
    if (event.error) return { error: event.error };
    if (!event.choices && sentenceIn(event) !== '') return { error: event };
    model ??= event.model;
    usage = event.usage ?? usage;
    const choice = event.choices?.find(({ index = 0 }) => index === 0);
    const delta = choice?.delta ?? choice?.message;
    joined.content += textOf(delta?.content);
    joined.refusal += delta?.refusal ?? '';
    joined.thought += delta?.reasoning_content ?? delta?.reasoning ?? '';
    finish = choice?.finish_reason ?? finish;
  }
  if (!isDone && finish === null) throw new TeacherError('bad_answer', `${host} stopped in the middle of its answer.`);
  const message = {
    content: joined.content === '' ? null : joined.content,
    refusal: joined.refusal === '' ? null : joined.refusal,
    reasoning_content: joined.thought,
  };
  return { model, usage, choices: [{ message, finish_reason: finish }] };
}

/** The text and the thinking that one event adds; null for an event that cannot be read. */
export function piecesOf(data: string): { text: string; thought: string } | null {
  if (data === '[DONE]') return null;
  try {
    const choice = Event.parse(JSON.parse(data)).choices?.find(({ index = 0 }) => index === 0);
    const delta = choice?.delta ?? choice?.message;
    return { text: textOf(delta?.content), thought: delta?.reasoning_content ?? delta?.reasoning ?? '' };
  } catch {
    return null;
  }
}

const textOf = (content: z.infer<typeof Delta>['content']): string =>
  typeof content === 'string'
    ? content
    : (content ?? []).map(({ type, text }) => (type === 'reasoning' ? '' : (text ?? ''))).join('');

/** The data of each event; lines may end with CR, LF or both. */
function* eventsIn(body: string): Generator<string> {
  let data: string[] = [];
  for (const line of body.split(/\r\n|\n|\r/)) {
    if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
    if (line !== '' || data.length === 0) continue;
    yield data.join('\n');
    data = [];
  }
  if (data.length > 0) yield data.join('\n');
}

function eventOf(data: string, host: string): z.infer<typeof Event> {
  try {
    return Event.parse(JSON.parse(data));
  } catch {
    throw new TeacherError('bad_answer', `${host} sent a stream with a broken event.`);
  }
}
