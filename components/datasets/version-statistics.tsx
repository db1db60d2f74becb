'use client';

import type { ReactNode } from 'react';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import { numberText, shareText } from '../numbers';
import { Table, Td, Th, Tr } from '../ui/table';
import { LengthBars } from './length-bars';

type Statistics = NonNullable<VersionDetail['origin']>['statistics'];

/** Figures about the own rows of a version, each as a picture and as a table. */
export function VersionStatistics({ version: { phases, origin } }: { version: VersionDetail }) {
  if (!origin) return <p className="text-muted">There are no statistics yet.</p>;
  const { lengths, scores, balance, languages } = origin.statistics;
  const teachers = new Map<string, number>();
  for (const { teacher, model, rows } of origin.runs.items) {
    const name = `${teacher}, ${model}`;
    teachers.set(name, (teachers.get(name) ?? 0) + rows);
  }
  return (
    <div className="flex max-w-3xl flex-col gap-8">
      <Figure title="Length of answers, in tokens">
        <Lengths lengths={lengths} names={phases.map(({ name }) => name)} />
      </Figure>
      <Figure title="Balance over leaves">
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1 tabular-nums">
          <Fact name="Leaves">{numberText(balance.leaves)}</Fact>
          <Fact name="Rows of a leaf">
            {numberText(balance.minimum)} to {numberText(balance.maximum)}, median {numberText(balance.median)}
          </Fact>
          <Fact name="Gini">
            {balance.gini.toFixed(2)} <span className="text-muted">(0: all leaves have as many rows)</span>
          </Fact>
        </dl>
      </Figure>
      <Figure title="Scores of judges">
        {scores.length === 0 ? (
          <p className="text-muted">No judge gave these rows a score.</p>
        ) : (
          <Scores scores={scores} />
        )}
      </Figure>
      <Figure title="Languages">
        <Shares
          label="Language"
          rows={[
            ...languages.found,
            ...(languages.unknown > 0 ? [{ name: 'Too short to tell', rows: languages.unknown }] : []),
          ]}
          note={`Of ${numberText(languages.rows)} rows that were looked at.`}
        />
      </Figure>
      <Figure title="Teachers">
        <Shares label="Teacher" rows={[...teachers].map(([name, rows]) => ({ name, rows }))} />
      </Figure>
    </div>
  );
}

const Figure = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-2">
    <h2 className="font-semibold">{title}</h2>
    {children}
  </section>
);

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd>{children}</dd>
  </>
);

function Lengths({ lengths, names }: { lengths: Statistics['lengths']; names: readonly string[] }) {
  if (lengths.length === 0) return <p className="text-muted">There are no own rows.</p>;
  const counts = lengths.map(({ phase, bucket, rows }) => ({ bucket, group: phase, rows }));
  return <LengthBars counts={counts} names={names} label="Answers by length; the table has the numbers" />;
}

function Scores({ scores }: { scores: Statistics['scores'] }) {
  const steps = [...new Set(scores.map(({ step }) => step))];
  return (
    <div className="flex flex-col gap-3">
      {steps.map((step) => {
        const own = scores.filter((each) => each.step === step);
        return (
          <Shares
            key={step}
            label={own[0] ? `${own[0].label} (${step})` : step}
            rows={own.map(({ score, rows }) => ({ name: String(score), rows }))}
          />
        );
      })}
    </div>
  );
}

type SharesProps = { label: string; rows: readonly { name: string; rows: number }[]; note?: string };

/** Rows by name with their share as a bar. */
function Shares({ label, rows, note }: SharesProps) {
  const all = sum(rows.map((row) => row.rows));
  if (all === 0) return <p className="text-muted">None.</p>;
  return (
    <>
      <Table label={label}>
        <thead>
          <tr>
            <Th>{label}</Th>
            <Th isNumber>Rows</Th>
            <Th>Share</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.name}>
              <Td>{row.name}</Td>
              <Td isNumber>{numberText(row.rows)}</Td>
              <Td className="min-w-40">
                <span className="flex items-center gap-2 tabular-nums">
                  <span aria-hidden className="h-2 w-24 rounded-xs bg-sunken">
                    <span className="block h-2 rounded-xs bg-phase-1" style={{ width: `${(row.rows / all) * 100}%` }} />
                  </span>
                  {shareText(row.rows, all)}
                </span>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {note && <p className="text-sm text-muted">{note}</p>}
    </>
  );
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, each) => all + each, 0);
