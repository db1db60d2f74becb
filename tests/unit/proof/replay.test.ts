import { describe, expect, it } from 'vitest';
import { drawReplay } from '../../proof/replay/picture';
import { spreadOf, summarize, verdict } from '../../proof/replay/summary';
import type { Trained } from '../../proof/replay/train';
import { makeSkills, makeTowns } from '../../proof/replay/world';

const trained = (seed: number, replay: number, before: number, after: number): Trained => ({
  seed,
  replay,
  after: {
    knowledge: { learned: before, unseen: 4, skills: 6 },
    skills: { learned: after, unseen: 5, skills: 1 },
  },
});

describe('the proof of replay', () => {
  it('makes the same towns and exercises for the same seed, and others for another', () => {
    expect(makeTowns('1')).toEqual(makeTowns('1'));
    expect(makeTowns('1')).not.toEqual(makeTowns('2'));
    expect(makeSkills('1')).toEqual(makeSkills('1'));
    expect(makeSkills('1')).not.toEqual(makeSkills('2'));
  });

  it('asks each fact in two ways with the same answer, about 80 different towns', () => {
    const { asked, otherwise } = makeTowns('1');
    expect(new Set(asked.map(({ group }) => group)).size).toBe(80);
    expect(asked).toHaveLength(480);
    for (const [i, { question, answer, group }] of asked.entries()) {
      expect(otherwise[i]).toMatchObject({ answer, group });
      expect(otherwise[i]?.question).not.toBe(question);
      expect(question).toContain(group);
    }
  });

  it('answers its exercises rightly', () => {
    const { backwards, alphabetical, initials, longest } = makeSkills('1');
    const wordsOf = (question = '') => question.split(': ')[1]?.split(' ') ?? [];
    for (const { question, answer } of backwards ?? [])
      expect(answer.split(' ').toReversed()).toEqual(wordsOf(question));
    for (const { question, answer } of alphabetical ?? [])
      expect(answer.split(' ')).toEqual(wordsOf(question).toSorted());
    for (const { question, answer } of initials ?? [])
      expect(answer).toBe(
        wordsOf(question)
          .map((word) => word[0])
          .join(' '),
      );
    for (const { question, answer } of longest ?? [])
      expect(answer.length).toBe(Math.max(...wordsOf(question).map((word) => word.length)));
  });

  it('says how far the seeds are apart', () => {
    expect(spreadOf([1, 2, 3])).toEqual({ mean: 2, deviation: 1 });
    expect(spreadOf([2])).toEqual({ mean: 2, deviation: 0 });
  });

  it('says that an effect is shown only when it is larger than the spread', () => {
    const clear = [trained(1, 0, 1, 5), trained(2, 0, 1, 5.2), trained(1, 0.25, 1, 2), trained(2, 0.25, 1, 2.2)];
    expect(verdict(summarize(clear))).toContain('more than twice the spread');
    expect(verdict(summarize(clear))).toContain('+4.10');
    const noisy = [trained(1, 0, 1, 2), trained(2, 0, 1, 6), trained(1, 0.25, 1, 2), trained(2, 0.25, 1, 5)];
    expect(verdict(summarize(noisy))).toContain('no effect is shown');
    const worse = [trained(1, 0, 1, 2), trained(2, 0, 1, 2), trained(1, 0.25, 1, 4), trained(2, 0.25, 1, 4)];
    expect(verdict(summarize(worse))).toContain('no effect is shown');
  });

  it('draws a ring and a dot for each training', () => {
    const all = [trained(1, 0, 1, 5), trained(2, 0, 1, 5.2), trained(1, 0.25, 1, 2), trained(2, 0.25, 1, 2.2)];
    const svg = drawReplay(all, summarize(all));
    // One more of each in the legend.
    expect(svg.match(/<circle class="before"/g)).toHaveLength(5);
    expect(svg.match(/<circle class="after"/g)).toHaveLength(5);
    expect(svg).not.toContain('NaN');
  });

  it('has questions that are not near-copies of each other, so that splits can hold towns out', () => {
    const { asked } = makeTowns('1');
    const tokens = (text: string) => text.toLowerCase().match(/\w+/g) ?? [];
    const shared = (a: string[], b: string[]) => a.filter((word) => b.includes(word)).length;
    for (const one of asked.slice(0, 60))
      for (const other of asked) {
        if (one.group === other.group) continue;
        const [a, b] = [tokens(one.question), tokens(other.question)];
        expect((2 * shared(a, b)) / (a.length + b.length), `${one.question} ${other.question}`).toBeLessThanOrEqual(
          0.7,
        );
      }
  });
});
