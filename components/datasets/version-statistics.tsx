'use client';

import type { ReactNode } from 'react';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import { numberText, shareText } from '../numbers';
import { Table, Td, Th, Tr } from '../ui/table';
import { phaseFill } from './phase-dot';

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

const HEIGHT = 96;
const BAR = 12;
const GAP = 2;

function Lengths({ lengths, names }: { lengths: Statistics['lengths']; names: readonly string[] }) {
  if (lengths.length === 0) return <p className="text-muted">There are no own rows.</p>;
  const first = Math.min(...lengths.map(({ bucket }) => bucket));
  const last = Math.max(...lengths.map(({ bucket }) => bucket));
  const buckets = Array.from({ length: last - first + 1 }, (_, i) => {
    const bucket = first + i;
    const counts = names.map((_name, phase) =>
      sum(lengths.filter((each) => each.bucket === bucket && each.phase === phase).map(({ rows }) => rows)),
    );
    return { bucket, from: Math.ceil(2 ** (bucket / 4) - 1e-9), counts, rows: sum(counts) };
  });
  const most = Math.max(...buckets.map(({ rows }) => rows));
  return (
    <>
      <div className="overflow-x-auto">
        <svg
          width={buckets.length * (BAR + GAP)}
          height={HEIGHT + 20}
          role="img"
          aria-label="Answers by length; the table has the numbers"
        >
          {buckets.map(({ bucket, from, counts, rows }, i) => {
            let y = HEIGHT;
            return (
              <g key={bucket} transform={`translate(${i * (BAR + GAP)} 0)`}>
                <title>{`From ${from} tokens: ${numberText(rows)}`}</title>
                {counts.map((count, phase) => {
                  const height = (count / most) * HEIGHT;
                  y -= height;
                  return <rect key={phase} y={y} width={BAR} height={height} className={phaseFill(phase)} />;
                })}
                {i % 4 === 0 && (
                  <text y={HEIGHT + 14} className="fill-muted text-[11px] tabular-nums">
                    {from}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      </div>
      <details className="text-sm">
        <summary className="w-fit py-0.5 text-muted">As a table</summary>
        <Table label="Answers by length and phase">
          <thead>
            <tr>
              <Th>Tokens, from</Th>
              {names.map((name) => (
                <Th key={name} isNumber>
                  {name}
                </Th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets
              .filter(({ rows }) => rows > 0)
              .map(({ bucket, from, counts }) => (
                <Tr key={bucket}>
                  <Td>{from}</Td>
                  {counts.map((count, phase) => (
                    <Td key={phase} isNumber>
                      {numberText(count)}
                    </Td>
                  ))}
                </Tr>
              ))}
          </tbody>
        </Table>
      </details>
    </>
  );
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
