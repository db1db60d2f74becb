import type { StepContext } from '@/taxonomy/generation/steps/step';

const view = (text: string) => `[QUESTION]\nDo it with this document.\n[ANSWER]\n${text}\n[END]`;

/** A passage of 200 tokens. */
export const weather = (verb: 'was' | 'is') =>
  Array.from({ length: 14 }, (_, day) => `On day ${day} the weather ${verb} fine, and all were glad of it.`).join('\n');

/**
 * A teacher that writes as much as it is asked for, a different text each time, and likes all of it. `calls` are the names
 * of the prompts that it was asked.
 */
export function ableTeacher() {
  const calls: string[] = [];
  const ask: StepContext['ask'] = async ({ name }, values) => {
    const n = calls.push(name);
    const count = typeof values === 'object' && values !== null && 'count' in values ? Number(values.count) : 1;
    const many = (text: (i: number) => string) => Array.from({ length: count }, (_, i) => text(i)).join('\n');
    const pair = (i: number) => `[QUESTION]\nWhat is ${n}.${i}?\n[ANSWER]\nIt is so.\n[END]`;
    const views: Record<string, string> = {
      'correct-spelling': view(weather('is')),
      'write-detailed-summary': view('It was a fine day.'),
      'write-extractive-summary': view('The weather was fine today.'),
      'write-facts': view(many((i) => `- Fact ${i} is that the weather was fine.`)),
    };
    const answers: Record<string, string> = {
      ...views,
      'write-context': `[CONTEXT]\nText ${n}.\n[END]`,
      'write-questions-and-answers': many(pair),
      'write-pairs': many(pair),
      'write-grounded-pairs': many(pair),
      'judge-safety': 'VERDICT: SAFE',
      'judge-faithfulness': 'VERDICT: YES',
      'judge-evolution': 'VERDICT: YES',
    };
    const best = /pair|relevancy/.test(name) ? 2 : 1;
    const isEvolved = name === 'deepen-question' || name === 'broaden-question';
    const written =
      name.includes('questions') || name === 'write-tasks' || isEvolved
        ? many((i) => `[QUESTION]\nWhat is new in case ${n} of box ${n}.${i}?\n[END]`)
        : `[ANSWER]\nIt is ${n}.\n[END]`;
    const text = answers[name] ?? (name.startsWith('judge') ? `SCORE: ${best}` : written);
    return { text, finishReason: 'stop', callKey: `${n}`, model: 'm' };
  };
  return { calls, ask };
}
