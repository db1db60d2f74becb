import type { SampleText } from '@/taxonomy/review/contract';

/** A text box turns every line end into LF. A text with Windows line ends throughout keeps them when edited. */
export const withLineEndsOf = (original: SampleText, edited: SampleText): SampleText => ({
  context: edited.context === null ? null : like(original.context ?? '', edited.context),
  question: like(original.question, edited.question),
  answer: like(original.answer, edited.answer),
});

const isOfWindows = (text: string) => text.includes('\r\n') && !/(^|[^\r])\n/.test(text);

const like = (original: string, edited: string): string =>
  isOfWindows(original) ? edited.replaceAll(/\r?\n/g, '\r\n') : edited;
