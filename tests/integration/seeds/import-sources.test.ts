import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { test } from '../../support/database';
import { curator } from '../../support/tree-factories';
import { makeZip, renameInZip } from '../../support/zip';
import { importUpload } from '@/taxonomy/seeds/import/import-upload';
import { ensureTaxonomy } from '@/taxonomy/tree/nodes';
import { importFrom, skill } from '../../support/import-factories';

const mixed = 'tests/fixtures/taxonomies/mixed';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seedleaf-import-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function zipFile(name: string, zip: Buffer): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, zip);
  return file;
}

describe('a .zip', () => {
  const good = {
    'taxonomy-main/compositional_skills/zipped/qna.yaml': skill('Zipped.'),
    'taxonomy-main/README.md': '# hi',
  };

  test('is imported like a folder', async ({ db }) => {
    const { report } = await importFrom(db, await zipFile('good.zip', await makeZip(good)));
    expect(report).toMatchObject({ added: 1, leaves: [{ file: 'compositional_skills/zipped/qna.yaml' }] });
  });

  const evil = 'XX/XX/evil/qna.yaml';
  const withEvil = (name: string) => makeZip({ ...good, [evil]: 'a: 1' }).then((zip) => renameInZip(zip, evil, name));
  test.for([
    ['points outside', () => withEvil('../../evil/qna.yaml'), '../../evil/qna.yaml'],
    ['points outside the way of Windows', () => withEvil(String.raw`..\..\evil/qna.yaml`), 'evil/qna.yaml'],
    ['is an absolute path', () => withEvil('/X/XX/evil/qna.yaml'), '/X/XX/evil/qna.yaml'],
    ['has a NUL in its name', () => withEvil('XX/XX/evil\0qna.yaml'), 'evil'],
    ['is a link', () => makeZip({ 'knowledge/link/qna.yaml': '/etc/passwd' }, 0o120777), 'knowledge/link/qna.yaml'],
  ] as const)('is refused as a whole, naming the entry, when an entry %s', async ([, make, name], { db }) => {
    const before = await db.node.count();
    await expect(importFrom(db, await zipFile('evil.zip', await make()))).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining(name),
    });
    expect(await db.node.count()).toBe(before);
  });

  test('is refused when it unpacks to far more than its size', async ({ db }) => {
    const zeros = Buffer.alloc(30 * 1024 * 1024);
    const bomb = await makeZip({ 'knowledge/a/qna.yaml': zeros });
    await expect(importFrom(db, await zipFile('ratio.zip', bomb))).rejects.toMatchObject({
      message: expect.stringContaining('times its size'),
    });
    const four = await makeZip({ a: zeros, b: zeros, c: zeros, d: zeros });
    await expect(importFrom(db, await zipFile('total.zip', four))).rejects.toMatchObject({
      message: expect.stringContaining('100 MB'),
    });
  });

  test('is refused when it is not a zip, or is cut off', async ({ db }) => {
    const whole = await makeZip(good);
    for (const bytes of [Buffer.from('no zip'), Buffer.alloc(0), whole.subarray(0, whole.length - 40)]) {
      await expect(importFrom(db, await zipFile('none.zip', bytes))).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('none.zip'),
      });
    }
  });
});

describe('a folder', () => {
  test('is read without following links out of it', async ({ db }) => {
    const root = path.join(folder, 'linked');
    await mkdir(path.join(root, 'compositional_skills/real'), { recursive: true });
    await writeFile(path.join(root, 'compositional_skills/real/qna.yaml'), skill('Real.'));
    await symlink(path.resolve(mixed, 'compositional_skills'), path.join(root, 'compositional_skills/link'));
    expect((await importFrom(db, root)).report).toMatchObject({
      added: 1,
      leaves: [{ file: 'compositional_skills/real/qna.yaml' }],
    });
  });

  test('may be chosen inside a branch too', async ({ db }) => {
    const { report } = await importFrom(db, path.join(mixed, 'compositional_skills/good'));
    expect(report.leaves).toMatchObject([{ file: 'compositional_skills/good/qna.yaml' }]);
  });
});

test('an upload leaves no files on the disk', async ({ db }) => {
  const { id: taxonomyId } = await ensureTaxonomy(db);
  const workDir = path.join(folder, 'work');
  const send = async (add: (form: FormData) => void) => {
    const form = new FormData();
    add(form);
    const { body, headers } = new Response(form);
    return importUpload(db, curator, {
      taxonomyId,
      isDryRun: true,
      body,
      contentType: headers.get('content-type') ?? '',
      workDir,
    });
  };
  const zip = await makeZip({ 'compositional_skills/up/qna.yaml': skill('Up.') });
  expect((await send((form) => form.append('files', new Blob([new Uint8Array(zip)]), 'up.zip'))).report).toMatchObject({
    added: 1,
  });
  const folderUpload = await send((form) => {
    form.append('files', new Blob([skill('Up.')]), 'mine/compositional_skills/up/qna.yaml');
    form.append('files', new Blob(['x'.repeat(100)]), 'mine/compositional_skills/up/photo.jpg');
    form.append('files', new Blob(['Title of work: Up\n']), 'mine/compositional_skills/up/attribution.txt');
  });
  expect(folderUpload.report).toMatchObject({ added: 1 });
  await expect(send((form) => form.append('files', new Blob(['a: 1']), '../../up/qna.yaml'))).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('../../up/qna.yaml'),
  });
  const half = Buffer.from(`--b\r\ncontent-disposition: form-data; name="f"; filename="a/qna.yaml"\r\n\r\nversion`);
  const broken = { taxonomyId, isDryRun: true, workDir, contentType: 'multipart/form-data; boundary=b' };
  await expect(importUpload(db, curator, { ...broken, body: Readable.from([half]) })).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('was interrupted'),
  });
  await expect(send(() => undefined)).rejects.toMatchObject({ code: 'invalid' });
  expect(await readdir(workDir)).toEqual([]);
});
