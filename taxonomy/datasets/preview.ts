import { LRUCache } from 'lru-cache';
import type { Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { leavesUnder } from '../tree/nodes';
import { changesInWords } from './continue-dataset';
import type { LargestLeaves, PhaseCount, PublishPreview, Recipe } from './contract';
import { wholeRecipe } from './default-recipe';
import { warningsOf } from './preview-warnings';
import { changeSentence } from './recipe-changes';
import { renderTemplate } from './render-template';
import { findLastVersion } from './repository';
import { tallyApproved, tallyPipelines, tallyTemplateMarks, type Tally } from './repository-tally';
import { findSameVersion } from './same-version';
import { leafPathsOf } from './scope';
import { countLeftOut, pipelineCounts } from './taken-pipelines';
import { phases, replaySources } from './vocabulary';

/**
 * The result of publishing with a recipe now: rows by phase and leaf, replay, and warnings. Nothing is stored.
 *
 * @param name The dataset that it would belong to. Omitted settings are taken from its last version, and differences
 * from it are among the warnings.
 */
export async function previewVersion(
  db: Db,
  taxonomyId: string,
  asked: Partial<Recipe>,
  { name, signal }: { name?: string; signal?: AbortSignal } = {},
): Promise<PublishPreview> {
  const latest = name === undefined ? null : await findLastVersion(db, { taxonomyId, name });
  const recipe = wholeRecipe({ ...latest?.recipe, ...asked });
  const leafIds = (await leavesUnder(db, taxonomyId, recipe.scope)).map(({ nodeId }) => nodeId);
  const tally = await tallyApproved(db, leafIds, recipe);
  const counts = countPhases(tally, recipe.replayFraction);
  const pipelines = pipelineCounts(await tallyPipelines(db, leafIds), recipe);
  const leaves = await largestLeaves(db, tally);
  const template = await tryTemplate(recipe, signal);
  const same = latest && (await findSameVersion(db, { taxonomyId, name: latest.datasetName, recipe, tally }));
  const changes = latest ? await changesInWords(db, latest.recipe, recipe) : [];
  return {
    approved: tally.knowledge_short + tally.knowledge_long + tally.skills,
    practice: tally.practice,
    phases: counts,
    leaves,
    pipelines,
    recipe,
    sameAs: same?.number ?? null,
    warnings: [
      ...changes.map((change) => changeSentence(change, latest?.number ?? 0)),
      ...warningsOf({
        tally,
        leaves,
        recipe,
        marks: await tallyTemplateMarks(db, leafIds, recipe),
        leftOut: countLeftOut(pipelines),
      }),
      ...(template.problem ? [template.problem] : []),
    ],
    rendered: template.rendered,
  };
}

const countPhases = (tally: Tally, fraction: number): PhaseCount[] =>
  phases.map((phase) => ({
    phase,
    own: tally[phase],
    replayed: replaySources[phase]
      .map((from) => ({ from, rows: tally[phase] > 0 ? replayRows(tally[from], fraction) : 0 }))
      .filter(({ rows }) => rows > 0),
  }));

async function largestLeaves(db: Db, { largest, leaves }: Tally): Promise<LargestLeaves> {
  const paths = await leafPathsOf(
    db,
    largest.map(({ leafId }) => leafId),
  );
  return {
    total: leaves,
    largest: largest.map(({ leafId, rows, ...byPhase }) => ({
      leafId,
      path: paths.get(leafId) ?? leafId,
      rows,
      byPhase,
    })),
  };
}

/** Rounds down. Uses whole numbers, because 0.29 × 100 is 28.999999999999996 in floating point. */
export const replayRows = (rows: number, fraction: number): number =>
  Math.floor((rows * Math.round(fraction * 10_000)) / 10_000);

async function tryTemplate(
  recipe: Recipe,
  signal?: AbortSignal,
): Promise<{ rendered: string | null; problem?: string }> {
  try {
    return { rendered: await renderExample(recipe, signal) };
  } catch (error) {
    if (error instanceof DomainError && error.code === 'invalid') return { rendered: null, problem: error.message };
    throw error;
  }
}

/** Cached, because starting a process for the template takes longer than the rest of a preview. */
const examples = new LRUCache<string, string>({ max: 50 });

/** @throws DomainError `invalid` when the template has an error. */
export async function renderExample({ chatTemplate, systemPrompt }: Recipe, signal?: AbortSignal): Promise<string> {
  const key = JSON.stringify([chatTemplate, systemPrompt]);
  const known = examples.get(key);
  if (known !== undefined) return known;
  const messages = [
    ...(systemPrompt === '' ? [] : [{ role: 'system' as const, content: systemPrompt }]),
    { role: 'user' as const, content: 'Which planet is the largest?' },
    { role: 'assistant' as const, content: 'Jupiter is the largest planet of the solar system.' },
  ];
  const example = await renderTemplate(chatTemplate, messages, { addGenerationPrompt: false, signal });
  examples.set(key, example);
  return example;
}
