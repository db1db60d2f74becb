import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeTemplate } from '@/taxonomy/datasets/student/describe-template';
import { openTemplate, type OpenTemplate } from '@/taxonomy/datasets/student/open-template';
import { templates } from '@/taxonomy/datasets/student/templates';
import { shippedTemplates, type ShippedTemplate } from '@/taxonomy/datasets/vocabulary-student';

const system = { role: 'system', content: 'Be kind.' };
const user = { role: 'user', content: 'Hello?' };
const assistant = { role: 'assistant', content: 'Hello.' };

const expected: Record<ShippedTemplate, { row: string; prompt: string; twoTurns: string }> = {
  labradorite: {
    row: '<|system|>\nBe kind.\n<|user|>\nHello?\n<|assistant|>\nHello.<|endoftext|>',
    prompt: '<|user|>\nHello?\n<|assistant|>\n',
    twoTurns:
      '<|user|>\nHello?\n<|assistant|>\nHello.<|endoftext|>\n<|user|>\nHello?\n<|assistant|>\nHello.<|endoftext|>',
  },
  granite: {
    row: '<|start_of_role|>system<|end_of_role|>Be kind.<|end_of_text|>\n<|start_of_role|>user<|end_of_role|>Hello?<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>Hello.<|end_of_text|>\n',
    prompt: '<|start_of_role|>user<|end_of_role|>Hello?<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>',
    twoTurns:
      '<|start_of_role|>user<|end_of_role|>Hello?<|end_of_text|>\n<|start_of_role|>assistant<|end_of_role|>Hello.<|end_of_text|>\n'.repeat(
        2,
      ),
  },
  llama3: {
    row: '<|begin_of_text|><|start_header_id|>system<|end_header_id|>\n\nBe kind.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nHello?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|>',
    prompt:
      '<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nHello?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n',
    twoTurns: `<|begin_of_text|>${'<|start_header_id|>user<|end_header_id|>\n\nHello?<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|>'.repeat(2)}`,
  },
  mistral: {
    row: '<s> [INST] Be kind.\n\nHello? [/INST] Hello.</s>',
    prompt: '<s> [INST] Hello? [/INST]',
    twoTurns: '<s> [INST] Hello? [/INST] Hello.</s> [INST] Hello? [/INST] Hello.</s>',
  },
  chatml: {
    row: '<|im_start|>system\nBe kind.<|im_end|>\n<|im_start|>user\nHello?<|im_end|>\n<|im_start|>assistant\nHello.<|im_end|>\n',
    prompt: '<|im_start|>user\nHello?<|im_end|>\n<|im_start|>assistant\n',
    twoTurns:
      '<|im_start|>user\nHello?<|im_end|>\n<|im_start|>assistant\nHello.<|im_end|>\n<|im_start|>user\nHello?<|im_end|>\n<|im_start|>assistant\nHello.<|im_end|>\n',
  },
};

describe.each(shippedTemplates)('the template %s', (name) => {
  let opened: OpenTemplate;
  beforeAll(() => void (opened = openTemplate(templates[name].template)));
  afterAll(() => opened.close());

  it('writes a row, a prompt and two turns exactly', async () => {
    const rows = await opened.render(
      [
        [system, user, assistant],
        [user, assistant, user, assistant],
      ],
      {
        addGenerationPrompt: false,
      },
    );
    const prompt = await opened.render([[user]], { addGenerationPrompt: true });
    const { row, twoTurns } = expected[name];
    expect(rows).toEqual([{ text: row }, { text: twoTurns }]);
    expect(prompt).toEqual([{ text: expected[name].prompt }]);
  });

  it('names the end of its turn and its marks as they are found in what it writes', async () => {
    // Another text of the template, so that it is not recognised.
    const found = await describeTemplate(`${templates[name].template}{# #}`, name);
    expect(found.endOfTurn).toBe(templates[name].endOfTurn);
    expect(templates[name].marks).toEqual(expect.arrayContaining([...found.marks]));
    expect(templates[name].marks).toContain(templates[name].endOfTurn);
  });
});

describe('a chat template', () => {
  it('is recognised when it is a shipped one', async () => {
    expect(await describeTemplate(templates.granite.template, 'Mine')).toEqual({ ...templates.granite, label: 'Mine' });
  });

  it('may write the tokenizer’s words for the start and end of a text', async () => {
    const template =
      "{{ bos_token }}{% for m in messages %}{{ m['role'] + ': ' + m['content'] + eos_token }}{% endfor %}";
    const found = await describeTemplate(template, 'Mine', { bosToken: '[BOS]', eosToken: '<eos>' });
    expect(found).toMatchObject({ endOfTurn: '<eos>', marks: expect.arrayContaining(['[BOS]', '<eos>']) });
  });

  it('is refused when nothing follows an answer, because a model would not learn to stop', async () => {
    const template = "{% for m in messages %}{{ m['role'] + ': ' + m['content'] }}{% endfor %}";
    await expect(describeTemplate(template, 'Mine')).rejects.toThrow(/writes nothing after an answer/);
  });

  it.each([
    [
      'leaves out answers',
      "{% for m in messages %}{{ m['content'] if m['role'] == 'user' else '' }}<end>{% endfor %}",
      /leaves out, repeats or moves message 2/,
    ],
    [
      'repeats messages',
      "{% for m in messages %}{{ m['content'] + m['content'] }}<end>{% endfor %}",
      /leaves out, repeats or moves message/,
    ],
    [
      'reads what is in a message',
      "{% for m in messages %}{{ m['content'] }}{{ '!' if m['content'].endswith('.') else '' }}<end>{% endfor %}",
      /writes something else/,
    ],
  ])('that %s is refused, because what is learned would be a guess', async (_, template, reason) => {
    await expect(describeTemplate(template, 'Mine')).rejects.toThrow(reason);
  });

  it('may change the letters of messages, whose bounds stay', async () => {
    const template = "{% for m in messages %}{{ m['content'] | upper }}<end>{% endfor %}";
    expect((await describeTemplate(template, 'Mine')).endOfTurn).toBe('<end>');
  });

  it('renders other rows when it refuses one', async () => {
    const opened = openTemplate(templates.mistral.template);
    const [bad, good] = await opened.render(
      [
        [user, user],
        [user, assistant],
      ],
      { addGenerationPrompt: false },
    );
    opened.close();
    expect(bad).toEqual({ error: expect.stringContaining('must alternate') });
    expect(good).toEqual({ text: '<s> [INST] Hello? [/INST] Hello.</s>' });
  });

  it('renders thousands of rows in one process, in order', async () => {
    const opened = openTemplate(templates.chatml.template);
    const rows = Array.from({ length: 2_500 }, (_, i) => [{ role: 'user', content: `${i} ${'word '.repeat(200)}` }]);
    const texts = await opened.render(rows, { addGenerationPrompt: false });
    opened.close();
    expect(texts).toHaveLength(2_500);
    expect(texts.every((each, i) => 'text' in each && each.text.startsWith(`<|im_start|>user\n${i} word`))).toBe(true);
  });

  it('that was ended answers no more, and says why', { timeout: 60_000 }, async () => {
    const endless = '{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}';
    const opened = openTemplate(endless, { limitMs: 300 });
    await expect(opened.render([[user]], { addGenerationPrompt: false })).rejects.toThrow(/does not finish/);
    await expect(opened.render([[user]], { addGenerationPrompt: false })).rejects.toThrow(/does not finish/);
  });
});
