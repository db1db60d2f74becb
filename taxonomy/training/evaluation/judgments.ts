import type { ReadResult } from './result';

/** One score that a judge gave. */
export type Judged = { question: string; turn: number; score: number };

/**
 * The mean over all judgments, as InstructLab counts it, and its standard error. The turns of a question are about the
 * same conversation, so the error is that of questions (clustered), not of single judgments. Null for one question.
 */
export function meanOfJudgments(judged: readonly Judged[]): Pick<ReadResult, 'value' | 'stderr' | 'n'> {
  const n = judged.length;
  const value = judged.reduce((sum, { score }) => sum + score, 0) / n;
  const residuals = new Map<string, number>();
  for (const { question, score } of judged) residuals.set(question, (residuals.get(question) ?? 0) + score - value);
  const questions = residuals.size;
  if (questions < 2) return { value, stderr: null, n };
  const squares = [...residuals.values()].reduce((sum, each) => sum + each * each, 0);
  return { value, stderr: Math.sqrt((questions / (questions - 1)) * squares) / n, n };
}
