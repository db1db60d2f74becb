import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Database } from '@/prisma/client';
import type { TrainingRecipe } from '@/taxonomy/training/contract-bundle';
import { writeBundle } from '@/taxonomy/training/bundle/bundle';
import { makeSamples, publish } from './version';
import { makeSkills, makeTowns, type Pair } from './world';

const LIMIT_MS = 1_800_000;
export const settings = { epochs: 6, learningRate: 2e-3, batch: 16, warmupSteps: 3, maxTokens: 256 };

/** What is measured, by the files of the bundle and one beside them. */
export const sets = {
  /** Facts that were trained on, asked in other words. */
  learned: 'learned.jsonl',
  /** Facts about towns that were held out. */
  unseen: 'data/knowledge.test.jsonl',
  skills: 'data/skills.test.jsonl',
} as const;
const Losses = z.object({ learned: z.number(), unseen: z.number(), skills: z.number() });
export type Losses = z.infer<typeof Losses>;

/** One training of both phases. */
export type Trained = {
  seed: number;
  replay: number;
  /** After the phase of knowledge, and after that of skills. */
  after: { knowledge: Losses; skills: Losses };
};
export type Sizes = { parameters: number; rows: Record<string, number>; replayed: Record<string, number> };

/** Trains one model with each share of replay: all from the same start, data and phase of knowledge. */
export async function trainSeed(
  db: Database,
  { python, home, seed, shares }: { python: string; home: string; seed: number; shares: readonly number[] },
  say: (text: string) => void,
): Promise<{ trained: Trained[]; sizes: Sizes }> {
  const towns = makeTowns(String(seed));
  const skills = makeSkills(String(seed));
  const taxonomyId = await makeSamples(db, towns.asked, skills);
  const model = path.join(home, `model-${seed}`);
  const texts = path.join(home, `texts-${seed}.jsonl`);
  writeFileSync(texts, [...towns.asked, ...Object.values(skills).flat()].map(textLine).join(''));
  const parameters = Number(run(python, ['tests/proof/replay/make_model.py', model, texts, String(seed)]).stdout);
  const trained: Trained[] = [];
  const sizes: Sizes = { parameters, rows: {}, replayed: {} };
  let first: string | null = null;
  for (const replay of shares) {
    const { id, manifest } = await publish(db, taxonomyId, { seed: `proof-${seed}`, replay });
    const folder = path.join(home, `bundle-${seed}-${replay}`);
    const recipe: TrainingRecipe = {
      trainer: 'trl',
      baseModel: model,
      billions: null,
      gpus: 0,
      rowsAtOnce: settings.batch,
      seed,
      phases: ['knowledge', 'skills'].map((key) => ({ key, schedule: 'constant_with_warmup' as const, ...settings })),
    };
    await writeBundle(db, id, { recipe, folder }, { signal: new AbortController().signal, onRows: () => undefined });
    // The phase of knowledge is the same for every share: it is trained once.
    if (first) takeOver(first, folder);
    run('sh', ['run.sh'], { cwd: folder, path: path.dirname(python) });
    first ??= folder;
    writeFileSync(path.join(folder, sets.learned), learnedLines(folder, towns.otherwise));
    const [knowledge, both] = evaluate(python, folder);
    trained.push({ seed, replay, after: { knowledge, skills: both } });
    for (const { key, own, test, replayed } of manifest?.phases ?? []) {
      sizes.rows[key] = own;
      sizes.rows[`${key}.test`] = test;
      if (key === 'skills') sizes.replayed[replay] = replayed.reduce((all, { rows }) => all + rows, 0);
    }
    sizes.rows.learned = linesOf(path.join(folder, sets.learned)).length;
    say(
      `seed ${seed}, replay ${replay}: learned facts ${knowledge.learned.toFixed(2)} → ${both.learned.toFixed(2)}, skills ${both.skills.toFixed(2)}`,
    );
  }
  return { trained, sizes };
}

function takeOver(from: string, to: string): void {
  const [one, other] = [from, to].map((folder) => readFileSync(path.join(folder, 'data', 'knowledge.jsonl'), 'utf8'));
  if (one !== other) throw new Error('The first phase is not the same with another share of replay.');
  cpSync(path.join(from, 'models', 'knowledge'), path.join(to, 'models', 'knowledge'), { recursive: true });
}

const Row = z.object({ messages: z.array(z.object({ content: z.string() })) });

/** The facts of the towns that were trained on, asked otherwise. */
function learnedLines(folder: string, otherwise: readonly Pair[]): string {
  const learned = new Set(
    linesOf(path.join(folder, 'data', 'knowledge.jsonl')).map((line) =>
      townOf(Row.parse(JSON.parse(line)).messages[0]?.content ?? ''),
    ),
  );
  const rows = otherwise.filter(({ question }) => learned.has(townOf(question)));
  return rows
    .map(
      ({ question, answer }) =>
        `${JSON.stringify({
          messages: [
            { role: 'user', content: question },
            { role: 'assistant', content: answer },
          ],
        })}\n`,
    )
    .join('');
}

/** The two capital words in a question that does not begin with them. */
const townOf = (question: string): string => / ([A-Z][a-z]+ [A-Z][a-z]+)/.exec(question)?.[1] ?? '';

function evaluate(python: string, folder: string): [Losses, Losses] {
  const files = Object.fromEntries(Object.entries(sets).map(([name, file]) => [name, path.join(folder, file)]));
  const list = path.join(folder, 'sets.json');
  writeFileSync(list, JSON.stringify(files));
  const models = ['knowledge', 'skills'].map((key) => path.join(folder, 'models', key));
  const template = path.join(folder, 'template.jinja');
  const { stdout } = run(python, ['tests/proof/replay/evaluate.py', template, list, ...models]);
  const lines = stdout.trim().split('\n');
  return z.tuple([Losses, Losses]).parse(lines.map((line): unknown => JSON.parse(line)));
}

const textLine = ({ question, answer }: Pair): string => `${JSON.stringify(`${question}\n${answer}`)}\n`;

const linesOf = (file: string): string[] => readFileSync(file, 'utf8').trim().split('\n');

function run(command: string, args: string[], { cwd, path: first }: { cwd?: string; path?: string } = {}) {
  const env = { ...process.env, CPU: '1', HF_HUB_OFFLINE: '1', TOKENIZERS_PARALLELISM: 'false' };
  const PATH = first ? `${first}:${process.env.PATH ?? ''}` : process.env.PATH;
  return succeed(spawnSync(command, args, { cwd, env: { ...env, PATH }, encoding: 'utf8', timeout: LIMIT_MS }));
}

function succeed(result: SpawnSyncReturns<string>): SpawnSyncReturns<string> {
  if (result.status === 0) return result;
  throw new Error(`It ended with ${result.status ?? result.signal}.\n${result.stdout}\n${result.stderr}`);
}
