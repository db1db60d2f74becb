'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { VersionDetail, VersionRow } from '@/taxonomy/datasets/contract';
import { splitNames } from '@/taxonomy/datasets/vocabulary';
import { splits, type Split } from '@/taxonomy/datasets/vocabulary-limits';
import { countText, numberText } from '../numbers';
import { Badge } from '../ui/badge';
import { RadioGroup } from '../ui/choice';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { later } from '../ui/later';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { versionRows } from './api';
import { readExportedLine, type ExportedLine } from './exported-line';
import { replayedIn } from './replayed-in';
import { PhaseDot } from './phase-dot';

type Part = { phase: string; split: Split };

const VersionPreview = later(
  () => import('./version-preview').then((module) => module.VersionPreview),
  () => <Skeleton className="h-64 w-full" />,
);

/** The rows in the order of the export, phase by phase, and those that are held out. */
export function VersionRows({ version }: { version: VersionDetail }) {
  const filled = version.phases.flatMap((count, place) =>
    splits.flatMap((split) => {
      const rows = split === 'train' ? count.own + replayedIn(count) : count[split];
      const label = split === 'train' ? count.name : `${count.name}, ${splitNames[split].toLowerCase()}`;
      return rows > 0 ? { phase: count.key, split, place, label, rows } : [];
    }),
  );
  const [chosen, setChosen] = useState<Part | undefined>(filled[0]);
  const [format, setFormat] = useState('');
  if (!chosen) return <p className="text-muted">This version has no rows.</p>;
  const { validation, test } = version.recipe.splits;
  const isAllTrainedOn = validation + test > 0 && filled.every(({ split }) => split === 'train');
  return (
    <div className="flex flex-col gap-4">
      {isAllTrainedOn && (
        <p className="max-w-3xl text-sm text-muted">
          No rows are held out, although the settings ask for some: rows that are alike, or of the same passage or seed,
          are never parted, and here they are all of one group in each leaf, or like a seed.
        </p>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <RadioGroup
          label="Phase"
          isLabelHidden
          layout="row"
          value={keyOf(chosen)}
          onChange={(key) => setChosen(filled.find((part) => keyOf(part) === key))}
          options={filled.map(({ place, label, rows, ...part }) => ({
            value: keyOf(part),
            label: (
              <>
                <PhaseDot place={place} /> {label} ({numberText(rows)})
              </>
            ),
          }))}
        />
        <Field label="Show rows">
          <Select value={format} onChange={(event) => setFormat(event.target.value)} className="max-w-72">
            <option value="">For reading</option>
            <optgroup label="As written in a file">
              {version.formats.map(({ name, label }) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
            </optgroup>
          </Select>
        </Field>
      </div>
      {format === '' ? (
        <Rows key={keyOf(chosen)} version={version} part={chosen} />
      ) : (
        <VersionPreview key={`${keyOf(chosen)} ${format}`} versionId={version.id} part={chosen} format={format} />
      )}
    </div>
  );
}

const keyOf = ({ phase, split }: Part): string => `${phase} ${split}`;

function Rows({ version, part }: { version: VersionDetail; part: Part }) {
  const list = useInfiniteQuery(versionRows(version.id, part));
  const { data, error, refetch, hasNextPage } = list;
  if (!data) {
    return error ? (
      <ErrorState title="The rows could not be loaded" error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-64 w-full" />
    );
  }
  const rows = data.pages.flatMap(({ items }) => items);
  const places = version.phases.map(({ name }) => name);
  return (
    <>
      <ol className="flex flex-col gap-3">
        {rows.map((row) => (
          <Row key={row.ordinal} row={row} places={places} />
        ))}
      </ol>
      {hasNextPage && <ShowMore list={list}>Show more rows</ShowMore>}
    </>
  );
}

type RowProps = {
  row: VersionRow;
  /** The names of the version's phases. */
  places: readonly string[];
};

function Row({ row, places }: RowProps) {
  const read = readExportedLine(row.line);
  return (
    <li className="rounded-md border bg-surface p-3">
      <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <span className="tabular-nums">Row {numberText(row.ordinal + 1)}</span>
        {row.sampleId && (
          <Link href={`/samples/${row.sampleId}`} className="py-0.5 text-accent underline underline-offset-4">
            {row.leafPath}
          </Link>
        )}
        {row.replayOf && (
          <Badge>
            <PhaseDot place={placeOf(places, row.replayOf)} /> Replayed from {row.replayOf}
          </Badge>
        )}
      </p>
      {read ? <Reading line={read} /> : <pre className="text-code break-all whitespace-pre-wrap">{row.line}</pre>}
    </li>
  );
}

function placeOf(places: readonly string[], name: string): number | null {
  const place = places.indexOf(name);
  return place < 0 ? null : place;
}

function Reading({ line: { messages, facts } }: { line: ExportedLine }) {
  const [system, ...spoken] = messages[0]?.role === 'system' ? messages : [null, ...messages];
  return (
    <>
      <dl className="flex max-w-[68ch] flex-col gap-2">
        {spoken.map((message, i) => (
          <div key={i}>
            <dt className="text-xs font-medium text-muted">{message?.role}</dt>
            <dd className="whitespace-pre-wrap">{message?.content}</dd>
          </div>
        ))}
      </dl>
      <details className="mt-2 text-sm">
        <summary className="w-fit py-0.5 text-muted">
          {system ? 'System prompt and ' : ''}
          {countText(facts.length, 'more field')}
        </summary>
        <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
          {system && <Fact name="system" value={system.content} />}
          {facts.map(([name, value]) => (
            <Fact key={name} name={name} value={value} />
          ))}
        </dl>
      </details>
    </>
  );
}

const Fact = ({ name, value }: { name: string; value: string }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 whitespace-pre-wrap">{value}</dd>
  </>
);
