import { decode as cl100k } from 'gpt-tokenizer/encoding/cl100k_base';
import { describe, expect, it } from 'vitest';
import { formats, type FormatName } from '@/taxonomy/datasets/formats';
import type { FormatRow } from '@/taxonomy/datasets/formats/format';
import { formatRows, sourceOf } from '@/tests/support/format-rows';

const { knowledge, grounded, freeform, raft, imported } = formatRows;
const all = Object.values(formatRows);

/** Each file as text. */
async function filesOf(name: FormatName, rows: FormatRow[] = all, options = {}): Promise<Record<string, string>> {
  const format = formats[name];
  const files: Record<string, string> = {};
  for (const { name: file, content } of format.parts(sourceOf(rows), options)) {
    let text = '';
    for await (const { chunks } of content()) text += chunks.join('');
    files[file] = text;
  }
  return files;
}

const linesOf = async (name: FormatName, rows?: FormatRow[]) =>
  ((await filesOf(name, rows))['skills.jsonl'] ?? '').trimEnd().split('\n');

const sys = { role: 'system', content: 'You know birds.' };
const user = (content: string) => ({ role: 'user', content });
const says = (content: string) => ({ role: 'assistant', content });
const raftQuestion = 'Document:\nOwls hoot.\n\n\nDocument:\nChickadees sing.\n\n\n\nWho hoots?';

/** The conversations of all rows, in order. */
const conversations = [
  [sys, user('Chickadees sing.\n\nWho sings?'), says('Chickadees.')],
  [sys, user('=1+1\tis a "cell"\n\nRead it.'), says('2')],
  [sys, user('Greet\u2028me, “please”.'), says('- Hello.\n- Hi.')],
  [sys, user(raftQuestion), says('Owls.')],
  [{ role: 'system', content: 'Be brief.' }, user('Hi'), says('Hello'), user('And you?'), says('Fine.')],
];
/** Ids from here on are marks of the template, of which a row learns only the end of a turn. */
const MARKS = 100_257;
const decode = (ids: number[]): string => ids.map((id) => (id >= MARKS ? '<|endoftext|>' : cl100k([id]))).join('');
const values = (lines: string[]) => lines.map((line) => JSON.parse(line) as unknown);

describe('a line', () => {
  it('of messages has metadata as a JSON string, and what is learned', async () => {
    expect(await linesOf('messages')).toEqual([
      '{"messages":[{"content":"You know birds.","role":"system"},{"content":"Chickadees sing.\\n\\nWho sings?","role":"user"},{"content":"Chickadees.","role":"assistant"}],"metadata":"{\\"dataset\\":\\"document_knowledge_qa\\",\\"domain\\":\\"birds\\",\\"leaf\\":\\"birds/songs\\",\\"leaf_id\\":\\"leaf\\",\\"run_id\\":\\"run\\",\\"sdg_document\\":\\"Chickadees sing.\\"}","id":"knowledge","unmask":true}',
      '{"messages":[{"content":"You know birds.","role":"system"},{"content":"=1+1\\tis a \\"cell\\"\\n\\nRead it.","role":"user"},{"content":"2","role":"assistant"}],"metadata":"{\\"dataset\\":\\"grounded_skill\\",\\"leaf\\":\\"birds/songs\\",\\"leaf_id\\":\\"leaf\\",\\"run_id\\":\\"run\\"}","id":"grounded","unmask":false}',
      '{"messages":[{"content":"You know birds.","role":"system"},{"content":"Greet\\u2028me, “please”.","role":"user"},{"content":"- Hello.\\n- Hi.","role":"assistant"}],"metadata":"{\\"dataset\\":\\"freeform_skill\\",\\"edited\\":true,\\"leaf\\":\\"birds/songs\\",\\"leaf_id\\":\\"leaf\\",\\"run_id\\":\\"run\\"}","id":"freeform","unmask":false}',
      `{"messages":[{"content":"You know birds.","role":"system"},{"content":${JSON.stringify(raftQuestion)},"role":"user"},{"content":"Owls.","role":"assistant"}],"metadata":"{\\"dataset\\":\\"document_knowledge_qa_raft_p0.4\\",\\"leaf\\":\\"birds/songs\\",\\"leaf_id\\":\\"leaf\\",\\"run_id\\":\\"run\\",\\"sdg_document\\":\\"Document:\\\\nOwls hoot.\\\\n\\\\n\\\\nDocument:\\\\nChickadees sing.\\\\n\\\\n\\"}","id":"raft","unmask":false}`,
      '{"messages":[{"content":"Be brief.","role":"system"},{"content":"Hi","role":"user"},{"content":"Hello","role":"assistant"},{"content":"And you?","role":"user"},{"content":"Fine.","role":"assistant"}],"metadata":"{\\"dataset\\":\\"imported\\",\\"source\\":\\"general\\"}","id":"set/7","unmask":false}',
    ]);
  });

  it.for(['trl-conversational', 'openai'] as const)('of %s has the conversation and nothing else', async (name) => {
    const lines = await linesOf(name);
    expect(lines[0]).toBe(
      '{"messages":[{"role":"system","content":"You know birds."},{"role":"user","content":"Chickadees sing.\\n\\nWho sings?"},{"role":"assistant","content":"Chickadees."}]}',
    );
    expect(values(lines)).toEqual(conversations.map((messages) => ({ messages })));
  });

  it('of text is the row as the template writes it', async () => {
    const [first] = values(await linesOf('text'));
    expect(first).toEqual({
      text: '<|system|>\nYou know birds.\n<|user|>\nChickadees sing.\n\nWho sings?\n<|assistant|>\nChickadees.<|endoftext|>',
    });
    const chatml = values(
      ((await filesOf('text', all, { template: 'chatml' }))['skills.jsonl'] ?? '').trimEnd().split('\n'),
    );
    expect(JSON.stringify(chatml[2])).toContain('<|im_start|>user');
  });

  it('of tokens learns what the row asks for, and has lists of one length', async () => {
    const rows = values(await linesOf('tokens')) as Record<'input_ids' | 'attention_mask' | 'labels', number[]>[];
    expect(rows).toHaveLength(all.length);
    for (const [i, { input_ids: ids, attention_mask: mask, labels }] of rows.entries()) {
      expect(mask).toEqual(ids.map(() => 1));
      expect(labels.every((label, at) => label === -100 || label === ids[at])).toBe(true);
      const learned = decode(labels.filter((label) => label !== -100));
      const { messages, unmask } = all[i] as FormatRow;
      const wanted = messages
        .filter(({ role }) => role === 'assistant' || (unmask && role !== 'system'))
        .map(({ role, content }) => (role === 'assistant' ? `${content}<|endoftext|>` : content));
      expect(learned).toBe(wanted.join(''));
    }
  });

  it('of trl-prompt-completion has the last answer by itself', async () => {
    const lines = await linesOf('trl-prompt-completion');
    expect(lines[2]).toBe(
      '{"prompt":[{"role":"system","content":"You know birds."},{"role":"user","content":"Greet\\u2028me, “please”."}],"completion":[{"role":"assistant","content":"- Hello.\\n- Hi."}]}',
    );
    expect(values(lines)).toEqual(
      conversations.map((messages) => ({ prompt: messages.slice(0, -1), completion: messages.slice(-1) })),
    );
  });

  it('of documents is one text', async () => {
    expect(await filesOf('documents')).toEqual({ 'documents.jsonl': '{"document":"Chickadees sing."}\n' });
  });

  it('of axolotl says of each message whether it is learned', async () => {
    const lines = await linesOf('axolotl');
    expect(lines[0]).toBe(
      '{"messages":[{"role":"system","content":"You know birds.","train":false},{"role":"user","content":"Chickadees sing.\\n\\nWho sings?","train":true},{"role":"assistant","content":"Chickadees.","train":true}]}',
    );
    expect(values(lines)).toEqual(
      conversations.map((messages, i) => ({
        messages: messages.map((message) => ({
          ...message,
          train: message.role === 'assistant' || (i === 0 && message.role === 'user'),
        })),
      })),
    );
  });

  it('of llama-factory is in the dataset that says how it is masked, and all tags are named', async () => {
    const files = await filesOf('llama-factory');
    const wanted = (messages: unknown[][]) =>
      messages.map((each) => `${JSON.stringify({ messages: each })}\n`).join('');
    expect(files).toEqual({
      'skills/answers.jsonl': wanted(conversations.slice(1)).replace('\u2028', '\\u2028'),
      'skills/unmask.jsonl': wanted(conversations.slice(0, 1)),
    });
    const [info] = formats['llama-factory'].besides(formats['llama-factory'].parts(sourceOf(all), {}));
    let text = '';
    for await (const { chunks } of info?.content() ?? []) text += chunks.join('');
    const tags = {
      role_tag: 'role',
      content_tag: 'content',
      user_tag: 'user',
      assistant_tag: 'assistant',
      system_tag: 'system',
    };
    const entry = { formatting: 'sharegpt', columns: { messages: 'messages' }, tags };
    expect([info?.name, JSON.parse(text)]).toEqual([
      'dataset_info.json',
      {
        skills: { file_name: 'skills', ...entry },
        'skills-answers': { file_name: 'skills/answers.jsonl', ...entry },
        'skills-unmask': { file_name: 'skills/unmask.jsonl', ...entry },
      },
    ]);
  });

  it('of alpaca has the passage as input, and earlier turns as history', async () => {
    expect(await linesOf('alpaca')).toEqual([
      '{"instruction":"Who sings?","input":"Chickadees sing.","output":"Chickadees.","system":"You know birds.","history":[]}',
      '{"instruction":"Read it.","input":"=1+1\\tis a \\"cell\\"","output":"2","system":"You know birds.","history":[]}',
      '{"instruction":"Greet\\u2028me, “please”.","input":"","output":"- Hello.\\n- Hi.","system":"You know birds.","history":[]}',
      '{"instruction":"Who hoots?","input":"Document:\\nOwls hoot.\\n\\n\\nDocument:\\nChickadees sing.\\n\\n","output":"Owls.","system":"You know birds.","history":[]}',
      '{"instruction":"And you?","input":"","output":"Fine.","system":"Be brief.","history":[["Hi","Hello"]]}',
    ]);
  });

  it('of sharegpt names the speakers human and gpt', async () => {
    const lines = await linesOf('sharegpt');
    expect(lines[4]).toBe(
      '{"conversations":[{"from":"system","value":"Be brief."},{"from":"human","value":"Hi"},{"from":"gpt","value":"Hello"},{"from":"human","value":"And you?"},{"from":"gpt","value":"Fine."}]}',
    );
    const speakers: Record<string, string> = { system: 'system', user: 'human', assistant: 'gpt' };
    expect(values(lines)).toEqual(
      conversations.map((messages) => ({
        conversations: messages.map(({ role, content }) => ({ from: speakers[role], value: content })),
      })),
    );
  });

  it('of csv is quoted as RFC 4180 says, and no cell begins like a formula', async () => {
    expect(await filesOf('csv')).toEqual({
      'skills.csv': [
        'id,leaf,dataset,replay_of,unmask,system,context,question,answer,history\r\n',
        'knowledge,birds/songs,document_knowledge_qa,,true,You know birds.,Chickadees sing.,Who sings?,Chickadees.,\r\n',
        'grounded,birds/songs,grounded_skill,,false,You know birds.,"\'=1+1\tis a ""cell""",Read it.,2,\r\n',
        'freeform,birds/songs,freeform_skill,,false,You know birds.,,"Greet\u2028me, “please”.","\'- Hello.\n- Hi.",\r\n',
        'raft,birds/songs,document_knowledge_qa_raft_p0.4,Knowledge,false,You know birds.,"Document:\nOwls hoot.\n\n\nDocument:\nChickadees sing.\n\n",Who hoots?,Owls.,\r\n',
        'set/7,,imported,general,false,Be brief.,,And you?,Fine.,"[{""role"":""user"",""content"":""Hi""},{""role"":""assistant"",""content"":""Hello""}]"\r\n',
      ].join(''),
    });
  });

  it.for([
    ['semicolon', 'a;b', 'x;"a;b"'],
    ['tab', 'a\tb', 'x\t"a\tb"'],
  ])('of csv may be separated by a %s', async ([separator, question = '', written]) => {
    const row = { ...freeform, sample: { ...freeform.sample!, context: 'x', question } };
    const [text] = Object.values(await filesOf('csv', [row], { separator }));
    expect(text).toContain(written);
    expect(() => formats.csv.options({ separator: '|' })).toThrow(/separator/);
  });
});

describe('every format', () => {
  const names = Object.keys(formats) as FormatName[];

  it.for(names)('%s accepts each row that it has written, and previews them as they are', async (name) => {
    const format = formats[name];
    const text = Object.values(await filesOf(name)).join('');
    for (const part of format.parts(sourceOf(all), {})) {
      const shown = await part.preview(100);
      expect(shown.length).toBeGreaterThan(0);
      for (const line of shown) expect(format.validate(line), line).toBeNull();
      if (!format.isBinary) expect(text).toContain((part.head ?? '') + shown.join(''));
      expect(await part.preview(1)).toEqual(shown.slice(0, 1));
    }
  });

  it.for(names)('%s refuses what is none of its rows', (name) => {
    const format = formats[name];
    expect(format.validate('{"words":"x"}\n')).toMatch(/\w/);
    expect(format.validate({})).toMatch(/\w/);
    expect(format.validate('{"messages":[]}')).toMatch(/\w/);
  });

  it.for(names.filter((name) => name !== 'documents'))('%s names the row that it cannot hold', async (name) => {
    const empty = { ...freeform, messages: [sys, user('Hm?')] as FormatRow['messages'] };
    await expect(filesOf(name, [knowledge, { ...empty, ordinal: 1 }, raft, grounded, imported])).rejects.toThrow(
      /row 2 of “Skills” \(sample freeform\) cannot be written: .+\. Choose another format/,
    );
  });

  it.for(['llama-factory', 'sharegpt', 'alpaca'] as const)('%s refuses a conversation out of turn', async (name) => {
    const twice = { ...imported, messages: [user('One?'), user('Two?'), says('Both.')] as FormatRow['messages'] };
    await expect(filesOf(name, [twice])).rejects.toThrow(/cannot be written/);
    await expect(filesOf('messages', [twice])).resolves.toBeTruthy();
  });
});
