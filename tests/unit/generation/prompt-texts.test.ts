import { describe, expect, it } from 'vitest';
import { faultsOf, pipelineWith, promptsFor } from '@/taxonomy/generation/prompt-texts/catalogue';
import { faultsOfMarks, isReadable, marksOf, passingAnswer } from '@/taxonomy/generation/prompt-texts/marks';
import { faultsOfVariables, fillIn } from '@/taxonomy/generation/prompt-texts/variables';
import { leafKinds } from '@/taxonomy/tree/vocabulary';
import { makeFreeform, makeKnowledge } from '../../support/seeds-factories';

const all = promptsFor(null);
const named = (name: string) => all.find(({ prompt }) => prompt.name === name)!.prompt;

describe('an own text of a prompt', () => {
  it.each(all.map(({ prompt }) => prompt))('may be the built-in text of $name', ({ name, text }) => {
    expect(faultsOf(name, text, null)).toEqual([]);
  });

  it.each(all.map(({ prompt }) => prompt))('of $name must keep every mark, and the fault names it', (prompt) => {
    const marks = marksOf(prompt);
    expect(marks.length).toBeGreaterThan(1);
    for (const mark of marks) {
      const isMark = (line: string) => line.trim() === mark || (mark.endsWith(' -') && line.startsWith(`${mark} `));
      const without = prompt.text.split('\n').filter((line) => !isMark(line));
      expect(without.length).toBeLessThan(prompt.text.split('\n').length);
      expect(faultsOfMarks(prompt, without.join('\n')).join('\n')).toContain(`“${mark}”`);
      const inside = prompt.text.split('\n').map((line) => (isMark(line) ? `so ${line}` : line));
      expect(faultsOfMarks(prompt, inside.join('\n')).join('\n')).toContain(`“${mark}”`);
    }
  });

  it('has the tags in their order, and no grade that is not read', () => {
    const pairs = named('write-pairs');
    const turned = pairs.text.replace('[QUESTION]', '[X]').replace('[ANSWER]', '[QUESTION]').replace('[X]', '[ANSWER]');
    expect(faultsOfMarks(pairs, turned)).toEqual([expect.stringContaining('[QUESTION], [ANSWER], [END]')]);
    const judge = named('judge-pair');
    expect(faultsOfMarks(judge, `${judge.text}\nSCORE: 5`)).toEqual([
      expect.stringMatching(/Line \d+.*SCORE: 5.*SCORE: 3/),
    ]);
  });

  it('names variables of its kinds of leaf only, and a fault lists the ones that there are', () => {
    expect(faultsOfVariables('A {{Leaf Name}} of {{task description}}', ['freeform'])).toEqual([]);
    const [fault] = faultsOfVariables('One\nTwo {{domane}}', ['knowledge']);
    expect(fault).toContain('Line 2: there is no variable {{domane}}');
    expect(fault).toContain('{{leaf name}}, {{domain}}, {{document outline}}');
    expect(faultsOfVariables('{{domain}}', leafKinds)).toHaveLength(1);
    for (const open of ['{{leaf name', 'leaf name}}', '{{leaf\nname}}', '{{}}', '{{leaf {name}}'])
      expect(faultsOfVariables(open, ['freeform']).length, open).toBeGreaterThan(0);
    expect(faultsOfVariables('{"a": {"b": 1}} ', ['freeform'])).toHaveLength(1);
    expect(faultsOfVariables('{ "a": { } }', ['freeform'])).toEqual([]);
  });

  it('is filled in once: what stands in a leaf is not searched for variables', () => {
    const content = { ...makeKnowledge(), domain: '{{leaf name}} $& $1' };
    expect(fillIn('<{{domain}}|{{leaf name}}>', { name: 'tides', content })).toBe('<{{leaf name}} $& $1|tides>');
    expect(fillIn('<{{domain}}>', { name: 'tides', content: makeFreeform() })).toBe('<>');
  });
});

describe('every prompt', () => {
  it('has a pipeline for each of its kinds of leaf, in which a preview can reach it', () => {
    for (const { prompt, kinds } of all)
      for (const kind of kinds) expect(pipelineWith(prompt.name, kind)?.prompts).toContain(prompt);
  });

  it.each(all.map(({ prompt }) => prompt))('$name knows an answer that can be read', (prompt) => {
    expect(isReadable(prompt, 'Sure! I would be happy to help.')).toBe(false);
    if (prompt.judges) {
      expect(isReadable(prompt, `It is so.\n${passingAnswer(prompt)}`)).toBe(true);
    } else {
      const tags = marksOf(prompt).filter((mark) => mark !== '[UNANSWERABLE]');
      expect(isReadable(prompt, tags.join('\nsome text\n'))).toBe(true);
    }
  });
});
