import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Installs Python packages into an environment of their own, if they are not there yet. It is outside the checkout, so
 * that they are installed once per machine.
 *
 * @param name The folder of the environment.
 * @param size How much is downloaded, in words.
 * @returns Their Python, or why there is none.
 */
export function installPython(
  name: string,
  packages: readonly string[],
  size: string,
): { python: string } | { missing: string } {
  const home = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
  const folder = path.join(home, 'seedleaf', name);
  const python = path.join(folder, 'bin', 'python');
  // Named after what is installed, so that other versions are installed anew.
  const ready = path.join(folder, `ready-${packages.join('-').replaceAll(/[^a-z0-9.-]+/gi, '')}`);
  if (existsSync(ready)) return { python };
  console.error(`Installing ${packages.join(', ')} into ${folder} (${size}).`);
  const runs = (command: string, args: string[]) => spawnSync(command, args, { stdio: 'inherit' }).status === 0;
  if (!runs(process.env.SEEDLEAF_PYTHON ?? 'python3', ['-m', 'venv', folder]))
    return { missing: 'there is no Python 3 with venv.' };
  if (
    !runs(python, ['-m', 'pip', 'install', '--quiet', 'uv']) ||
    !runs(python, ['-m', 'uv', 'pip', 'install', '--quiet', '--python', python, ...packages])
  )
    return { missing: `PyPI does not give ${packages.join(', ')}.` };
  writeFileSync(ready, '');
  return { python };
}
