import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { readlinkSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { environmentFor } from '@/env';
import { CommandFailure } from '../failure';
import { withLock } from '../home/lock';

/** A finished build. Each build has its own folder, so that a running server never loses its files. */
export type Build = {
  /** For Next, relative to the checkout. */
  nextDir: string;
  /** The bundled entry of a process. */
  entry: (name: Entry) => string;
};

const entries = {
  worker: 'bin/worker.ts',
  'practice-teacher': 'bin/practice-teacher.ts',
  'prepare-database': 'bin/start/prepare-database.ts',
  'end-with-parent': 'bin/start/end-with-parent.ts',
} as const;
type Entry = keyof typeof entries;

/** The inputs of the build. The lock file represents node_modules. */
const sources = ['app', 'bin', 'components', 'prisma', 'public', 'taxonomy', 'env.ts', 'instrumentation.ts'].concat([
  'next.config.js',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
]);

const OTHER_BUILDS_END_WITHIN_MS = 15 * 60_000;
const KEPT_BUILDS = 3;
const TRIES = 3;

/**
 * Builds web server, worker and practice teacher, unless the same sources are already built.
 *
 * The result is created atomically under the hash of its sources, so that an interrupted build leaves nothing that
 * looks complete. If two starts run at once, the second waits and uses the first one's build.
 */
export async function ensureBuild(root: string, say: (line: string) => void, signal: AbortSignal): Promise<Build> {
  const dist = path.join(root, 'dist');
  for (let tries = 0; tries < TRIES; tries++) {
    const hash = hashSources(root);
    const folder = path.join(dist, hash);
    if (existsSync(folder)) return buildIn(root, folder);
    makeFolder(dist);
    await withLock(path.join(dist, 'build.lock'), OTHER_BUILDS_END_WITHIN_MS, async () => {
      if (existsSync(folder)) return;
      say('Building Seedleaf. This takes a minute the first time and after updates.');
      const draft = `${folder}.new`;
      rmSync(draft, { recursive: true, force: true });
      await Promise.all([bundleEntries(root, draft), buildWeb(root, draft, signal)]);
      // If the sources changed meanwhile, the hash would be wrong, so build again.
      if (hashSources(root) === hash) renameSync(draft, folder);
      else rmSync(draft, { recursive: true, force: true });
      removeOldBuilds(dist, hash);
    });
  }
  throw new CommandFailure('The sources keep changing during the build. Start again when you have stopped editing.');
}

const buildIn = (root: string, folder: string): Build => ({
  nextDir: path.relative(root, path.join(folder, 'web')),
  entry: (name) => path.join(folder, `${name}.mjs`),
});

export function hashSources(root: string): string {
  const hash = createHash('sha256').update(process.version);
  for (const source of sources.flatMap((name) => listFiles(path.join(root, name)))) {
    hash.update(`\0${path.relative(root, source)}\0`).update(readFileSync(source));
  }
  return hash.digest('hex').slice(0, 16);
}

function listFiles(file: string): string[] {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [file];
  return readdirSync(file)
    .sort()
    .flatMap((name) => listFiles(path.join(file, name)));
}

/** Bundles our code into one file each; packages stay in node_modules. */
async function bundleEntries(root: string, folder: string): Promise<void> {
  const { build } = await import('esbuild'); // only loaded when something must be built
  await build({
    entryPoints: entries,
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    tsconfig: path.join(root, 'tsconfig.json'),
    absWorkingDir: root,
    logLevel: 'silent',
  }).catch((cause: unknown) => {
    throw new CommandFailure(`The build failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
}

/** Next always builds in .next, which keeps its cache; the copy to serve goes to the build's folder. */
async function buildWeb(root: string, folder: string, signal: AbortSignal): Promise<void> {
  const output = await runNextBuild(root, signal);
  if (output !== null) throw new CommandFailure(`The build failed:\n${output}`);
  const built = path.join(root, '.next');
  const web = path.join(folder, 'web');
  cpSync(built, web, {
    recursive: true,
    filter: (file) => !['cache', 'dev', 'trace'].includes(path.relative(built, file)),
  });
  repairLinks(path.join(web, 'node_modules'));
}

/** Next links external packages. Copying made these links absolute, which would break when the checkout is moved. */
function repairLinks(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) repairLinks(file);
    if (!entry.isSymbolicLink()) continue;
    const target = path.relative(folder, readlinkSync(file));
    rmSync(file);
    symlinkSync(target, file);
  }
}

/** @returns null, or Next's output when it failed. It gets no database, because a build must not need one. */
function runNextBuild(root: string, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [nextCommand(root), 'build'], {
      cwd: root,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environmentFor({
        DATABASE_URL: undefined,
        SEEDLEAF_NEXT_DIR: undefined,
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        NO_COLOR: '1',
      }),
    });
    let said = '';
    const listen = (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0 ? null : said.trim()));
  });
}

export const nextCommand = (root: string) => path.join(root, 'node_modules', 'next', 'dist', 'bin', 'next');

function makeFolder(dist: string): void {
  try {
    mkdirSync(dist, { recursive: true });
  } catch (cause) {
    throw new CommandFailure(
      `Seedleaf must be built, but ${dist} cannot be created. Start it once as the owner of the checkout.`,
      { cause },
    );
  }
}

/** Keeps three builds, so that a running server keeps its files over two updates. */
function removeOldBuilds(dist: string, current: string): void {
  const builds = readdirSync(dist, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== current)
    .map(({ name }) => ({ folder: path.join(dist, name), at: statSync(path.join(dist, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { folder } of builds.slice(KEPT_BUILDS - 1)) rmSync(folder, { recursive: true, force: true });
}
