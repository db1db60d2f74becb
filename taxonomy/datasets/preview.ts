import type { Db } from '@/prisma/client';
import { DomainError } from '../errors';
import type { PhaseCount, PublishPreview, Recipe } from './contract';
import { leavesUnder } from '../tree/nodes';
import { compareWithLatest } from './continue-dataset';
import { defaultRecipe, wholeRecipe } from './default-recipe';
import { changeSentence } from './recipe-changes';
import { renderTemplate } from './render-template';
import { tallyApproved } from './repository';
import { phases, replaySources, type Phase } from './vocabulary';

/**
 * What publishing with a recipe would give now: rows by phase and leaf, what is replayed, and what deserves a second
 * look. Nothing is stored.
 *
 * @param name The dataset that it would be a version of; where its last version was put together otherwise is said too.
 */
export async function previewVersion(
  db: Db,
  taxonomyId: string,
  asked: Partial<Recipe>,
  name?: string,
): Promise<PublishPreview> {
  const recipe = wholeRecipe(asked);
  const leaves = await leavesUnder(db, taxonomyId, recipe.scope);
  const nameOf = new Map(leaves.map(({ nodeId, name }) => [nodeId, name]));
  const tally = await tallyApproved(db, [...nameOf.keys()], recipe.shortAnswerTokens);
  const own = (phase: Phase) => tally.filter((row) => row.phase === phase);
  const rowsOf = (phase: Phase) => own(phase).reduce((sum, { rows }) => sum + rows, 0);
  const counts = phases.map((phase): PhaseCount => ({
    phase,
    own: rowsOf(phase),
    replayed: replaySources[phase]
      .map((from) => ({ from, rows: rowsOf(phase) > 0 ? replayRows(rowsOf(from), recipe.replayFraction) : 0 }))
      .filter(({ rows }) => rows > 0),
    leaves: own(phase).map(({ leafId, rows }) => ({ leafId, name: nameOf.get(leafId) ?? leafId, rows })),
  }));
  const practice = tally.reduce((sum, row) => sum + row.practice, 0);
  const approved = tally.reduce((sum, row) => sum + row.rows, 0);
  const template = await tryTemplate(recipe);
  const since = name === undefined ? null : await compareWithLatest(db, { taxonomyId, name, recipe });
  return {
    approved,
    practice,
    phases: counts,
    defaults: defaultRecipe,
    recipe,
    warnings: [
      ...(since ? since.changes.map((change) => changeSentence(change, since.number)) : []),
      ...warningsOf(counts, { approved, practice, recipe }),
      ...(template.problem ? [template.problem] : []),
    ],
    rendered: template.rendered,
  };
}

/** As many as the fraction allows, never more. Reckoned in whole numbers: 0.29 × 100 is 28.999999999999996 to a machine. */
export const replayRows = (rows: number, fraction: number): number =>
  Math.floor((rows * Math.round(fraction * 10_000)) / 10_000);

async function tryTemplate(recipe: Recipe): Promise<{ rendered: string | null; problem?: string }> {
  try {
    return { rendered: await renderExample(recipe) };
  } catch (error) {
    if (error instanceof DomainError) return { rendered: null, problem: error.message };
    throw error;
  }
}

/** @throws DomainError `invalid` when the template is wrong. */
export const renderExample = (recipe: Recipe): Promise<string> =>
  renderTemplate(
    recipe.chatTemplate,
    [
      ...(recipe.systemPrompt === '' ? [] : [{ role: 'system' as const, content: recipe.systemPrompt }]),
      { role: 'user', content: 'Which planet is the largest?' },
      { role: 'assistant', content: 'Jupiter is the largest planet of the solar system.' },
    ],
    { addGenerationPrompt: false },
  );

const text = (count: number): string => count.toLocaleString('en');

function warningsOf(
  counts: PhaseCount[],
  { approved, practice, recipe }: { approved: number; practice: number; recipe: Recipe },
): string[] {
  const threshold = recipe.shortAnswerTokens;
  const rows = (phase: Phase) => counts.find((count) => count.phase === phase)?.own ?? 0;
  const warnings: string[] = [];
  if (practice > 0) {
    warnings.push(
      `${text(practice)} of ${text(approved)} approved samples were written by the practice teacher. Their rows are marked and no good for training.`,
    );
  }
  const short = rows('knowledge_short');
  const long = rows('knowledge_long');
  const skills = rows('skills');
  if (approved > 0 && short + long === 0) {
    warnings.push(`None of the ${text(approved)} approved samples is knowledge, so there is nothing to replay.`);
  }
  if (approved > 0 && skills === 0) {
    warnings.push(`None of the ${text(approved)} approved samples is a skill, so the last phase is empty.`);
  }
  if (long > 0 && short === 0) {
    warnings.push(
      `All ${text(long)} knowledge answers are longer than ${text(threshold)} tokens: the first phase is empty.`,
    );
  }
  if (short > 0 && long === 0) {
    warnings.push(
      `All ${text(short)} knowledge answers have at most ${text(threshold)} tokens: the second phase is empty.`,
    );
  }
  if (recipe.replayFraction === 0 && short + long > 0 && skills > 0) {
    warnings.push(
      `Replay is 0: none of the ${text(short + long)} knowledge samples is repeated, so a model may forget them.`,
    );
  }
  const heaviest = heaviestLeaf(counts);
  if (heaviest && heaviest.others > 0 && heaviest.rows * 2 > approved) {
    warnings.push(
      `${heaviest.name} holds ${text(heaviest.rows)} of ${text(approved)} approved samples, more than all other leaves together.`,
    );
  }
  return warnings;
}

/** The leaf with the most rows over all phases, and how many leaves there are beside it. */
function heaviestLeaf(counts: PhaseCount[]): { name: string; rows: number; others: number } | undefined {
  const byLeaf = new Map<string, { name: string; rows: number }>();
  for (const { leafId, name, rows } of counts.flatMap(({ leaves }) => leaves)) {
    byLeaf.set(leafId, { name, rows: rows + (byLeaf.get(leafId)?.rows ?? 0) });
  }
  const [first] = [...byLeaf.values()].sort((a, b) => b.rows - a.rows);
  return first && { ...first, others: byLeaf.size - 1 };
}
