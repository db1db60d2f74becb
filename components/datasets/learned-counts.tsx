import type { LearnedSummary } from '@/taxonomy/datasets/contract-student';
import { numberText } from '../numbers';
import { Notice } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { PhaseDot } from './phase-dot';

/** What happens to the rows of each phase, in numbers. */
export function LearnedCounts({ summary }: { summary: LearnedSummary }) {
  const { phases, splitMarks } = summary;
  const examples = phases.flatMap(({ name, examples: some }) => some.map((each) => ({ name, ...each })));
  return (
    <div className="flex flex-col gap-3">
      {splitMarks.length > 0 && (
        <Notice tone="warning" title="The tokenizer does not know all marks of the template">
          It splits {splitMarks.join(', ')}. Does the template belong to this model?
        </Notice>
      )}
      <Table label="What happens to the rows of each phase">
        <thead>
          <tr>
            <Th>Phase</Th>
            <Th isNumber>Rows read</Th>
            <Th isNumber>Used</Th>
            <Th isNumber>Cut off</Th>
            <Th isNumber>Dropped</Th>
            <Th isNumber>Unreadable</Th>
            <Th isNumber>Learn nothing</Th>
            <Th isNumber>With marks</Th>
            <Th isNumber>Tokens learned</Th>
            <Th isNumber>Masked</Th>
            <Th isNumber>Cut off or dropped</Th>
          </tr>
        </thead>
        <tbody>
          {phases.map((each, place) => (
            <Tr key={each.phase}>
              <Td>
                <PhaseDot place={place} /> {each.name}
              </Td>
              <Td isNumber>
                {each.sampled === each.rows
                  ? numberText(each.rows)
                  : `${numberText(each.sampled)} of ${numberText(each.rows)}`}
              </Td>
              <Td isNumber>{numberText(each.used)}</Td>
              <Td isNumber>{numberText(each.cut)}</Td>
              <Td isNumber>{numberText(Object.values(each.dropped).reduce((sum, n) => sum + n, 0))}</Td>
              <Td isNumber>{numberText(each.failed)}</Td>
              <Td isNumber>{numberText(each.learnNothing)}</Td>
              <Td isNumber>{numberText(each.marked)}</Td>
              <Td isNumber>{numberText(each.tokens.learned)}</Td>
              <Td isNumber>{numberText(each.tokens.masked)}</Td>
              <Td isNumber>{numberText(each.tokens.truncated + each.tokens.dropped)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {examples.length > 0 && (
        <ul className="text-sm">
          {examples.map(({ name, ordinal, reason }) => (
            <li key={`${name} ${ordinal}`}>
              {name}, row {numberText(ordinal + 1)}: {reason}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
