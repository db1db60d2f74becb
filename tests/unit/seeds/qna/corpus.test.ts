import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readLeaf } from '@/taxonomy/seeds/qna/read-leaf';

const corpus = '../shared/data/qna-corpus';
const Case = z.object({
  file: z.string(),
  path: z.string(),
  status: z.string(),
  version: z.int().nullable(),
  schema: z.string().nullable(),
  errors: z.array(z.tuple([z.string(), z.string()])).default([]),
  lint_errors: z.int().default(0),
});

describe.skipIf(!existsSync(corpus))('on what people really submitted (needs ../shared)', () => {
  it('agrees with the reference on every file', () => {
    const lines = readFileSync(`${corpus}/index.jsonl`, 'utf8').trim().split('\n');
    const cases = lines.map((line) => Case.parse(JSON.parse(line)));
    const ours = cases.map(({ file, path }) => {
      const { verdict } = readLeaf({ file, path, qna: readFileSync(`${corpus}/${file}`), attribution: null });
      const { status, version, schema, errors } = verdict;
      const lint = errors.filter((error) => error.keyword === 'lint').length;
      const found = status === 'unreadable' ? [] : errors.filter((error) => error.keyword !== 'lint');
      return {
        file,
        status,
        version,
        schema,
        lint,
        errors: distinct(found.map((error) => `${error.path} ${error.keyword}`)),
      };
    });
    const theirs = cases.map(({ file, status, version, schema, errors, lint_errors: lint }) => ({
      file,
      status,
      version,
      schema,
      lint,
      errors: distinct(errors.map((error) => error.join(' '))),
    }));
    expect(ours).toHaveLength(844);
    expect(ours).toEqual(theirs);
  }, 60_000);
});

const distinct = (all: string[]) => [...new Set(all)].sort();
