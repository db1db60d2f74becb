import { describe, expect, it } from 'vitest';
import { freeform } from '@/taxonomy/generation/pipelines/freeform';
import { judgePair } from '@/taxonomy/generation/prompts/judge-pair';
import { judgeFaithfulness } from '@/taxonomy/generation/prompts/judge-faithfulness';
import { makeFence } from '@/taxonomy/generation/prompts/prompt';
import { freezePrompts, RunPrompts, type LeafOfPrompts } from '@/taxonomy/generation/runs/prompts';
import { makeFreeform } from '../../support/seeds-factories';

const leaf: LeafOfPrompts = { values: { name: 'capitals', content: makeFreeform() }, texts: new Map() };

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
    const resolved = new RunPrompts(changed).resolve(judgePair, leaf);
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
    expect(() => new RunPrompts(frozen).resolve(judgeFaithfulness, leaf)).toThrow(/started without.*new run/);
  });

  const ownText = { id: 'id', prompt: 'judge-pair', number: 2, text: 'Grade {{leaf name}}.' };

  it('take the text of the leaf before that of the taxonomy, and that before the built-in one', () => {
    const builtIn = new RunPrompts(frozen);
    const ofTaxonomy = new RunPrompts(freezePrompts([freeform], new Map([['judge-pair', ownText]])));
    const withOwn = { ...leaf, texts: new Map([['judge-pair', 'Grade as in {{ Leaf  name }} and {{leaf name}}.']]) };
    expect(builtIn.resolve(judgePair, leaf).text).toBe(judgePair.text);
    expect(ofTaxonomy.resolve(judgePair, leaf).text).toBe('Grade capitals.');
    for (const prompts of [builtIn, ofTaxonomy]) {
      expect(prompts.resolve(judgePair, withOwn).text).toBe('Grade as in capitals and capitals.');
      expect(prompts.of(withOwn)(judgePair)).toMatchObject({
        text: 'Grade as in capitals and capitals.',
        judges: true,
      });
    }
  });

  it('have a hash of the text that the leaf is asked with, so that no answer to another text is used', () => {
    const prompts = new RunPrompts(freezePrompts([freeform], new Map([['judge-pair', ownText]])));
    const other = { ...leaf, values: { ...leaf.values, name: 'rivers' } };
    const hashes = [leaf, leaf, other].map((each) => prompts.resolve(judgePair, each).hash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(new Set([...hashes, frozen.find(({ name }) => name === 'judge-pair')?.hash]).size).toBe(3);
  });

  it('are not replaced by others when the text of a leaf is gone', () => {
    const gone = { ...leaf, texts: new Map([['judge-pair', undefined]]) };
    expect(() => new RunPrompts(frozen).resolve(judgePair, gone)).toThrow(/is gone.*new run/);
  });
});
