import type { Db } from '@/prisma/client';
import type { Page, PageQuery } from '../../contract';
import { DomainError } from '../../errors';
import { foreignCursor, momentCursor, pageOf, readMoment } from '../../paging';
import type {
  BenchmarkCell,
  EvaluatedModel,
  EvaluationImport,
  Measured,
  ModelDetail,
  ResultsQuery,
  TaskResult,
} from '../contract';
import { benchmarks, isMoreBetter, unitOf } from '../vocabulary';
import { compare } from './compare';
import { findModel, selectImports, selectModels, type StoredModel } from './repository';
import { countByPart, selectOfTasks, selectResults, type StoredResult } from './repository-results';

/** A page of models with their results in the columns of the model card’s table, newest first. */
export async function listModels(
  db: Db,
  taxonomyId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<EvaluatedModel>> {
  const models = await selectModels(db, { taxonomyId, before: readMoment(cursor), limit: limit + 1 });
  const page = pageOf(models, limit, momentCursor);
  return { items: await withCells(db, page.items), nextCursor: page.nextCursor };
}

/** @throws DomainError `not_found` */
export async function getModel(db: Db, modelId: string): Promise<ModelDetail> {
  const model = await loadModel(db, modelId);
  const [[shown], parts] = await Promise.all([withCells(db, [model]), countByPart(db, modelId)]);
  if (!shown) throw noModel();
  return { ...shown, parts };
}

/** The id of the evaluated model of that name; null when there are no results of it. */
export const findModelNamed = async (db: Db, taxonomyId: string, name: string): Promise<string | null> =>
  (await findModel(db, { taxonomyId, name }))?.id ?? null;

/** A page of everything that was measured of a model, with the difference to its base, by task. */
export async function listResults(
  db: Db,
  modelId: string,
  { part, cursor, limit }: ResultsQuery,
): Promise<Page<TaskResult>> {
  const { baseId } = await loadModel(db, modelId);
  const rows = await selectResults(db, { modelId, part, after: readCursor(cursor), limit: limit + 1 });
  const page = pageOf(rows, limit, idOf);
  const tasks = [...new Set(page.items.map(({ task }) => task))];
  const base = baseId === null ? [] : await selectOfTasks(db, [baseId], tasks);
  const items = page.items.map((row): TaskResult => ({
    id: idOf(row),
    task: row.task,
    part: row.part,
    measured: measuredOf(row),
    ...comparedWith(
      row,
      base.find((each) => isSame(each, row)),
    ),
  }));
  return { items, nextCursor: page.nextCursor };
}

/** A page of imports that have not been removed, newest first. */
export async function listImports(
  db: Db,
  taxonomyId: string,
  { cursor, limit }: PageQuery,
): Promise<Page<EvaluationImport>> {
  const rows = await selectImports(db, { taxonomyId, before: readMoment(cursor), limit: limit + 1 });
  return pageOf(rows, limit, momentCursor);
}

async function loadModel(db: Db, id: string): Promise<StoredModel> {
  const model = await findModel(db, { id });
  if (!model) throw noModel();
  return model;
}

const noModel = () => new DomainError('not_found', 'There is no such model. Go back to the evaluation.');

const tasksOfBenchmarks = benchmarks.map(({ task }) => task);

async function withCells(db: Db, models: readonly StoredModel[]): Promise<EvaluatedModel[]> {
  const ids = models.flatMap(({ id, baseId }) => (baseId === null ? [id] : [id, baseId]));
  const results = await selectOfTasks(db, [...new Set(ids)], tasksOfBenchmarks);
  return models.map(({ baseId, ...model }) => ({
    ...model,
    isBaseMeasured: baseId !== null && results.some(({ modelId }) => modelId === baseId),
    cells: cellsOf(
      results.filter(({ modelId }) => modelId === model.id),
      results.filter(({ modelId }) => modelId === baseId),
    ),
  }));
}

const cellsOf = (own: readonly StoredResult[], base: readonly StoredResult[]): BenchmarkCell[] =>
  benchmarks.map(({ id, task, metrics, filters }) => {
    const of = (metric: string) =>
      own.find((row) => row.task === task && row.metric === metric && filters.some((filter) => filter === row.filter));
    const found = metrics.map(of).find((row) => row !== undefined);
    const group = found?.metric === 'acc_mean_of_tasks' ? of('acc') : undefined;
    return {
      benchmark: id,
      measured: found ? measuredOf(found) : null,
      groupValue: group ? measuredOf(group).value : null,
      ...(found
        ? comparedWith(
            found,
            base.find((row) => isSame(row, found)),
          )
        : { delta: null, isOtherSetting: false }),
    };
  });

const isSame = (a: StoredResult, b: StoredResult) =>
  a.task === b.task && a.metric === b.metric && a.filter === b.filter;

/** A share is shown in percent, and so is its error. */
function measuredOf({ metric, filter, value, stderr, n, fewshot, tasks, errorRate, at }: StoredResult): Measured {
  const unit = unitOf(metric, value);
  const factor = unit === 'percent' ? 100 : 1;
  return {
    value: value * factor,
    stderr: stderr === null ? null : stderr * factor,
    n,
    fewshot,
    tasks,
    metric,
    filter,
    unit,
    errorRate,
    at: at.toISOString(),
  };
}

/** Results with other numbers of examples in the prompt are not compared. */
function comparedWith(own: StoredResult, base: StoredResult | undefined): Pick<TaskResult, 'delta' | 'isOtherSetting'> {
  if (!base) return { delta: null, isOtherSetting: false };
  const isOtherSetting = own.fewshot !== base.fewshot && own.fewshot !== null && base.fewshot !== null;
  if (isOtherSetting) return { delta: null, isOtherSetting };
  const direction = own.isMoreBetter ?? isMoreBetter(own.metric);
  return { delta: compare(measuredOf(own), measuredOf(base), direction), isOtherSetting };
}

const idOf = ({ importId, ordinal }: StoredResult) => `${importId}_${ordinal}`;

function readCursor(cursor: string | undefined): { importId: string; ordinal: number } | null {
  if (cursor === undefined) return null;
  const [, importId, ordinal] = /^([0-9a-f-]{36})_(\d{1,6})$/.exec(cursor) ?? [];
  if (importId === undefined || ordinal === undefined) throw foreignCursor();
  return { importId, ordinal: Number(ordinal) };
}
