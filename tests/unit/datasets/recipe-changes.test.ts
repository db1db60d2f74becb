import { describe, expect, it } from 'vitest';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { changeSentence, recipeChanges } from '@/taxonomy/datasets/recipe-changes';
import { replayWords } from '@/taxonomy/datasets/vocabulary';

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
    [{ replayFraction: 0.5 }, 'Replay'],
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

describe('replayWords', () => {
  it.each([
    [1, 'all rows of each earlier phase'],
    [0, 'none'],
    [0.29, '29 % of the rows of each earlier phase'],
    [0.9999, '99.99 % of the rows of each earlier phase'],
  ])('writes a share of %s as “%s”', (fraction, words) => expect(replayWords(fraction)).toBe(words));
});
