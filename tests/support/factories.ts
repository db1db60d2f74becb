import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { Actor } from '@/taxonomy/accounts/contract';
import { searchable, textsIn } from '@/taxonomy/tree/seed-text';

/** A person with a row, an owner unless the test says otherwise. A test without people acts as the command line. */
export async function makeActor(db: Database, overrides: Partial<Actor> = {}): Promise<Actor> {
  const actor: Actor = { id: randomUUID(), name: 'Ada', role: 'owner', ...overrides };
  await db.user.create({ data: { ...actor, email: `${actor.id}@example.org` } });
  return actor;
}

const nodeId = () => randomBytes(6).toString('hex');

/** A taxonomy with its three branches; returns the ids of the branch nodes. */
export async function makeTaxonomy(db: Database, name: string = randomUUID()) {
  const taxonomy = await db.taxonomy.create({ data: { id: randomUUID(), name } });
  const ids = { knowledge: nodeId(), foundational_skills: nodeId(), compositional_skills: nodeId() };
  await db.node.createMany({
    data: (['knowledge', 'foundational_skills', 'compositional_skills'] as const).map((branch, position) => ({
      id: ids[branch],
      taxonomyId: taxonomy.id,
      branch,
      name: branch,
      path: `${ids[branch]}/`,
      depth: 0,
      position,
    })),
  });
  return { id: taxonomy.id, branches: ids };
}

/** A freeform leaf with two seeds below the compositional branch, in its own taxonomy unless one is given. */
export async function makeLeaf(
  db: Database,
  overrides: { taxonomyId?: string; parentId?: string; parentPath?: string; name?: string } = {},
) {
  const fresh = overrides.taxonomyId ? null : await makeTaxonomy(db);
  const taxonomyId = overrides.taxonomyId ?? fresh!.id;
  const parentId = overrides.parentId ?? fresh!.branches.compositional_skills;
  const id = nodeId();
  const path = `${overrides.parentPath ?? `${parentId}/`}${id}/`;
  await db.node.create({
    data: {
      id,
      taxonomyId,
      parentId,
      branch: 'compositional_skills',
      name: overrides.name ?? `leaf ${id}`,
      path,
      depth: path.split('/').length - 2,
    },
  });
  const revision = await db.leafRevision.create({
    data: {
      id: randomUUID(),
      nodeId: id,
      number: 1,
      content: freeformContent,
      contentHash: 'x',
      authorId: commandLine.id,
    },
  });
  await db.leaf.create({
    data: {
      nodeId: id,
      kind: 'freeform',
      version: 1,
      currentRevisionId: revision.id,
      seedCount: 2,
      seedText: { create: { text: searchable(textsIn(freeformContent.seeds).join('\n')) } },
    },
  });
  return { id, taxonomyId, parentId, path, revisionId: revision.id };
}

const freeformContent = {
  kind: 'freeform',
  createdBy: 'tester',
  attribution: { titleOfWork: '', linkToWork: '', revision: '', licenseOfTheWork: '', creatorNames: '' },
  taskDescription: 'Name the largest one.',
  seeds: [
    { id: 's1', context: null, question: 'Which planet is the largest?', answer: 'Jupiter.' },
    { id: 's2', context: null, question: 'Which ocean is the largest?', answer: 'The Pacific.' },
  ],
};

/** A practice run that is over. */
export async function makeRun(db: Database, taxonomyId: string) {
  const teacher = await db.teacher.create({
    data: { id: randomUUID(), name: randomUUID(), baseUrl: 'http://127.0.0.1:1', model: 'm', isPractice: true },
  });
  return db.run.create({
    data: {
      id: randomUUID(),
      taxonomyId,
      teacherId: teacher.id,
      snapshot: {},
      isPractice: true,
      state: 'completed',
      seed: '1',
      maxCalls: 100,
      requestKey: randomUUID(),
      startedById: commandLine.id,
    },
  });
}

type SampleOverrides = {
  leaf?: { id: string; taxonomyId: string };
  runId?: string;
  question?: string;
  answer?: string;
  context?: string | null;
  status?: 'pending' | 'approved' | 'rejected';
  kind?: 'freeform' | 'grounded' | 'knowledge';
  answerTokens?: number;
  revisionId?: string;
  chunkId?: string | null;
};

/** The current revision of a leaf. */
export const revisionOf = async (db: Database, leafId: string): Promise<string> =>
  (await db.leaf.findUniqueOrThrow({ where: { nodeId: leafId } })).currentRevisionId;

/** A pending freeform sample with its counter, in its own leaf and run unless they are given. */
export async function makeSample(db: Database, overrides: SampleOverrides = {}) {
  const leaf = overrides.leaf ?? (await makeLeaf(db));
  const runId = overrides.runId ?? (await makeRun(db, leaf.taxonomyId)).id;
  const question = overrides.question ?? `Which planet is the largest, ${randomUUID()}?`;
  const status = overrides.status ?? 'pending';
  const sample = await db.sample.create({
    data: {
      id: randomUUID(),
      taxonomyId: leaf.taxonomyId,
      leafId: leaf.id,
      runId,
      itemId: randomUUID(),
      itemOrdinal: 0,
      pipeline: overrides.kind ?? 'freeform',
      revisionId: overrides.revisionId ?? (await revisionOf(db, leaf.id)),
      chunkId: overrides.chunkId ?? null,
      status,
      kind: overrides.kind ?? 'freeform',
      context: overrides.context ?? null,
      question,
      answer: overrides.answer ?? 'Jupiter.',
      dedupeHash: createHash('sha256')
        .update(`${overrides.context ?? ''}\n${question}`)
        .digest('hex'),
      answerTokens: overrides.answerTokens ?? 3,
      isPractice: true,
      provenance: {
        pipelineVersion: 1,
        seedIds: ['s1'],
        documentVariant: null,
        calls: [],
      },
    },
  });
  await db.sampleCount.upsert({
    where: { leafId_status: { leafId: leaf.id, status } },
    create: { leafId: leaf.id, status, n: 1 },
    update: { n: { increment: 1 } },
  });
  return { ...sample, runId };
}

/** A sample that was imported from a file, without its counter. */
export const makeImportedSample = (
  db: Database,
  {
    taxonomyId,
    leafId,
    revisionId,
    importId,
  }: { taxonomyId: string; leafId: string; revisionId: string; importId: string },
) =>
  db.sample.create({
    data: {
      id: randomUUID(),
      taxonomyId,
      leafId,
      importId,
      itemId: importId,
      itemOrdinal: 1,
      pipeline: 'imported',
      revisionId,
      kind: 'freeform',
      question: 'Which bird sings at night?',
      answer: 'The nightingale.',
      dedupeHash: randomUUID(),
      answerTokens: 3,
      isPractice: false,
      provenance: { pipelineVersion: 1, seedIds: [], documentVariant: null, calls: [] },
    },
  });
