'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import type { LeafYield, YieldOrder } from '@/taxonomy/generation/contract-yields';
import { isOver } from '@/taxonomy/generation/vocabulary';
import { pages } from '../api';
import { numberText, shareText } from '../numbers';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { ShowMore } from '../ui/show-more';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import type { DroppedFilter } from './api';
import { pipelineName } from './run-words';

const YIELDS_PAGE = 50;
const EVERY_MS = 5_000;

type HeatTableProps = { run: RunDetail; onShowDropped: (filter: DroppedFilter) => void };

/** Leaves by steps: the share of rows that each step kept. The more a step dropped, the stronger its colour. */
export function HeatTable({ run, onShowDropped }: HeatTableProps) {
  const pipelines = [...new Set(run.funnel.map(({ pipeline }) => pipeline))];
  const [chosen, setChosen] = useState(pipelines[0] ?? '');
  const [order, setOrder] = useState<YieldOrder>('worst');
  const columns = run.funnel.filter(({ pipeline }) => pipeline === chosen);
  const list = useInfiniteQuery({
    ...pages('/api/v1/runs/{runId}/yields', {
      params: { runId: run.id },
      query: { pipeline: chosen, order, limit: YIELDS_PAGE },
    }),
    placeholderData: keepPreviousData,
    refetchInterval: isOver(run.state) ? false : EVERY_MS,
  });
  const leaves = list.data?.pages.flatMap(({ items }) => items);
  return (
    <div className="mt-2 flex flex-col gap-3">
      <p className="max-w-[68ch] text-muted">
        The share of a leaf’s rows that survives all steps, and the share that each step kept. The redder a cell, the
        more it dropped.
      </p>
      <div className="flex flex-wrap gap-4">
        {pipelines.length > 1 && (
          <Field label="Pipeline">
            <Select value={chosen} onChange={(event) => setChosen(event.target.value)}>
              {pipelines.map((name) => (
                <option key={name} value={name}>
                  {pipelineName(name)}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <Field label="Order">
          <Select value={order} onChange={(event) => setOrder(event.target.value === 'tree' ? 'tree' : 'worst')}>
            <option value="worst">Fewest survive first</option>
            <option value="tree">As in the tree</option>
          </Select>
        </Field>
      </div>
      {list.error && !leaves ? (
        <Notice
          tone="error"
          title="The leaves could not be loaded"
          action={<Button onClick={() => void list.refetch()}>Try again</Button>}
        >
          {messageOf(list.error)}
        </Notice>
      ) : !leaves ? (
        <Skeleton className="h-40 w-full" />
      ) : (
        <>
          <Table label="Funnel by leaf">
            <thead>
              <tr>
                <Th>Leaf</Th>
                <Th isNumber>Survive</Th>
                {columns.map(({ step, label }) => (
                  <Th key={step} isNumber className="max-w-28 whitespace-normal!">
                    {label}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {leaves.map((leaf) => (
                <HeatRow key={leaf.leafId} leaf={leaf} columns={columns} onShowDropped={onShowDropped} />
              ))}
            </tbody>
          </Table>
          {list.hasNextPage && <ShowMore list={list}>Show more leaves</ShowMore>}
        </>
      )}
    </div>
  );
}

type HeatRowProps = Pick<HeatTableProps, 'onShowDropped'> & { leaf: LeafYield; columns: RunDetail['funnel'] };

const HeatRow = ({ leaf, columns, onShowDropped }: HeatRowProps) => (
  <Tr>
    <th scope="row" className="min-w-40 px-2 py-1 font-normal">
      <Link href={`/taxonomy/${leaf.leafId}`} className="hover:underline">
        {leaf.name}
      </Link>
      <span className="block text-sm text-muted">{leaf.above}</span>
    </th>
    <Td isNumber className="font-medium" style={heatOf(leaf.survival)}>
      {shareText(leaf.survival, 1)}
    </Td>
    {columns.map(({ step, label }) => {
      const cell = leaf.steps.find((each) => each.step === step);
      if (!cell || cell.made === 0) {
        return (
          <Td key={step} isNumber className="text-muted">
            –
          </Td>
        );
      }
      const { made, kept } = cell;
      const counts = `${numberText(kept)} of ${numberText(made)}`;
      return (
        <Td key={step} isNumber title={`${label}: ${counts} kept`} style={heatOf(kept / made)}>
          {kept < made ? (
            <button
              type="button"
              className="min-h-6 underline decoration-dotted underline-offset-4 hover:decoration-solid"
              onClick={() => onShowDropped({ step, leaf: { leafId: leaf.leafId, name: leaf.name } })}
            >
              {shareText(kept, made)}
              <span className="sr-only">
                , {counts} kept: show the rows of {leaf.name} dropped at {label}
              </span>
            </button>
          ) : (
            shareText(kept, made)
          )}
        </Td>
      );
    })}
  </Tr>
);

/** At most 45 % of the colour, so that the text on it stays readable. */
const heatOf = (share: number) => ({
  background: `color-mix(in srgb, var(--rejected) ${Math.round((1 - share) * 45)}%, transparent)`,
});
