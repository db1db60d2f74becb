import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { makeTaxonomy } from './factories';
import { makeKnowledge } from './seeds-factories';

/** A knowledge leaf with the given content, in its own taxonomy unless one is given. */
export async function makeKnowledgeLeaf(
  db: Database,
  content: LeafContent = makeKnowledge(),
  taxonomy?: { id: string; branches: { knowledge: string } },
) {
  const { id: taxonomyId, branches } = taxonomy ?? (await makeTaxonomy(db));
  const id = uuid().replaceAll('-', '').slice(-12);
  const path = `${branches.knowledge}/${id}/`;
  const revisionId = uuid();
  const node = {
    id,
    taxonomyId,
    parentId: branches.knowledge,
    branch: 'knowledge',
    name: `leaf ${id}`,
    path,
    depth: 1,
  } as const;
  await db.node.create({ data: node });
  await db.leafRevision.create({
    data: { id: revisionId, nodeId: id, number: 1, content, contentHash: 'x', authorId: commandLine.id },
  });
  await db.leaf.create({
    data: { nodeId: id, kind: content.kind, version: 1, currentRevisionId: revisionId, seedCount: 5 },
  });
  return { id, taxonomyId, path, revisionId, taxonomy: { id: taxonomyId, branches } };
}

/** A folder that is removed after the test. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'seedleaf-test-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A new git repository that does not depend on this machine's git configuration. */
export function makeRepository(folder: string, files: Record<string, string | Buffer | { link: string }>) {
  const environment = {
    ...process.env,
    HOME: folder,
    GIT_CONFIG_GLOBAL: path.join(folder, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const repository = path.join(folder, 'repository');
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: repository, env: environment, encoding: 'utf8' }).trim();
  mkdirSync(repository);
  git('init', '--quiet', '--initial-branch=main');
  git('config', '--global', 'user.name', 'Ada');
  git('config', '--global', 'user.email', 'ada@example.org');
  const commit = (changed: typeof files) => {
    for (const [name, content] of Object.entries(changed)) {
      mkdirSync(path.dirname(path.join(repository, name)), { recursive: true });
      if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, path.join(repository, name));
      else writeFileSync(path.join(repository, name), content);
    }
    git('add', '-A');
    git('commit', '--quiet', '-m', 'documents');
    return git('rev-parse', 'HEAD');
  };
  return { repository, environment, git, commit, head: commit(files) };
}
