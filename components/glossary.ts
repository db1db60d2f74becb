import type { GlossaryWord } from './terms';

/** The meaning of each term, in a line or two. Shown where a term is used (see Term), and loaded only then. */
export const glossary: Record<GlossaryWord, string> = {
  taxonomy:
    'The tree of everything the model should learn. Its branches are knowledge and skills; its leaves hold examples.',
  branch:
    'One of the three top folders of the tree: knowledge (facts from documents), foundational skills (such as arithmetic or reasoning) and compositional skills (tasks that combine them).',
  leaf: 'One task or one subject in the tree, with the seed examples that show what it is.',
  seed: 'A question and answer written by a person. The teacher writes many more like it. Five good ones are enough.',
  teacher: 'The language model that writes new samples from your seed examples and judges them.',
  practiceTeacher:
    'A built-in stand-in, not a language model. It recombines your seed examples so that you can try the workflow without an API key. Its samples are marked and not suitable for training.',
  freeform: 'A skill that needs only the question, such as writing a limerick.',
  grounded:
    'A skill that works on a text given with the question, such as summarizing an email. That text is the context.',
  knowledge: 'Facts from documents. The teacher reads a passage, asks about it and answers from that passage only.',
  context: 'The text that a question is about. The answer must be supported by it.',
  document:
    'A source for knowledge leaves, uploaded or fetched from Git and split into passages of at most 500 tokens.',
  chunk: 'A part of a document with its headings, at most 500 tokens long. The teacher reads one at a time.',
  token: 'The unit models count text in: about three quarters of an English word.',
  run: 'One round of generating: the chosen leaves, a teacher and a target. It survives a restart and can be cancelled.',
  item: 'One unit of a run’s work: one seed example to write more of, or one passage with one seed example.',
  call: 'One request to the teacher and its reply. A run has a call limit and stops there, so that it cannot cost more than planned.',
  dropped:
    'A row that a step rejected: unreadable, rated poor, or nearly the same as another. It is kept with its step and reason.',
  sample: 'A question and answer that the teacher wrote and the judges passed. You review it.',
  toMend:
    'What a leaf is missing or has wrong, such as an empty answer or fewer than five seed examples. The leaf shows where.',
  judge: 'The teacher, asked again to rate what it wrote. Poor rows are dropped, each with a reason.',
  funnel: 'How many rows entered each step of a run and how many came out. Every dropped row has a reason.',
  review: 'A person approves, edits or rejects each sample. Only approved ones go into a dataset.',
  datasetVersion: 'A published dataset. It never changes, and every export of it has the same bytes.',
  phase: 'One round of training: first short knowledge answers, then long ones, then skills.',
  replay: 'Rows of earlier phases added to a later one, so that the model does not forget what it learned.',
  shortAnswer:
    'A knowledge answer up to a limit in tokens. LAB trains on short answers first, then on long ones. It names no limit, so you choose it.',
  systemPrompt:
    'Instructions the model gets before every conversation. Use the same ones when you run the trained model.',
  chatTemplate: 'How a conversation becomes the text a model reads: which tokens mark each part.',
  contentHash:
    'A fingerprint of the system prompt and all rows in their order. Versions with the same hash give the same files.',
  manifest: 'How a version was made: counts, runs, teachers, prompts, replay. It is frozen with the rows.',
  dataCard: 'A page that describes a dataset: what is in it, where it comes from, what it is for.',
  provenance: 'How a sample was made: its seed examples, passage, prompts, teacher and raw replies.',
  student: 'The model that is trained on the dataset.',
};
