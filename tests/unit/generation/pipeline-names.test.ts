import { describe, expect, it } from 'vitest';
import { drawFew } from '@/taxonomy/generation/pipelines/draw';
import { factsIn } from '@/taxonomy/generation/pipelines/knowledge-views';
import { chosenByName, pipelineFor, pipelines } from '@/taxonomy/generation/pipelines/registry';
import { marksOf } from '@/taxonomy/generation/sample-marks';
import { baselineNames, pipelineFacts } from '@/taxonomy/generation/vocabulary-pipelines';
import { leafKinds } from '@/taxonomy/tree/vocabulary';

describe('the pipelines', () => {
  it('are all described for people, by kind, with the same default first', () => {
    const described = Object.entries(pipelineFacts).map(([name, { kind }]) => `${name} ${kind}`);
    expect(described.toSorted()).toEqual(pipelines.map(({ name, accepts }) => `${name} ${accepts.join()}`).toSorted());
    for (const kind of leafKinds) {
      expect(Object.entries(pipelineFacts).find(([, facts]) => facts.kind === kind)?.[0]).toBe(pipelineFor(kind).name);
    }
  });

  it('are chosen by name, one for each kind of leaf', () => {
    expect(chosenByName([])).toEqual({});
    expect(chosenByName(['knowledge-full', 'freeform-simple'])).toEqual({
      knowledge: 'knowledge-full',
      freeform: 'freeform-simple',
    });
    expect(() => chosenByName(['nonsense'])).toThrow(/no pipeline “nonsense”. Choose from these: freeform, /);
    expect(() => chosenByName(['freeform', 'self-instruct'])).toThrow(/both for freeform leaves/);
  });

  it('end with the safety check, all of them', () => {
    for (const { steps } of pipelines) expect(steps.at(-1)?.name).toBe('judge-safety');
  });
});

describe('the marks of a sample', () => {
  it('name a baseline and an auxiliary row, and nothing else', () => {
    const plain = { documentVariant: null, isAuxiliary: false };
    expect(marksOf('freeform', plain)).toEqual([]);
    expect(marksOf('knowledge', { documentVariant: 'summary_detailed', isAuxiliary: false })).toEqual([]);
    expect(marksOf('knowledge', { documentVariant: 'summary_detailed', isAuxiliary: true })).toEqual([
      'Auxiliary: a detailed summary of the passage',
    ]);
    expect(baselineNames.map((name) => marksOf(name, plain))).toEqual([
      ['Baseline: Self-Instruct'],
      ['Baseline: Evol-Instruct'],
    ]);
    expect(marksOf('of another release', plain)).toEqual([]);
  });
});

describe('a list of facts', () => {
  it('is read line by line, without marks, each fact once', () => {
    expect(factsIn('- One.\n2. Two.\n\n* Three.\n• One.\n---\nFour.')).toEqual(['One.', 'Two.', 'Three.', 'Four.']);
    expect(factsIn('  \n -  \n')).toEqual([]);
  });
});

describe('drawing from a large pool', () => {
  const pool = Array.from({ length: 1_000 }, (_, i) => i);

  it('gives the same for the same key, without repeats, and all of a small pool', () => {
    expect(drawFew(pool, 8, 'a')).toEqual(drawFew(pool, 8, 'a'));
    expect(new Set(drawFew(pool, 8, 'a')).size).toBe(8);
    expect(drawFew(pool, 8, 'a')).not.toEqual(drawFew(pool, 8, 'b'));
    expect(new Set(drawFew([1, 2, 3], 8, 'a'))).toEqual(new Set([1, 2, 3]));
    expect(drawFew([], 8, 'a')).toEqual([]);
  });

  it('draws every part of the pool about equally often', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 1_000; i += 1)
      for (const each of drawFew(pool, 8, `key ${i}`)) tenths[Math.floor(each / 100)]! += 1;
    for (const n of tenths) expect(Math.abs(n - 800)).toBeLessThan(150);
  });
});
