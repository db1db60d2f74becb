import type { Db } from '@/prisma/client';
import { tellLanguage } from '../generation/rules/language';
import type { Statistics } from './contract-manifest';
import { selectAnswerLengths, selectBalance, selectScores, selectSomeTexts } from './repository-statistics';

/** Rows whose languages are told: enough for shares to within some percent. */
const TOLD = 1_000;

/** Figures about a version's own rows, computed once when it is published. */
export async function measureVersion(tx: Db, versionId: string): Promise<Statistics> {
  return {
    lengths: await selectAnswerLengths(tx),
    scores: await selectScores(tx),
    balance: await selectBalance(tx, versionId),
    languages: await tellLanguages(await selectSomeTexts(tx, TOLD)),
  };
}

async function tellLanguages(texts: readonly string[]): Promise<Statistics['languages']> {
  const counts = new Map<string, number>();
  let unknown = 0;
  for (const text of texts) {
    const name = await tellLanguage(text);
    if (name === null) unknown += 1;
    else counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const found = [...counts].map(([name, rows]) => ({ name, rows }));
  found.sort((a, b) => b.rows - a.rows || a.name.localeCompare(b.name));
  return { rows: texts.length, unknown, found };
}
