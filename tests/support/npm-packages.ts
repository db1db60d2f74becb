import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Installs packages of npm into a folder outside the checkout, unless they are there. Their install scripts do not run.
 *
 * @param packages Each with its exact version.
 * @param entry The file to import, below node_modules.
 * @returns The path of the entry.
 */
export function installPackages(
  folder: string,
  packages: readonly string[],
  entry: string,
  options: readonly string[] = [],
): string {
  const file = path.join(folder, 'node_modules', entry);
  if (existsSync(file)) return file;
  console.log(`Installing ${packages.join(', ')} into ${folder}.`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const all = ['--save-exact', '--ignore-scripts', '--no-audit', '--no-fund', ...options];
  execFileSync('npm', ['install', ...all, ...packages], { cwd: folder, stdio: 'inherit' });
  return file;
}
