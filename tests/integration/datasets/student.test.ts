import { createHash, randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { commandLine } from '@/taxonomy/accounts/command-line';
import type { Tokenizer } from '@/taxonomy/datasets/contract-student';
import { blocksOf } from '@/taxonomy/datasets/student/learned-rows';
import { selectBytes } from '@/taxonomy/datasets/student/repository-tokenizers';
import { templates } from '@/taxonomy/datasets/student/templates';
import { addTokenizer, listTokenizers, removeTokenizer } from '@/taxonomy/datasets/student/tokenizers';
import { makeApproved, makeVersion } from '../../support/datasets-factories';
import { test, type People, type Route } from '../../support/routes';
import { trainTokenizer } from '../../support/small-tokenizer';

const json = trainTokenizer(['Birds sing. Answer'], templates.chatml.marks);
const tokenizer = Buffer.from(JSON.stringify(json));
const config = Buffer.from(
  JSON.stringify({ eos_token: { content: '<|im_end|>' }, chat_template: templates.chatml.template }),
);
const files = { tokenizer, config, chatTemplate: null };

/** Calls a route as a person. */
async function call(
  routes: Route[],
  name: string,
  cookie: string | undefined,
  { params = {}, query = '', form }: Call,
) {
  const { handler, method, url } = routes.find((route) => route.name === name)!;
  const init = {
    method,
    headers: { cookie: cookie ?? '' },
    ...(form && { body: form }),
  };
  const response = await handler(new Request(`${url}?${query}`, init), { params: Promise.resolve(params) });
  return { status: response.status, body: await response.json() };
}
type Call = { params?: Record<string, string>; query?: string; form?: FormData };

const formOf = (named: Record<string, Buffer | string>) => {
  const form = new FormData();
  for (const [name, content] of Object.entries(named))
    form.append('file', new File([new Uint8Array(Buffer.from(content))], name));
  return form;
};

const upload = (routes: Route[], people: People, name: string, named: Record<string, Buffer | string>) =>
  call(routes, 'POST /api/v1/tokenizers', people.curator, { query: `name=${name}`, form: formOf(named) });

describe('tokenizers of students', { timeout: 240_000 }, () => {
  test('are stored as they are, listed and removed', async ({ db }) => {
    await makeApproved(db, {});
    const added = await addTokenizer(db, commandLine, { name: 'Small' }, files);
    expect(added).toMatchObject({
      name: 'Small',
      sha256: createHash('sha256').update(tokenizer).digest('hex'),
      size: tokenizer.byteLength,
      specialTokens: templates.chatml.marks,
      hasChatTemplate: true,
    });
    const parts = [];
    for (let from = 0; from < added.size; from += 1_000) parts.push(await selectBytes(db, added.id, from, 1_000));
    expect(Buffer.concat(parts).equals(tokenizer)).toBe(true);
    await expect(addTokenizer(db, commandLine, { name: 'SMALL' }, files)).rejects.toMatchObject({ code: 'conflict' });
    await removeTokenizer(db, commandLine, added.id);
    expect(await listTokenizers(db)).toEqual([]);
    await expect(removeTokenizer(db, commandLine, added.id)).rejects.toMatchObject({ code: 'not_found' });
    const audit = await db.auditEvent.findMany({ where: { subjectId: added.id }, orderBy: { id: 'asc' } });
    expect(audit.map(({ action }) => action)).toEqual(['tokenizer.add', 'tokenizer.remove']);
  });

  test('are uploaded with the files that lie beside them; wrong files say what is wrong', async ({
    db,
    routes,
    people,
  }) => {
    if ((await db.taxonomy.count()) === 0) await makeApproved(db, {});
    const good = await upload(routes, people, 'Uploaded', {
      'tokenizer.json': tokenizer,
      'tokenizer_config.json': '{"eos_token":"<|im_end|>"}',
      'chat_template.jinja': templates.chatml.template,
    });
    expect(good).toMatchObject({ status: 200, body: { name: 'Uploaded', hasChatTemplate: true } });
    const wrong = async (named: Record<string, string>) => (await upload(routes, people, 'Wrong', named)).body.message;
    expect(await wrong({ 'tokenizer.json': 'hello' })).toMatch(/not JSON/);
    expect(await wrong({ 'tokenizer.json': '{"tokenizer_class":"X"}' })).toMatch(/tokenizer_config\.json/);
    expect(await wrong({ 'tokenizer_config.json': '{}' })).toMatch(/no tokenizer\.json/);
    expect(await wrong({ 'model.bin': 'x' })).toMatch(/not “model\.bin”/);
    expect(await wrong({ 'tokenizer.json': tokenizer.toString(), 'chat_template.jinja': '{% for' })).toMatch(/Jinja/);
    expect(await wrong({ 'tokenizer.json': 'x'.repeat(37 * 1024 * 1024) })).toMatch(/larger than 36 MB/);
    expect((await listTokenizers(db)).map(({ name }) => name)).toEqual(['Uploaded']);
    await removeTokenizer(db, commandLine, good.body.id);
  });
});

describe('what a model will learn of a version', { timeout: 240_000 }, () => {
  test('is shown row by row and counted by phase, with an uploaded tokenizer', async ({ db, routes, people }) => {
    const { taxonomyId } = await makeApproved(db, { short: 12, skills: 3 });
    const version = await makeVersion(db, taxonomyId, {
      systemPrompt: 'Be kind.',
      chatTemplate: templates.chatml.template,
    });
    const student: Tokenizer = await addTokenizer(db, commandLine, { name: randomUUID() }, files);
    const params = { versionId: version.id };
    const path = 'GET /api/v1/datasets/versions/[versionId]/learned';
    const get = (query: string) => call(routes, path, people.viewer, { params, query });
    const query = `trainer=instructlab-training&tokenizerId=${student.id}&template=tokenizer&phase=knowledge_short&limit=5`;
    const { status, body } = await get(query);
    expect(status).toBe(200);
    expect(body.items).toHaveLength(5);
    const [row] = body.items;
    expect(row).toMatchObject({ ordinal: 0, state: 'used', truncated: 0 });
    const stored = await db.sample.findUniqueOrThrow({ where: { id: row.sampleId } });
    const text = row.spans.map((span: { text: string }) => span.text).join('');
    expect(text).toBe(
      `<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nBirds sing.\n\n${stored.question}<|im_end|>\n<|im_start|>assistant\n${stored.answer}<|im_end|>\n`,
    );
    const learned = row.spans.filter(({ kind }: { kind: string }) => kind === 'learned');
    expect(learned.map((span: { text: string }) => span.text)).toEqual([
      `Birds sing.\n\n${stored.question}`,
      `${stored.answer}<|im_end|>`,
    ]);
    const pages = [body];
    while (pages.at(-1).nextCursor !== null) pages.push((await get(`${query}&cursor=${pages.at(-1).nextCursor}`)).body);
    expect(pages.flatMap(({ items }) => items.map(({ ordinal }: { ordinal: number }) => ordinal))).toEqual(
      Array.from({ length: 12 }, (_, i) => i),
    );

    const counted = await call(routes, `${path}/counts`, people.viewer, {
      params,
      query: 'trainer=trl-messages&maxTokens=20',
    });
    expect(counted).toMatchObject({ status: 200, body: { tokenizer: 'cl100k_base', endOfTurn: '<|im_end|>' } });
    const phases: { phase: string; rows: number; sampled: number; cut: number; tokens: { learned: number } }[] =
      counted.body.phases;
    expect(phases[0]).toMatchObject({
      phase: 'knowledge_short',
      rows: 12,
      sampled: 12,
      cut: 12,
      tokens: { learned: 240 },
    });
    const dropped = await call(routes, `${path}/counts`, people.viewer, {
      params,
      query: `trainer=instructlab-training&maxTokens=20&tokenizerId=${student.id}`,
    });
    expect(dropped.body.phases[0]).toMatchObject({
      used: 0,
      dropped: { too_long: 12 },
      examples: [{ ordinal: 0 }, {}, {}, {}, {}],
    });

    const own = await get('trainer=axolotl&template=tokenizer&phase=skills');
    expect(own).toMatchObject({ status: 400, body: { message: expect.stringContaining('without a chat template') } });
    const split = await get(`trainer=axolotl&template=granite&phase=skills&tokenizerId=${student.id}`);
    expect(split.body.message).toMatch(/splits <\|end_of_text\|>/);
  });
});

describe('the sample of a large phase', () => {
  test('is spread over all of it, and small phases are read whole', () => {
    expect(blocksOf(0)).toEqual([]);
    expect(blocksOf(500)).toEqual([{ from: 0, to: 500 }]);
    for (const rows of [501, 10_000, 1_000_000]) {
      const blocks = blocksOf(rows);
      expect(blocks[0]?.from).toBe(0);
      expect(blocks.at(-1)?.to).toBe(rows);
      expect(blocks.every(({ from }, i) => i === 0 || from >= blocks[i - 1]!.to)).toBe(true);
      expect(blocks.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(500);
    }
  });
});
