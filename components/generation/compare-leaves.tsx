'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { Compared } from '@/taxonomy/generation/vocabulary-comparison';
import { numberText } from '../numbers';
import { Button } from '../ui/button';
import { ShowMore } from '../ui/show-more';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { comparedLeaves } from './compare-api';
import { letterOf } from './compare-letters';

type CompareLeavesProps = { runs: readonly Compared[]; node: string | undefined };

/** The rows of each leaf and run, in numbers and as bars. */
export function CompareLeaves({ runs, node }: CompareLeavesProps) {
  const ids = runs.map(({ run }) => run.id);
  const list = useInfiniteQuery(comparedLeaves(ids, node));
  const leaves = list.data?.pages.flatMap(({ items }) => items);
  const most = Math.max(1, ...(leaves ?? []).flatMap(({ rows }) => rows.map((n) => n ?? 0)));
  return (
    <section aria-labelledby="compare-leaves" className="flex flex-col gap-2">
      <h2 id="compare-leaves" className="text-lg font-semibold">
        Rows by leaf
      </h2>
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
      ) : leaves.length === 0 ? (
        <p className="text-muted">These runs cover no leaf here.</p>
      ) : (
        <>
          <Table label="Rows by leaf">
            <thead>
              <tr>
                <Th>Leaf</Th>
                {runs.map(({ run }, i) => (
                  <Th key={run.id} isNumber className="w-32">
                    {letterOf(i)}
                  </Th>
                ))}
              </tr>
            </thead>
            <tbody>
              {leaves.map(({ leafId, name, above, rows }) => (
                <Tr key={leafId}>
                  <Td>
                    {name} <span className="block text-sm text-muted">{above}</span>
                  </Td>
                  {rows.map((n, i) => (
                    <Td key={letterOf(i)} isNumber>
                      {n === null ? <span className="text-muted">not covered</span> : numberText(n)}
                      <svg aria-hidden width="100%" height="4" className="mt-1 block">
                        <rect width={`${((n ?? 0) / most) * 100}%`} height="4" className="fill-phase-1" />
                      </svg>
                    </Td>
                  ))}
                </Tr>
              ))}
            </tbody>
          </Table>
          {list.hasNextPage && <ShowMore list={list} />}
        </>
      )}
    </section>
  );
}
