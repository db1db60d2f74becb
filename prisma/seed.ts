import type { Database, Db } from './client';

/** The size of a scenario. With `areApproved` every sample is approved, otherwise three of ten. */
export type Scenario = {
  folders: number;
  subfolders: number;
  leaves: number;
  samples: number;
  areApproved?: boolean;
};

/** `large` is the size at which every page must still respond within a second: 10,000 nodes, 100,000 samples. */
export const scenarios = {
  small: { folders: 6, subfolders: 20, leaves: 100, samples: 1_000 },
  large: { folders: 97, subfolders: 900, leaves: 9_000, samples: 100_000 },
  huge: { folders: 97, subfolders: 900, leaves: 9_000, samples: 1_000_000 },
} as const satisfies Record<string, Scenario>;

const SAMPLES_PER_STATEMENT = 50_000;

/**
 * Fills a taxonomy with made-up folders, leaves and practice samples, the same ones every time.
 *
 * Leaf sizes vary as in real use: a few have thousands of samples and many have none. It is for trying and timing
 * Seedleaf at scale; the texts say that they are made up.
 *
 * @throws Error when the taxonomy was seeded before.
 */
export async function seedScenario(
  db: Database,
  taxonomyId: string,
  scenario: Scenario,
  onProgress: (message: string) => void,
): Promise<void> {
  const seeded = await db.node.count({ where: { taxonomyId, name: { startsWith: 'Seeded ' }, depth: 1 } });
  if (seeded > 0) throw new Error('This taxonomy was seeded before. Use another SEEDLEAF_HOME or database.');
  await db.$transaction(
    async (tx) => {
      await makeIdFunction(tx);
      await seedTree(tx, taxonomyId, scenario);
      onProgress(`${scenario.folders + scenario.subfolders + scenario.leaves} nodes`);
      await seedRun(tx, taxonomyId, scenario);
      for (let from = 0; from < scenario.samples; from += SAMPLES_PER_STATEMENT) {
        await seedSamples(tx, taxonomyId, scenario, from, Math.min(scenario.samples, from + SAMPLES_PER_STATEMENT));
        onProgress(`${Math.min(scenario.samples, from + SAMPLES_PER_STATEMENT)} samples`);
      }
      await tx.$executeRaw`
        INSERT INTO "SampleCount" ("leafId", status, n)
        SELECT "leafId", status, count(*) FROM "Sample" WHERE "taxonomyId" = ${taxonomyId}::uuid GROUP BY 1, 2
        ON CONFLICT ("leafId", status) DO UPDATE SET n = EXCLUDED.n`;
    },
    { timeout: 900_000, maxWait: 10_000 },
  );
  await db.$executeRaw`ANALYZE`;
}

/** The same word gives the same id, with the version and variant digits that a UUID must have. */
async function makeIdFunction(tx: Db): Promise<void> {
  await tx.$executeRaw`
    CREATE FUNCTION pg_temp.seed_id(word text) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT overlay(overlay(md5(word) PLACING '4' FROM 13) PLACING '8' FROM 17)::uuid $$`;
}

/** Ids are the first 12 digits of a hash, so that samples find their leaf without a look-up table. */
async function seedTree(tx: Db, taxonomyId: string, { folders, subfolders, leaves }: Scenario): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Node" (id, "taxonomyId", "parentId", branch, name, path, depth, position, "updatedAt")
    SELECT left(md5('folder' || i), 12), ${taxonomyId}::uuid, root.id, root.branch, 'Seeded folder ' || i,
           root.path || left(md5('folder' || i), 12) || '/', 1, i, now()
      FROM generate_series(0, ${folders}::int - 1) i
      JOIN (SELECT *, row_number() OVER (ORDER BY branch) - 1 AS place FROM "Node"
             WHERE "taxonomyId" = ${taxonomyId}::uuid AND depth = 0) root ON root.place = i % 3`;
  await seedChildren(tx, 'subfolder', subfolders, 'folder', folders);
  await seedChildren(tx, 'leaf', leaves, 'subfolder', subfolders);
  await tx.$executeRaw`
    INSERT INTO "LeafRevision" (id, "nodeId", number, content, "contentHash", "authorId", note)
    SELECT pg_temp.seed_id('revision' || i), left(md5('leaf' || i), 12), 1,
           jsonb_build_object(
             'kind', 'freeform', 'createdBy', 'seed', 'taskDescription', 'A made-up task, number ' || i || '.',
             'attribution', jsonb_build_object('titleOfWork', '', 'linkToWork', '', 'revision', '',
                                               'licenseOfTheWork', '', 'creatorNames', ''),
             'seeds', (SELECT jsonb_agg(jsonb_build_object('id', 's' || s, 'context', NULL,
                                'question', 'Made-up question ' || s || ' of task ' || i || '?',
                                'answer', 'Made-up answer ' || s || '.')) FROM generate_series(1, 5) s)),
           md5('content' || i), 'command-line', 'made by db:seed'
      FROM generate_series(0, ${leaves}::int - 1) i`;
  await tx.$executeRaw`
    INSERT INTO "Leaf" ("nodeId", kind, version, "currentRevisionId", "seedCount")
    SELECT left(md5('leaf' || i), 12), 'freeform', 1, pg_temp.seed_id('revision' || i), 5
      FROM generate_series(0, ${leaves}::int - 1) i`;
  await tx.$executeRaw`
    INSERT INTO "SeedText" ("leafId", text)
    SELECT left(md5('leaf' || i), 12), string_agg('made-up question ' || s || ' of task ' || i || E'?\nmade-up answer ' || s || '.', E'\n')
      FROM generate_series(0, ${leaves}::int - 1) i, generate_series(1, 5) s GROUP BY i`;
}

async function seedChildren(tx: Db, kind: string, count: number, parentKind: string, parents: number): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Node" (id, "taxonomyId", "parentId", branch, name, path, depth, position, "updatedAt")
    SELECT left(md5(${kind}::text || i), 12), p."taxonomyId", p.id, p.branch, 'Seeded ' || ${kind}::text || ' ' || i,
           p.path || left(md5(${kind}::text || i), 12) || '/', p.depth + 1, i, now()
      FROM generate_series(0, ${count}::int - 1) i
      JOIN "Node" p ON p.id = left(md5(${parentKind}::text || (i % ${parents}::int)), 12)`;
}

async function seedRun(tx: Db, taxonomyId: string, { leaves, samples }: Scenario): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Teacher" (id, name, "baseUrl", model, "isPractice", "removedAt")
    VALUES (pg_temp.seed_id('seed teacher'), 'Seeded practice teacher', 'http://127.0.0.1:9', 'practice-teacher', true, now())
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    INSERT INTO "Run" (id, "taxonomyId", "teacherId", snapshot, "isPractice", state, seed, "maxCalls", "requestKey", "startedById",
                       "startedAt", "finishedAt", "itemsTotal", "itemsDone", calls, "samplesKept")
    VALUES (pg_temp.seed_id('seed run'), ${taxonomyId}::uuid, pg_temp.seed_id('seed teacher'), '{}', true, 'completed', 'seed',
            ${samples}::int, 'seed', 'command-line', now(), now(), ${leaves}::int, ${leaves}::int, 0, ${samples}::int)`;
  await tx.$executeRaw`
    INSERT INTO "RunLeaf" ("runId", "leafId", "revisionId", pipeline, "pipelineVersion", "itemsTotal", "itemsDone")
    SELECT pg_temp.seed_id('seed run'), left(md5('leaf' || i), 12), pg_temp.seed_id('revision' || i), 'freeform', 1, 1, 1
      FROM generate_series(0, ${leaves}::int - 1) i`;
}

/** Sample i belongs to leaf ⌊leaves · u³⌋, where u is uniform: a few leaves are large, most are small. */
async function seedSamples(
  tx: Db,
  taxonomyId: string,
  { leaves, areApproved = false }: Scenario,
  from: number,
  to: number,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO "Sample" (id, "taxonomyId", "leafId", "runId", "itemId", "itemOrdinal", status, kind, question,
                          answer, "dedupeHash", "answerTokens", "isPractice", provenance, pipeline, "revisionId")
    SELECT pg_temp.seed_id('sample' || i), n."taxonomyId", n.id, pg_temp.seed_id('seed run'), pg_temp.seed_id('item' || i), i,
           (CASE WHEN ${areApproved} THEN 'approved' WHEN i % 10 < 6 THEN 'pending' WHEN i % 10 < 9 THEN 'approved' ELSE 'rejected' END)::"SampleStatus",
           'freeform', 'Made-up question ' || i || ': ' || repeat(md5(i::text) || ' ', 3) || '?',
           'Made-up answer ' || i || '. ' || repeat(md5('a' || i) || ' ', 12), md5('dedupe' || i), 60, true,
           jsonb_build_object('pipelineVersion', 1, 'seedIds', jsonb_build_array('s1'), 'documentVariant', NULL,
                              'calls', '[]'::jsonb),
           'freeform', pg_temp.seed_id('revision0')
      FROM generate_series(${from}::int, ${to}::int - 1) i
      JOIN "Node" n ON n.id = left(md5('leaf' || floor(${leaves}::int * power((i::bigint * 7919 % 100003) / 100003.0, 3))::int), 12)
     WHERE n."taxonomyId" = ${taxonomyId}::uuid`;
  await tx.$executeRaw`
    INSERT INTO "Judgement" ("sampleId", step, label, score, scale, explanation)
    SELECT pg_temp.seed_id('sample' || i), 'judge-pair', 'Answer', 3, '1 to 3', 'Made up.'
      FROM generate_series(${from}::int, ${to}::int - 1) i`;
}
