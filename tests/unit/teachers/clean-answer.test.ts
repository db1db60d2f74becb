import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAnswer } from '@/taxonomy/generation/teacher/clean-answer';

const draft = 'The form is\n[QUESTION]\nrough draft\n[END]\nNow properly.\nSCORE: 0';
const answer = '[QUESTION]\nWhy do tides rise?\n[END]';

const families: [string, string, string][] = [
  ['R1, Qwen3', '<think>\n', '\n</think>\n\n'],
  ['other case', '<Think>', '</THINK>'],
  ['thinking', '<thinking>\n', '\n</thinking>\n'],
  ['thought', '<thought>\n', '\n</thought>\n'],
  ['reasoning', '<reasoning>', '</reasoning>\n'],
  ['a tag with attributes', '<think time="3 s">\n', '\n</think>\n'],
  ['analysis', '<analysis>\n', '\n</analysis>\n'],
  ['Reflection', '<reflection>', '</reflection>\n'],
  ['reason', '<reason>', '</reason>\n'],
  ['Seed-OSS', '<seed:think>', '</seed:think>'],
  ['LongCat', '<longcat_think>\n', '\n</longcat_think>\n'],
  ['Magistral', '[THINK]', '[/THINK]'],
  ['Kimi', '◁think▷', '◁/think▷'],
  ['Command A', '<|START_THINKING|>', '<|END_THINKING|>'],
  ['Sky-T1', '<|begin_of_thought|>\n', '\n<|end_of_thought|>\n'],
  ['Apertus', '<|inner_prefix|>', '<|inner_suffix|>'],
  ['MedGemma', '<unused94>thought\n', '<unused95>'],
  ['Gemma', '<|channel>thought\n', '<channel|>'],
  ['harmony', '<|channel|>analysis<|message|>', '<|end|><|start|>assistant<|channel|>final<|message|>'],
  ['bars', '<|thinking_start|>', '<|thinking_end|>'],
  ['bars of another order', '<|startofthought|>\n', '<|endofthought|>\n'],
  ['brackets', '[REASONING]\n', '\n[/REASONING]\n'],
  ['Open WebUI', '<details type="reasoning" done="true">\n<summary>Thought for 3 s</summary>\n', '\n</details>\n'],
  ['a name of its own', '<inner_monologue>', '</inner_monologue>\n'],
  ['a name space', '<mm:think>', '</mm:think>\n'],
  ['escaped signs', '&lt;think&gt;\n', '\n&lt;/think&gt;\n'],
  ['full-width signs', '＜think＞', '＜/think＞\n'],
  [
    'harmony with its start',
    '<|start|>assistant<|channel|>analysis<|message|>',
    '<|end|><|start|>assistant<|channel|>final<|message|>',
  ],
  [
    'harmony in three channels',
    '<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>commentary<|message|>',
    '<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>',
  ],
];

const wordFamilies: [string, string, string][] = [
  ['harmony without its marks', 'analysisWe need to write. ', 'assistantfinal'],
  ['harmony in lines without its marks', 'analysis\nWe need to write. ', '\nassistantfinal\n'],
  ['headings', '**Thinking:**\n', '\n\n**Answer:**\n'],
  ['headings of markdown', '### Reasoning\n', '\n### Final answer\n'],
  ['an element of any name', '<mulling over="this">\n', '\n</mulling>\n'],
  ['Granite 3.2', 'Here is my thought process:\n', '\nHere is my response:\n'],
];

describe('thinking before the answer', () => {
  it.each([...families, ...wordFamilies])('of %s is removed and kept separately', (_, open, close) => {
    const { text, thought } = cleanAnswer(`${open}${draft}${close}${answer}`);
    expect(text.trim()).toBe(answer);
    expect(thought).toContain('rough draft');
    expect(thought).not.toMatch(/<\|?channel|think>|assistantfinal/i);
  });

  it.each(families)('of %s that is never closed leaves no answer', (_, open) => {
    expect(cleanAnswer(`\n${open}${draft}`)).toMatchObject({ text: '', thought: expect.stringContaining('rough') });
  });

  it.each(families)('of %s that the template opened is removed', (_, __, close) => {
    const ended = /\n$|message\|>$/.test(close) ? close : `${close}\n`;
    const { text, thought } = cleanAnswer(`${draft}${ended}${answer}`);
    expect(text.trim()).toBe(answer);
    expect(thought).toContain('rough draft');
  });

  it.each(families)('of %s that contains another is removed to its outer end', (_, open, close) => {
    const { text, thought } = cleanAnswer(`${open}a ${open}b${close}${draft}${close}${answer}`);
    expect(text.trim()).toBe(answer);
    expect(thought).toContain('rough draft');
  });

  it.each(families)('of %s that only mentions its mark ends at its first end', (_, open, close) => {
    const { text } = cleanAnswer(`${open}I may use ${open.trim()} here. ${draft}${close}${answer}`);
    expect(text.trim()).toBe(answer);
  });

  const speaking = '[ANSWER]\nThe block ends with\n</think>\n[END]';
  it.each([
    ['mentions its mark, before an answer that does', `<think>Use <think>?</think>\n${speaking}`, speaking],
    ['names the tags of the answer', `<think>a</think>\n<think>I begin with [QUESTION] </think>\n${answer}`, answer],
    ['contains two', `<think>a<think>b</think>${draft}<think>c</think>${draft}</think>\n${answer}`, answer],
    ['is three deep', `<think>a<think>b<think>c</think>${draft}</think>${draft}</think>\n${answer}`, answer],
    ['drafts a text with marks', `<think>a<think>b</think>\n${speaking}\n</think>\n${answer}`, answer],
  ])('that %s', (_, raw, expected) => expect(cleanAnswer(raw).text.trim()).toBe(expected));

  it.each([
    ['two of them', `<think>a</think>\n<think>b</think>\n${answer}`],
    ['one inside another', `<think>a <think>b</think>\nmore\n</think>\n${answer}`],
    ['between the rows', `${answer}\n<think>\nnext\n</think>\n`],
    ['an empty one', `<think>\n\n</think>\n\n${answer}`],
    ['after the head of a turn', `<|im_start|>assistant\n<think>a</think>\n${answer}`],
    ['with the answer wrapped', `<think>a</think>\n<answer>\n${answer}\n</answer>`],
    [
      'in another wrapper',
      `<|begin_of_thought|>a<|end_of_thought|>\n<|begin_of_solution|>\n${answer}\n<|end_of_solution|>`,
    ],
    ['a channel of its own', `<|channel|>final<|message|>${answer}<|return|>`],
  ])('may be %s', (_, raw) => expect(cleanAnswer(raw).text.trim()).toBe(answer));

  it('leaves the indentation of the first line', () => {
    expect(cleanAnswer('<think>a</think>\n\n    def f():\n        return 1').text).toBe(
      '    def f():\n        return 1',
    );
  });
});

describe('the end of a turn', () => {
  it.each([
    '<|im_end|>',
    '<|endoftext|>',
    '<|eot_id|>',
    '<|end_of_text|>',
    '<end_of_turn>',
    '<turn|>',
    '</s>',
    '<eos>',
    '<|end|>',
    '<|return|>',
    '<|END_OF_TURN_TOKEN|>',
    '<｜end▁of▁sentence｜>',
    '[|endofturn|]',
    '<|endofturn|>',
    '<|user|>\nAnd now?',
    '<｜end of sentence｜>',
    '<end_of_utterance>',
    '<eod>',
    '▁</s>',
    '[EOS]',
    '<|im_end|>assistant',
    '<|eot_id|><|end_of_text|>\n',
    '<|im_end|>\n<|im_start|>user\nAnd now?<|im_end|>',
    '<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n[QUESTION] More? [END]',
    '<end_of_turn>\n<start_of_turn>model\nSCORE: 3',
    '<|endoftext|>Human: And now?',
    '\n<|im_start|>assistant\nSCORE: 3',
  ])('is not part of the text: %j', (end) => {
    expect(cleanAnswer(`It is fine.\nSCORE: 1${end}`).text.trim()).toBe('It is fine.\nSCORE: 1');
    expect(cleanAnswer(`${answer}${end}`).text.trim()).toBe(answer);
  });

  it.each(['\n\nHuman: And now?', '\n### Instruction:\nAnd now?\nSCORE: 3', '\nUser: hi'])(
    'may be a turn in plain words after a grade: %j',
    (end) => expect(cleanAnswer(`It is fine.\nSCORE: 1${end}`).text.trim()).toBe('It is fine.\nSCORE: 1'),
  );

  it('is also cut where a text was not closed', () => {
    expect(cleanAnswer('[ANSWER]\nThe tide turns.<|eot_id|>assistant\n\n[ANSWER]\nAgain.').text).toBe(
      '[ANSWER]\nThe tide turns.',
    );
  });
});

describe('an answer that mentions such marks', () => {
  it.each([
    '[ANSWER]\nA turn is closed with <|endoftext|> and begins with <|assistant|>; Llama 2 writes </s> and [/INST].\n[END]',
    '[ANSWER]\nFor example:\n<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n[END]',
    '[ANSWER]\nR1 writes\n<think>\nits thought\n</think>\nand then the answer.\n[END]',
    '[ANSWER]\nThe block ends with\n</think>\n[END]\n',
    '[QUESTION]\nWhat does </think> mean?\n[ANSWER]\nIt closes a thought.\n[END]',
    '[ANSWER]\n<think>This text is to be learnt, with its thought.</think>\nFour.\n[END]',
    'The answer explains the </think> tag well.\nSCORE: 3',
    'It names <think> and </think> in one line.\nSCORE: 2',
    '[ANSWER]\nLlama 2 writes </s> at the end of a turn.',
    '[ANSWER]\n<answer>4</answer>\n[END]',
    'analysis of the answer: it is right.\nSCORE: 3',
    '**Reasoning:**\nIt is right.\nSCORE: 3',
    '<evaluation>It is right.\nSCORE: 3</evaluation>',
    '[ANSWER]\nA chat:\n\nHuman: hi\n<plan>go</plan>\nUse <|any|>\n[END]',
    'Here is my thought process: it is right.\nSCORE: 3',
  ])('stays whole: %j', (raw) => expect(cleanAnswer(raw)).toEqual({ text: raw, thought: '' }));

  it('stays whole between its tags, whatever it contains', { timeout: 30_000 }, () => {
    const piece = fc.constantFrom(
      '<think>',
      '</think>',
      '\n',
      ' ',
      'word',
      '<|im_end|>',
      '<|im_start|>user',
      '</s>',
      '<|channel|>final<|message|>',
      '[THINK]',
      '[/THINK]',
      '    indented',
      '<answer>',
      '</answer>',
      'SCORE: 1',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const closed = `[ANSWER]\n${pieces.join('')}\n[END]`;
        expect(cleanAnswer(closed)).toEqual({ text: closed, thought: '' });
        const thoughtFirst = cleanAnswer(`<think>\n${draft}\n</think>\n\n${closed}`);
        expect(thoughtFirst.text).toBe(closed);
      }),
    );
  });

  it('is unchanged when it has none of the marks', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }).filter((text) => !/[<[◁]|analysis|Here/i.test(text)),
        (text) => {
          expect(cleanAnswer(text)).toEqual({ text, thought: '' });
        },
      ),
    );
  });

  it('of any kind is read, however hostile', { timeout: 30_000 }, () => {
    for (const piece of [
      '<think></think>',
      '<think>',
      '<think><think></think>\n',
      '</think>\n',
      '<|im_end|>\n',
      '[ANSWER]',
      '<|channel|>analysis',
      '< ',
    ]) {
      expect(() => cleanAnswer(piece.repeat(10_000))).not.toThrow();
    }
  });
});
