'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { PromptLine } from '@/taxonomy/generation/contract-prompts';
import { leafKindNames, leafKinds } from '@/taxonomy/tree/vocabulary';
import { numberText } from '../numbers';
import { Page } from '../ui/page';
import { ErrorState, Skeleton } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { promptList } from './prompts-api';
import { promptHref, promptTitle, SavedBy, sourceText } from './prompt-words';

/** All prompts of the taxonomy or of a leaf, in the order of the steps that use them, with whose text each has. */
export function PromptsScreen({ leaf }: { leaf: string | null }) {
  const { data, error, refetch } = useQuery(promptList(leaf));
  const name = data?.leaf?.name;
  const crumbs = [
    { label: 'Settings', href: '/settings' },
    ...(leaf === null ? [] : [{ label: 'Prompts', href: promptHref(null) }]),
    { label: leaf === null ? 'Prompts' : `Prompts of ${name ?? 'a leaf'}` },
  ];
  return (
    <Page crumbs={crumbs}>
      <div className="flex flex-col gap-6">
        <p className="max-w-[68ch] text-muted">
          What the teacher is told to do at each step. Your own text of a prompt holds for runs that start from now on.{' '}
          {leaf === null ? (
            'A leaf can have its own texts: open Prompts on its page.'
          ) : (
            <>
              Texts of this leaf go before those of the taxonomy.{' '}
              <Link href={`/taxonomy/${leaf}`} className="text-accent underline">
                Open the leaf
              </Link>
            </>
          )}
        </p>
        {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton className="h-96 w-full" />}
        {data &&
          groupsOf(data.prompts).map(([title, prompts]) => (
            <div key={title}>
              <h2 className="mb-1 font-semibold">{title}</h2>
              <PromptTable title={title} prompts={prompts} leaf={leaf} />
            </div>
          ))}
      </div>
    </Page>
  );
}

function groupsOf(prompts: readonly PromptLine[]): [string, PromptLine[]][] {
  const groups: [string, PromptLine[]][] = [
    ...leafKinds.map((kind): [string, PromptLine[]] => [
      leafKindNames[kind],
      prompts.filter(({ kinds }) => kinds.length === 1 && kinds[0] === kind),
    ]),
    ['Several kinds of leaf', prompts.filter(({ kinds }) => kinds.length > 1)],
  ];
  return groups.filter(([, members]) => members.length > 0);
}

const PromptTable = ({ title, prompts, leaf }: { title: string; prompts: PromptLine[]; leaf: string | null }) => (
  <Table label={title} className="min-w-2xl table-fixed">
    <thead>
      <tr>
        <Th>Prompt</Th>
        <Th>Step</Th>
        <Th>Text</Th>
        <Th>Saved by</Th>
        {leaf === null && <Th isNumber>Leaves with their own</Th>}
      </tr>
    </thead>
    <tbody>
      {prompts.map(({ name, uses, inForce, builtInVersion, leaves }) => (
        <Tr key={name}>
          <Td>
            <Link href={promptHref(leaf, name)} className="inline-block py-0.5 font-medium hover:underline">
              {promptTitle(name)}
            </Link>
          </Td>
          <Td className="text-muted">{[...new Set(uses.map(({ step }) => step))].join(', ')}</Td>
          <Td className={inForce.source === 'built_in' ? 'text-muted' : 'font-medium'}>
            {sourceText(inForce, builtInVersion)}
          </Td>
          <Td className="text-muted">
            <SavedBy {...inForce} />
          </Td>
          {leaf === null && <Td isNumber>{leaves > 0 ? numberText(leaves) : ''}</Td>}
        </Tr>
      ))}
    </tbody>
  </Table>
);
