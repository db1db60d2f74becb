import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noAdaptations } from '@/taxonomy/generation/teacher/adaptations';
import { openTest, sealTest } from '@/taxonomy/generation/teacher/test-receipt';

const key = randomBytes(32);
const server = {
  baseUrl: 'http://teacher.test/v1',
  model: 'm',
  extraFields: { top_k: 1 },
  apiKey: 'sk-1',
  apiKeyEnv: undefined,
};
const test = {
  ok: false,
  message: 'It does not answer.',
  models: [],
  latencyMs: null,
  answeredBy: null,
  adapted: [],
  replies: [],
  testedAt: '2026-11-26T10:00:00.000Z',
};
const tested = { test, adaptations: { ...noAdaptations, streams: true } };

describe('the receipt of a test', () => {
  it('returns what was tested and learned', () => {
    expect(openTest(key, server, sealTest(key, server, tested))).toEqual(tested);
  });

  it.each<[string, Partial<typeof server>]>([
    ['address', { baseUrl: 'http://other.test/v1' }],
    ['model', { model: 'n' }],
    ['key', { apiKey: 'sk-2' }],
    ['extra field', { extraFields: { top_k: 2 } }],
  ])('is invalid for another %s', (_, other) => {
    expect(openTest(key, { ...server, ...other }, sealTest(key, server, tested))).toBeNull();
  });

  it('cannot be forged', () => {
    for (const receipt of ['', 'v1.a.b.c', JSON.stringify(tested), sealTest(randomBytes(32), server, tested)])
      expect(openTest(key, server, receipt)).toBeNull();
  });
});
