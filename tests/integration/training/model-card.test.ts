import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { parse } from 'yaml';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { importResults } from '@/taxonomy/training/evaluation/import-results';
import { getModelCard } from '@/taxonomy/training/model-card/get-model-card';
import { readTrainedPhases } from '@/taxonomy/training/model-card/trained-phases';
import { findTrainingRun } from '@/taxonomy/training/runs/training-runs';
import { watchTraining } from '@/taxonomy/training/runs/watch-training';
import { test } from '../../support/database';
import { makeApproved, makeVersion, replaying } from '../../support/datasets-factories';
import { temporaryFolder } from '../../support/documents-factories';
import { makeTaxonomy } from '../../support/factories';

let place: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  place = temporaryFolder();
});
afterEach(() => place.remove());

const states = {
  log_history: [
    { step: 1, loss: 2.5, learning_rate: 0.00001, epoch: 0.5 },
    { step: 2, loss: 1.25, learning_rate: 0.00002, epoch: 1 },
  ],
  global_step: 2,
  max_steps: 2,
  num_train_epochs: 1,
};

type Trained = { taxonomyId: string; versionId: string | null; name?: string };

async function train(db: Database, { taxonomyId, versionId, name = 'birdie-1' }: Trained): Promise<string> {
  const folder = path.join(place.folder, 'knowledge_short');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'trainer_state.json'), JSON.stringify(states));
  const { runId } = await watchTraining(db, commandLine, {
    taxonomyId,
    name,
    folder: place.folder,
    versionId,
    isOnce: true,
    signal: new AbortController().signal,
  });
  return runId;
}

const evaluate = (db: Database, taxonomyId: string, model: { name: string; base?: string }, value: number) =>
  importResults(db, commandLine, {
    taxonomyId,
    model,
    files: [
      {
        name: 'results_x.json',
        read: async () =>
          Buffer.from(
            JSON.stringify({
              results: {
                arc_challenge: { 'acc_norm,none': value, 'acc_norm_stderr,none': 0.01 },
                t: { 'acc,none': value, 'acc_stderr,none': 0.01 },
              },
              'n-shot': { arc_challenge: 25, t: 0 },
              higher_is_better: { t: { acc: true } },
              configs: {
                t: {
                  metadata: {
                    seedleaf: {
                      leaf: 'knowledge/birds',
                      dataset: 'birds',
                      number: 1,
                      kind: 'choices',
                      questions: 'abcdef01',
                    },
                  },
                },
              },
            }),
          ),
      },
    ],
  });

const frontMatterOf = (markdown: string): Record<string, unknown> =>
  parse(/^---\n([\s\S]*?)\n---\n/.exec(markdown)?.[1] ?? '') as Record<string, unknown>;

describe('a model card', () => {
  test('has what is known of data, procedure and results, beside the base model', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { short: 3, long: 2, skills: 4 });
    const version = await makeVersion(db, taxonomyId, {
      ...replaying(0.5),
      systemPrompt: 'You know ```birds```.',
      about: { intendedUse: '', limits: 'Only small birds.', licence: '', contact: '' },
    });
    const runId = await train(db, { taxonomyId, versionId: version.id });
    await evaluate(db, taxonomyId, { name: 'base-7b' }, 0.4);
    await evaluate(db, taxonomyId, { name: 'birdie-1', base: 'base-7b' }, 0.5);
    const card = await getModelCard(db, taxonomyId, runId);
    expect(card.model).toBe('birdie-1');
    const { markdown } = card;
    expect(frontMatterOf(markdown)).toMatchObject({
      base_model: 'base-7b',
      datasets: ['birds'],
      license: null,
      tags: ['seedleaf', 'lab', 'synthetic', 'practice-not-a-model'],
    });
    expect(markdown).toContain('> **');
    expect(markdown).toContain('| Model | birdie-1 |\n| --- | --- |\n| Base model | base-7b |');
    for (const { name, rows, own } of version.manifest!.phases)
      expect(markdown).toContain(`| ${name} | ${rows} | ${own} |`);
    expect(markdown).toContain('| knowledge_short | Hugging Face Trainer | 2 | 1 | 0.00002 | 2.5000 | 1.2500 |');
    expect(markdown).toMatch(
      /\| ARC-C \| 25-shot \| 40\.00 \| 50\.00 \| \+10\.00 \(\+7\.\d\d to \+12\.\d\d\), better \|/,
    );
    expect(markdown).toContain('| MMLU | 5-shot | – | – | – |');
    expect(markdown).toContain('| knowledge/birds (choices, birds@1, abcdef01) | acc | 40.00 | 50.00 |');
    expect(markdown).toContain('````text\nYou know ```birds```.\n````');
    expect(markdown).toContain('Limits of its training data:\n\nOnly small birds.');
    expect(markdown).toContain('*To be written: what it is for, and what it is not for.*');
    expect(markdown).toContain('| Licence | *to be written* |');
    expect(await getModelCard(db, taxonomyId, runId)).toEqual(card);
  });

  test('does not say that people approved what they did not decide on', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const approved = await makeVersion(db, taxonomyId, {}, 'approved');
    const selection = { pipelines: [], runs: [], teachers: [], isPendingTaken: true, minimumScores: [] };
    const pending = await makeVersion(db, taxonomyId, { selection }, 'pending');
    const cardOf = async (versionId: string, name: string) =>
      (await getModelCard(db, taxonomyId, await train(db, { taxonomyId, versionId, name }))).markdown;
    expect(await cardOf(approved.id, 'one')).toContain('2 rows were published, all approved by people.');
    const card = await cardOf(pending.id, 'two');
    expect(card).toContain('some of them may not have been decided on by a person');
    expect(card).not.toContain('approved by people');
  });

  test('leaves visibly empty what nobody has said', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const runId = await train(db, { taxonomyId, versionId: null });
    const { markdown, model } = await getModelCard(db, taxonomyId, runId);
    expect(model).toBeNull();
    expect(frontMatterOf(markdown)).toMatchObject({ base_model: null, datasets: null, language: null, license: null });
    for (const empty of [
      'its training data',
      'the prompt template',
      'the settings of each phase',
      'no evaluation results',
    ])
      expect(markdown).toContain(`*To be written: ${empty}`);
    await expect(getModelCard(db, taxonomyId, runId, { model: 'other' })).rejects.toThrow(
      /no results of a model “other”/,
    );
    await expect(getModelCard(db, taxonomyId, taxonomyId)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('names the base model and the settings of the bundle that was trained', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const runId = await train(db, { taxonomyId, versionId: null });
    const trained = readTrainedPhases(
      JSON.stringify([
        {
          key: 'skills',
          model: 'org/base "8b"',
          output: 'models/skills',
          epochs: 7,
          learning_rate: 0.000006,
          rows_at_once: 4,
          accumulation: 32,
          warmup_steps: 25,
          schedule: 'cosine',
          max_tokens: 4096,
          seed: 42,
        },
      ]),
      'phases.json',
    );
    const { markdown } = await getModelCard(db, taxonomyId, runId, { trained });
    expect(frontMatterOf(markdown).base_model).toBe('org/base "8b"');
    expect(markdown).toContain(
      '| skills | 7 | 0.000006 | 128 on each device | 25 steps | cosine | 4,096 tokens | 42 |',
    );
    expect(() => readTrainedPhases('{', 'phases.json')).toThrow(/phases\.json is no JSON/);
    expect(() => readTrainedPhases('[{"key": "a"}]', 'phases.json')).toThrow(/phases\.json is not the phases\.json of/);
  });

  test('keeps names of strangers from becoming Markdown, YAML or HTML', async ({ db }) => {
    const { taxonomyId } = await makeApproved(db, { skills: 2 });
    const version = await makeVersion(db, taxonomyId);
    const name = 'x\n---\n| <script>alert(1)</script> [a](http://evil) `';
    const runId = await train(db, { taxonomyId, versionId: version.id, name });
    await evaluate(db, taxonomyId, { name, base: 'b: "c"\n| <img src=x>' }, 0.5);
    const { markdown } = await getModelCard(db, taxonomyId, runId);
    expect(frontMatterOf(markdown).base_model).toBe('b: "c"\n| <img src=x>');
    const text = markdown.slice(markdown.indexOf('\n---\n') + 5);
    expect(text.startsWith('\n# x --- ')).toBe(true);
    expect(text).not.toMatch(/<script|<img|\]\(http:\/\/evil/);
    const rows = text.split('\n').filter((line) => line.startsWith('| ARC-C'));
    expect(rows.map((row) => row.split(' | ').length)).toEqual([5]);
  });

  test('is found by the name of the training', async ({ db }) => {
    const { id: taxonomyId } = await makeTaxonomy(db);
    const runId = await train(db, { taxonomyId, versionId: null });
    expect(await findTrainingRun(db, taxonomyId, 'birdie-1')).toBe(runId);
    expect(await findTrainingRun(db, taxonomyId, runId)).toBe(runId);
    await expect(findTrainingRun(db, taxonomyId, 'no such')).rejects.toThrow(/There is no training “no such”/);
  });
});
