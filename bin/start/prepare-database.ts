import { env } from '@/env';
import { connect } from '@/prisma/client';
import { migrate } from '../database/migrate';
import { readKey } from '@/taxonomy/accounts/key';
import { hasOwner } from '@/taxonomy/accounts/owner-link';
import { DomainError } from '@/taxonomy/errors';
import { practiceTeacherListensAt } from '@/taxonomy/generation/teacher/practice-teacher';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';
import { reportFailure } from '../failure';
import { ownerLink } from './owner-link';
import { PrepareInput, type Prepared } from './prepare';

// Run once by `start` as a separate process: schema, key, first taxonomy, the practice teacher's address, and a link
// for the first owner.
try {
  if (!env.DATABASE_URL) throw new DomainError('invalid', 'DATABASE_URL is not set. Run `npm start`, which sets it.');
  const input = PrepareInput.parse(JSON.parse(process.argv[2] ?? '{}'));
  process.stdout.write(JSON.stringify(await prepareDatabase(env.DATABASE_URL, input)));
} catch (error) {
  process.exitCode = reportFailure(error, false);
}

async function prepareDatabase(databaseUrl: string, input: PrepareInput): Promise<Prepared> {
  const applied = await migrate(databaseUrl, input.migrations);
  readKey(env.SEEDLEAF_HOME, env.SEEDLEAF_KEY);
  const db = connect(databaseUrl, 1);
  try {
    await ensureTaxonomy(db);
    await practiceTeacherListensAt(db, input.practiceUrl);
    return { applied, link: input.wantsLink || !(await hasOwner(db)) ? await ownerLink(db, input.url) : null };
  } finally {
    await db.$disconnect();
  }
}
