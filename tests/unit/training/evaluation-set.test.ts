import { describe, expect, test } from 'vitest';
import type { HeldOutSample } from '@/taxonomy/datasets/held-out/held-out';
import { chooseAnswers } from '@/taxonomy/training/evaluation-set/choose-answers';
import { findTrained } from '@/taxonomy/training/evaluation-set/find-trained';
import { setName, taskName } from '@/taxonomy/training/evaluation-set/task-name';
import { wordsOf } from '../../support/held-out-factories';

const sampleOf = (id: string, answer: string, change: Partial<HeldOutSample> = {}): HeldOutSample => ({
  id,
  leafId: 'leaf',
  path: 'knowledge/birds',
  kind: 'knowledge',
  bundle: 'one passage',
  context: 'A passage.',
  question: `${wordsOf(`question ${id}`)}?`,
  answer,
  ...change,
});

const answersOf = (samples: HeldOutSample[], id: string) =>
  chooseAnswers(samples, 'seed').find(({ sample }) => sample.id === id)?.choices ?? null;

const three = ['red kite', 'barn owl', 'sea eagle'].map((answer, i) => sampleOf(`o${i}`, answer));

describe('wrong answers', () => {
  test('are of like length, and never say nearly what the right one says', () => {
    const own = sampleOf('own', 'grey heron');
    const bad = [
      sampleOf('same', 'Grey heron!'),
      sampleOf('more', 'a grey heron too'),
      sampleOf('near', 'grey goose'),
      sampleOf('long', `snow bunting ${'of the far north '.repeat(4)}`),
      sampleOf('empty', ' '),
    ];
    // One word of two in common is exactly the threshold, which is not over it.
    expect(answersOf([own, ...bad.slice(0, 2), ...bad.slice(3), ...three], 'own')?.toSorted()).toEqual(
      ['grey heron', 'red kite', 'barn owl', 'sea eagle'].toSorted(),
    );
    expect(answersOf([own, ...bad], 'own')).toBeNull();
    expect(
      answersOf(
        [own, ...bad, ...three.slice(0, 2)].filter(({ id }) => id !== 'near'),
        'own',
      ),
    ).toBeNull();
  });

  test('are not those of a question that asks nearly the same', () => {
    const own = sampleOf('own', 'grey heron', { question: 'Which bird stands in the pond and waits?' });
    const alike = three.map((each) => ({ ...each, question: 'Which bird stands in this pond and waits?' }));
    expect(answersOf([own, ...alike], 'own')).toBeNull();
    expect(answersOf([own, ...three], 'own')).toHaveLength(4);
  });

  test('are unlike each other, too', () => {
    const own = sampleOf('own', 'grey heron');
    const twins = [sampleOf('t1', 'red kite'), sampleOf('t2', 'Red Kite'), sampleOf('t3', 'the red kite')];
    expect(answersOf([own, ...twins, three[1]!], 'own')).toBeNull();
  });

  test('are about the same passage first, then of the leaf, then of the branch', () => {
    const own = sampleOf('own', 'grey heron');
    const other = (i: number, change: Partial<HeldOutSample>) => sampleOf(`f${i}`, wordsOf(`far ${i}`, 2), change);
    const leaf = Array.from({ length: 9 }, (_, i) => other(i, { bundle: 'another' }));
    const branch = Array.from({ length: 9 }, (_, i) =>
      other(20 + i, { bundle: 'x', leafId: 'other', path: 'knowledge/fish' }),
    );
    const foreign = Array.from({ length: 9 }, (_, i) =>
      other(40 + i, { bundle: 'y', leafId: 'skill', path: 'compositional_skills/poems' }),
    );
    const all = [own, ...foreign, ...branch, ...leaf];
    expect(answersOf([...all, ...three], 'own')?.toSorted()).toEqual(
      ['grey heron', 'red kite', 'barn owl', 'sea eagle'].toSorted(),
    );
    const leafAnswers = new Set(leaf.map(({ answer }) => answer));
    expect(answersOf(all, 'own')?.filter((each) => leafAnswers.has(each))).toHaveLength(3);
    expect(answersOf([own, ...foreign], 'own')).toBeNull();
  });

  test('are the same ones each time, and others with another seed', () => {
    const samples = Array.from({ length: 30 }, (_, i) => sampleOf(`s${i}`, wordsOf(`answer ${i}`, 2)));
    expect(chooseAnswers(samples, 'a')).toEqual(chooseAnswers(samples, 'a'));
    expect(chooseAnswers(samples, 'a')).not.toEqual(chooseAnswers(samples, 'b'));
    const places = chooseAnswers(samples, 'a').map(({ label }) => label);
    expect(new Set(places)).toEqual(new Set([0, 1, 2, 3]));
  });

  test('can be numbers, or signs without a word', () => {
    const samples = ['+', '-', '×', '÷'].map((answer, i) => sampleOf(`s${i}`, answer));
    expect(answersOf(samples, 's0')?.toSorted()).toEqual(['+', '-', '×', '÷'].toSorted());
    expect(answersOf([...samples.slice(0, 3), sampleOf('twin', '+')], 's0')).toBeNull();
  });
});

describe('a question', () => {
  const { signal } = new AbortController();
  async function* once(...texts: string[]) {
    yield texts;
  }

  test('that is trained on is found: as it is, or nearly', async () => {
    const ask = (id: string, question: string) => ({ id, context: null, question, answer: 'x' });
    const asked = [
      ask('same', 'Which bird is the largest of all birds?'),
      ask('near', 'Which fish is the largest of the cold seas today?'),
      ask('far', 'Who wrote the song of the moon?'),
    ];
    const found = await findTrained(
      asked,
      once(
        'which bird is the largest of all birds',
        'Which fish is the very largest of the cold seas today?',
        'Nothing like it, with many other words in it, and none that is asked for.',
      ),
      signal,
    );
    expect(found).toEqual({ compared: 3, same: new Set(['same']), alike: new Set(['near']) });
  });

  test('stays when only words that it does not have are alike', async () => {
    const asked = [{ id: 'a', context: null, question: 'one two three four', answer: 'x' }];
    const found = await findTrained(asked, once('five six seven eight', 'one five six seven two'), signal);
    expect(found).toMatchObject({ same: new Set(), alike: new Set() });
  });

  test('with a passage is compared with its answer, as splits do', async () => {
    const asked = [{ id: 'a', context: 'c', question: 'What is it?', answer: 'a red kite over the hill' }];
    expect((await findTrained(asked, once('What is it?'), signal)).alike.size).toBe(0);
    expect((await findTrained(asked, once('What is it?\na red kite over the hill'), signal)).same.size).toBe(1);
  });
});

test('tasks of leaves whose paths differ only in signs have different names', () => {
  const set = setName({ dataset: 'my. data', number: 2 });
  expect(set).toBe('seedleaf_my_data_2');
  const names = ['a b', 'a_b', 'a/b', '鳥', '魚'].map((path) => taskName(set, 'choices', { leafId: path, path }));
  expect(new Set(names).size).toBe(5);
  for (const name of names) expect(name).toMatch(/^seedleaf_my_data_2_choices_\w+_[0-9a-f]{6}$/);
});
