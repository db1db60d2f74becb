import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const PACKAGES = ['instructlab-training==0.16.2', 'trl==1.16.0', 'transformers==5.24.0', 'datasets==5.2.0'];

/** Outside the checkout, so that it is installed once per machine. */
const cache = path.join(
  process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'),
  'seedleaf',
  'readers',
  PACKAGES[0] ?? '',
);
const python = path.join(cache, 'bin', 'python');

/** Installs the trainers if they are not there yet. @returns Their Python, or why there is none. */
export function installReaders(): { python: string } | { missing: string } {
  const ready = path.join(cache, 'ready');
  if (existsSync(ready)) return { python };
  console.log(`Installing ${PACKAGES.join(', ')} into ${cache} (5 GB).`);
  const runs = (command: string, args: string[]) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;
  if (!runs(process.env.SEEDLEAF_PYTHON ?? 'python3', ['-m', 'venv', cache]))
    return { missing: 'there is no Python 3 with venv.' };
  if (
    !runs(python, ['-m', 'pip', 'install', '--quiet', 'uv']) ||
    !runs(python, ['-m', 'uv', 'pip', 'install', '--quiet', '--python', python, ...PACKAGES])
  )
    return { missing: `PyPI does not give ${PACKAGES.join(', ')}.` };
  writeFileSync(ready, '');
  return { python };
}
