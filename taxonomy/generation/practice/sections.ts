import { NUMBER_WANTED, TASK, type Tag } from '../prompts/prompt';
import { readBlocks, readPairs } from '../steps/read-answer';
import type { PlainMessage } from './protocol';

export type PromptExample = { context: string; question: string; answer: string };

/** The material of one of our own prompts, parsed again (prompts/prompt.ts documents the format). */
export type PromptMaterial = {
  task: string;
  domain: string;
  outline: string;
  document: string;
  context: string;
  earlier: string;
  question: string;
  answer: string;
  examples: PromptExample[];
  numberWanted: number | null;
};

/** The name of the prompt that a request was made with: every prompt's system message ends with `Task: <name>`. */
export function taskOf(messages: readonly PlainMessage[]): string | null {
  const system = messages.find(({ role }) => role === 'system')?.content ?? '';
  const lastLine = system.trimEnd().split('\n').at(-1) ?? '';
  if (!lastLine.startsWith(TASK)) return null;
  return /^[a-z0-9-]{1,60}$/.exec(lastLine.slice(TASK.length))?.[0] ?? null;
}

type Turn = { sections: Map<string, string>; numberWanted: number | null };

/** The material of the last user message, with what earlier turns say about the leaf, and their examples. */
export function materialOf(messages: readonly PlainMessage[]): PromptMaterial {
  const said = new Map<string, string>();
  const examples: PromptExample[] = [];
  let numberWanted: number | null = null;
  for (const { role, content } of messages) {
    if (role === 'user') {
      const turn = readTurn(content);
      for (const [name, text] of turn.sections) said.set(name, text);
      numberWanted = turn.numberWanted;
    } else if (role === 'assistant') {
      examples.push(...examplesIn(content, said));
    }
  }
  const one = (name: string) => said.get(name) ?? '';
  return {
    task: one('task'),
    domain: one('domain'),
    outline: one('outline'),
    document: one('document'),
    context: one('context'),
    earlier: one('earlier'),
    question: one('question'),
    answer: one('answer'),
    examples,
    numberWanted,
  };
}

/** Reads sections line by line, so that no text makes it slow. A mark with another code inside a text is just text. */
function readTurn(text: string): Turn {
  const sections = new Map<string, string>();
  let numberWanted: number | null = null;
  let open: { name: string; code: string; lines: string[] } | null = null;
  for (const line of text.split('\n')) {
    if (open) {
      if (line === `</${open.name} ${open.code}>`) {
        sections.set(open.name, open.lines.join('\n'));
        open = null;
      } else open.lines.push(line);
      continue;
    }
    const mark = /^<([a-z-]+) ([0-9a-f]+)>$/.exec(line);
    if (mark) open = { name: mark[1] ?? '', code: mark[2] ?? '', lines: [] };
    const wanted = line.startsWith(NUMBER_WANTED) ? line.slice(NUMBER_WANTED.length) : '';
    if (/^\d{1,4}$/.test(wanted)) numberWanted = Number(wanted);
  }
  return { sections, numberWanted };
}

/** What a turn of the assistant shows, with the material that it answered. */
function examplesIn(answer: string, asked: ReadonlyMap<string, string>): PromptExample[] {
  const [context, question] = [asked.get('context') ?? asked.get('document') ?? '', asked.get('question') ?? ''];
  const pairs = readPairs(answer).flatMap(({ pair }) => (pair ? [{ context, ...pair }] : []));
  if (pairs.length > 0) return pairs;
  const texts = (tag: `[${Tag}]`) => readBlocks(answer, tag).map(({ text }) => text);
  return [
    ...texts('[QUESTION]').map((text) => ({ context, question: text, answer: '' })),
    ...texts('[ANSWER]').map((text) => ({ context, question, answer: text })),
    ...texts('[CONTEXT]').map((text) => ({ context: text, question: '', answer: '' })),
  ];
}
