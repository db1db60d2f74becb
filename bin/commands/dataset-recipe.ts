import { readFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import type { Database } from '@/prisma/client';
import { Recipe } from '@/taxonomy/datasets/contract-recipe';
import { defaultRecipe, labradoritePrompt } from '@/taxonomy/datasets/vocabulary';
import { phasePresets, withReplayShare, type PhasePreset } from '@/taxonomy/datasets/vocabulary-phases';
import { DomainError } from '@/taxonomy/errors';
import { listTeachers } from '@/taxonomy/generation/teacher/teachers';
import { factsOf, pipelineFacts } from '@/taxonomy/generation/vocabulary-pipelines';
import { parseOrRefuse } from '@/taxonomy/parse';
import { findNodeByPath } from '@/taxonomy/tree/find-node';

/** The options of `dataset publish`. */
export type PublishOptions = {
  leaf?: string[];
  shortAnswerTokens?: number;
  replay?: number;
  seed?: string;
  systemPrompt?: string;
  pipeline?: string[];
  phases?: PhasePreset;
  recipe?: string;
  run?: string[];
  teacher?: string[];
  minimumScore?: MinimumScore[];
  withPending?: boolean;
  atMost?: number;
  exactly?: number;
  repeat?: boolean;
  validation?: number;
  test?: number;
  fresh?: boolean;
  evenIfSame?: boolean;
};
/** Prompts that can be chosen by name. */
const namedPrompts = new Map([
  ['none', ''],
  ['labradorite', labradoritePrompt],
]);

/** @throws DomainError `invalid` for a name that no pipeline has. */
function pipelinesOf(names: string[]): string[] {
  if (names.length === 1 && names[0] === 'all') return [];
  const unknown = names.find((name) => factsOf(name) === null);
  if (unknown === undefined) return names;
  const known = Object.keys(pipelineFacts).join(', ');
  throw new DomainError('invalid', `There is no pipeline “${unknown}”. Choose from these: ${known}.`);
}

type MinimumScore = Recipe['selection']['minimumScores'][number];

export function toScore(text: string, before: MinimumScore[] = []): MinimumScore[] {
  const [, step = '', score = ''] = /^([^=]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (step === '') throw new InvalidArgumentError('It must be a step and a score, such as judge_pair=2.');
  return [...before, { step, score: Number(score) }];
}

/** The settings of a recipe file. What is wrong in it is said when the recipe is parsed as a whole. */
async function readRecipe(file: string): Promise<object> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new DomainError('invalid', `The recipe ${file} cannot be read. Check its path.`, { cause });
  }
  try {
    return parseOrRefuse(Recipe.partial(), JSON.parse(text));
  } catch (cause) {
    if (cause instanceof DomainError) throw new DomainError('invalid', `${file}: ${cause.message}`, { cause });
    throw new DomainError('invalid', `${file} is no JSON: ${(cause as Error).message}`, { cause });
  }
}

/** @throws DomainError `not_found` for a name that no teacher has. */
async function teachersOf(db: Database, names: string[]): Promise<string[]> {
  const teachers = await listTeachers(db);
  return names.map((name) => {
    const found = teachers.find((teacher) => teacher.name === name || teacher.id === name);
    if (found) return found.id;
    throw new DomainError(
      'not_found',
      `There is no teacher “${name}”. Teachers: ${teachers.map((teacher) => teacher.name).join(', ') || 'none'}.`,
    );
  });
}

function balanceOf({ atMost, exactly, repeat = false }: PublishOptions): Recipe['balance'] | undefined {
  if (atMost !== undefined && exactly !== undefined)
    throw new DomainError('invalid', 'Give --at-most or --exactly, not both.');
  if (atMost !== undefined) return { mode: 'at_most', rows: atMost };
  return exactly === undefined ? undefined : { mode: 'exactly', rows: exactly, isRepeated: repeat };
}

async function selectionOf(
  db: Database,
  before: Recipe['selection'],
  { pipeline, run, teacher, minimumScore, withPending }: PublishOptions,
): Promise<Recipe['selection']> {
  return {
    pipelines: pipeline ? pipelinesOf(pipeline) : before.pipelines,
    runs: run ?? before.runs,
    teachers: teacher ? await teachersOf(db, teacher) : before.teachers,
    minimumScores: minimumScore ?? before.minimumScores,
    isPendingTaken: withPending ?? before.isPendingTaken,
  };
}

/** The settings of a version: those of the last one, then of a file, then of the options. */
export async function recipeOf(
  db: Database,
  taxonomyId: string,
  latest: Recipe | undefined,
  options: PublishOptions,
): Promise<Recipe> {
  const file = options.recipe === undefined ? {} : await readRecipe(options.recipe);
  const before = { ...defaultRecipe, ...latest, ...file };
  const { leaf, systemPrompt: prompt, shortAnswerTokens, seed } = options;
  const nodes = leaf && (await Promise.all(leaf.map((text) => findNodeByPath(db, taxonomyId, text))));
  if (options.replay !== undefined && options.replay > 1)
    throw new DomainError('invalid', '--replay is a share of rows: from 0 for none to 1 for all.');
  const phases = options.phases ? phasePresets[options.phases].phases() : before.phases;
  return {
    ...before,
    scope: nodes?.map(({ id }) => id) ?? before.scope,
    selection: await selectionOf(db, before.selection, options),
    shortAnswerTokens: shortAnswerTokens ?? before.shortAnswerTokens,
    phases: options.replay === undefined ? phases : withReplayShare(phases, options.replay),
    balance: balanceOf(options) ?? before.balance,
    splits: {
      validation: options.validation ?? before.splits.validation,
      test: options.test ?? before.splits.test,
    },
    seed: seed ?? before.seed,
    systemPrompt: prompt === undefined ? before.systemPrompt : (namedPrompts.get(prompt) ?? prompt),
  };
}
