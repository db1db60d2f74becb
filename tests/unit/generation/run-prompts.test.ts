import { describe, expect, it } from 'vitest';
import { freeform } from '@/taxonomy/generation/pipelines/freeform';
import { judgePair } from '@/taxonomy/generation/prompts/judge-pair';
import { judgeFaithfulness } from '@/taxonomy/generation/prompts/judge-faithfulness';
import { makeFence } from '@/taxonomy/generation/prompts/prompt';
import { freezePrompts, RunPrompts } from '@/taxonomy/generation/runs/prompts';

describe('the prompts of a run', () => {
  const frozen = freezePrompts([freeform, freeform]);

  it("are those that its pipelines' steps use, each once", () => {
    expect(frozen.map(({ name }) => name)).toEqual([
      'write-questions',
      'judge-question',
      'write-answer',
      'write-creative-answer',
      'judge-pair',
      'judge-safety',
    ]);
  });

  it('keep the text that the run started with, even if the prompt has changed', () => {
    const changed = frozen.map((prompt) => ({ ...prompt, text: 'Grade as it was then.', temperature: 0.3 }));
    const resolved = new RunPrompts(changed).resolve(judgePair);
    const [system] = resolved.render({ question: 'Q?', answer: 'A.' }, makeFence('1'));
    expect(system?.content).toMatch(/^Grade as it was then\.\n/);
    expect(resolved.temperature).toBe(0.3);
    expect(judgePair.text).toContain('You grade an answer');
  });

  it('have another hash when their text or version differs', () => {
    const hashOf = (change: object) =>
      freezePrompts([{ ...freeform, prompts: [{ ...judgePair, ...change }] }])[0]?.hash;
    const hashes = [hashOf({}), hashOf({ text: 'Another.' }), hashOf({ version: 99 })];
    expect(new Set(hashes).size).toBe(3);
    expect(hashOf({})).toBe(frozen.find(({ name }) => name === 'judge-pair')?.hash);
  });

  it('do not include one that no step used when it started', () => {
    expect(() => new RunPrompts(frozen).resolve(judgeFaithfulness)).toThrow(/started without.*new run/);
  });
});
