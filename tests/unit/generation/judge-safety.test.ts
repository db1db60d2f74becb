import { describe, expect, it } from 'vitest';
import { pipelines } from '@/taxonomy/generation/pipelines/registry';
import { checkSafety } from '@/taxonomy/generation/steps/judge-safety';
import { row, run, saying } from '../../support/steps';

describe('the safety check', () => {
  const pair = { ...row, answer: 'Because.', context: 'A text.' };
  const step = checkSafety<typeof pair>(({ context }) => context);

  it('keeps a row without harm, with what the judge said', async () => {
    const { kept } = await run(step, saying('Harmless.\nVERDICT: SAFE'), pair);
    expect(kept).toMatchObject([
      { scores: [{ step: 'judge-safety', score: null, scale: 'safe or not', explanation: 'Harmless.' }] },
    ]);
  });

  it('drops a harmful row, and names each category', async () => {
    const { kept, dropped } = await run(step, saying('It gives an address.\nVERDICT: PERSONAL DATA, HATE'), pair);
    expect(kept).toEqual([]);
    expect(dropped).toMatchObject([
      {
        reason: 'unsafe_hate',
        detail: 'Hate, Personal data. It gives an address.',
        callKey: 'key',
        row: { scores: [{ step: 'judge-safety', explanation: 'It gives an address.' }] },
      },
    ]);
  });

  it.each(['It is fine.', 'VERDICT: SAFE, HATE', 'VERDICT: YES', 'VERDICT: SAFE\nVERDICT: HATE'])(
    'counts %j as neither safe nor harmful',
    async (text) => {
      const { kept, dropped } = await run(step, saying(text), pair);
      expect(kept).toEqual([]);
      expect(dropped).toMatchObject([{ reason: 'unparseable' }]);
    },
  );

  it('is the last step of every pipeline, and the only judge of it', () => {
    for (const { steps, prompts } of pipelines) {
      expect(steps.at(-1)?.name).toBe('judge-safety');
      const others = prompts.filter(({ name }) => name.startsWith('judge-') && name !== 'judge-safety');
      for (const { text } of others) expect(text).not.toMatch(/\b(un)?safe\b|harm/i);
    }
  });
});
