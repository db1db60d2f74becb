// Apart from the other words, because few pages need them.

/** Most votes of a judge are counted: so many that agree decide. */
const MAJORITY = 2;

type Cast = { isGood: boolean | null };

/** What the majority of the votes says; null without one, and when the judge was not asked. */
export function majorityOf(votes: readonly Cast[]): boolean | null {
  const needed = votes.length === 1 ? 1 : MAJORITY;
  return [true, false].find((isGood) => votes.filter((vote) => vote.isGood === isGood).length >= needed) ?? null;
}

/** “2 of 3 votes say yes, 1 could not be read”. */
export function votesText(votes: readonly Cast[], words = { good: 'yes', bad: 'no' }): string {
  const good = votes.filter(({ isGood }) => isGood === true).length;
  const bad = votes.filter(({ isGood }) => isGood === false).length;
  const unread = votes.length - good - bad;
  const [most, word] = bad > good ? [bad, words.bad] : [good, words.good];
  const ending = unread === 0 ? '' : `, ${unread} could not be read`;
  return `${most} of ${votes.length} said ${word}${ending}`;
}
