import type { Member } from '../repository';
import { phases } from '../vocabulary';
import type { Format } from './format';

/**
 * A row as instructlab/training and most other trainers read it: one JSON object a line, `metadata` a JSON string,
 * `unmask` true where the passage is learned along with the answer.
 *
 * @see instructlab/sdg, datamixing.py; instructlab/training, data_process.py
 */
export function lineOf({ content, sampleId }: Pick<Member, 'content' | 'sampleId'>, systemPrompt: string): string {
  // Written key by key: the database keeps no order of keys, and the bytes must be the same every time.
  const messages = content.messages.map((message) => ({ content: message.content, role: message.role }));
  const system = systemPrompt === '' ? [] : [{ content: systemPrompt, role: 'system' }];
  return JSON.stringify({
    messages: [...system, ...messages],
    metadata: content.metadata,
    id: sampleId,
    unmask: content.unmask,
  });
}

/** One file a phase, in the order of training; a phase without rows is an empty file. */
export const messages: Format = {
  label: 'Messages (JSONL)',
  parts: ({ manifest, rows }) =>
    phases.map((phase) => ({
      name: `${phase}.jsonl`,
      rows: manifest.phases.find((each) => each.phase === phase)?.rows ?? 0,
      async *text() {
        for await (const members of rows(phase)) {
          const lines = members.map((member) => `${lineOf(member, manifest.recipe.systemPrompt)}\n`);
          yield { text: lines.join(''), rows: members.length };
        }
      },
    })),
};
