import type { Db } from '@/prisma/client';
import { countPassages, getPassages, listPassageIds } from '../../documents/passages';
import { leavesForRun } from '../../seeds/for-run';
import type { LeafForRun } from '../../seeds/leaf';
import type { Bound, ItemInput, Passage, Pipeline } from '../pipelines/define-pipeline';
import { pipelineWith, promptNamed } from '../prompt-texts/catalogue';
import { textsOfLeaves, textsOfTaxonomy, type OwnTexts } from '../prompt-texts/for-runs';
import { placeOf } from '../prompt-texts/place';
import { drawLeaves } from '../prompt-texts/repository';
import { meanTokensOf, reasonAgainst } from '../runs/plan-run';
import { StoppedError } from '../stopped-error';
import { quote } from '../text';
import { reach } from './reach';

/** Items that a preview asks about. */
export const PREVIEW_ITEMS = 3;
/** Leaves that are looked at before a preview gives up: many of them may not be ready for a run. */
const MOST_LEAVES = 40;
/** Questions of an item when the prompt that is tried writes them, so that there is something to compare. */
const SEVERAL = 3;
const MOST_OF_POOL = 8;
const MOST_ROUNDS = 30;

/** A real item of a leaf, with what its prompts are made from. */
export type PreviewItem = {
  leaf: LeafForRun;
  pipeline: Pipeline;
  input: ItemInput;
  passage: Passage | null;
  bound: Bound;
  /** The prompt that is tried is asked first: no call comes before it. */
  isFirst: boolean;
  about: string;
  texts: OwnTexts;
};

export type DrawnItems = { items: PreviewItem[]; ownTexts: OwnTexts; reason: string | null };

/**
 * Three real items for a prompt: of one leaf, or of leaves of the taxonomy that would use the text that is tried. The
 * same seed draws the same items.
 *
 * @throws DomainError `not_found` for an unknown prompt or leaf.
 */
export async function drawItems(
  db: Db,
  { name, nodeId, seed }: { name: string; nodeId: string | null; seed: string },
): Promise<DrawnItems> {
  const place = await placeOf(db, nodeId);
  const { kinds } = promptNamed(name, place.kind);
  const { taxonomyId } = place;
  const ids = nodeId === null ? await drawLeaves(db, { taxonomyId, kinds, seed, limit: MOST_LEAVES }) : [nodeId];
  const found: PreviewItem[][] = [];
  let reason: string | null = null;
  for (const id of ids) {
    if (found.length === PREVIEW_ITEMS) break;
    const [texts = new Map()] = (await textsOfLeaves(db, [id])).values();
    // A leaf with its own text would not use that of the taxonomy.
    if (nodeId === null && texts.has(name)) continue;
    for await (const leaves of leavesForRun(db, [id])) {
      for (const leaf of leaves) {
        const drawn = await itemsOf(db, name, leaf, { seed, texts });
        if (typeof drawn === 'string') reason ??= `“${leaf.name}”: ${drawn}`;
        else found.push(drawn);
      }
    }
  }
  const items = [0, 1, 2].flatMap((round) => found.flatMap((drawn) => drawn[round] ?? [])).slice(0, PREVIEW_ITEMS);
  const ownTexts = await textsOfTaxonomy(db, taxonomyId);
  if (items.length > 0) return { items, ownTexts, reason: null };
  const none = `There is no leaf to try it on. It is used for ${kinds.join(', ')} leaves with seed examples.`;
  return { items, ownTexts, reason: reason === null ? none : `No leaf is ready for it. ${reason}` };
}

/** Up to three items of a leaf; why it has none, in a sentence. */
async function itemsOf(
  db: Db,
  name: string,
  leaf: LeafForRun,
  { seed, texts }: { seed: string; texts: OwnTexts },
): Promise<PreviewItem[] | string> {
  const { leafId, kind, content, revisionId } = leaf;
  const pipeline = pipelineWith(name, kind);
  const isKnowledge = content.kind === 'knowledge';
  const passages = isKnowledge ? (await countPassages(db, [leafId])).get(leafId) : undefined;
  const reason = reasonAgainst(leaf, passages);
  if (!pipeline || reason !== null) return reason ?? `Its kind, ${kind}, does not use this prompt.`;
  const isFirst = pipeline.steps[0]?.prompts.some((prompt) => prompt.name === name) ?? false;
  const count = isFirst ? SEVERAL : 1;
  const options = {
    runSeed: seed,
    leafId,
    chunkIds: isKnowledge ? await listPassageIds(db, leafId) : [],
    tokens: meanTokensOf(content, passages),
    pool: content.seeds.map(({ id }) => ({ revisionId, seedId: id })),
  };
  const planOf = (target: number, firstRound: number) => pipeline.plan(content, { ...options, target, firstRound });
  // A share of `count` for each seed; a knowledge leaf needs more for several passages.
  const target = isKnowledge ? Math.max(100, count * content.seeds.length) : count * content.seeds.length;
  const small = isKnowledge ? planOf(count, 0)[0]?.bound : undefined;
  // Where the first step draws which of its prompts it asks, not every item asks this one.
  const isDrawn = isFirst && (pipeline.steps[0]?.prompts.length ?? 0) > 1;
  const items: PreviewItem[] = [];
  for (let round = 0; round < (isDrawn ? MOST_ROUNDS : PREVIEW_ITEMS); round += 1) {
    for (const { input: planned, bound } of planOf(target, round)) {
      if (items.length === PREVIEW_ITEMS) return items;
      const passage = await passageOf(db, planned);
      const pool = planned.pool?.slice(0, 1);
      const size = pool ? MOST_OF_POOL : count;
      const input = { ...planned, count: size, hasAuxiliary: false, ...(pool && { pool }) };
      const item = { leaf, pipeline, input, passage, bound: small ?? bound, isFirst, texts };
      if (isDrawn && !(await reach(name, item, seed, unanswered))) continue;
      items.push({ ...item, about: aboutOf(leaf, input, passage) });
    }
  }
  return items.length > 0 ? items : 'None of its seed examples leads to this prompt.';
}

async function passageOf(db: Db, { chunkId }: ItemInput): Promise<Passage | null> {
  return chunkId === null ? null : ((await getPassages(db, [chunkId])).get(chunkId) ?? null);
}

/** For the first step nothing has to be written before. */
const unanswered = () => Promise.reject(new StoppedError('Nothing is asked while items are drawn.'));

function aboutOf({ content }: LeafForRun, { seedIds }: ItemInput, passage: Passage | null): string {
  if (passage) return `Passage ${quote([...passage.headings, passage.text].join(' › '))}`;
  const seed = content.kind === 'knowledge' ? undefined : content.seeds.find(({ id }) => id === seedIds[0]);
  return seed ? `Seed example ${quote(seed.question)}` : 'Several seed examples';
}
