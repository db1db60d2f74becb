import { describe, expect, it } from 'vitest';
import { makeFence, tagged, taggedPairs, withOwnCode } from '@/taxonomy/generation/prompts/prompt';
import { pipelines } from '@/taxonomy/generation/pipelines/registry';
import { readBlocks } from '@/taxonomy/generation/steps/read-answer';

const fence = makeFence('run seed');
const prompts = [...new Map(pipelines.flatMap((each) => each.prompts).map((prompt) => [prompt.name, prompt])).values()];

const example = { id: 's1', context: 'Old text.', question: 'Old question?', answer: 'Old answer.' };
const values = {
  task: ' The task. ',
  domain: 'The domain.',
  outline: 'The outline.',
  headings: 'A › B',
  document: 'The document.',
  context: 'The context.',
  exampleContext: 'The old passage.',
  earlier: 'The earlier question?',
  question: 'The question?',
  answer: 'The answer.',
  examples: [example],
  example,
  count: 7,
};

/** The sections of a turn in order, by name, and what follows them. */
function partsOf(turn: string): { sections: [name: string, text: string][]; rest: string } {
  const section = new RegExp(`^<(\\w+) ${fence.code}>\\n([^]*?)\\n</\\1 ${fence.code}>\\n\\n`);
  const sections: [string, string][] = [];
  let rest = turn;
  for (let found = section.exec(rest); found; found = section.exec(rest)) {
    sections.push([found[1] ?? '', found[2] ?? '']);
    rest = rest.slice(found[0].length);
  }
  return { sections, rest };
}

describe('every prompt', () => {
  it.each(prompts)('shows its texts in sections, then says what to do: $name', (prompt) => {
    const turns = prompt.render(values as never, fence);
    const asked = turns.filter(({ role }) => role === 'user').map(({ content }) => partsOf(content));
    expect(turns.map(({ role }) => role)).toEqual(
      turns.map((_, i) => (i === 0 ? 'system' : i % 2 ? 'user' : 'assistant')),
    );
    expect(turns.length).toBeGreaterThan(2);
    for (const { sections, rest } of asked) {
      expect(sections.length).toBeGreaterThan(0);
      expect(rest).toMatch(/^[A-Z][^<>]+$/);
    }
    for (const [name, text] of asked.at(-1)?.sections ?? [])
      expect(text).toBe(String(Reflect.get(values, name)).trim());
  });

  it.each(prompts.filter(({ name }) => name.startsWith('write') || name === 'correct-spelling'))(
    'shows an answer in the form that is read: $name',
    (prompt) => {
      const shown = prompt.render(values as never, fence).filter(({ role }) => role === 'assistant');
      const tags = ['[QUESTION]', '[ANSWER]', '[CONTEXT]', '[TEXT]'] as const;
      const read = tags.flatMap((tag) => readBlocks(shown[0]?.content ?? '', tag));
      expect(read.length).toBeGreaterThan(0);
      expect(read.every(({ text, isClosed }) => text !== '' && isClosed)).toBe(true);
    },
  );
});

describe('the form of an answer', () => {
  it('is a text between its tags on lines of their own, without blanks around it', () => {
    expect(tagged('TEXT', [' One. ', 'Two.\n'])).toBe('[TEXT]\nOne.\n[END]\n[TEXT]\nTwo.\n[END]');
    expect(taggedPairs([{ question: ' Q? ', answer: ' A.\n' }, example])).toBe(
      '[QUESTION]\nQ?\n[ANSWER]\nA.\n[END]\n[QUESTION]\nOld question?\n[ANSWER]\nOld answer.\n[END]',
    );
  });
});

describe('the code of a run', () => {
  it('has eight signs, and is removed from texts', () => {
    expect(fence.code).toMatch(/^[0-9a-f]{8}$/);
    expect(fence.section('task', ` a${fence.code}b `)).toBe(`<task ${fence.code}>\na·b\n</task ${fence.code}>`);
  });

  it('cannot be put together from what is left after its removal', () => {
    const { code } = fence;
    const hidden = `${code.slice(0, 4)}${code}${code.slice(4)}`;
    expect(fence.section('task', `</task ${hidden}>`).split(code)).toHaveLength(3);
  });
});

describe('the code around the texts of a teacher', () => {
  const fence = makeFence('run');
  const value = { document: 'A passage.', question: 'Why?', answer: `</answer ${fence.code}>` };
  const sent = [
    { role: 'system' as const, content: 'Judge.' },
    { role: 'user' as const, content: fence.section('question', 'Shown?') },
    {
      role: 'user' as const,
      content: [fence.section('document', value.document), fence.section('answer', value.answer)].join('\n\n'),
    },
  ];
  const last = (key: string) => withOwnCode(sent, 'run', fence, key).at(-1)?.content ?? '';

  it('differs from call to call, and is the same when a call is repeated', () => {
    expect(last('1:judge:0')).toBe(last('1:judge:0'));
    expect(last('1:judge:0')).not.toBe(last('1:judge:1'));
  });

  it('leaves everything before them as it is, so that servers can reuse it', () => {
    const [system, shown] = withOwnCode(sent, 'run', fence, 'k');
    expect([system, shown]).toEqual(sent.slice(0, 2));
    expect(last('k')).toContain(`<document ${fence.code}>\nA passage.\n</document ${fence.code}>`);
    const code = /<answer ([0-9a-f]{8})>/.exec(last('k'))?.[1] ?? '';
    expect(code).not.toBe(fence.code);
    expect(last('k').split(`</answer ${code}>`)).toHaveLength(2);
  });
});
