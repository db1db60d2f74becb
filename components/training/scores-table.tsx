import { clsx } from 'clsx';
import { Fragment, type ReactNode } from 'react';
import type { BenchmarkCell, EvaluatedModel } from '@/taxonomy/training/contract';
import { benchmarks, settingOf } from '@/taxonomy/training/vocabulary';
import { allPublished, type PublishedRow, type PublishedTable } from '@/taxonomy/training/vocabulary-published';
import { Badge } from '../ui/badge';
import { Table, Td, Th, Tr } from '../ui/table';
import { DeltaText } from './delta-text';
import { metricText, valueText } from './number-words';

const WIDTH = benchmarks.length + 1;

/** The models measured here, and below them the rows of the model cards, in the same columns. */
export function ScoresTable({ models }: { models: readonly EvaluatedModel[] }) {
  return (
    <>
      <Table label="Scores by model and benchmark" className="min-w-5xl">
        <thead>
          <tr>
            <Th>Model</Th>
            {benchmarks.map((benchmark) => (
              <Th key={benchmark.id} isNumber className="py-1">
                {benchmark.name}{' '}
                <span className="block font-normal">
                  {settingOf(benchmark)}
                  {benchmark.unit === 'percent' && ' %'}
                </span>
              </Th>
            ))}
          </tr>
        </thead>
        {models.length > 0 && (
          <tbody>
            <GroupHead>Measured here</GroupHead>
            {models.map((model) => (
              <MeasuredRow key={model.id} model={model} />
            ))}
          </tbody>
        )}
        {allPublished.map((table) => (
          <PublishedRows key={table.card} table={table} />
        ))}
      </Table>
      <Footnotes />
    </>
  );
}

const GroupHead = ({ children }: { children: ReactNode }) => (
  <tr>
    <th scope="rowgroup" colSpan={WIDTH} className="border-b bg-sunken px-2 py-1.5 text-left font-medium">
      {children}
    </th>
  </tr>
);

function MeasuredRow({ model }: { model: EvaluatedModel }) {
  const { name, base, isBaseMeasured, checkpoint, note, cells } = model;
  const about = [checkpoint, base && `against ${base}${isBaseMeasured ? '' : ', which has no results yet'}`, note];
  return (
    <Tr>
      <th scope="row" className="max-w-72 px-2 py-1.5 text-left align-top font-medium">
        <bdi>{name}</bdi>{' '}
        {about.some(Boolean) && (
          <span className="block text-sm font-normal text-muted">{about.filter(Boolean).join(' · ')}</span>
        )}
      </th>
      {benchmarks.map(({ id, fewshot }) => {
        const cell = cells.find(({ benchmark }) => benchmark === id);
        return (
          <Td key={id} isNumber className="align-top">
            {cell?.measured ? <Score cell={cell} cardShots={fewshot} /> : <Nothing />}
          </Td>
        );
      })}
    </Tr>
  );
}

const Nothing = () => (
  <span className="text-muted">
    <span aria-hidden>–</span>
    <span className="sr-only">not measured</span>
  </span>
);

function Score({ cell, cardShots }: { cell: BenchmarkCell; cardShots: number | null }) {
  const { measured, groupValue, delta, isOtherSetting } = cell;
  if (!measured) return null;
  const { value, unit, fewshot, tasks, errorRate } = measured;
  return (
    <>
      <span title={metricText(measured)}>{valueText(value, unit)}</span>{' '}
      <span className="flex flex-col items-end text-sm">
        {delta && <DeltaText delta={delta} unit={unit} />}
        {isOtherSetting && <Remark>base: other number of examples</Remark>}
        {cardShots !== null && fewshot !== null && fewshot !== cardShots && (
          <span className="text-warning">
            {fewshot}-shot, the card: {cardShots}
          </span>
        )}
        {tasks !== null && <Remark>mean of {tasks} tasks</Remark>}
        {groupValue !== null && <Remark>lm-eval’s group: {valueText(groupValue, unit)}</Remark>}
        {errorRate !== null && <Remark>{(errorRate * 100).toFixed(1)} % judge errors</Remark>}
      </span>
    </>
  );
}

const Remark = ({ children }: { children: ReactNode }) => <span className="text-muted">{children}</span>;

const PublishedRows = ({ table }: { table: PublishedTable }) => (
  <tbody>
    <GroupHead>
      <span className="flex flex-wrap items-center gap-2">
        Model card of {table.card} (base {table.base})<Badge>Published, not measured here</Badge>
      </span>
    </GroupHead>
    {table.rows.map((row) => (
      <Tr key={row.model}>
        <th
          scope="row"
          className={clsx('px-2 py-1.5 text-left align-top', row.isOwn ? 'font-semibold' : 'font-normal')}
        >
          {row.model}{' '}
          {row.alignment && (
            <span className="block text-sm font-normal text-muted">
              {row.alignment} · teacher: {row.teacher}
            </span>
          )}
        </th>
        {benchmarks.map(({ id }) => (
          <Td key={id} isNumber className={clsx('align-top', row.isOwn && 'font-semibold')}>
            {row.scores[id] === null ? <Nothing /> : row.scores[id].toFixed(2)}
            <Notes table={table} notes={row.notes?.[id]} />
          </Td>
        ))}
      </Tr>
    ))}
  </tbody>
);

/** Letters go on through the tables: a footnote has one letter on the page. */
const letterOf = (table: PublishedTable, note: number): string => {
  const before = allPublished
    .slice(0, allPublished.indexOf(table))
    .reduce((sum, each) => sum + each.footnotes.length, 0);
  return String.fromCharCode('a'.charCodeAt(0) + before + note);
};

function Notes({ table, notes = [] }: { table: PublishedTable; notes: NonNullable<PublishedRow['notes']>['mmlu'] }) {
  if (notes.length === 0) return null;
  return (
    <sup>
      {notes.map((note) => (
        <Fragment key={note}>
          {' '}
          <a
            href={`#note-${letterOf(table, note)}`}
            aria-label={`Footnote ${letterOf(table, note)}`}
            className="text-accent"
          >
            {letterOf(table, note)}
          </a>
        </Fragment>
      ))}
    </sup>
  );
}

const Footnotes = () => (
  <ul aria-label="Footnotes" className="mt-2 max-w-3xl text-sm text-muted">
    {allPublished.flatMap((table) =>
      table.footnotes.map((text, note) => (
        <li key={`${table.card} ${note}`} id={`note-${letterOf(table, note)}`}>
          <sup>{letterOf(table, note)}</sup> {table.card}: {text}
        </li>
      )),
    )}
  </ul>
);
