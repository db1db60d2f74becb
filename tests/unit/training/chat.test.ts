import { describe, expect, test } from 'vitest';
import { canVote, messagesOf, newAnswer, withRecord, type Turn } from '@/components/training/chat-turns';
import { withSeedOf } from '@/components/training/seed-from-answer';
import { answerSoFar } from '@/taxonomy/generation/teacher/answer-so-far';
import { changeOf } from '@/taxonomy/training/chat/change-of';
import { shareOf } from '@/taxonomy/training/chat/share-of';
import { makeFreeform, makeGrounded, makeKnowledge } from '@/tests/support/seeds-factories';
import { ChatAnswerRequest } from '@/taxonomy/training/contract-chat';

const eventOf = (delta: object) => `data: ${JSON.stringify({ choices: [{ delta }] })}\n\n`;

/** What is told of these pieces, each sent alone and long after the other. */
function toldOf(pieces: readonly object[], options: { secrets?: string[]; mayThink?: boolean } = {}): string[] {
  const told: string[] = [];
  const real = performance.now.bind(performance);
  let now = 1_000;
  performance.now = () => (now += 1_000);
  try {
    const read = answerSoFar((text) => told.push(text), { secrets: [], mayThink: false, ...options });
    for (const piece of pieces) read(Buffer.from(eventOf(piece)));
  } finally {
    performance.now = real;
  }
  return told;
}

describe('an answer while it comes', () => {
  test('is told piece by piece, however its bytes are cut', () => {
    expect(toldOf([{ content: 'A wren' }, { content: ' sings.' }])).toEqual(['A wren', 'A wren sings.']);
    const told: string[] = [];
    const read = answerSoFar((text) => told.push(text), { secrets: [], mayThink: false });
    for (const byte of Buffer.from(eventOf({ content: 'Grüße 🐦' }))) read(Uint8Array.of(byte));
    expect(told).toEqual(['Grüße 🐦']);
  });

  test('never has thinking in it, also not the beginning of its mark', () => {
    const pieces = ['<th', 'ink>', 'The user wants', ' birds.</think>', '\nA wren.'].map((content) => ({ content }));
    expect(toldOf(pieces)).toEqual(['A wren.']);
    expect(toldOf([{ reasoning_content: 'Birds?' }, { content: 'A wren.' }])).toEqual(['A wren.']);
  });

  test('of a model that is known to think is told only once its thinking has ended', () => {
    const pieces = [{ content: 'The user wants birds.' }, { content: '\n</think>\n\n' }, { content: 'A wren.' }];
    expect(toldOf(pieces, { mayThink: true })).toEqual(['A wren.']);
  });

  test('never has a key in it, also not the beginning of one', () => {
    const pieces = ['Your key is sk-te', 'st-12345', '67890.'].map((content) => ({ content }));
    const told = toldOf(pieces, { secrets: ['sk-test-1234567890'] });
    expect(told.at(-1)).toBe('Your key is [key].');
    expect(told.join('')).not.toContain('sk-');
  });
});

describe('a conversation', () => {
  const done = (text: string) => ({ text, state: 'done' as const });
  const turn = (question: string, left: Turn['left'], right: Turn['right']): Turn => ({
    key: question,
    question,
    left,
    right,
  });

  test('goes on for each model with its own answers, without turns in which it failed', () => {
    const failed = { text: 'half', state: 'failed' as const, error: 'No.' };
    const turns = [turn('One?', done('L1'), failed), turn('Two?', done('L2'), done('R2'))];
    expect(messagesOf(turns, 'left', 'Three?').map(({ content }) => content)).toEqual([
      'One?',
      'L1',
      'Two?',
      'L2',
      'Three?',
    ]);
    const right = messagesOf(turns, 'right', 'Three?');
    expect(right.map(({ content }) => content)).toEqual(['Two?', 'R2', 'Three?']);
    const request = { teacherId: crypto.randomUUID(), versionId: null, messages: right };
    expect(ChatAnswerRequest.safeParse(request).success).toBe(true);
    expect(ChatAnswerRequest.safeParse({ ...request, messages: right.slice(1) }).success).toBe(false);
    expect(turns.map(canVote)).toEqual([false, true]);
  });

  test('puts the changes of an answer together again', () => {
    let answer = newAnswer;
    let before = '';
    for (const after of ['<i', 'A wr', 'A wren 🐦', 'A wren 🐤']) {
      answer = withRecord(answer, { type: 'text', ...changeOf(before, after) });
      expect(answer.text).toBe(after);
      before = after;
    }
    const failed = withRecord(answer, { type: 'error', message: 'No.' });
    expect(failed).toMatchObject({ text: 'A wren 🐤', state: 'failed', error: 'No.' });
    expect(withRecord(failed, { type: 'text', at: 0, text: 'late' })).toBe(failed);
  });
});

test('the interval of a share holds for few votes: none, all of three, half of a hundred', () => {
  expect(shareOf(0, 0)).toBeNull();
  const all = shareOf(3, 3);
  expect(all).toMatchObject({ value: 1, high: 1 });
  expect(all?.low).toBeCloseTo(0.4385, 3);
  const half = shareOf(50, 100);
  expect([half?.low, half?.high]).toEqual([expect.closeTo(0.4038, 3), expect.closeTo(0.5962, 3)]);
});

test('an answer becomes one more seed of a leaf of any kind, which is otherwise unchanged', () => {
  const answered = { question: 'Which bird?', answer: 'A wren.' };
  for (const before of [makeFreeform(), makeGrounded(), makeKnowledge()]) {
    const { seeds, ...rest } = withSeedOf(before, answered);
    expect(seeds.slice(0, -1)).toEqual(before.seeds);
    expect({ ...rest, seeds: before.seeds }).toEqual(before);
    const last = seeds.at(-1);
    expect(last && 'questionsAndAnswers' in last ? last.questionsAndAnswers[0] : last).toMatchObject(answered);
  }
});
