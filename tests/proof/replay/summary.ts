import type { Losses, Trained } from './train';

/** Mean and standard deviation over the seeds; the deviation of one seed is 0. */
export type Spread = { mean: number; deviation: number };

export function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** What one share of replay gave. */
export type ShareSummary = {
  replay: number;
  /** Loss after both phases. */
  after: Record<keyof Losses, Spread>;
  /** How much the phase of skills changed the loss on knowledge: above 0, it was forgotten. */
  change: Record<'learned' | 'unseen', Spread>;
};

export function summarize(trained: readonly Trained[]): ShareSummary[] {
  const shares = [...new Set(trained.map(({ replay }) => replay))];
  return shares.map((replay) => {
    const some = trained.filter((each) => each.replay === replay);
    const after = (set: keyof Losses) => spreadOf(some.map((each) => each.after.skills[set]));
    const change = (set: keyof Losses) =>
      spreadOf(some.map((each) => each.after.skills[set] - each.after.knowledge[set]));
    return {
      replay,
      after: { learned: after('learned'), unseen: after('unseen'), skills: after('skills') },
      change: { learned: change('learned'), unseen: change('unseen') },
    };
  });
}

/** One sentence that says what the figures show, whatever it is. */
export function verdict(summaries: readonly ShareSummary[]): string {
  const none = summaries.find(({ replay }) => replay === 0);
  const most = summaries.at(-1);
  if (!none || !most || most.replay === 0) return 'There is nothing to compare.';
  const said = `Without replay, the loss on learned facts changed by ${signed(none.change.learned)} in the phase of skills; with a replay of ${percent(most.replay)} by ${signed(most.change.learned)}.`;
  const gap = none.change.learned.mean - most.change.learned.mean;
  const noise = Math.max(none.change.learned.deviation, most.change.learned.deviation);
  if (gap > 2 * noise) return `${said} The difference is more than twice the spread over the seeds.`;
  return `${said} The difference is within twice the spread over the seeds: no effect is shown.`;
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export const signed = ({ mean, deviation }: Spread): string =>
  `${mean < 0 ? '−' : '+'}${Math.abs(mean).toFixed(2)} ± ${deviation.toFixed(2)}`;
