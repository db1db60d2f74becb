import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A Python with packages from PyPI, outside the checkout, so that it is installed once per machine. */
export function environmentOf(name: string, packages: readonly string[]): { python: string } | { missing: string } {
  const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  const folder = path.join(cache, 'seedleaf', 'readers', name);
  const python = path.join(folder, 'bin', 'python');
  const ready = path.join(folder, `ready-${packages.join('-').replaceAll(/[^a-z0-9.-]+/gi, '')}`);
  if (existsSync(ready)) return { python };
  console.error(`Installing ${packages.join(', ')} into ${folder}.`);
  const runs = (command: string, args: string[]) =>
    spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
  if (!runs(process.env.SEEDLEAF_PYTHON ?? 'python3', ['-m', 'venv', folder]))
    return { missing: 'there is no Python 3 with venv' };
  if (
    !runs(python, ['-m', 'pip', 'install', '--quiet', 'uv']) ||
    !runs(python, ['-m', 'uv', 'pip', 'install', '--quiet', '--python', python, ...packages])
  )
    return { missing: `PyPI does not give ${packages.join(', ')}` };
  writeFileSync(ready, '');
  return { python };
}
