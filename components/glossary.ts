/** The terms of the method, each explained once in a line or two. Shown where a term is used (see Term). */
export const glossary = {
  taxonomy: {
    word: 'taxonomy',
    meaning:
      'The tree of everything the model should learn. Its branches are knowledge and skills; its leaves hold examples.',
  },
  branch: {
    word: 'branch',
    meaning:
      'One of the three top folders of the tree: knowledge (facts from documents), foundational skills (such as arithmetic or reasoning) and compositional skills (tasks that combine them).',
  },
  leaf: {
    word: 'leaf',
    meaning: 'One task or one subject in the tree, with the seed examples that show what it is.',
  },
  seed: {
    word: 'seed example',
    meaning:
      'A question and answer written by a person. The teacher writes many more like it. Five good ones are enough.',
  },
  teacher: {
    word: 'teacher',
    meaning: 'The language model that writes new samples from your seed examples and judges them.',
  },
  practiceTeacher: {
    word: 'practice teacher',
    meaning:
      'A built-in stand-in, not a language model. It recombines your seed examples so that you can try the workflow without an API key. Its samples are marked and not suitable for training.',
  },
  freeform: {
    word: 'freeform skill',
    meaning: 'A skill that needs only the question, such as writing a limerick.',
  },
  grounded: {
    word: 'grounded skill',
    meaning:
      'A skill that works on a text given with the question, such as summarizing an email. That text is the context.',
  },
  knowledge: {
    word: 'knowledge',
    meaning: 'Facts from documents. The teacher reads a passage, asks about it and answers from that passage only.',
  },
  context: { word: 'context', meaning: 'The text that a question is about. The answer must be supported by it.' },
  document: {
    word: 'document',
    meaning:
      'A source for knowledge leaves, uploaded or fetched from Git and split into passages of at most 500 tokens.',
  },
  chunk: {
    word: 'passage',
    meaning: 'A part of a document with its headings, at most 500 tokens long. The teacher reads one at a time.',
  },
  token: { word: 'token', meaning: 'The unit models count text in: about three quarters of an English word.' },
  run: {
    word: 'run',
    meaning:
      'One round of generating: the chosen leaves, a teacher and a target. It survives a restart and can be stopped.',
  },
  item: {
    word: 'task',
    meaning: 'One unit of a run’s work: one seed example to write more of, or one passage with one seed example.',
  },
  call: {
    word: 'call',
    meaning:
      'One request to the teacher and its reply. A run has a call limit and stops there, so that it cannot cost more than planned.',
  },
  dropped: {
    word: 'dropped row',
    meaning: 'A row that a step rejected: unreadable, rated poor, or a duplicate. It is kept with its step and reason.',
  },
  sample: {
    word: 'sample',
    meaning: 'A question and answer that the teacher wrote and the judges passed. You review it.',
  },
  toMend: {
    word: 'problem',
    meaning:
      'What a leaf is missing or has wrong, such as an empty answer or fewer than five seed examples. The leaf shows where.',
  },
  judge: {
    word: 'judge',
    meaning: 'The teacher, asked again to rate what it wrote. Poor rows are dropped, each with a reason.',
  },
  funnel: {
    word: 'funnel',
    meaning: 'How many rows entered each step of a run and how many came out. Every dropped row has a reason.',
  },
  review: {
    word: 'review',
    meaning: 'A person approves, edits or rejects each sample. Only approved ones go into a dataset.',
  },
  datasetVersion: {
    word: 'version',
    meaning: 'A published dataset. It never changes, and every export of it has the same bytes.',
  },
  phase: {
    word: 'phase',
    meaning: 'One round of training: first short knowledge answers, then long ones, then skills.',
  },
  replay: {
    word: 'replay',
    meaning: 'Rows of earlier phases added to a later one, so that the model does not forget what it learned.',
  },
  shortAnswer: {
    word: 'short answer',
    meaning:
      'A knowledge answer up to a limit in tokens. LAB trains on short answers first, then on long ones. It names no limit, so you choose it.',
  },
  systemPrompt: {
    word: 'system prompt',
    meaning: 'Instructions the model gets before every conversation. Use the same ones when you run the trained model.',
  },
  chatTemplate: {
    word: 'chat template',
    meaning: 'How a conversation becomes the text a model reads: which tokens mark each part.',
  },
  contentHash: {
    word: 'content hash',
    meaning:
      'A fingerprint of the system prompt and all rows in their order. Versions with the same hash give the same files.',
  },
  manifest: {
    word: 'manifest',
    meaning: 'How a version was made: counts, runs, teachers, prompts, replay. It is frozen with the rows.',
  },
  dataCard: {
    word: 'data card',
    meaning: 'A page that describes a dataset: what is in it, where it comes from, what it is for.',
  },
  provenance: {
    word: 'origin',
    meaning: 'How a sample was made: its seed examples, passage, prompts, teacher and raw replies.',
  },
  student: { word: 'student', meaning: 'The model that is trained on the dataset.' },
} as const satisfies Record<string, { word: string; meaning: string }>;

export type GlossaryWord = keyof typeof glossary;
