import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SignInRequest } from '@/taxonomy/accounts/contract';
import { PublishRequest } from '@/taxonomy/datasets/contract';
import { DomainError } from '@/taxonomy/errors';
import { StartRunRequest } from '@/taxonomy/generation/contract';
import { AddTeacherRequest } from '@/taxonomy/generation/contract-teachers';
import { parseOrRefuse } from '@/taxonomy/parse';
import { DecideManyRequest, DecideRequest } from '@/taxonomy/review/contract';
import { CheckLeafRequest } from '@/taxonomy/seeds/contract';

function refusalOf(schema: z.ZodType, value: unknown): DomainError {
  try {
    parseOrRefuse(schema, value);
  } catch (error) {
    if (error instanceof DomainError) return error;
  }
  throw new Error('It was not refused.');
}

const teacher = { name: 'Ada', baseUrl: 'http://127.0.0.1:1', model: 'm' };
const attribution = { titleOfWork: '', linkToWork: '', revision: '', licenseOfTheWork: '', creatorNames: '' };
const leaf = { kind: 'freeform', createdBy: '', attribution, taskDescription: '' };

describe('the problems of a request', () => {
  it.each<[string, z.ZodType, unknown, string]>([
    [
      'a nested list',
      CheckLeafRequest,
      { content: { ...leaf, seeds: [{ id: 'a', question: 1, answer: '' }] } },
      'Content, seed 1, context is missing. Content, seed 1, question must be text.',
    ],
    [
      'a wrong address',
      AddTeacherRequest,
      { ...teacher, baseUrl: 'nowhere' },
      'Address: An address begins with http:// or https://.',
    ],
    ['an empty name', AddTeacherRequest, { ...teacher, name: ' ' }, 'Name cannot be empty.'],
    [
      'a number that is too large',
      AddTeacherRequest,
      { ...teacher, slots: 5_000 },
      'Parallel requests must be at most 1,024.',
    ],
    ['half a number', AddTeacherRequest, { ...teacher, slots: 1.5 }, 'Parallel requests must be a whole number.'],
    [
      'an unknown field',
      AddTeacherRequest,
      { ...teacher, colour: 'red' },
      'The request has a field that is not known: colour.',
    ],
    [
      'what is missing',
      StartRunRequest,
      {},
      'Request key is missing. Scope is missing. Teacher is missing. Samples for each leaf is missing.',
    ],
    ['not an object', StartRunRequest, null, 'The request must be an object with named fields.'],
    [
      'an id',
      StartRunRequest,
      { requestKey: 'x', scope: [], teacherId: 'x', target: null },
      'Request key must be an id. Teacher must be an id.',
    ],
    [
      'one of some',
      DecideRequest,
      { id: 'x', sampleId: 'x', version: 0, verdict: 'maybe' },
      'Id must be an id. Sample id must be an id. Verdict must be approve, reject, edit, undo or reopen.',
    ],
    [
      'a place in a list',
      DecideManyRequest,
      { decisions: [{ id: 'x', sampleId: 'y' }] },
      'Decision 1, id must be an id.',
    ],
    ['an empty list', DecideManyRequest, { decisions: [] }, 'Decisions cannot be empty.'],
    [
      'a fraction',
      PublishRequest,
      {
        requestKey: '0190c1f2-0000-7000-8000-000000000001',
        name: 'a',
        recipe: { splits: { validation: 0, test: 0.7 } },
      },
      'Recipe, splits, test must be at most 0.5.',
    ],
    ['our own words', SignInRequest, { email: 'x', password: 'x' }, 'Email: This is not a valid e-mail address.'],
  ])('are written as sentences: %s', (_, schema, value, message) => {
    expect(refusalOf(schema, value).message).toBe(message);
  });

  it('name the exact fields for programs', () => {
    const { detail } = refusalOf(AddTeacherRequest, { ...teacher, name: 1 });
    expect(detail).toEqual({ issues: [{ field: 'name', message: 'must be text' }] });
  });

  it('show the first five, and the number of others', () => {
    const { message } = refusalOf(
      z.array(z.int()),
      Array.from({ length: 12 }, () => 'x'),
    );
    expect(message).toBe(
      `${[1, 2, 3, 4, 5].map((n) => `Entry ${n} must be a number.`).join(' ')} There are 7 more problems.`,
    );
  });
});
