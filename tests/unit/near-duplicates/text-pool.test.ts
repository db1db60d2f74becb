import { describe, expect, test } from 'vitest';
import { TextPool } from '@/taxonomy/generation/filters/near-duplicates/text-pool';
import { alikeTexts, lcsOf } from '../../support/alike-texts';

const THRESHOLD = 0.7;
const plain = (question: string, context: string | null = null) => ({ context, question, variant: null });

const f = (a: string[], b: string[]): number => (lcsOf(a, b) === 0 ? 0 : (2 * lcsOf(a, b)) / (a.length + b.length));

describe('a pool of texts', () => {
  test('finds the most similar question, the earliest of several', () => {
    const pool = new TextPool<number>(0.5);
    for (const [place, question] of ['a b c d x', 'a b c d e f', 'a b c d e g', 'p q r'].entries())
      pool.add(plain(question), place);
    expect(pool.find(plain('a b c d e'))).toEqual({ source: 1, question: 'a b c d e f', score: 10 / 11 });
    expect(pool.find(plain('nothing of this'))).toBeNull();
    expect(pool.find(plain('…'))).toBeNull();
  });

  test('keeps apart questions with a context and without, and the variants of a document', () => {
    const pool = new TextPool<string>(THRESHOLD);
    pool.add(plain('What is it?'), 'no context');
    pool.add({ context: 'A text about birds.', question: 'What is it?', variant: 'base_document' }, 'base');
    expect(pool.find(plain('What is it?'))?.source).toBe('no context');
    const spelled = { context: 'A text about birds.', question: 'What is it?', variant: 'spellcheck' };
    expect(pool.find(spelled)).toBeNull();
    expect(pool.find({ ...spelled, variant: 'base_document' })?.source).toBe('base');
    expect(pool.find({ ...spelled, variant: 'base_document', question: 'Where?' })).toBeNull();
  });

  test('knows equal contexts without any word', () => {
    const pool = new TextPool<string>(THRESHOLD);
    pool.add(plain('Which sign is it?', '☂ ☀'), 'signs');
    expect(pool.find(plain('Which sign is it?', '☂ ☀'))?.source).toBe('signs');
    expect(pool.find(plain('Which sign is it?', '☀ ☀'))).toBeNull();
  });

  // Each text with every other, by the textbook's table.
  test('finds in contexts what comparing all pairs finds', () => {
    const contexts = alikeTexts(300, { seed: 3, words: 60, most: 30 });
    const questions = alikeTexts(300, { seed: 4, words: 8, most: 6 });
    const pool = new TextPool<number>(THRESHOLD);
    const earlier: { context: string[]; question: string[] }[] = [];
    let found = 0;
    for (const [place, context] of contexts.entries()) {
      const question = questions[place] ?? [];
      let best: { source: number; score: number } | null = null;
      for (const [source, other] of earlier.entries()) {
        const isSameContext = other.context.join(' ') === context.join(' ') || f(other.context, context) > THRESHOLD;
        const score = f(other.question, question);
        if (isSameContext && score > THRESHOLD && score > (best?.score ?? 0)) best = { source, score };
      }
      const alike = pool.find(plain(question.join(' '), context.join(' ')));
      expect(alike && { source: alike.source, score: alike.score }).toEqual(best);
      if (best) found += 1;
      pool.add(plain(question.join(' '), context.join(' ')), place);
      earlier.push({ context, question });
    }
    expect(found).toBeGreaterThan(10);
  });
});
