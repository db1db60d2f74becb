'use client';

import type { ImportReport, SamplesReport } from '@/taxonomy/datasets/contract-imported';
import { importRefusalNames, importRefusals } from '@/taxonomy/generation/vocabulary-sample-imports';
import { countText, numberText } from '../numbers';
import { Notice } from '../ui/states';

const place = (unit: ImportReport['unit'], line: number): string =>
  `${unit === 'line' ? 'Line' : 'Row'} ${numberText(line)}`;

/** What a file would give a dataset. */
export const SeenSet = ({ report: { unit, shape, rows, bad, problems, examples } }: { report: ImportReport }) => (
  <div className="flex flex-col gap-3" role="status">
    <p>
      {countText(rows, 'conversation')}
      {shape && ` (${shape})`}
      {bad > 0 && `; ${countText(bad, unit)} would be left out`}.
    </p>
    {problems.length > 0 && (
      <Notice tone="warning" title={`${unit === 'line' ? 'Lines' : 'Rows'} that are no conversations`}>
        <ul>
          {problems.map(({ line, problem }) => (
            <li key={line}>
              {place(unit, line)}: {problem}
            </li>
          ))}
        </ul>
      </Notice>
    )}
    {examples[0] && (
      <Texts texts={examples[0].map(({ role, content }) => ({ name: role, text: content }))} label="The first row" />
    )}
  </div>
);

/** How many rows of a file could become samples, as far as its first rows were compared with the leaf. */
export const readyRows = ({ rows, refusals }: SamplesReport): number =>
  rows - Object.values(refusals).reduce((sum, n) => sum + n, 0);

/** What a file would give a leaf. */
export function SeenSamples({ report }: { report: SamplesReport }) {
  const { unit, shape, rows, refusals, problems, examples, compared, leaf, systemPrompts, earlierMessages } = report;
  const ready = readyRows(report);
  return (
    <div className="flex flex-col gap-3" role="status">
      <p>
        {numberText(ready)} of {countText(rows, 'row')}
        {shape && ` (${shape})`} would become samples of <bdi>{leaf.name}</bdi>, to be reviewed.
        {compared < ready &&
          ` The first ${numberText(compared)} were compared with the leaf; more of the others may be refused.`}
        {systemPrompts > 0 && ` ${countText(systemPrompts, 'system prompt')} would be left out.`}
        {earlierMessages > 0 && ` ${countText(earlierMessages, 'message')} before the last question would be left out.`}
      </p>
      {problems.length > 0 && (
        <Notice tone="warning" title={`${countText(rows - ready, 'row')} would be refused`}>
          <ul>
            {importRefusalNames.map(
              (reason) =>
                refusals[reason] !== undefined && (
                  <li key={reason}>
                    {importRefusals[reason]}: {numberText(refusals[reason])}
                  </li>
                ),
            )}
          </ul>
          <details className="mt-2">
            <summary className="w-fit">The first of them</summary>
            <ul>
              {problems.map(({ line, detail }) => (
                <li key={line}>
                  {place(unit, line)}: {detail}
                </li>
              ))}
            </ul>
          </details>
        </Notice>
      )}
      {examples.map(({ line, context, question, answer }) => (
        <Texts
          key={line}
          label={place(unit, line)}
          texts={[
            ...(context === null ? [] : [{ name: 'Context', text: context }]),
            { name: 'Question', text: question },
            { name: 'Answer', text: answer },
          ]}
        />
      ))}
    </div>
  );
}

type Named = { name: string; text: string };

const Texts = ({ label, texts }: { label: string; texts: readonly Named[] }) => (
  <dl
    aria-label={label}
    className="flex max-h-48 flex-col gap-1 overflow-y-auto rounded-md border bg-sunken p-2 text-sm"
  >
    {texts.map(({ name, text }, i) => (
      <div key={i}>
        <dt className="text-xs font-medium text-muted">{name}</dt>
        <dd dir="auto" className="break-words whitespace-pre-wrap">
          {text}
        </dd>
      </div>
    ))}
  </dl>
);
