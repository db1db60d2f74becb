'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type Ref } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import type { DroppedRow } from '@/taxonomy/generation/contract-dropped';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { dropReasons, type DropReason } from '@/taxonomy/generation/vocabulary-rows';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { later } from '../ui/later';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { queryKeyOf } from '../api';
import { droppedRows, type DroppedFilter } from './api';
import { countText, numberText } from '../numbers';
import { JudgeScores } from './judge-scores';
import { LeafFilter } from './leaf-filter';
import { RawText } from './raw-text';
import { RowFields } from './row-fields';
import { pipelineName } from './run-words';

const NearestText = later(() => import('./nearest-text').then((module) => module.NearestText));

type DroppedPanelProps = {
  ref: Ref<HTMLElement>;
  run: RunDetail;
  filter: DroppedFilter;
  onFilter: (filter: DroppedFilter) => void;
};

/** Every dropped row, with its step, its reason and the teacher's raw reply. */
export function DroppedPanel({ ref, run, filter, onFilter }: DroppedPanelProps) {
  const total = droppedBy(run, filter);
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label="Dropped rows"
      className="flex scroll-mt-16 flex-col gap-3 outline-none"
    >
      <h2 className="text-lg font-semibold">
        <Term word="dropped">Dropped rows</Term>{' '}
        <span className="font-normal text-muted">{total === null ? '' : numberText(total)}</span>
      </h2>
      {run.rowsDropped === 0 ? (
        <p className="text-muted">{isOver(run.state) ? 'No rows were dropped.' : 'No rows dropped yet.'}</p>
      ) : (
        <>
          <Filters run={run} filter={filter} onFilter={onFilter} />
          <Rows run={run} filter={filter} />
        </>
      )}
    </section>
  );
}

/** How many rows match a filter, from the funnel's numbers; null when these cannot tell. */
function droppedBy({ funnel, rowsDropped }: RunDetail, { step, reason, leaf }: DroppedFilter): number | null {
  if (leaf) return null;
  if (!step && !reason) return rowsDropped;
  return funnel
    .filter((bar) => !step || bar.step === step)
    .flatMap(({ reasons }) => reasons)
    .filter((each) => !reason || each.reason === reason)
    .reduce((sum, { count }) => sum + count, 0);
}

function Filters({ run, filter, onFilter }: Omit<DroppedPanelProps, 'ref'>) {
  const lossy = run.funnel.filter(({ dropped }) => dropped > 0);
  const isMixed = new Set(lossy.map(({ pipeline }) => pipeline)).size > 1;
  const steps = new Map(
    lossy.map(({ step, label, pipeline }) => [step, isMixed ? `${label} (${pipelineName(pipeline)})` : label]),
  );
  const reasons = [...new Set(run.funnel.flatMap((bar) => bar.reasons.map(({ reason }) => reason)))];
  const isFiltered = Boolean(filter.step ?? filter.reason ?? filter.leaf);
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label="Step">
        <Select
          value={filter.step ?? ''}
          onChange={(event) => onFilter({ ...filter, step: event.target.value || undefined })}
        >
          <option value="">All steps</option>
          {[...steps].map(([step, label]) => (
            <option key={step} value={step}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Reason">
        <Select
          value={filter.reason ?? ''}
          onChange={(event) => onFilter({ ...filter, reason: reasonOf(event.target.value) })}
        >
          <option value="">All reasons</option>
          {reasons.map((reason) => (
            <option key={reason} value={reason}>
              {dropReasons[reason]}
            </option>
          ))}
        </Select>
      </Field>
      {run.leafCount > 1 && (
        <LeafFilter runId={run.id} leaf={filter.leaf} onChange={(leaf) => onFilter({ ...filter, leaf })} />
      )}
      {isFiltered && (
        <Button variant="ghost" onClick={() => onFilter({})}>
          Show all
        </Button>
      )}
    </div>
  );
}

const isReason = (value: string): value is DropReason => Object.hasOwn(dropReasons, value);
const reasonOf = (value: string): DropReason | undefined => (isReason(value) ? value : undefined);

/**
 * Keeps the list complete once no more rows come, because the run is paused or over. While they come, the list stays as
 * it is, so that a row that is being read does not move; a button brings the new ones.
 */
function useCompleteList({ id, state, rowsDropped }: RunDetail): { isGoing: boolean } {
  const client = useQueryClient();
  const isGoing = state !== 'paused' && !isOver(state);
  const known = useRef(isGoing ? null : rowsDropped);
  useEffect(() => {
    const queryKey = queryKeyOf('/api/v1/runs/{runId}/dropped', { params: { runId: id } });
    if (!isGoing && known.current !== rowsDropped) void client.invalidateQueries({ queryKey });
    known.current = isGoing ? null : rowsDropped;
  }, [client, id, isGoing, rowsDropped]);
  return { isGoing };
}

function Rows({ run, filter }: { run: RunDetail; filter: DroppedFilter }) {
  const { isGoing } = useCompleteList(run);
  const list = useInfiniteQuery(droppedRows(run.id, filter));
  const { data, error, refetch, hasNextPage } = list;
  if (error && !data)
    return <ErrorState title="The rows could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-40 w-full" />;
  const rows = data.pages.flatMap(({ items }) => items);
  return (
    <>
      <ul aria-label="Dropped rows" className="flex flex-col gap-2">
        {rows.map((row) => (
          <DroppedLine key={row.id} row={row} />
        ))}
      </ul>
      {rows.length === 0 && <p className="text-muted">No dropped rows match.</p>}
      <div className="flex flex-wrap items-center gap-3">
        {hasNextPage && <ShowMore list={list} />}
        {isGoing && <Button onClick={() => void refetch()}>Show newer rows</Button>}
        <span className="text-sm text-muted">{countText(rows.length, 'row')} shown, newest first</span>
      </div>
    </>
  );
}

function DroppedLine({ row }: { row: DroppedRow }) {
  return (
    <li>
      <details className="rounded-md border bg-surface">
        <summary className="flex cursor-pointer flex-wrap items-baseline gap-x-3 gap-y-1 px-3 py-2 hover:bg-hover">
          <Badge tone="rejected">{dropReasons[row.reason]}</Badge>
          <span>at “{row.stepLabel}”</span>
          <span className="min-w-0 flex-1 basis-64 truncate text-muted">{questionIn(row) || row.detail}</span>
          <span className="text-sm text-muted">{row.leafName}</span>
        </summary>
        <div className="flex flex-col gap-3 border-t p-3">
          <p>{detailOf(row)}</p>
          <RowFields row={row.row} />
          {row.nearest && <NearestText nearest={row.nearest} other={comparedIn(row)} />}
          {row.scores.length > 0 && (
            <div className="max-w-[68ch]">
              <h3 className="mb-1 text-sm text-muted">Judge scores</h3>
              <JudgeScores
                scores={row.scores.map((each) => ({ ...each, id: each.step, isGood: each.step !== row.step }))}
              />
            </div>
          )}
          {row.rawText !== null && (
            <div>
              <h3 className="mb-1 text-sm text-muted">Raw reply</h3>
              <RawText label="Raw reply" text={row.rawText} />
            </div>
          )}
        </div>
      </details>
    </li>
  );
}

/** Why it was dropped, without the judge's explanation, which is beside its score. */
function detailOf({ detail, scores, step }: DroppedRow): string {
  const said = scores.find((each) => each.step === step)?.explanation;
  return said && detail.endsWith(said) ? detail.slice(0, -said.length).trim() : detail;
}

/** What the nearest text was compared with: the question, or every text of the row when they share words. */
const comparedIn = (row: DroppedRow): string =>
  row.nearest?.score === null
    ? ['question', 'answer', 'context'].map((name) => textIn(row, name)).join('\n')
    : questionIn(row);

const textIn = ({ row }: DroppedRow, name: string): string => {
  const text = row[name];
  return typeof text === 'string' ? text : '';
};

const questionIn = (row: DroppedRow): string => textIn(row, 'question');
