import { LRUCache } from 'lru-cache';
import type { Db } from '@/prisma/client';
import { DomainError } from '../errors';
import { changesInWords } from './continue-dataset';
import type { PublishPreview } from './contract';
import type { Recipe } from './contract-recipe';
import { countPhases, largestLeaves, withPaths } from './count-phases';
import { wholeRecipe } from './default-recipe';
import { findFaults } from './find-faults';
import { planVersion } from './plan-version';
import { warningsOf } from './preview-warnings';
import { changeSentence } from './recipe-changes';
import { renderTemplate } from './render-template';
import { findLastVersion } from './repository';
import { selectOtherSources } from './repository-sources';
import { tallyPipelines, tallyTemplateMarks, tallyWithLengths } from './repository-tally';
import { findSameVersion } from './same-version';
import { chosenLeaves, leafPathsOf } from './scope';
import { countLeftOut, pipelineCounts } from './taken-pipelines';
import { parts } from './vocabulary-limits';

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
  const others = await selectOtherSources(db, taxonomyId, recipe.phases);
  const fault = await findFaults(db, taxonomyId, recipe, others);
  if (fault) throw fault;
  const leaves = await chosenLeaves(db, taxonomyId, recipe.scope);
  const { tally, lengths } = await tallyWithLengths(db, leaves, recipe);
  const plan = planVersion(recipe, leaves, tally);
  const counts = countPhases(recipe, plan.targets, others);
  const leafIds = leaves.map(({ id }) => id);
  const pipelines = pipelineCounts(await tallyPipelines(db, leafIds), recipe.selection);
  const largest = largestLeaves(plan.targets, recipe.phases.length);
  const paths = await leafPathsOf(
    db,
    largest.largest.map(({ leafId }) => leafId),
  );
  const leafCounts = withPaths(largest, paths);
  const template = await tryTemplate(recipe, signal);
  const chosen = tally.reduce((sum, { rows }) => sum + rows, 0);
  const same = latest && (await findSameVersion(db, { last: latest, recipe, leaves, chosen }));
  const changes = latest ? await changesInWords(db, latest.recipe, recipe) : [];
  return {
    approved: chosen,
    practice: tally.reduce((sum, { practice }) => sum + practice, 0),
    phases: counts,
    leaves: leafCounts,
    lengths: lengths.flatMap(({ part, ...bucket }) => {
      const name = parts[part];
      return name && name !== 'compositional' ? { part: name, ...bucket } : [];
    }),
    pipelines,
    recipe,
    sameAs: same?.number ?? null,
    warnings: [
      ...changes.map((change) => changeSentence(change, latest?.number ?? 0)),
      ...warningsOf({
        tally,
        plan,
        phases: counts,
        leaves: leafCounts,
        recipe,
        marks: await tallyTemplateMarks(db, leaves, recipe),
        leftOut: countLeftOut(pipelines),
      }),
      ...(template.problem ? [template.problem] : []),
    ],
    rendered: template.rendered,
  };
}

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
