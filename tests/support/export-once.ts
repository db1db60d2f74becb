import { connect } from '@/prisma/client';
import { loadVersion } from '@/taxonomy/datasets/versions';
import { writeExport } from '@/taxonomy/datasets/write-export';

// Exports a version in a separate process, for tests that limit its disk or kill it.
const [databaseUrl = '', versionId = '', folder = ''] = process.argv.slice(2);
const db = connect(databaseUrl, 2);
try {
  const version = await loadVersion(db, versionId);
  const progress = { signal: new AbortController().signal, onRows: () => undefined };
  await writeExport(db, version, { format: 'messages', folder, isAlone: true }, progress);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await db.$disconnect();
