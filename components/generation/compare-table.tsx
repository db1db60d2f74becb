import {
  comparisonGroups,
  measureText,
  survivalRows,
  type Compared,
  type ComparisonMeasure,
} from '@/taxonomy/generation/vocabulary-comparison';
import { Table, Td, Th, Tr } from '../ui/table';
import { letterOf } from './compare-letters';
import { pipelineName } from './run-words';

/** All measures of the compared runs in numbers. */
export const CompareTable = ({ runs }: { runs: readonly Compared[] }) => (
  <section aria-labelledby="compare-numbers" className="flex flex-col gap-6">
    <h2 id="compare-numbers" className="text-lg font-semibold">
      Numbers
    </h2>
    {comparisonGroups.map(({ title, measures }) => (
      <Table key={title} label={title}>
        <Head title={title} runs={runs} />
        <tbody>
          {measures.map(({ key, label, kind, isMeasured, of }: ComparisonMeasure) => (
            <Line
              key={key}
              label={label}
              cells={runs.map((run) => (isMeasured && !run.measures ? '…' : measureText(of(run), kind)))}
            />
          ))}
        </tbody>
      </Table>
    ))}
    <Table label="Kept by step">
      <Head title="Kept by step" runs={runs} />
      <tbody>
        {survivalRows(runs).map(({ pipeline, step, label, shares }) => (
          <Line
            key={`${pipeline} ${step}`}
            label={`${pipelineName(pipeline)}: ${label}`}
            cells={shares.map((share) => measureText(share, 'share'))}
          />
        ))}
      </tbody>
    </Table>
  </section>
);

const Head = ({ title, runs }: { title: string; runs: readonly Compared[] }) => (
  <thead>
    <tr>
      <Th>{title}</Th>
      {runs.map(({ run }, i) => (
        <Th key={run.id} isNumber className="w-32">
          {letterOf(i)}
        </Th>
      ))}
    </tr>
  </thead>
);

const Line = ({ label, cells }: { label: string; cells: readonly string[] }) => (
  <Tr>
    <th scope="row" className="h-9 px-2 py-1 text-left font-normal">
      {label}
    </th>
    {cells.map((cell, i) => (
      <Td key={letterOf(i)} isNumber>
        {cell}
      </Td>
    ))}
  </Tr>
);
