/** The outcome of one kind of fault. `figures` are measured; `goal` says what was allowed. */
export type Verdict = {
  fault: string;
  cases: number;
  failed: number;
  figures: Record<string, number>;
  goal: string;
  holds: boolean;
};

/** How much to try: a few minutes, or an hour. */
export type Scale = 'quick' | 'full';
