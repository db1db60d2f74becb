import { describe, expect, it } from 'vitest';
import { defaultTeacher } from '@/components/welcome/api';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';

const teacher = (name: string, more: Partial<Teacher> = {}): Teacher => ({
  id: name,
  name,
  baseUrl: 'http://127.0.0.1:1/v1',
  otherUrls: [],
  model: 'm',
  isPractice: false,
  key: 'none',
  keyEnv: null,
  slots: 4,
  requestsPerMinute: null,
  tokensPerMinute: null,
  timeoutSeconds: 120,
  adapted: [],
  extraFields: {},
  headerNames: [],
  reasoningEffort: null,
  thinkingTokens: null,
  structuredOutput: 'off',
  capabilities: null,
  ownPrice: null,
  price: null,
  isDeprecated: false,
  lastTest: {
    ok: true,
    testedAt: '2026-11-22T10:00:00.000Z',
    message: 'It answers.',
    answeredBy: null,
    adapted: [],
    replies: [],
    latencyMs: 10,
    models: [],
  },
  ...more,
});
const practice = teacher('practice', { isPractice: true });
const granite = teacher('granite');
const mistral = teacher('mistral');
const silent = teacher('silent', { lastTest: null });

describe('defaultTeacher', () => {
  it.each([
    ['nobody where there is none', [], null, null],
    ['the teacher of the last run', [practice, granite, mistral], { teacherName: 'mistral', model: 'm' }, 'mistral'],
    ['not one that was removed since', [granite, mistral], { teacherName: 'gone', model: 'm' }, null],
    ['the only model that has answered', [practice, granite, silent], null, 'granite'],
    ['the practice teacher only where it is the only one', [practice], null, 'practice'],
    ['nobody where a person has to choose', [practice, silent], null, null],
  ])('is %s', (_, teachers, run, name) => {
    expect(defaultTeacher(teachers, run)?.name ?? null).toBe(name);
  });
});
