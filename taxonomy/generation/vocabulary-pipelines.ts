import type { LeafKind } from '../tree/vocabulary';

/** Texts that a knowledge row can be about: the passage itself, or one that the teacher made from it. LAB's names. */
export const documentVariants = {
  base_document: 'the passage',
  spellcheck: 'the passage with its spelling corrected',
  summary_detailed: 'a detailed summary of the passage',
  summary_extractive: 'an extractive summary of the passage',
  summary_atomic_facts: 'the key facts of the passage',
} as const;
export type DocumentVariant = keyof typeof documentVariants;
export const variantNames = Object.keys(documentVariants) as [DocumentVariant, ...DocumentVariant[]];

type PipelineFacts = {
  kind: LeafKind;
  label: string;
  about: string;
  /** A method to measure LAB against. Its samples are marked, and datasets leave them out unless asked. */
  isBaseline?: true;
};

/** The pipelines of each kind of leaf. The first of a kind is its default. */
export const pipelineFacts = {
  freeform: { kind: 'freeform', label: 'LAB', about: 'Questions and answers, each with a judge.' },
  'freeform-simple': {
    kind: 'freeform',
    label: 'Simple',
    about: 'For small teachers: questions with answers in one call, no judge but the one for safety.',
  },
  grounded: { kind: 'grounded', label: 'LAB', about: 'New contexts, questions and answers, each with a judge.' },
  'self-instruct': {
    kind: 'freeform',
    label: 'Self-Instruct',
    about: 'To measure LAB against: examples drawn from all chosen leaves at once, no quality judges.',
    isBaseline: true,
  },
  'evol-instruct': {
    kind: 'freeform',
    label: 'Evol-Instruct',
    about: 'To measure LAB against: each seed made harder or broader over four generations, no quality judges.',
    isBaseline: true,
  },
  'grounded-simple': {
    kind: 'grounded',
    label: 'Simple',
    about: 'For small teachers: questions with answers in one call, no judge but the one for safety.',
  },
  knowledge: {
    kind: 'knowledge',
    label: 'LAB',
    about: 'Questions on each passage and on a copy with its spelling corrected; three judges.',
  },
  'knowledge-simple': {
    kind: 'knowledge',
    label: 'Simple',
    about: 'For small teachers: questions on the passage only, a judge for what it supports and one for safety.',
  },
  'knowledge-full': {
    kind: 'knowledge',
    label: 'All views',
    about: 'As LAB, and also questions on two summaries and on key facts. Many more calls.',
  },
  'knowledge-detailed-summary': {
    kind: 'knowledge',
    label: 'Detailed summary only',
    about: 'Questions on a detailed summary of each passage; the same judges.',
  },
  'knowledge-extractive-summary': {
    kind: 'knowledge',
    label: 'Extractive summary only',
    about: 'Questions on the most important sentences of each passage; the same judges.',
  },
  'knowledge-atomic-facts': {
    kind: 'knowledge',
    label: 'Key facts only',
    about: 'Several questions on each key fact of a passage; the same judges.',
  },
} as const satisfies Record<string, PipelineFacts>;
export type PipelineName = keyof typeof pipelineFacts;

/** Pipelines to measure LAB against. */
export const baselineNames = Object.entries(pipelineFacts).flatMap(([name, facts]) =>
  'isBaseline' in facts ? [name] : [],
);

const isPipelineName = (name: string): name is PipelineName => Object.hasOwn(pipelineFacts, name);

/** What is known of a pipeline; null for one that this version of Seedleaf does not have. */
export const factsOf = (name: string): PipelineFacts | null => (isPipelineName(name) ? pipelineFacts[name] : null);
