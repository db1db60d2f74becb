import { env, teacherAccess } from '@/env';
import { connect, type Database } from '@/prisma/client';
import { placeOf } from '../database/connection-problem';
import { listPending } from '../database/migrate';
import { verifyAudit } from '@/taxonomy/accounts/audit';
import { readKey } from '@/taxonomy/accounts/key';
import { checkRuns, PAID_TWICE } from '@/taxonomy/generation/runs/check-runs';
import { clientOf } from '@/taxonomy/generation/teacher/clients';
import { listTeachers } from '@/taxonomy/generation/teacher/teachers';
import { listWorkers } from '@/taxonomy/jobs/workers';
import { findRunning, findServersOwnDatabase } from '../home/processes';
import { usePostgres } from '../postgres';
import { failed, finding, good, warning, type Finding } from './finding';

const TEACHER_ANSWERS_WITHIN_MS = 5000;

/**
 * Checks the database and what depends on it: schema, key, workers, teachers. Changes nothing.
 *
 * @param isDeep Also checks the rows of every run.
 */
export async function examineDatabase(home: string, isDeep: boolean): Promise<Finding[]> {
  const given = env.DATABASE_URL ?? findServersOwnDatabase(home);
  if (given) return examineAt(given, home, isDeep);
  try {
    const postgres = await usePostgres(home);
    return await examineAt(postgres.url, home, isDeep).finally(() => postgres.release());
  } catch (error) {
    return [failed('database', error instanceof Error ? error.message : String(error))];
  }
}

async function examineAt(url: string, home: string, isDeep: boolean): Promise<Finding[]> {
  const { server, database } = placeOf(url);
  const reached = await schema(url, `${database} at ${server}`);
  const key = await finding('key', () => {
    readKey(home, env.SEEDLEAF_KEY);
    return 'The encryption key can be read.';
  });
  if (reached.state !== 'good' || key.state !== 'good') return [reached, key];
  const db = connect(url, 2);
  try {
    const rows = isDeep ? [await runs(db)] : [];
    return [reached, key, await workers(db, home), await auditLog(db), ...rows, ...(await teachers(db, home))];
  } finally {
    await db.$disconnect();
  }
}

async function schema(url: string, place: string): Promise<Finding> {
  try {
    const pending = await listPending(url);
    if (pending.length === 0) return good('database', `The schema of ${place} is up to date.`);
    return warning('database', `The database ${place} needs ${pending.length} migrations; \`npm start\` applies them.`);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // A new embedded server has no database; the first start creates it.
    if (!env.DATABASE_URL && said.includes('has no database')) {
      return warning('database', 'The database does not exist yet; `npm start` creates it.');
    }
    return failed('database', said);
  }
}

async function workers(db: Database, home: string): Promise<Finding> {
  const alive = await listWorkers(db);
  if (alive.length > 0) return good('worker', `${alive.length} worker${alive.length === 1 ? ' is' : 's are'} running.`);
  if (!findRunning(home)) return good('worker', 'No worker is running, because Seedleaf is not.');
  return failed('worker', `Seedleaf is running, but without a worker. See ${home}/logs/worker.log.`);
}

/** Finds rows that were changed or removed from the middle by someone with the database's password. */
async function auditLog(db: Database): Promise<Finding> {
  const { events, brokenAt } = await verifyAudit(db);
  if (brokenAt === null) return good('audit log', `The hash chain of ${events} events is intact.`);
  return failed(
    'audit log',
    `Event ${brokenAt} was changed after it was written. Compare it with a backup, and check who can write to the database.`,
  );
}

/** Counts again what the counters of each run say. */
async function runs(db: Database): Promise<Finding> {
  let checked = 0;
  const wrong: string[] = [];
  for await (const { runId, broken } of checkRuns(db, new AbortController().signal)) {
    checked += 1;
    // Two workers may pay for the same answer when one of them loses its lease: that costs money, but no row.
    const lost = broken.filter(({ rule }) => rule !== PAID_TWICE);
    if (lost.length > 0) wrong.push(`${runId} (not so: ${lost.map(({ rule, n }) => `${rule}, by ${n}`).join('; ')})`);
  }
  if (wrong.length === 0)
    return good('runs', `${checked} finished run${checked === 1 ? '' : 's'}: every count adds up.`);
  const shown = wrong.slice(0, 10).join(', ');
  const more = wrong.length > 10 ? ` and ${wrong.length - 10} more` : '';
  return failed(
    'runs',
    `${wrong.length} of ${checked} finished runs do not add up: ${shown}${more}. Report it with this message; keep a backup before you publish from them.`,
  );
}

/** Only lists their models, which costs nothing. */
async function teachers(db: Database, home: string): Promise<Finding[]> {
  const key = readKey(home, env.SEEDLEAF_KEY);
  const reachable = (await listTeachers(db)).filter(({ isPractice }) => !isPractice || findRunning(home) !== null);
  return Promise.all(
    reachable.map(({ id, name }) =>
      finding(`teacher ${name}`, async () => {
        const client = await clientOf(db, id, teacherAccess(key));
        const models = await client
          .models(AbortSignal.timeout(TEACHER_ANSWERS_WITHIN_MS))
          .finally(() => client.close());
        return `It responds and has ${models.length} model${models.length === 1 ? '' : 's'}.`;
      }),
    ),
  );
}
