import type { Db } from '@/prisma/client';
import { DomainError } from '../../errors';
import { findGone, getTheTaxonomy } from '../../tree/nodes';
import { leafKinds } from '../../tree/vocabulary';
import type { ChosenPipelines } from '../contract';
import type { RunChoices } from '../contract-choices';
import type { Thresholds } from '../contract-thresholds';
import { pipelinesFor } from '../pipelines/registry';
import { findTeacher } from '../teacher/teachers';
import { gradingJudges } from '../thresholds/judges';
import { findRun, selectLeafIdsOfRun } from './repository-views';

/** As many places as a request may name. */
const MOST_PLACES = 10_000;

/**
 * What a run was started with, to start another one like it: its scope, teachers, settings and limits. What no longer
 * exists is left out, and `gone` says so. The random seed is not part of it: with the same one, nothing new would be
 * written.
 *
 * @throws DomainError `not_found`
 */
export async function choicesOfRun(db: Db, runId: string): Promise<RunChoices> {
  const run = await findRun(db, runId);
  if (!run) throw new DomainError('not_found', 'There is no such run. Go back to the list of runs.');
  const { snapshot } = run;
  const { id: taxonomyId } = await getTheTaxonomy(db);
  const scope = snapshot.scope ?? (await selectLeafIdsOfRun(db, runId, MOST_PLACES));
  const [missing, teacher, judge] = await Promise.all([
    findGone(db, taxonomyId, scope),
    findTeacher(db, run.teacherId),
    run.judgeTeacherId === null ? null : findTeacher(db, run.judgeTeacherId),
  ]);
  const pipelines = knownPipelines(snapshot.pipelines);
  const thresholds = knownThresholds(snapshot.thresholds);
  const gone = [
    ...(teacher ? [] : [`Its teacher ${run.teacherName} was removed. Choose another one.`]),
    ...(run.judgeTeacherId !== null && !judge
      ? [`Its judge ${snapshot.judge?.name ?? ''} was removed. The teacher judges now, unless you choose another one.`]
      : []),
    ...pipelines.gone.map((name) => `The pipeline “${name}” no longer exists. The default is chosen.`),
    ...thresholds.gone.map((step) => `The threshold of “${step}” no longer fits its judge and is left out.`),
  ];
  return {
    runId,
    scope,
    missing,
    teacherId: teacher?.id ?? null,
    judgeTeacherId: judge?.id ?? null,
    judgeVotes: snapshot.judgeVotes,
    target: run.target,
    isRepeated: snapshot.isRepeated && run.target !== null,
    isTrial: snapshot.isTrial,
    batch: snapshot.batch,
    maxCalls: run.maxCalls,
    maxTokens: run.maxTokens,
    maxCost: run.maxCost,
    maxMinutes: run.maxMinutes,
    rulesOff: snapshot.rulesOff,
    nearDuplicates: snapshot.nearDuplicates,
    pipelines: pipelines.known,
    thresholds: thresholds.known,
    asksEveryJudge: snapshot.asksEveryJudge,
    gone,
  };
}

function knownPipelines(chosen: ChosenPipelines): { known: ChosenPipelines; gone: string[] } {
  const known: ChosenPipelines = {};
  const gone: string[] = [];
  for (const kind of leafKinds) {
    const name = chosen[kind];
    if (name === undefined) continue;
    if (pipelinesFor(kind).some((pipeline) => pipeline.name === name)) known[kind] = name;
    else gone.push(name);
  }
  return { known, gone };
}

function knownThresholds(thresholds: Thresholds): { known: Thresholds; gone: string[] } {
  const judges = new Map(gradingJudges().map((judge) => [judge.step, judge]));
  const isKnown = ([step, atLeast]: [string, number]) => {
    const judge = judges.get(step);
    return judge !== undefined && atLeast >= judge.from && atLeast <= judge.to;
  };
  const all = Object.entries(thresholds);
  return {
    known: Object.fromEntries(all.filter(isKnown)),
    gone: all.filter((each) => !isKnown(each)).map(([step]) => step),
  };
}
