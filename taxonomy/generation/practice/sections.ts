import type { PlainMessage } from './protocol';

export type PromptExample = { context: string; question: string; answer: string };

/** The material of one of our own prompts, taken apart again (prompts/prompt.ts says how it is put together). */
export type PromptMaterial = {
  task: string;
  domain: string;
  outline: string;
  document: string;
  context: string;
  question: string;
  answer: string;
  examples: PromptExample[];
  numberWanted: number | null;
};

/** The name of the prompt that a request was made with: every prompt's system message ends with `Task: <name>`. */
export function taskOf(messages: readonly PlainMessage[]): string | null {
  const system = messages.find(({ role }) => role === 'system')?.content ?? '';
  const lastLine = system.trimEnd().split('\n').at(-1) ?? '';
  return /^Task: ([a-z0-9-]{1,60})$/.exec(lastLine)?.[1] ?? null;
}

/** Reads sections line by line, so that no text makes it slow, and a mark inside a text of another code is text. */
export function materialOf(messages: readonly PlainMessage[]): PromptMaterial {
  const text = messages
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content)
    .join('\n');
  const single = new Map<string, string>();
  const examples: Partial<PromptExample>[] = [];
  let numberWanted: number | null = null;
  let open: { name: string; code: string; lines: string[] } | null = null;

  for (const line of text.split('\n')) {
    if (open) {
      if (line !== `</${open.name} ${open.code}>`) {
        open.lines.push(line);
        continue;
      }
      keep(open.name, open.lines.join('\n'));
      open = null;
      continue;
    }
    const mark = /^<([a-z-]+) ([0-9a-f]+)>$/.exec(line);
    if (mark) open = { name: mark[1] ?? '', code: mark[2] ?? '', lines: [] };
    const wanted = /^Number wanted: (\d{1,4})$/.exec(line);
    if (wanted) numberWanted = Number(wanted[1]);
  }

  function keep(name: string, value: string): void {
    if (!name.startsWith('example-')) {
      single.set(name, value);
      return;
    }
    const part = name.slice('example-'.length);
    if (part !== 'context' && part !== 'question' && part !== 'answer') return;
    const last = examples.at(-1);
    // A context or a question opens an example, unless the last one still waits for it.
    const fits = last && last[part] === undefined && !(part === 'context' && last.question !== undefined);
    if (fits && last) last[part] = value;
    else examples.push({ [part]: value });
  }

  const one = (name: string) => single.get(name) ?? '';
  return {
    task: one('task'),
    domain: one('domain'),
    outline: one('outline'),
    document: one('document'),
    context: one('context'),
    question: one('question'),
    answer: one('answer'),
    examples: examples.map((example) => ({ context: '', question: '', answer: '', ...example })),
    numberWanted,
  };
}
