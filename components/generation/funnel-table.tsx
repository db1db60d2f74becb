'use client';

import type { FunnelStep } from '@/taxonomy/generation/contract';
import { dropReasons } from '@/taxonomy/generation/vocabulary-rows';
import { Table, Td, Th, Tr } from '../ui/table';
import type { DroppedFilter } from './api';
import { numberText, shareText } from '../numbers';
import { pipelineName } from './run-words';

type FunnelTableProps = { funnel: readonly FunnelStep[]; onShowDropped: (filter: DroppedFilter) => void };

/** The funnel in numbers, with the reasons for drops. In every line, made = kept + dropped. */
export const FunnelTable = ({ funnel, onShowDropped }: FunnelTableProps) => (
  <details>
    <summary className="cursor-pointer text-sm text-muted hover:text-ink">Show as table</summary>
    <div className="mt-2">
      <Table label="Funnel as a table">
        <thead>
          <tr>
            <Th>Pipeline</Th>
            <Th>Step</Th>
            <Th isNumber>Entered</Th>
            <Th isNumber>Made</Th>
            <Th isNumber>Kept</Th>
            <Th isNumber>Share</Th>
            <Th isNumber>Dropped</Th>
            <Th>Reason</Th>
          </tr>
        </thead>
        <tbody>
          {funnel.map((step) => (
            <Tr key={`${step.pipeline} ${step.step}`}>
              <Td>{pipelineName(step.pipeline)}</Td>
              <Td className="whitespace-nowrap">{step.label}</Td>
              <Td isNumber>{numberText(step.entered)}</Td>
              <Td isNumber>{numberText(step.made)}</Td>
              <Td isNumber>{numberText(step.kept)}</Td>
              <Td isNumber>{shareText(step.kept, step.made)}</Td>
              <Td isNumber>{numberText(step.dropped)}</Td>
              <Td>
                <ul className="flex flex-col">
                  {step.reasons.map(({ reason, count }) => (
                    <li key={reason}>
                      <button
                        type="button"
                        className="min-h-6 text-left underline decoration-dotted underline-offset-4 hover:decoration-solid"
                        onClick={() => onShowDropped({ step: step.step, reason })}
                      >
                        {numberText(count)} × {dropReasons[reason].toLowerCase()}
                      </button>
                    </li>
                  ))}
                </ul>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  </details>
);
