/** How a judge grades rows. */
export type Grading = {
  /** The worst and the best grade. */
  scale: { from: number; to: number };
  /** Rows with this grade or a better one stay, unless a threshold says otherwise. */
  atLeast: number;
};

/** The grade that rows need, by judge step. Steps that are not listed keep the `atLeast` of their grading. */
export type Thresholds = Readonly<Record<string, number>>;

/** What each judge step gave a row. */
export type Grades = Readonly<Record<string, number>>;

/** The comparison of a grade with a threshold. The SQL function seedleaf_passes does the same for stored rows. */
export const isGoodEnough = (grade: number, atLeast: number): boolean => grade >= atLeast;

/** Whether every grade of a row is good enough. Steps without a threshold decide nothing. */
export const passes = (grades: Grades, thresholds: Thresholds): boolean =>
  Object.entries(grades).every(([step, grade]) => {
    const atLeast = thresholds[step];
    return atLeast === undefined || isGoodEnough(grade, atLeast);
  });

/** The grades among a row's scores: judges that only give a word have none. Of two grades of a step the last one counts. */
export const gradesOf = (scores: readonly { step: string; score: number | null }[]): Grades =>
  Object.fromEntries(scores.flatMap(({ step, score }) => (score === null ? [] : [[step, score]])));
