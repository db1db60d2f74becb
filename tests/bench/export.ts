import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import { connect, type Database } from '@/prisma/client';
import { seedScenario } from '@/prisma/seed';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { publishJob } from '@/taxonomy/datasets/job';
import { previewVersion } from '@/taxonomy/datasets/preview';
import { publishVersion } from '@/taxonomy/datasets/publish';
import { loadVersion } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';
import { work } from '../support/datasets-factories';
import { throwawayDatabase } from './database';
import { quantile, type Figure } from './figure';

/** The number of approved and published samples; BENCH_ROWS=1000000 for the large run. */
const ROWS = Number(process.env.BENCH_ROWS ?? 100_000);
const MEMORY_GOAL_MB = 100;
const PREVIEWS = 9;
const EXPORTS = 5;

/** Publishes and exports approved samples, alternating with a raw COPY of the same rows; medians of both. */
export async function measure(): Promise<Figure[]> {
  const database = await throwawayDatabase();
  const db = connect(database.url);
  const home = mkdtempSync(path.join(os.tmpdir(), 'seedleaf-bench-'));
  try {
    const { id: taxonomyId } = await ensureTaxonomy(db);
    const scenario = { folders: 6, subfolders: 20, leaves: 100, samples: ROWS, areApproved: true };
    await seedScenario(db, taxonomyId, scenario, () => undefined);
    await db.$executeRaw`VACUUM ANALYZE`;
    const previews = await timesOf(PREVIEWS, () => previewVersion(db, taxonomyId, {}));
    const [publishSeconds = 0] = await timesOf(1, () => publish(db, taxonomyId));
    const { id: versionId } = await db.datasetVersion.findFirstOrThrow();
    await db.$executeRaw`VACUUM ANALYZE`;
    await copyRows(db, versionId); // so that both sides start with the same cache
    const copies: number[] = [];
    const exports: number[] = [];
    let peakMb = 0;
    for (let i = 0; i < EXPORTS; i += 1) {
      copies.push(...(await timesOf(1, () => copyRows(db, versionId))));
      const { seconds, moreMb } = await exportTo(db, versionId, path.join(home, `out-${i}`));
      exports.push(seconds);
      peakMb = Math.max(peakMb, moreMb);
    }
    const copySeconds = quantile(copies, 0.5);
    const seconds = quantile(exports, 0.5);
    const share = copySeconds / seconds;
    return [
      figure({
        metric: 'preview p50',
        value: quantile(previews, 0.5) * 1000,
        unit: 'ms',
        goal: '≤ 100',
        holds: quantile(previews, 0.5) <= 0.1,
      }),
      figure({
        metric: `publish ${ROWS} rows`,
        value: publishSeconds,
        unit: 's',
        goal: '≤ 60 per million',
        holds: publishSeconds <= (60 * ROWS) / 1_000_000,
      }),
      figure({
        metric: 'export',
        value: Math.round(ROWS / seconds),
        unit: 'rows/s',
        against: `raw COPY ${Math.round(ROWS / copySeconds)} rows/s`,
        ratio: round(share),
        goal: '≥ 0.40 of COPY',
        holds: share >= 0.4,
      }),
      figure({
        metric: 'export memory',
        value: Math.round(peakMb),
        unit: 'MB more',
        goal: `≤ ${MEMORY_GOAL_MB}`,
        holds: peakMb <= MEMORY_GOAL_MB,
      }),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
    await db.$disconnect();
    await database.drop();
  }
}

const figure = (given: Partial<Figure> & Pick<Figure, 'metric' | 'value' | 'unit' | 'goal' | 'holds'>): Figure => ({
  bench: 'export',
  against: null,
  ratio: null,
  ...given,
  value: round(given.value),
});

const round = (value: number): number => Math.round(value * 100) / 100;

async function timesOf(count: number, act: () => Promise<unknown>): Promise<number[]> {
  const seconds: number[] = [];
  for (let i = 0; i < count; i += 1) {
    const started = performance.now();
    await act();
    seconds.push((performance.now() - started) / 1000);
  }
  return seconds;
}

async function publish(db: Database, taxonomyId: string): Promise<void> {
  const { id } = await publishVersion(db, commandLine, taxonomyId, { requestKey: uuid(), name: 'bench' });
  await work(db, publishJob, id);
}

/** The same columns of the same rows in the same order; the server writes them nowhere. */
const copyRows = (db: Database, versionId: string) =>
  db.$executeRawUnsafe(`
    COPY (SELECT row.ordinal, row.replay, row.unmask, row."sampleId", text.context, text.question, text.answer, text.hash,
                 text."isEdited", sample.kind, sample."leafId", sample."runId", sample."isPractice",
                 sample.provenance->>'documentVariant', sample."isAuxiliary", sample."revisionId"
            FROM "DatasetRow" row
            JOIN "SampleText" text ON text."sampleId" = row."sampleId" AND text.version = row."textVersion"
            JOIN "Sample" sample ON sample.id = row."sampleId"
           WHERE row."versionId" = '${versionId}' ORDER BY row.phase, row.split, row.ordinal) TO '/dev/null'`);

async function exportTo(db: Database, versionId: string, folder: string) {
  const version = await loadVersion(db, versionId);
  const before = process.memoryUsage.rss();
  let peak = before;
  const onRows = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const progress = { signal: new AbortController().signal, onRows };
  const [seconds = 0] = await timesOf(1, () =>
    writeExport(db, version, { format: 'messages', folder, isAlone: true }, progress),
  );
  return { seconds, moreMb: (peak - before) / 1024 / 1024 };
}
