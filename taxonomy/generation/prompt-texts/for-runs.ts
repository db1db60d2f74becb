import type { Db } from '@/prisma/client';
import type { Pipeline } from '../pipelines/define-pipeline';
import { DomainError } from '../../errors';
import type { LeafKind } from '../../tree/vocabulary';
import { tokensIn } from '../text';
import { faultsOf } from './catalogue';
import { selectNewest, selectSources, selectTexts, selectTextsOfLeaves } from './repository';

/** An own text that holds somewhere. */
export type OwnText = { id: string; prompt: string; number: number; text: string };

/** Own texts by prompt. */
export type OwnTexts = ReadonlyMap<string, OwnText>;

/** The own texts of a taxonomy that hold now, by prompt. */
export async function textsOfTaxonomy(db: Db, taxonomyId: string): Promise<OwnTexts> {
  const rows = await selectNewest(db, { taxonomyId, leafId: null });
  return new Map(
    rows.flatMap(({ id, prompt, number, text }) => (text === null ? [] : [[prompt, { id, prompt, number, text }]])),
  );
}

/** The own texts of many leaves that hold now, by leaf. */
export async function textsOfLeaves(db: Db, leafIds: readonly string[]): Promise<Map<string, OwnTexts>> {
  const byLeaf = new Map<string, Map<string, OwnText>>();
  for (const { leafId, ...own } of await selectTextsOfLeaves(db, leafIds)) {
    byLeaf.set(leafId, (byLeaf.get(leafId) ?? new Map<string, OwnText>()).set(own.prompt, own));
  }
  return byLeaf;
}

/** Texts by id. They never change, so they may be kept. */
export const textsById = (db: Db, ids: readonly string[]): Promise<Map<string, string>> => selectTexts(db, ids);

/** Where an own text was saved, by whom and when. */
export type TextSource = { of: 'taxonomy' | 'leaf'; number: number; by: string; at: string };

/** The sources of texts, by id. */
export async function sourcesOf(db: Db, ids: readonly string[]): Promise<Map<string, TextSource>> {
  const rows = await selectSources(db, ids);
  return new Map(
    [...rows].map(([id, { number, by, at, isOfLeaf }]) => [id, { of: isOfLeaf ? 'leaf' : 'taxonomy', number, by, at }]),
  );
}

/**
 * Why a run cannot use an own text: an update of Seedleaf may have changed what the built-in prompt has to contain. Null
 * when it can.
 */
export function faultOfTexts(pipeline: Pipeline, texts: OwnTexts, kind: LeafKind): string | null {
  for (const { name } of pipeline.prompts) {
    const own = texts.get(name);
    const [fault] = own ? faultsOf(name, own.text, kind) : [];
    if (fault !== undefined)
      return `Its own text of the prompt ${name} cannot be used. ${fault} Edit it under Prompts.`;
  }
  return null;
}

/** @throws DomainError `invalid` when an own text of the taxonomy lacks what its prompt has to contain. */
export function refuseFaulty(pipelines: Iterable<Pipeline>, texts: OwnTexts): void {
  for (const { name } of new Set([...pipelines].flatMap(({ prompts }) => prompts))) {
    const own = texts.get(name);
    const [fault] = own ? faultsOf(name, own.text, null) : [];
    if (fault !== undefined) {
      throw new DomainError(
        'invalid',
        `The own text of the prompt ${name} cannot be used. ${fault} Edit it under Settings, Prompts.`,
      );
    }
  }
}

/** The tokens that the longest own text adds to a call: of prompts that write, and of those that judge. */
export function tokensAdded({ prompts }: Pipeline, ...texts: OwnTexts[]): { written: number; judged: number } {
  const added = { written: 0, judged: 0 };
  for (const { name, text, judges } of prompts) {
    const own = texts.findLast((each) => each.has(name))?.get(name);
    if (!own) continue;
    const tokens = Math.ceil(tokensIn(own.text.length - text.length));
    const part = judges ? 'judged' : 'written';
    added[part] = Math.max(added[part], tokens);
  }
  return added;
}
