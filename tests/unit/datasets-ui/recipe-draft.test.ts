import { describe, expect, it } from 'vitest';
import { draftOf, draftProblems, nameProblem, percentText, recipeOf } from '@/components/datasets/recipe-draft';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { phasePresets, replayPhase, withReplayShare } from '@/taxonomy/datasets/vocabulary-phases';
import { PublishRequest } from '@/taxonomy/datasets/contract';
import { Recipe } from '@/taxonomy/datasets/contract-recipe';

describe('draftProblems', () => {
  it.each(['0', '-1', '1.5', '100001', 'many', '', ' ', '1e9', 'Infinity', 'NaN'])(
    'refuses %j as a threshold',
    (text) => expect(Object.keys(draftProblems({ shortAnswerTokens: text }))).toEqual(['shortAnswerTokens']),
  );

  it.each(['-1', '101', 'half', '', 'NaN'])('refuses %j as percent of replay', (text) =>
    expect(Object.keys(draftProblems({ replayPercent: text }))).toEqual(['replayPercent']),
  );

  it('refuses to take no pipeline at all', () => {
    expect(Object.keys(draftProblems({ pipelines: [] }))).toEqual(['pipelines']);
    expect(draftProblems({ pipelines: null })).toEqual({});
  });

  it('refuses phases that the server would refuse', () => {
    const [first, ...rest] = defaultRecipe.phases;
    const problemOf = (change: object) => draftProblems({ phases: [{ ...first!, ...change }, ...rest] }).phases;
    expect(problemOf({})).toBeUndefined();
    expect(problemOf({ name: ' ' })).toMatch(/needs a name/);
    expect(problemOf({ takes: [] })).toMatch(/takes no samples/);
    expect(problemOf({ replay: [replayPhase('skills')] })).toMatch(/not before it/);
  });

  it('wants a number of rows for a balance, and shares of at most half', () => {
    expect(Object.keys(draftProblems({ balanceMode: 'at_most', balanceRows: '0' }))).toEqual(['balanceRows']);
    expect(draftProblems({ balanceMode: 'all' })).toEqual({});
    expect(Object.keys(draftProblems({ testPercent: '51' }))).toEqual(['testPercent']);
  });

  it('finds no problem in untouched fields', () => {
    expect(draftProblems({})).toEqual({});
  });

  it('lets a system prompt be empty, but not a template or a seed', () => {
    expect(Object.keys(draftProblems({ systemPrompt: '', chatTemplate: ' ', seed: ' ' }))).toEqual([
      'seed',
      'chatTemplate',
    ]);
  });
});

describe('recipeOf', () => {
  it('is the default except for what was changed: rows name nobody by default', () => {
    expect(recipeOf([], {})).toEqual(defaultRecipe);
    expect(recipeOf([], {}).systemPrompt).toBe('');
    expect(recipeOf([], { replayPercent: '25' })).toEqual({
      ...defaultRecipe,
      phases: withReplayShare(defaultRecipe.phases, 0.25),
    });
  });

  it.each([
    { shortAnswerTokens: '1', replayPercent: '0' },
    { shortAnswerTokens: '100000', replayPercent: '100', seed: ' x ' },
    { shortAnswerTokens: ' 64 ', replayPercent: '12.5', systemPrompt: '', chatTemplate: '{{ 1 }}' },
  ])('is a recipe that the server accepts: %j', (draft) => {
    expect(draftProblems(draft)).toEqual({});
    expect(Recipe.partial().safeParse(recipeOf(['abcdefghij12'], draft)).success).toBe(true);
  });
});

describe('recipeOf a continued version', () => {
  const base = {
    ...defaultRecipe,
    systemPrompt: 'You know birds.',
    about: { ...defaultRecipe.about, licence: 'CC0' },
  };

  it('is the whole recipe of that version except for what was changed', () => {
    expect(recipeOf(['abcdefghij12'], { seed: 'x' }, base)).toEqual({ ...base, scope: ['abcdefghij12'], seed: 'x' });
  });

  it('takes other pipelines, or the usual ones again', () => {
    const baseline = { ...base, selection: { ...base.selection, pipelines: ['self-instruct'] } };
    expect(recipeOf([], {}, baseline).selection.pipelines).toEqual(['self-instruct']);
    expect(recipeOf([], { pipelines: ['freeform'] }, baseline).selection.pipelines).toEqual(['freeform']);
    expect(recipeOf([], { pipelines: null }, baseline).selection.pipelines).toEqual([]);
    expect(recipeOf([], draftOf(baseline), base).selection.pipelines).toEqual(['self-instruct']);
  });

  it('changes how many rows leaves give, and what is held out', () => {
    const draft = { balanceMode: 'exactly' as const, balanceRows: '20', isRepeated: true, testPercent: '12.5' };
    expect(recipeOf([], draft)).toMatchObject({
      balance: { mode: 'exactly', rows: 20, isRepeated: true },
      splits: { validation: 0, test: 0.125 },
    });
  });

  it('keeps the phases that were chosen, with another share of replay', () => {
    const phases = phasePresets.instructlab.phases();
    expect(recipeOf([], { phases, replayPercent: '50' }).phases).toEqual(withReplayShare(phases, 0.5));
  });

  it('is the same recipe when it was only shown in the fields', () => {
    expect(recipeOf(base.scope, draftOf(base))).toEqual(base);
  });
});

describe('percentText', () => {
  it.each([
    [1, '100'],
    [0.29, '29'],
    [0.125, '12.5'],
    [0, '0'],
  ])('writes %d as %s', (fraction, text) => expect(percentText(fraction)).toBe(text));
});

describe('nameProblem', () => {
  const { name: Name } = PublishRequest.shape;

  it.each(['birds', '2 birds', 'Birds-of.the_coast', '_birds', '-x', 'a/b', '../x', 'vögel', 'a"b'])(
    'checks %j as the server does',
    (name) => expect(nameProblem(name) === null).toBe(Name.safeParse(name).success),
  );

  it('reports nothing while there is no name yet', () => {
    expect(nameProblem(' ')).toBeNull();
  });
});
