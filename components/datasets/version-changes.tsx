'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { RecipeChange, VersionChanges as Changes } from '@/taxonomy/datasets/contract-changes';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import { countText, numberText } from '../numbers';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { TextDiff } from '../ui/text-diff';
import { changedRows, versionChanges, versionList } from './api';

/** What differs from another version, the previous one at first: rows by leaf, their texts, and every setting. */
export function VersionChanges({ version }: { version: VersionDetail }) {
  const [against, setAgainst] = useState<string>();
  const changes = useQuery({ ...versionChanges(version.id, against), placeholderData: keepPreviousData });
  const { data, error, refetch } = changes;
  if (!data) {
    return error ? (
      <ErrorState title="What changed could not be loaded" error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-12 w-full" />
    );
  }
  const { before, recipe, rows, leaves } = data;
  return (
    <div className="flex flex-col gap-4">
      <Against version={version} chosen={before?.versionId ?? null} onChange={setAgainst} />
      {!before ? (
        <p className="text-muted">This is the first version, so there is none before it.</p>
      ) : (
        <>
          <p>
            Since{' '}
            <Link href={`/datasets/${before.versionId}`} className="text-accent underline underline-offset-4">
              {before.name === version.datasetName ? `version ${before.number}` : `${before.name}@${before.number}`}
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
          {leaves.items.length > 0 && (
            <Leaves versionId={version.id} against={before.versionId} leaves={leaves} key={before.versionId} />
          )}
        </>
      )}
    </div>
  );
}

type AgainstProps = { version: VersionDetail; chosen: string | null; onChange: (versionId: string) => void };

/** Any other published version can be compared with. */
function Against({ version, chosen, onChange }: AgainstProps) {
  const list = useInfiniteQuery(versionList);
  const others = (list.data?.pages.flatMap(({ items }) => items) ?? []).filter(
    ({ id, state }) => id !== version.id && state === 'published',
  );
  if (others.length === 0) return null;
  return (
    <Field label="Compare with" className="max-w-60">
      <Select value={chosen ?? ''} onChange={(event) => onChange(event.target.value)}>
        {chosen === null && <option value="">Choose a version</option>}
        {others.map(({ id, datasetName, number }) => (
          <option key={id} value={id}>
            {datasetName}@{number}
          </option>
        ))}
      </Select>
    </Field>
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

const reasonWords = {
  approved: 'approved since',
  chosen: 'chosen now',
  edited: 'edited',
  rejected: 'rejected since',
  undecided: 'not approved any more',
  leaf_deleted: 'leaf deleted',
  not_chosen: 'not chosen now',
} as const;

type LeavesProps = { versionId: string; against: string; leaves: Changes['leaves'] };

/** The leaves that differ, each with its rows when opened. */
const Leaves = ({ versionId, against, leaves: { items, total } }: LeavesProps) => (
  <ul className="flex flex-col gap-1" aria-label="Leaves with changes">
    {items.map((leaf) => (
      <LeafChanges key={leaf.leafId} versionId={versionId} against={against} leaf={leaf} />
    ))}
    {total > items.length && <li className="text-muted">{numberText(total - items.length)} more leaves</li>}
  </ul>
);

type LeafChangesProps = { versionId: string; against: string; leaf: Changes['leaves']['items'][number] };

function LeafChanges({ versionId, against, leaf }: LeafChangesProps) {
  const [isOpen, setOpen] = useState(false);
  const reasons = leaf.reasons.map(({ reason, rows }) => `${numberText(rows)} ${reasonWords[reason]}`);
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="w-fit py-0.5">
          <span className="wrap-anywhere">{leaf.path}</span>{' '}
          <span className="text-muted tabular-nums">
            {rowWords(leaf)}
            {reasons.length > 0 && ` (${reasons.join(', ')})`}
          </span>
        </summary>
        {isOpen && <LeafRows versionId={versionId} against={against} leafId={leaf.leafId} />}
      </details>
    </li>
  );
}

function LeafRows({ versionId, against, leafId }: { versionId: string; against: string; leafId: string }) {
  const list = useInfiniteQuery(changedRows(versionId, against, leafId));
  const { data, error, refetch, hasNextPage } = list;
  if (!data)
    return error ? (
      <ErrorState title="The samples could not be loaded" error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-24 w-full" />
    );
  return (
    <>
      <ul className="my-2 flex flex-col gap-2">
        {data.pages
          .flatMap(({ items }) => items)
          .map(({ sampleId, reason, before, now }) => (
            <li key={sampleId} className="rounded-md border bg-surface p-3">
              <p className="mb-1 text-sm text-muted">
                <Link href={`/samples/${sampleId}`} className="text-accent underline underline-offset-4">
                  {before === null ? 'Added' : now === null ? 'Removed' : 'Changed'}
                </Link>
                : {reasonWords[reason]}
              </p>
              {before !== null && now !== null ? (
                <TextDiff before={before} after={now} />
              ) : (
                <p dir="auto" className="max-h-40 overflow-y-auto whitespace-pre-wrap">
                  {now ?? before}
                </p>
              )}
            </li>
          ))}
      </ul>
      {hasNextPage && (
        <ShowMore list={list} size="small">
          Show more samples
        </ShowMore>
      )}
    </>
  );
}
