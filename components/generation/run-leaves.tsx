'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { ProgressBar } from '../ui/progress-bar';
import { ShowMore } from '../ui/show-more';
import { Table, Td, Th, Tr } from '../ui/table';
import { moreLeaves, type DroppedFilter } from './api';
import { numberText } from '../numbers';
import { pipelineName } from './run-words';

type RunLeavesProps = { run: RunDetail; onShowDropped: (filter: DroppedFilter) => void };

/** A longer table is collapsed, because it would hide everything below it, and drawn only when somebody opens it. */
const FOLDED_FROM = 30;

/** The run's results by leaf, which show the leaves that get too few samples. */
export function RunLeaves({ run, onShowDropped }: RunLeavesProps) {
  // Nothing is loaded until somebody asks for it.
  const more = useInfiniteQuery({ ...moreLeaves(run.id, run.leavesCursor ?? ''), enabled: false });
  const leaves = [...run.leaves, ...(more.data?.pages.flatMap(({ items }) => items) ?? [])];
  const isShort = run.leafCount <= FOLDED_FROM;
  const [isDrawn, setIsDrawn] = useState(isShort);
  const drawIfOpen = (details: HTMLDetailsElement | null) => {
    if (details?.open) setIsDrawn(true);
  };
  return (
    <details
      open={isShort}
      // It may have been opened before this code arrived.
      ref={drawIfOpen}
      onToggle={(event) => drawIfOpen(event.currentTarget)}
      className="flex flex-col gap-2"
    >
      <summary className="mb-2 cursor-pointer text-lg font-semibold">
        Leaves <span className="font-normal text-muted">{numberText(run.leafCount)}</span>
      </summary>
      {isDrawn && <LeafTable leaves={leaves} isPractice={run.isPractice} onShowDropped={onShowDropped} />}
      {isDrawn && run.leavesCursor !== null && (!more.data || more.hasNextPage) && (
        <div className="mt-2 flex flex-wrap items-end gap-3">
          <ShowMore list={more}>Show more leaves</ShowMore>
          <span className="text-sm text-muted">
            {numberText(leaves.length)} of {numberText(run.leafCount)}
          </span>
        </div>
      )}
    </details>
  );
}

type LeafTableProps = {
  leaves: RunDetail['leaves'];
  isPractice: boolean;
  onShowDropped: RunLeavesProps['onShowDropped'];
};

function LeafTable({ leaves, isPractice, onShowDropped }: LeafTableProps) {
  return (
    <Table label="Leaves of the run">
      <thead>
        <tr>
          <Th>Leaf</Th>
          <Th>Pipeline</Th>
          <Th>Tasks</Th>
          <Th isNumber>Failed</Th>
          <Th isNumber>Samples kept</Th>
          <Th>Open</Th>
        </tr>
      </thead>
      <tbody>
        {leaves.map((leaf) => (
          <Tr key={`${leaf.leafId} ${leaf.pipeline}`}>
            <Td className="min-w-40">
              <Link href={`/taxonomy/${leaf.leafId}`} className="hover:underline">
                {leaf.name}
              </Link>
              <span className="block text-sm text-muted">{leaf.above}</span>
            </Td>
            <Td className="whitespace-nowrap text-muted">{pipelineName(leaf.pipeline)}</Td>
            <Td className="min-w-36">
              <span className="text-sm tabular-nums">
                {numberText(leaf.itemsDone + leaf.itemsFailed)} of {numberText(leaf.itemsTotal)}
              </span>
              <ProgressBar
                label={`Tasks of ${leaf.name}`}
                value={leaf.itemsDone + leaf.itemsFailed}
                max={leaf.itemsTotal}
                tone={isPractice ? 'practice' : 'accent'}
              />
            </Td>
            <Td isNumber>{numberText(leaf.itemsFailed)}</Td>
            <Td isNumber className="font-medium">
              {numberText(leaf.samplesKept)}
              {leaf.target !== null && <span className="font-normal text-muted"> of {numberText(leaf.target)}</span>}
              {leaf.stopped && <span className="block text-sm font-normal text-muted">Stopped: {leaf.stopped}</span>}
            </Td>
            <Td>
              <span className="flex gap-4 whitespace-nowrap">
                {leaf.samplesKept > 0 && (
                  <Link href={`/review/${leaf.leafId}`} className="text-accent hover:underline">
                    review<span className="sr-only"> {leaf.name}</span>
                  </Link>
                )}
                <button
                  type="button"
                  className="min-h-6 text-accent hover:underline"
                  onClick={() => onShowDropped({ leaf })}
                >
                  dropped<span className="sr-only"> rows of {leaf.name}</span>
                </button>
              </span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
