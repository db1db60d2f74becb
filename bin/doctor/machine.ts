import { spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { env } from '@/env';
import { chooseOsUser } from '../embedded-postgres/os-user';
import { packagedBinaries, runnableBinaries } from '../embedded-postgres/binaries';
import { openHome } from '../home/home';
import { freePort } from '../home/ports';
import { findRunning } from '../home/processes';
import { failed, finding, good, warning, type Finding } from './finding';

const OLDEST_NODE = [20, 19] as const;
const LITTLE_BYTES = 2e9;
const TOO_LITTLE_BYTES = 2e8;

/** Checks the machine: everything except the database. */
export async function examineMachine(home: string): Promise<Finding[]> {
  const writable = await finding('home', () => {
    openHome(home);
    return `${home} is writable.`;
  });
  if (writable.state !== 'good') return [node(), writable];
  return [node(), writable, disk(home), git(), await postgresBinaries(home), await port(home)];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    return good('node', `Node ${process.versions.node} is recent enough.`);
  }
  return failed('node', `Node ${process.versions.node} is too old. Install ${OLDEST_NODE.join('.')} or later.`);
}

function disk(home: string): Finding {
  const { bavail, bsize } = statfsSync(home);
  const free = bavail * bsize;
  const said = `${(free / 1e9).toFixed(1)} GB are free on the disk of ${home}`;
  if (free < TOO_LITTLE_BYTES) return failed('disk', `${said}. Postgres stops on a full disk. Free some space.`);
  if (free < LITTLE_BYTES) return warning('disk', `${said}. Exports and databases grow. Free some space soon.`);
  return good('disk', `${said}.`);
}

function git(): Finding {
  const { status, stdout } = spawnSync('git', ['--version'], { encoding: 'utf8' });
  if (status === 0) return good('git', `${stdout.trim()} is installed.`);
  return warning('git', 'git is not installed, so documents can be uploaded but not fetched. Install git.');
}

async function postgresBinaries(home: string): Promise<Finding> {
  if (env.DATABASE_URL) return good('postgres', 'DATABASE_URL is set, so the embedded Postgres is not needed.');
  return finding('postgres', () => {
    const native = runnableBinaries(chooseOsUser(home), home);
    return native === packagedBinaries()
      ? 'The embedded Postgres is running.'
      : `The embedded Postgres can run from ${native}.`;
  });
}

async function port(home: string): Promise<Finding> {
  const url = findRunning(home)?.url;
  if (url) {
    const answers = await fetch(`${url}/sign-in`, { signal: AbortSignal.timeout(5000) }).then(
      (response) => response.ok,
      () => false,
    );
    if (answers) return good('web', `Seedleaf is running at ${url}.`);
    return failed('web', `Seedleaf is running, but does not respond at ${url}. See ${home}/logs/web.log.`);
  }
  const preferred = env.SEEDLEAF_PORT;
  if ((await freePort(env.SEEDLEAF_HOST, preferred)) === preferred) return good('web', `Port ${preferred} is free.`);
  return warning('web', `Port ${preferred} is used by another program; \`npm start\` will use the next free one.`);
}
