import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { changeSentence, recipeChanges } from '@/taxonomy/datasets/recipe-changes';
import { amountWords } from '@/taxonomy/datasets/replay-words';
import { phasePresets, withReplayShare } from '@/taxonomy/datasets/vocabulary-phases';

const placeOf = (id: string) => `place ${id}`;
const namesOf = (now: Partial<typeof defaultRecipe>, before = defaultRecipe) =>
  recipeChanges(before, { ...before, ...now }, placeOf).map(({ name }) => name);

describe('recipeChanges', () => {
  it('finds no change between a recipe and itself, whatever the order of its scope', () => {
    const before = { ...defaultRecipe, scope: ['a', 'b'] };
    expect(namesOf({ scope: ['b', 'a'] }, before)).toEqual([]);
    expect(namesOf({ about: { intendedUse: '', limits: '', licence: '', contact: '' } })).toEqual([]);
  });

  it.each([
    [{ scope: ['a'] }, 'From'],
    [{ systemPrompt: 'You know birds.' }, 'System prompt'],
    [{ shortAnswerTokens: 65 }, 'Short answers'],
    [{ phases: withReplayShare(defaultRecipe.phases, 0.5) }, 'Replay'],
    [{ balance: { mode: 'at_most' as const, rows: 10 } }, 'Balance'],
    [{ splits: { validation: 0.1, test: 0 } }, 'Held out'],
    [{ selection: { ...defaultRecipe.selection, isPendingTaken: true } }, 'Samples'],
    [{ seed: 'x' }, 'Random seed'],
    [{ chatTemplate: '{{ 1 }}' }, 'Chat template'],
    [{ about: { intendedUse: '', limits: '', licence: 'CC0', contact: '' } }, 'Licence'],
  ])('lists only the field that %j changes', (now, name) => expect(namesOf(now)).toEqual([name]));

  it('names some places of a long scope, and the number of others', () => {
    const [change] = recipeChanges(defaultRecipe, { ...defaultRecipe, scope: ['a', 'b', 'c', 'd', 'e'] }, placeOf);
    expect(change).toMatchObject({ before: 'the whole taxonomy', now: 'place a, place b, place c, 2 more' });
  });
});

describe('changeSentence', () => {
  const change = { field: 'systemPrompt', name: 'System prompt' };

  it('says what it is and what it was', () => {
    expect(changeSentence({ ...change, before: 'You know birds.', now: '' }, 3)).toBe(
      'System prompt differs from version 3: none; it was “You know birds.”.',
    );
  });

  it('shows long texts from where they start to differ', () => {
    const alike = 'The same words again and again. '.repeat(20);
    const words = changeSentence({ ...change, before: `${alike}Be brief.`, now: `${alike}Be kind.` }, 1);
    expect(words).toMatch(/“….*Be kind\.”; it was “….*Be brief\.”/);
    expect(words.length).toBeLessThan(200);
  });
});

describe('phases', () => {
  it('are told apart from how much they replay', () => {
    expect(namesOf({ phases: phasePresets.paper.phases() })).toEqual(['Phases']);
    expect(namesOf({ phases: phasePresets.one.phases() })).toEqual(['Phases', 'Replay']);
  });
});

describe('amountWords', () => {
  it.each([
    [{ of: 'fraction' as const, value: 1 }, 'all rows'],
    [{ of: 'fraction' as const, value: 0.29 }, '29 % of the rows'],
    [{ of: 'fraction' as const, value: 0.9999 }, '99.99 % of the rows'],
    [{ of: 'rows' as const, value: 1_000 }, '1,000 rows'],
    [{ of: 'tokens' as const, value: 0.2 }, '20 % of the tokens'],
  ])('writes %j as “%s”', (amount, words) => expect(amountWords(amount)).toBe(words));
});
