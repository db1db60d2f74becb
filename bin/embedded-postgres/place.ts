import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { CommandFailure } from '../failure';
import { rootsSharedFolder, runnableBinaries } from './binaries';
import { chooseOsUser, isRoot, userCan, type OsUser } from './os-user';

/** The content of SEEDLEAF_HOME/postgres.json (0600). `dataDir` is null when the data is in the home itself. */
const PlaceRecord = z.object({
  home: z.string(),
  dataDir: z.string().nullable(),
  port: z.int().nullable(),
  password: z.string(),
});
type PlaceRecord = z.infer<typeof PlaceRecord>;

/** Where a home's Postgres is stored and how it is run. */
export type Place = {
  home: string;
  dataDir: string;
  native: string;
  user: OsUser;
  password: string;
  port: number | null;
  logFile: string;
};

/**
 * Chooses where the data of a home is stored, and remembers the choice: in the home itself, or in a folder under
 * /var/lib/seedleaf when root runs Seedleaf from a folder that the unprivileged user cannot reach.
 */
export function choosePlace(home: string): Place {
  const record = readRecord(home) ?? newRecord(home);
  const dataDir = record.dataDir ?? path.join(home, 'postgres');
  const user = chooseOsUser(dataDir);
  refuseForeignData(dataDir, user);
  return {
    home,
    dataDir,
    native: runnableBinaries(user, home),
    user,
    password: record.password,
    port: record.port,
    logFile: path.join(home, 'postgres.log'),
  };
}

/** Stores the port, so that the next start tries it first. */
export function rememberPort(home: string, port: number): void {
  const record = readRecord(home);
  if (record && record.port !== port) writeRecord(home, { ...record, port });
}

const fileOf = (home: string) => path.join(home, 'postgres.json');

function readRecord(home: string): PlaceRecord | null {
  const file = fileOf(home);
  if (!existsSync(file)) return null;
  const parsed = PlaceRecord.safeParse(parseJson(readFileSync(file, 'utf8')));
  if (!parsed.success) throw new CommandFailure(`${file} is damaged. Restore it from a backup of ${home}.`);
  refuseCopiedHome(home, parsed.data);
  return parsed.data;
}

function newRecord(home: string): PlaceRecord {
  const inside = path.join(home, 'postgres');
  if (existsSync(inside)) {
    throw new CommandFailure(
      `${fileOf(home)} with the password of the database in ${inside} is missing. ` +
        `Restore it, or move ${inside} away to start with an empty database.`,
    );
  }
  const dataDir = reachableByPostgres(home) ? null : outsideFolder(home);
  const record = { home: realpathSync(home), dataDir, port: null, password: randomBytes(24).toString('base64url') };
  writeRecord(home, record);
  return record;
}

function reachableByPostgres(home: string): boolean {
  if (!isRoot()) return true;
  return userCan(chooseOsUser(home), 'cd "$1"', home);
}

/**
 * A new name each time, so that a home that was deleted and created again starts empty. The hash identifies the home.
 */
function outsideFolder(home: string): string {
  const hash = createHash('sha256').update(realpathSync(home)).digest('hex').slice(0, 12);
  const folder = path.join(rootsSharedFolder(), `${hash}-${randomBytes(4).toString('hex')}`);
  mkdirSync(folder, { mode: 0o711 });
  writeFileSync(path.join(folder, 'home'), `${realpathSync(home)}\n`);
  return path.join(folder, 'postgres');
}

/** Two checkouts never share a database, even if one is a copy of the other. */
function refuseCopiedHome(home: string, record: PlaceRecord): void {
  if (record.dataDir === null || record.home === realpathSync(home)) return;
  if (!existsSync(fileOf(record.home))) {
    writeRecord(home, { ...record, home: realpathSync(home) }); // moved, not copied: its data belongs to it
    return;
  }
  throw new CommandFailure(
    `${home} is a copy of ${record.home} and cannot share its database in ${record.dataDir}. ` +
      `Delete ${fileOf(home)} to start with an empty database here.`,
  );
}

function refuseForeignData(dataDir: string, user: OsUser): void {
  const owner = statSync(dataDir, { throwIfNoEntry: false });
  if (!owner) return;
  if (!isRoot() && owner.uid !== process.getuid?.()) {
    throw new CommandFailure(
      `The database in ${dataDir} belongs to another user (uid ${owner.uid}). ` +
        'Start Seedleaf as that user, or choose another folder: SEEDLEAF_HOME=/some/folder.',
    );
  }
  if (isRoot() && !userCan(user, 'cd "$1"', path.dirname(dataDir))) {
    throw new CommandFailure(
      `Postgres runs as uid ${user.uid}, which cannot access ${dataDir}. Let other users enter the folders above it ` +
        '(chmod o+x), or choose another folder: SEEDLEAF_HOME=/some/folder.',
    );
  }
}

function writeRecord(home: string, record: PlaceRecord): void {
  const draft = `${fileOf(home)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(draft, fileOf(home));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // the schema refuses it below
  }
}
