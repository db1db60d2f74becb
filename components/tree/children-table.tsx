'use client';

import { Folder, Leaf, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { seedsWanted } from '@/taxonomy/seeds/vocabulary';
import { leafKindNames } from '@/taxonomy/tree/vocabulary';
import { countText, numberText } from '../numbers';
import { Button } from '../ui/button';
import { Table, Td, Th, Tr } from '../ui/table';
import { totalsOf, type TreeModel } from './model';
import { SamplesBar } from './samples-bar';

const AT_ONCE = 100;

type ChildrenTableProps = { model: TreeModel; nodes: readonly TreeNode[]; onSelect: (id: string) => void };

/** The direct children, each with its totals. */
export function ChildrenTable({ model, nodes, onSelect }: ChildrenTableProps) {
  const [shown, setShown] = useState(AT_ONCE);
  const left = nodes.length - shown;
  return (
    <div className="flex flex-col gap-3">
      <Table label="Contents">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th>Kind</Th>
            <Th isNumber>Leaves</Th>
            <Th isNumber>Seeds</Th>
            <Th isNumber>To review</Th>
            <Th isNumber>Approved</Th>
            <Th className="w-32">Samples</Th>
          </tr>
        </thead>
        <tbody>
          {nodes.slice(0, shown).map((node) => (
            <ChildRow key={node.id} model={model} node={node} onSelect={onSelect} />
          ))}
        </tbody>
      </Table>
      {left > 0 && (
        <Button className="self-start" onClick={() => setShown(shown + AT_ONCE)}>
          Show {Math.min(AT_ONCE, left)} more ({numberText(left)} left)
        </Button>
      )}
    </div>
  );
}

function ChildRow({ model, node, onSelect }: { model: TreeModel; node: TreeNode; onSelect: (id: string) => void }) {
  const totals = totalsOf(model, node.id);
  const Icon = node.leaf ? Leaf : Folder;
  return (
    <Tr>
      <Td className="min-w-40">
        <Link
          href={`/taxonomy/${node.id}`}
          prefetch={false}
          onNavigate={(event) => {
            event.preventDefault();
            onSelect(node.id);
          }}
          className="inline-flex min-h-6 items-center gap-2 font-medium hover:underline"
        >
          <Icon size={16} aria-hidden className="shrink-0 text-muted" />
          {node.name}
        </Link>
      </Td>
      <Td className="text-muted">
        {node.leaf ? leafKindNames[node.leaf.kind] : node.parentId === null ? 'Branch' : 'Folder'}
      </Td>
      <Td isNumber>{numberText(totals.leaves)}</Td>
      <Td isNumber>
        <span className="inline-flex items-center gap-1">
          {totals.problems > 0 && (
            <TriangleAlert size={14} className="text-warning" aria-label={countText(totals.problems, 'problem')} />
          )}
          {node.leaf && totals.leaves === 1 && totals.seeds < seedsWanted
            ? `${totals.seeds} of ${seedsWanted}`
            : numberText(totals.seeds)}
        </span>
      </Td>
      <Td isNumber>{numberText(totals.pending)}</Td>
      <Td isNumber>{numberText(totals.approved)}</Td>
      <Td>
        <SamplesBar counts={totals} />
      </Td>
    </Tr>
  );
}
