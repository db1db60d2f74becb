import { correctSpelling } from '../prompts/correct-spelling';
import { writeDetailedSummary } from '../prompts/write-detailed-summary';
import { writeExtractiveSummary } from '../prompts/write-extractive-summary';
import { writeFacts } from '../prompts/write-facts';
import type { View } from '../steps/write-view';
import { normalizeForDedupe } from '../text';
import { draw } from './draw';

/** A corrected passage has about the same length as before. Outside these bounds, something was left out or added. */
const MIN_SHARE = 0.8;
const MAX_SHARE = 1.25;
const FACTS = 8;

/** The same instruction for a passage in every run, so that the same auxiliary row is not made twice. */
const oneOf =
  (variant: View['variant'], instructions: readonly string[]) =>
  (chunkId: string): string =>
    draw(instructions, 1, `${variant}:${chunkId}`, (each) => each)[0] ?? '';

const whole = (answer: string): string[] => [answer];

/** @see InstructLab sdg, pipelines/full/knowledge.yaml, blocks duplicate_document_col to rename */
export const spelling: View = {
  variant: 'spellcheck',
  label: 'Spelling corrected',
  prompt: correctSpelling,
  most: 1,
  instructionFor: oneOf('spellcheck', [
    'Correct the spelling, grammar and punctuation of this document.',
    'Proofread this document: fix its spelling and punctuation, and change nothing else.',
    'This document has mistakes in it. Write it without them.',
  ]),
  textsOf: whole,
  faultOf(answer, passage) {
    const share = lengthOf(answer) / Math.max(1, lengthOf(passage));
    if (share >= MIN_SHARE && share <= MAX_SHARE) return null;
    return `The correction has ${Math.round(share * 100)} % of the passage's length, so it is not a copy of it.`;
  },
};

export const detailedSummary: View = {
  variant: 'summary_detailed',
  label: 'Detailed summaries written',
  prompt: writeDetailedSummary,
  most: 1,
  instructionFor: oneOf('summary_detailed', [
    'Write a detailed summary of this document.',
    'Summarise this document thoroughly, so that nothing important is missing.',
    'Sum up everything that this document says, in your own words.',
    'Give a complete summary of this document, with its numbers and conditions.',
    'Explain in detail what this document says.',
  ]),
  textsOf: whole,
};

export const extractiveSummary: View = {
  variant: 'summary_extractive',
  label: 'Extractive summaries written',
  prompt: writeExtractiveSummary,
  most: 1,
  instructionFor: oneOf('summary_extractive', [
    'Pick out the most important sentences of this document, word for word.',
    'Which sentences carry this document? Quote them in order.',
    'Summarise this document by quoting its main sentences.',
    'Copy from this document only what matters most.',
    'Make an extractive summary of this document.',
  ]),
  textsOf: whole,
};

export const atomicFacts: View = {
  variant: 'summary_atomic_facts',
  label: 'Key facts listed',
  prompt: writeFacts,
  most: FACTS,
  instructionFor: oneOf('summary_atomic_facts', [
    'List the key facts of this document.',
    'Break this document down into single facts.',
    'What does this document state? Give each fact in a sentence of its own.',
    'Note the most important facts of this document as a list.',
    'Turn this document into a list of short, separate statements.',
  ]),
  textsOf: factsIn,
};

/** The entries of a list, without their marks, each once. */
export function factsIn(answer: string): string[] {
  const lines = answer.split('\n').map((line) =>
    line
      .trim()
      .replace(/^([-*•–]|\d{1,3}[.)])\s+/, '')
      .trim(),
  );
  return [...new Set(lines.filter((line) => /[\p{L}\p{N}]/u.test(line)))];
}

/** Ignores line breaks, which may differ. */
const lengthOf = (text: string): number => normalizeForDedupe(text).length;
