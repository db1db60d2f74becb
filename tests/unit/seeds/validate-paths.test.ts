import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QnaVerdict } from '@/taxonomy/seeds/qna/validate';
import { validatePaths } from '@/taxonomy/seeds/validate-paths';

const mixed = 'tests/fixtures/taxonomies/mixed';

async function verdictsOf(paths: string[], corpusPaths?: string): Promise<QnaVerdict[]> {
  const verdicts: QnaVerdict[] = [];
  for await (const verdict of validatePaths(paths, corpusPaths)) verdicts.push(verdict);
  return verdicts;
}

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seedleaf-validate-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('validatePaths', () => {
  it('checks every file of a folder as the reference would', async () => {
    const verdicts = await verdictsOf([mixed]);
    expect(verdicts.map(({ path: place, status, version }) => `${place} ${status} ${version}`)).toEqual([
      'compositional_skills/bomb/qna.yaml unreadable null',
      'compositional_skills/broken/qna.yaml unreadable null',
      'compositional_skills/good/qna.yaml valid 3',
      'compositional_skills/odd/qna.yml invalid null',
      'compositional_skills/old/qna.yaml invalid 1',
      `${mixed}/docs/qna.yaml invalid 1`,
      'knowledge/birds/qna.yaml invalid 2',
    ]);
    expect(Object.keys(verdicts[2] ?? {}).sort()).toEqual(
      ['errors', 'file', 'path', 'schema', 'status', 'version', 'warnings'].sort(),
    );
    expect(verdicts[2]?.warnings).toEqual([]);
  });

  it('takes the taxonomy path of files stored elsewhere from a list', async () => {
    const text = 'version: 1\ncreated_by: a\n';
    await writeFile(path.join(folder, 'one.yaml'), text);
    await writeFile(path.join(folder, 'index.jsonl'), '{"file":"one.yaml","path":"knowledge/one/qna.yaml"}\n');
    const [verdict] = await verdictsOf([folder], path.join(folder, 'index.jsonl'));
    expect(verdict).toMatchObject({
      path: 'knowledge/one/qna.yaml',
      schema: 'knowledge',
      errors: [{ keyword: 'deprecated' }],
    });
    await writeFile(path.join(folder, 'broken.jsonl'), '{"file":"one.yaml"}\n');
    await expect(verdictsOf([folder], path.join(folder, 'broken.jsonl'))).rejects.toMatchObject({
      message: expect.stringContaining('Line 1'),
    });
  });

  it('does not read a file above 10 MiB', async () => {
    const file = path.join(folder, 'qna.yaml');
    await writeFile(file, Buffer.alloc(10 * 1024 * 1024 + 1, ' '));
    expect(await verdictsOf([file])).toMatchObject([
      { status: 'unreadable', errors: [{ message: expect.stringContaining('10,240 KiB') }] },
    ]);
  });

  it('says so when there is nothing to check', async () => {
    await expect(verdictsOf([path.join(folder, 'missing')])).rejects.toMatchObject({ code: 'not_found' });
    await expect(verdictsOf(['docs'])).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('qna.yaml'),
    });
  });
});
