import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect } from 'vitest';
import { test } from '../../support/database';
import { makeRepository, temporaryFolder } from '../../support/documents-factories';

const qna = (commit: string) => `version: 3
created_by: ada
domain: Birds
document_outline: About birds.
seed_examples:
  - context: Chickadees hide seeds.
    questions_and_answers:
      - {question: What do they hide?, answer: Seeds.}
      - {question: Who hides seeds?, answer: Chickadees.}
      - {question: Do they hide seeds?, answer: They do.}
document:
  repo: https://example.org/docs.git
  commit: ${commit}
  patterns: ['*.md']
`;

describe('an import on the command line', () => {
  test('waits for the documents of its leaves, without a server', { timeout: 60_000 }, async ({ db, databaseUrl }) => {
    const { folder, remove } = temporaryFolder();
    const docs = makeRepository(folder, { 'birds.md': '# Birds\n\nChickadees hide seeds.' });
    docs.git('config', '--global', `url.${docs.repository}.insteadOf`, 'https://example.org/docs');
    for (const [leaf, commit] of [['birds', docs.head] as const, ['fish', '0'.repeat(40)] as const]) {
      mkdirSync(path.join(folder, 'taxonomy', 'knowledge', leaf), { recursive: true });
      writeFileSync(path.join(folder, 'taxonomy', 'knowledge', leaf, 'qna.yaml'), qna(commit));
    }
    docs.git('config', '--global', `url.${docs.repository}.insteadOf`, 'https://example.org/docs.git');
    const { stdout, status } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'bin/seedleaf.ts', 'import', path.join(folder, 'taxonomy')],
      {
        env: { ...docs.environment, DATABASE_URL: databaseUrl, SEEDLEAF_HOME: path.join(folder, 'home') },
        encoding: 'utf8',
      },
    );
    remove();
    expect(status).toBe(0);
    expect(stdout).toMatch(/knowledge\/fish\/qna\.yaml: warning: https:\/\/example\.org\/docs\.git has no commit 0000/);
    const documents = await db.document.findMany({
      select: { name: true, leaves: { select: { leaf: { select: { node: true } } } } },
    });
    expect(documents.map(({ name, leaves }) => [name, leaves.map(({ leaf }) => leaf.node.name)])).toEqual([
      ['birds.md', ['birds']],
    ]);
  });
});
