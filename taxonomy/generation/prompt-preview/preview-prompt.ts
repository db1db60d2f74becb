import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import type {
  PreviewAnswer,
  PreviewedItem,
  PreviewItemRequest,
  PreviewPromptRequest,
  PromptPreviewPlan,
} from '../contract-prompts';
import { promptNamed } from '../prompt-texts/catalogue';
import { isReadable } from '../prompt-texts/marks';
import { placeOf } from '../prompt-texts/place';
import { refuseFaults, tidy } from '../prompt-texts/prompt-texts';
import { makeFence } from '../prompts/prompt';
import { freezePrompts, RunPrompts } from '../runs/prompts';
import type { TeacherAccess } from '../teacher/access';
import { costOf, microsOf } from '../teacher/prices';
import type { Completion } from '../teacher/teacher';
import { clientOf } from '../teacher/clients';
import { getTeacher } from '../teacher/teachers';
import { tokensIn } from '../text';
import { drawItems, type DrawnItems, type PreviewItem } from './draw-items';
import { PreviewCalls } from './preview-calls';
import { reach } from './reach';

type Means = { access: TeacherAccess; signal: AbortSignal };

const CHARACTERS_SHOWN = 20_000;
const MOST_MS = 300_000;

/**
 * The items that a preview would ask about, with the most calls and about the tokens that it needs. Asks nobody.
 *
 * @throws DomainError `invalid` for a text that could not be saved; `not_found` for an unknown prompt, leaf or teacher.
 */
export async function planPreview(db: Db, name: string, request: PreviewPromptRequest): Promise<PromptPreviewPlan> {
  const { leaf: nodeId, seed } = request;
  const text = tidy(request.text);
  refuseFaults(name, text, await placeOf(db, nodeId));
  const { price } = await getTeacher(db, request.teacherId);
  const { items, reason } = await drawItems(db, { name, nodeId, seed });
  const sums = items.map((item) => boundOf(name, item, text));
  const sum = (part: 'calls' | 'promptTokens' | 'completionTokens') =>
    Math.ceil(sums.reduce((total, each) => total + each[part], 0));
  const tokens = { promptTokens: sum('promptTokens'), completionTokens: sum('completionTokens') };
  return {
    items: items.map(({ leaf, about }) => ({ leaf: { nodeId: leaf.leafId, name: leaf.name }, about })),
    reason,
    calls: sum('calls'),
    ...tokens,
    cost: price && microsOf(costOf(price, { ...tokens, cachedTokens: 0 })),
  };
}

/** What writes before the prompt, and the prompt itself twice. Judges before it are not asked. */
function boundOf(name: string, { bound, isFirst }: PreviewItem, text: string) {
  const { prompt } = promptNamed(name, null);
  const { judged } = bound;
  const written = {
    calls: bound.calls - judged.calls,
    promptTokens: bound.promptTokens - judged.promptTokens,
    completionTokens: bound.completionTokens - judged.completionTokens,
  };
  const of = prompt.judges ? judged : written;
  const before = isFirst ? 0 : 1;
  const longer = tokensIn(Math.max(0, text.length - prompt.text.length));
  const each = Math.max(1, of.calls);
  return {
    calls: before * written.calls + 2,
    promptTokens: before * written.promptTokens + 2 * (of.promptTokens / each + longer),
    completionTokens: before * written.completionTokens + 2 * (of.completionTokens / each),
  };
}

/**
 * Asks a teacher about one of the planned items, with the text that holds there and with the new one. What the prompt is
 * about is written by the same teacher first, as in a run; judges and rules before it let everything through. Nothing is
 * saved.
 *
 * @throws DomainError `invalid` for a text that could not be saved; `unavailable` when the teacher gives no answer;
 *   TeacherError.
 */
export async function previewPrompt(
  db: Db,
  name: string,
  request: PreviewItemRequest,
  { access, signal }: Means,
): Promise<PreviewedItem> {
  const { leaf: nodeId, seed, teacherId } = request;
  const text = tidy(request.text);
  refuseFaults(name, text, await placeOf(db, nodeId));
  const { price } = await getTeacher(db, teacherId);
  const drawn = await drawItems(db, { name, nodeId, seed });
  const item = drawn.items[request.item];
  if (!item)
    throw new DomainError('not_found', drawn.reason ?? 'There is no such item any more. Start the preview again.');
  const client = await clientOf(db, teacherId, access);
  const timeout = AbortSignal.timeout(MOST_MS);
  const calls = new PreviewCalls(client, price, { seed, fence: makeFence(seed) }, AbortSignal.any([signal, timeout]));
  try {
    return await askTwice(name, text, item, drawn, calls, seed);
  } catch (error) {
    if (!timeout.aborted) throw error;
    throw new DomainError(
      'unavailable',
      'The teacher took longer than five minutes. Try again, or choose another one.',
    );
  } finally {
    await client.close();
  }
}

async function askTwice(
  name: string,
  text: string,
  item: PreviewItem,
  { ownTexts }: DrawnItems,
  calls: PreviewCalls,
  seed: string,
): Promise<PreviewedItem> {
  const { leaf, pipeline } = item;
  const prompts = new RunPrompts(freezePrompts([pipeline], ownTexts));
  const values = { name: leaf.name, content: leaf.content };
  const texts = new Map([...item.texts].map(([prompt, own]) => [prompt, own.text]));
  const current = prompts.of({ values, texts });
  const tried = prompts.of({ values, texts: new Map([...texts, [name, text]]) });
  const question = await reach(name, item, seed, (each) => each.ask(calls, current));
  if (!question) {
    throw new DomainError(
      'unavailable',
      'The item did not get as far as this prompt: what the teacher wrote before it could not be read. Try other items.',
    );
  }
  const [before, after] = await Promise.all([question.ask(calls, current), question.ask(calls, tried)]);
  const { prompt } = promptNamed(name, null);
  const answerOf = (completion: Completion): PreviewAnswer => ({
    text: completion.text.slice(0, CHARACTERS_SHOWN),
    thought: completion.thought.slice(0, CHARACTERS_SHOWN),
    finishReason: completion.finishReason,
    isReadable: isReadable(prompt, completion.text),
  });
  return {
    leaf: { nodeId: leaf.leafId, name: leaf.name },
    asked: question.asked(calls, current).slice(0, CHARACTERS_SHOWN),
    old: answerOf(before),
    new: answerOf(after),
    ...calls.cost,
  };
}
