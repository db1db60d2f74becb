import { describe, expect, it } from 'vitest';
import { changeSentence, recipeChanges } from '@/taxonomy/datasets/recipe-changes';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { phasePresets, withReplayShare } from '@/taxonomy/datasets/vocabulary-phases';

const change = { field: 'systemPrompt', name: 'System prompt' };
const sentence = (before: string, now: string) => changeSentence({ ...change, before, now }, 1);

describe('a changed text', () => {
  it('is shown from its start when it differs there, and cut after 90 characters', () => {
    expect(sentence(`A${'x'.repeat(100)}`, `B${'x'.repeat(89)}`)).toBe(
      `System prompt differs from version 1: “B${'x'.repeat(89)}”; it was “A${'x'.repeat(89)}…”.`,
    );
  });

  it('is shown from 20 characters before the difference when that is far', () => {
    const start = Array.from({ length: 10 }, (_, i) => `0123456${i}`).join('');
    expect(sentence(`${start}old`, `${start}new`)).toBe(
      `System prompt differs from version 1: “…${start.slice(-20)}new”; it was “…${start.slice(-20)}old”.`,
    );
    expect(sentence(start, `${start} and more`)).toContain(`“…${start.slice(-20)} and more”`);
  });

  it('is shown whole when it is short, although its end differs', () => {
    const start = 'x'.repeat(45);
    expect(sentence(`${start}a`, `${start}b`)).toContain(`“${start}b”; it was “${start}a”`);
  });
});

describe('the changes of a recipe', () => {
  it('name the field that a link leads to', () => {
    const now = {
      scope: ['a', 'b', 'c'],
      shortAnswerTokens: 65,
      phases: withReplayShare(phasePresets.paper.phases(), 0.5),
      balance: { mode: 'at_most' as const, rows: 5 },
      splits: { validation: 0, test: 0.1 },
      seed: 'x',
      systemPrompt: 'S',
      chatTemplate: 'T',
      about: { intendedUse: 'U', limits: 'L', licence: 'CC0', contact: 'C' },
      selection: { ...defaultRecipe.selection, pipelines: ['self-instruct'], isPendingTaken: true },
    };
    const changes = recipeChanges(defaultRecipe, now, (id) => id.toUpperCase());
    expect(changes.map(({ field }) => field)).toEqual([
      'scope',
      'systemPrompt',
      'shortAnswerTokens',
      'phases',
      'replay',
      'balance',
      'splits',
      'pipelines',
      'selection',
      'seed',
      'chatTemplate',
      'about.intendedUse',
      'about.limits',
      'about.licence',
      'about.contact',
    ]);
    expect(changes[0]?.now).toBe('A, B, C');
  });
});
