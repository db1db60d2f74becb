'use client';

import Link from 'next/link';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { ProgressBar } from '../ui/progress-bar';
import { Table, Td, Th, Tr } from '../ui/table';
import type { DroppedFilter } from './api';
import { countText, numberText } from './numbers';
import { pipelineName } from './run-words';

type RunLeavesProps = { run: RunDetail; onShowDropped: (filter: DroppedFilter) => void };

/** A long table would push everything below it out of sight. */
const FOLDED_FROM = 30;

/** Leaf by leaf: which one starves shows here. */
export const RunLeaves = ({ run, onShowDropped }: RunLeavesProps) => (
  <details open={run.leaves.length <= FOLDED_FROM} className="flex flex-col gap-2">
    <summary className="mb-2 cursor-pointer text-lg font-semibold">
      Leaves <span className="font-normal text-muted">{numberText(run.leafCount)}</span>
    </summary>
    <Table label="Leaves of the run">
      <thead>
        <tr>
          <Th>Leaf</Th>
          <Th>Pipeline</Th>
          <Th>Items</Th>
          <Th isNumber>Failed</Th>
          <Th isNumber>Samples kept</Th>
          <Th>Look at</Th>
        </tr>
      </thead>
      <tbody>
        {run.leaves.map((leaf) => (
          <Tr key={leaf.leafId}>
            <Td className="min-w-40">
              <Link href={`/taxonomy/${leaf.leafId}`} className="hover:underline">
                {leaf.name}
              </Link>
            </Td>
            <Td className="whitespace-nowrap text-muted">{pipelineName(leaf.pipeline)}</Td>
            <Td className="min-w-36">
              <span className="text-sm tabular-nums">
                {numberText(leaf.itemsDone + leaf.itemsFailed)} of {numberText(leaf.itemsTotal)}
              </span>
              <ProgressBar
                label={`Items of ${leaf.name}`}
                value={leaf.itemsDone + leaf.itemsFailed}
                max={leaf.itemsTotal}
                tone={run.isPractice ? 'practice' : 'accent'}
              />
            </Td>
            <Td isNumber>{numberText(leaf.itemsFailed)}</Td>
            <Td isNumber className="font-medium">
              {numberText(leaf.samplesKept)}
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
                  onClick={() => onShowDropped({ leafId: leaf.leafId })}
                >
                  dropped<span className="sr-only"> rows of {leaf.name}</span>
                </button>
              </span>
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
    {run.leafCount > run.leaves.length && (
      <p className="text-sm text-muted">
        The first {countText(run.leaves.length, 'leaf', 'leaves')} of {numberText(run.leafCount)}.
      </p>
    )}
  </details>
);
