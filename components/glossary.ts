/** The words of the method, each explained once and in a line or two. Shown where they stand (see Term). */
export const glossary = {
  taxonomy: {
    word: 'taxonomy',
    meaning: 'The tree of what a model should learn. Its branches are knowledge and skills; its leaves hold examples.',
  },
  branch: {
    word: 'branch',
    meaning:
      'One of the three trunks of the tree: knowledge (facts from documents), foundational skills (such as arithmetic or reasoning) and compositional skills (tasks that put them together).',
  },
  leaf: {
    word: 'leaf',
    meaning: 'The end of a path in the tree: one task or one subject, with the seed examples that show what it is.',
  },
  seed: {
    word: 'seed example',
    meaning:
      'A question and answer written by a person. The teacher writes many more like it; five good ones are enough.',
  },
  teacher: {
    word: 'teacher',
    meaning: 'The language model that writes new samples from your seed examples and judges them.',
  },
  practiceTeacher: {
    word: 'practice teacher',
    meaning:
      'A built-in stand-in that is not a model: it recombines your seed examples, so that you can learn the workflow without a key. What it writes is marked and is no good for training.',
  },
  freeform: {
    word: 'freeform skill',
    meaning: 'A skill that needs nothing but the question, such as writing a limerick.',
  },
  grounded: {
    word: 'grounded skill',
    meaning:
      'A skill that works on a text that comes with the question, such as summing up an email. That text is the context.',
  },
  knowledge: {
    word: 'knowledge',
    meaning: 'Facts from documents. The teacher reads a passage, asks about it and answers from it alone.',
  },
  context: { word: 'context', meaning: 'The text that a question is about and that its answer has to rest on.' },
  document: {
    word: 'document',
    meaning: 'A source of a knowledge leaf, uploaded or fetched from git and cut into passages of at most 500 tokens.',
  },
  chunk: {
    word: 'passage',
    meaning: 'A piece of a document under its headings, at most 500 tokens long: what the teacher gets to read.',
  },
  token: { word: 'token', meaning: 'What models count text in: about three quarters of an English word.' },
  run: {
    word: 'run',
    meaning:
      'One go at generating: the chosen leaves, one teacher, a number to aim for. It survives a restart and can be stopped.',
  },
  item: {
    word: 'item',
    meaning: 'One piece of a run’s work: one seed example to write more of, or one passage with one seed example.',
  },
  call: {
    word: 'call',
    meaning:
      'One request to the teacher and its answer. A run has a budget of calls and stops when it is used up, so that it cannot cost more than was meant.',
  },
  dropped: {
    word: 'dropped row',
    meaning:
      'What a step did not let through: unreadable, rated as poor, or a repeat of another. It goes no further, but it is kept with its step and its reason.',
  },
  sample: {
    word: 'sample',
    meaning: 'A question and answer that a teacher wrote and that passed the judges. You review it.',
  },
  toMend: {
    word: 'to mend',
    meaning:
      'What a leaf lacks or has wrong, such as an empty answer or fewer than five seed examples. The leaf names each at its place.',
  },
  judge: {
    word: 'judge',
    meaning: 'The teacher asked again, to rate what it wrote. Poor rows are dropped, each with its reason.',
  },
  funnel: {
    word: 'funnel',
    meaning: 'How many rows went into each step of a run and how many came out. Nothing is lost without a reason.',
  },
  review: {
    word: 'review',
    meaning: 'A person approves, edits or rejects each sample. Only approved ones go into a dataset.',
  },
  datasetVersion: {
    word: 'version',
    meaning: 'A dataset as it was published: frozen, with the same bytes each time that it is exported.',
  },
  phase: {
    word: 'phase',
    meaning: 'One round of training. Short knowledge answers come first, long ones next, skills last.',
  },
  replay: {
    word: 'replay',
    meaning: 'Rows of earlier phases mixed into a later one, so that the model does not forget what it learned.',
  },
  shortAnswer: {
    word: 'short answer',
    meaning:
      'A knowledge answer of at most so many tokens. The method trains on short answers first and on long ones next; it names no limit, so the limit is yours.',
  },
  systemPrompt: {
    word: 'system prompt',
    meaning: 'What the model is told before every conversation. The same words belong there when it is used later.',
  },
  chatTemplate: {
    word: 'chat template',
    meaning: 'How a conversation becomes the one line of text that a model reads: which marks stand around each part.',
  },
  contentHash: {
    word: 'content hash',
    meaning: 'A fingerprint of all rows in their order. Two versions with the same fingerprint hold the same rows.',
  },
  manifest: {
    word: 'manifest',
    meaning: 'What decided the rows of a version: counts, runs, teachers, prompts, replay. It is frozen with them.',
  },
  dataCard: {
    word: 'data card',
    meaning: 'A page that goes along with a dataset: what is in it, where it comes from, what it is good for.',
  },
  provenance: {
    word: 'origin',
    meaning: 'How a sample came to be: its seed examples, passage, prompts, teacher and raw answers.',
  },
  student: { word: 'student', meaning: 'The model that is trained on the dataset.' },
} as const satisfies Record<string, { word: string; meaning: string }>;

export type GlossaryWord = keyof typeof glossary;
