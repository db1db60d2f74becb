import { describe, expect, it } from 'vitest';
import { evolutionFault } from '@/taxonomy/generation/steps/evolution-fault';
import { eliminate } from '@/taxonomy/generation/steps/eliminate';
import { evolveQuestions, type Generation } from '@/taxonomy/generation/steps/evolve-questions';
import type { StepContext } from '@/taxonomy/generation/steps/step';
import { run, saying } from '../../support/steps';

const earlier = 'Why does bread rise?';
const row = { scores: [], calls: [], earlier, question: 'Why does rye bread rise less than wheat bread?' };

describe('an evolved question', () => {
  it.each([
    ['Why does bread rise?', 'not_evolved'],
    ['why  does bread rise', 'not_evolved'],
    ['Why does the bread rise?', 'not_evolved'],
    ['Rewritten question: why does rye bread rise less than wheat bread?', 'prompt_copied'],
    ['Make the question harder: why does rye bread rise less?', 'prompt_copied'],
    ['#Rewritten Prompt# Why does rye bread rise less than others?', 'prompt_copied'],
  ])('goes without a call when it is %j: %s', async (question, reason) => {
    const nobody: StepContext = { ask: () => Promise.reject(new Error('nobody is asked here')) };
    const { kept, dropped } = await run(eliminate<typeof row>(), nobody, { ...row, question });
    expect(kept).toEqual([]);
    expect(dropped).toMatchObject([{ reason }]);
  });

  it('may have words of a prompt that its seed has too', () => {
    const seed = 'What is a new question: an open one or a closed one?';
    expect(evolutionFault(seed, `${seed} Explain it to a child of ten.`)).toBeNull();
  });

  it('is compared sign by sign in scripts without spaces', () => {
    expect(evolutionFault('面包为什么会发起来', '面包为什么会发起来呢')).toMatchObject({ reason: 'not_evolved' });
    expect(evolutionFault('面包为什么会发起来', '黑麦面包为什么比小麦面包发得少')).toBeNull();
  });

  it('is judged: a no drops it by name, and an unclear verdict is not guessed', async () => {
    const step = eliminate<typeof row>();
    expect((await run(step, saying('More.\nVERDICT: YES'), row)).kept).toMatchObject([{ scores: [{ score: null }] }]);
    expect((await run(step, saying('Same.\nVERDICT: NO'), row)).dropped).toMatchObject([{ reason: 'not_evolved' }]);
    expect((await run(step, saying('Perhaps.'), row)).dropped).toMatchObject([{ reason: 'unparseable' }]);
  });
});

describe('a line of generations', () => {
  const deepen: Generation = { way: 'Add a condition.', sampling: { seed: 1 } };
  const answers = [
    'Why does bread rise?',
    'Why does rye bread rise less than wheat?',
    'Why does rye bread rise less than wheat, and what helps against it?',
  ];

  it('goes on from the last question that really changed', async () => {
    const shown: unknown[] = [];
    let next = 0;
    const ask: StepContext['ask'] = async (_, values) => {
      shown.push(typeof values === 'object' && values !== null && 'question' in values && values.question);
      return { text: `[QUESTION]\n${answers[next++]}\n[END]`, finishReason: 'stop', callKey: 'k', model: 'm' };
    };
    const item = { scores: [], calls: [], example: { question: earlier }, lines: [[deepen, deepen, deepen]] };
    const { kept } = await run(evolveQuestions<typeof item>(), { ask }, item);
    expect(shown).toEqual([earlier, earlier, answers[1]]);
    expect(kept.map((each) => each.earlier)).toEqual([earlier, earlier, answers[1]]);
  });
});
