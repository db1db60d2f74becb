import { z } from 'zod';
import { TeacherError } from './teacher';

const piece = z.string().nullish().catch(null);
const Event = z.looseObject({
  model: z.unknown().optional(),
  choices: z
    .array(
      z.looseObject({
        index: z.number().optional(),
        finish_reason: z.unknown().optional(),
        delta: z.looseObject({ content: piece, refusal: piece, reasoning: piece, reasoning_content: piece }).nullish(),
      }),
    )
    .nullish(),
  usage: z.unknown().optional(),
  error: z.unknown().optional(),
});

/**
 * A stream of server-sent events as the one completion that it adds up to.
 *
 * @throws TeacherError `bad_answer` for a stream that breaks off before its end, or whose events are no JSON.
 */
export function readStream(body: string, host: string): object {
  const parts = { content: '', refusal: '', thought: '' };
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
    model ??= event.model;
    usage = event.usage ?? usage;
    const choice = event.choices?.find(({ index = 0 }) => index === 0);
    const { delta } = choice ?? {};
    parts.content += delta?.content ?? '';
    parts.refusal += delta?.refusal ?? '';
    parts.thought += delta?.reasoning_content ?? delta?.reasoning ?? '';
    finish = choice?.finish_reason ?? finish;
  }
  if (!isDone && finish === null) throw new TeacherError('bad_answer', `${host} broke off its answer in the middle.`);
  const message = {
    content: parts.content === '' ? null : parts.content,
    refusal: parts.refusal === '' ? null : parts.refusal,
    reasoning_content: parts.thought,
  };
  return { model, usage, choices: [{ message, finish_reason: finish }] };
}

/** The data of each event; its lines end as the sender likes. */
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
