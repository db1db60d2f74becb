import type { Db } from '@/prisma/client';
import { readTexts, readTokens } from '@/taxonomy/datasets/student/read-as-student';
import { labradorite } from '@/taxonomy/datasets/student/templates/labradorite';
import type { Manifest } from '@/taxonomy/datasets/contract-manifest';
import type { FormatRow, RowSample, VersionPart, VersionSource } from '@/taxonomy/datasets/formats/format';

const system = { role: 'system', content: 'You know birds.' } as const;

const sample = (given: Partial<RowSample>): RowSample => ({
  kind: 'freeform',
  context: null,
  question: 'Q?',
  answer: 'A.',
  isEdited: false,
  leafId: 'leaf',
  leafPath: 'birds/songs',
  runId: 'run',
  importId: null,
  practice: null,
  documentVariant: null,
  isAuxiliary: false,
  isRaft: false,
  domain: null,
  ...given,
});

const rowOf = (id: string, ordinal: number, of: Partial<RowSample>, given: Partial<FormatRow> = {}): FormatRow => {
  const { context, question, answer, ...rest } = sample(of);
  return {
    id,
    ordinal,
    replayOf: null,
    messages: [
      system,
      { role: 'user', content: context === null ? question : `${context}\n\n${question}` },
      { role: 'assistant', content: answer },
    ],
    unmask: false,
    textHash: '0',
    sample: { ...rest, context, question, answer },
    ...given,
  };
};

/** A row of each kind that formats treat differently. */
export const formatRows = {
  knowledge: rowOf(
    'knowledge',
    0,
    { kind: 'knowledge', context: 'Chickadees sing.', question: 'Who sings?', answer: 'Chickadees.', domain: 'birds' },
    { unmask: true },
  ),
  grounded: rowOf('grounded', 1, { kind: 'grounded', context: '=1+1\tis a "cell"', question: 'Read it.', answer: '2' }),
  freeform: rowOf('freeform', 2, { question: 'Greet\u2028me, “please”.', answer: '- Hello.\n- Hi.', isEdited: true }),
  raft: rowOf(
    'raft',
    3,
    {
      kind: 'knowledge',
      context: 'Document:\nOwls hoot.\n\n\nDocument:\nChickadees sing.\n\n',
      question: 'Who hoots?',
      answer: 'Owls.',
      isRaft: true,
    },
    { replayOf: 'Knowledge' },
  ),
  imported: {
    id: 'set/7',
    ordinal: 4,
    replayOf: 'general',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: 'Hello' },
      { role: 'user', content: 'And you?' },
      { role: 'assistant', content: 'Fine.' },
    ],
    unmask: false,
    textHash: '0',
    sample: null,
  },
} satisfies Record<string, FormatRow>;

export const skills: VersionPart = { phase: 0, split: 0, key: 'skills', name: 'Skills', splitName: 'train', rows: 0 };

/** Shipped templates and cl100k need none. */
const noDatabase = {} as Db;

/** A version of one phase with these rows, or with as many as are asked for. */
export function sourceOf(rows: FormatRow[], count = rows.length): VersionSource {
  const at = (i: number): FormatRow => ({ ...(rows[i % rows.length] as FormatRow), ordinal: i });
  return {
    manifest: {} as Manifest,
    parts: [{ ...skills, rows: count }],
    async *rows(_, { from = 0, to = count, unmask, limit = Infinity } = {}) {
      const chosen: FormatRow[] = [];
      for (let i = from; i < to && chosen.length < limit; i += 1) {
        if (unmask === undefined || at(i).unmask === unmask) chosen.push(at(i));
      }
      for (let i = 0; i < chosen.length; i += 250) yield chosen.slice(i, i + 250);
    },
    tokens: (choice, some) => readTokens(noDatabase, choice, labradorite.template, some),
    texts: (choice, some) => readTexts(noDatabase, choice, labradorite.template, some),
    async *documents() {
      yield [{ id: 'knowledge', ordinal: 0, phase: 'Knowledge', text: 'Chickadees sing.' }];
    },
  };
}
