'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { RecipeChange, VersionChanges as Changes } from '@/taxonomy/datasets/contract';
import { countText, numberText } from '../numbers';
import { ErrorState, Skeleton } from '../ui/states';
import { versionChanges } from './api';

/** What changed since the previous version: rows, and every setting that differs. */
export function VersionChanges({ versionId }: { versionId: string }) {
  const { data, error, refetch } = useQuery(versionChanges(versionId));
  if (!data) {
    return error ? (
      <ErrorState title="What changed could not be loaded" error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-12 w-full" />
    );
  }
  const { before, recipe, rows } = data;
  if (!before) return <p className="text-muted">This is the first version, so there is nothing to compare.</p>;
  return (
    <>
      <p>
        Since{' '}
        <Link href={`/datasets/${before.versionId}`} className="text-accent underline underline-offset-4">
          version {before.number}
        </Link>
        : {rowWords(rows)}; {recipe.length === 0 ? 'the recipe is the same' : 'the recipe differs in'}
        {recipe.length === 0 ? '.' : ` ${recipe.map(({ name }) => name).join(', ')}:`}
      </p>
      {recipe.length > 0 && (
        <dl className="flex flex-col gap-3">
          {recipe.map((change) => (
            <Change key={change.field} change={change} number={before.number} />
          ))}
        </dl>
      )}
    </>
  );
}

function rowWords({ added, removed, changed }: Changes['rows']): string {
  if (added + removed + changed === 0) return 'the same samples';
  return [
    `${countText(added, 'sample')} added`,
    `${numberText(removed)} removed`,
    ...(changed > 0 ? [`${numberText(changed)} changed`] : []),
  ].join(', ');
}

const Change = ({ change: { name, before, now }, number }: { change: RecipeChange; number: number }) => (
  <div className="flex flex-col gap-1">
    <dt className="font-medium">{name}</dt>
    <Words label="Now" text={now} />
    <Words label={`Version ${number}`} text={before} />
  </div>
);

const Words = ({ label, text }: { label: string; text: string }) => (
  <dd className="grid grid-cols-[6rem_1fr] gap-x-3">
    <span className="text-muted">{label}</span>
    <span className="max-h-40 min-w-0 overflow-y-auto break-words whitespace-pre-wrap">{text || 'none'}</span>
  </dd>
);
