import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { Database } from '@/prisma/client';
import { commandLine } from '@/taxonomy/accounts/command-line';
import { defaultRecipe } from '@/taxonomy/datasets/vocabulary';
import { replayPhase, withReplayShare } from '@/taxonomy/datasets/vocabulary-phases';
import { makeApproved, makeVersion } from './datasets-factories';
import { makeSample } from './factories';

/** A set of three conversations: with the version's system prompt, with an own one, and of several turns. */
async function makeImported(db: Database, taxonomyId: string): Promise<string> {
  const setId = uuid();
  const about = { id: setId, taxonomyId, name: 'general', rows: 3, bytes: 60n, createdById: commandLine.id };
  const turns = (text: string) => [
    { role: 'user', content: text },
    { role: 'assistant', content: 'Yes.' },
  ];
  const conversations = [
    turns('One?'),
    [{ role: 'system', content: 'Be old.' }, ...turns('Two?')],
    [...turns('Three?'), ...turns('Sure?')],
  ];
  await db.importedSet.create({ data: about });
  await db.importedRow.createMany({
    data: conversations.map((messages, ordinal) => ({ setId, ordinal, messages, bytes: 20, hash: `h${ordinal}` })),
  });
  await db.importedSet.update({ where: { id: setId }, data: { contentHash: 'x' } });
  return setId;
}

/**
 * A version with rows of every kind: they learn their question or do not, are replayed, imported, RAFT, auxiliary, held
 * out, or have texts that files and spreadsheets stumble over.
 */
export async function makeMixed(db: Database, skills = 12) {
  const { taxonomyId, knowledge, skill, runId } = await makeApproved(db, { skills });
  const facts = { leaf: knowledge, runId, kind: 'knowledge', status: 'approved' } as const;
  for (let i = 0; i < 24; i += 1)
    await makeSample(db, {
      ...facts,
      context: `Passage ${i % 8}: ${'bird '.repeat(i % 8)}`,
      question: `What is ${i}?`,
      answerTokens: i % 2 ? 10 : 500,
    });
  const auxiliary = await makeSample(db, { ...facts, context: 'Passage 1: bird ', answer: 'A summary.' });
  await db.sample.update({
    where: { id: auxiliary.id },
    data: { provenance: { documentVariant: 'summary_detailed', isAuxiliary: true } },
  });
  const odd = [
    ['=HYPERLINK("x")', 'None'],
    ['Lines\r\nand “quotes” "here", \u2028 \u0085 too', '-1'],
    ['鳥 👩‍🌾\tand a tab', 'NaN'],
  ];
  for (const [question = '', answer = ''] of odd)
    await makeSample(db, { leaf: skill, runId, status: 'approved', question, answer });
  // Nothing like another, so that some can be held out.
  for (let i = 0; i < 20; i += 1) {
    const words = createHash('sha256').update(String(i)).digest('hex').match(/.{6}/g)?.join(' ') ?? '';
    await makeSample(db, { leaf: skill, runId, status: 'approved', question: `${words}?`, answer: words });
  }
  const [short, long, last] = withReplayShare(defaultRecipe.phases, 0.5);
  const more = [
    replayPhase('', { source: { from: 'imported', setId: await makeImported(db, taxonomyId) } }),
    replayPhase('knowledge_short', { rows: 'questions', as: 'raft' }),
  ];
  return makeVersion(db, taxonomyId, {
    phases: [short!, long!, { ...last!, replay: [...last!.replay, ...more] }],
    splits: { validation: 0.1, test: 0.1 },
    systemPrompt: 'You know birds.',
  });
}
