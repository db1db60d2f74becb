'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { VersionDetail, VersionRow } from '@/taxonomy/datasets/contract';
import { phaseNames, phases, type Phase } from '@/taxonomy/datasets/vocabulary';
import { countText, numberText } from '../numbers';
import { Badge } from '../ui/badge';
import { Checkbox, RadioGroup } from '../ui/choice';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { versionRows } from './api';
import { readExportedLine, type ExportedLine } from './exported-line';
import { replayedIn } from './replayed-in';
import { PhaseDot } from './phase-dot';

/** The rows in the order of the export, phase by phase. */
export function VersionRows({ version }: { version: VersionDetail }) {
  const filled = phases.flatMap((phase) => {
    const count = version.phases.find((each) => each.phase === phase);
    const rows = count ? count.own + replayedIn(count) : 0;
    return rows > 0 ? [{ phase, rows }] : [];
  });
  const [chosen, setChosen] = useState<Phase | undefined>(filled[0]?.phase);
  const [isRaw, setRaw] = useState(false);
  if (!chosen) return <p className="text-muted">This version has no rows.</p>;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3">
        <RadioGroup
          label="Phase"
          isLabelHidden
          layout="row"
          value={chosen}
          onChange={setChosen}
          options={filled.map(({ phase, rows }) => ({
            value: phase,
            label: (
              <>
                <PhaseDot phase={phase} /> {phaseNames[phase]} ({numberText(rows)})
              </>
            ),
          }))}
        />
        <Checkbox label="As written in the file" checked={isRaw} onChange={setRaw} />
      </div>
      <Rows key={chosen} version={version} phase={chosen} isRaw={isRaw} />
    </div>
  );
}

function Rows({ version, phase, isRaw }: { version: VersionDetail; phase: Phase; isRaw: boolean }) {
  const list = useInfiniteQuery(versionRows(version.id, phase));
  const { data, error, refetch, hasNextPage } = list;
  if (!data) {
    return error ? (
      <ErrorState title="The rows could not be loaded" error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton className="h-64 w-full" />
    );
  }
  const rows = data.pages.flatMap(({ items }) => items);
  return (
    <>
      <ol className="flex flex-col gap-3">
        {rows.map((row) => (
          <Row key={row.ordinal} row={row} isRaw={isRaw} />
        ))}
      </ol>
      {hasNextPage && <ShowMore list={list}>Show more rows</ShowMore>}
    </>
  );
}

function Row({ row, isRaw }: { row: VersionRow; isRaw: boolean }) {
  const read = isRaw ? null : readExportedLine(row.line);
  return (
    <li className="rounded-md border bg-surface p-3">
      <p className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-muted">
        <span className="tabular-nums">Row {numberText(row.ordinal + 1)}</span>
        <Link href={`/samples/${row.sampleId}`} className="py-0.5 text-accent underline underline-offset-4">
          {row.leafPath}
        </Link>
        {row.replayOf && (
          <Badge>
            <PhaseDot phase={row.replayOf} /> Replayed from {phaseNames[row.replayOf]}
          </Badge>
        )}
      </p>
      {read ? <Reading line={read} /> : <pre className="text-code break-all whitespace-pre-wrap">{row.line}</pre>}
    </li>
  );
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
