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
import { Wishes, type Prepared } from './prepare';

// Run once by `start` as a separate process: schema, key, first taxonomy, the practice teacher's address, and a link
// for the first owner.
try {
  if (!env.DATABASE_URL) throw new DomainError('invalid', 'DATABASE_URL is not set. Run `npm start`, which sets it.');
  const wishes = Wishes.parse(JSON.parse(process.argv[2] ?? '{}'));
  process.stdout.write(JSON.stringify(await prepareDatabase(env.DATABASE_URL, wishes)));
} catch (error) {
  process.exitCode = reportFailure(error, false);
}

async function prepareDatabase(databaseUrl: string, wishes: Wishes): Promise<Prepared> {
  const applied = await migrate(databaseUrl, wishes.migrations);
  readKey(env.SEEDLEAF_HOME, env.SEEDLEAF_KEY);
  const db = connect(databaseUrl, 1);
  try {
    await ensureTaxonomy(db);
    await practiceTeacherListensAt(db, wishes.practiceUrl);
    return { applied, link: wishes.wantsLink || !(await hasOwner(db)) ? await ownerLink(db, wishes.url) : null };
  } finally {
    await db.$disconnect();
  }
}
