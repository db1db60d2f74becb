'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { EvaluatedModel, TaskResult } from '@/taxonomy/training/contract';
import { partNames, resultParts, type ResultPart } from '@/taxonomy/training/vocabulary';
import { numberText } from '../numbers';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { ShowMore } from '../ui/show-more';
import { ErrorState, Skeleton } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';
import { modelById, modelResults } from './api';
import { DeltaText } from './delta-text';
import { DotPlot } from './dot-plot';
import { Figure } from './figure';
import { metricText, unitWords, valueText } from './number-words';
import { PLOTTED, taskPlots } from './task-rows';

/** Everything that was measured of one model, by task, with the difference to its base. */
export function TaskResults({ models }: { models: readonly EvaluatedModel[] }) {
  const first = models.find(({ isBaseMeasured }) => isBaseMeasured) ?? models[0];
  const [chosen, choose] = useState<string | null>(null);
  const model = models.find(({ id }) => id === chosen) ?? first;
  if (!model) return null;
  return (
    <div className="flex flex-col gap-4">
      <Field label="Model" className="w-fit max-w-full">
        <Select value={model.id} onChange={({ target }) => choose(target.value)}>
          {models.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <ByPart key={model.id} model={model} />
    </div>
  );
}

function ByPart({ model }: { model: EvaluatedModel }) {
  const { data, error, refetch } = useQuery(modelById(model.id));
  const [chosen, choose] = useState<ResultPart | null>(null);
  if (!data) {
    if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
    return <ResultsSkeleton />;
  }
  const parts = resultParts.flatMap((part) => data.parts.filter((each) => each.part === part));
  const part = chosen ?? parts[0]?.part;
  if (part === undefined) return <p className="text-muted">Nothing of this model is left.</p>;
  return (
    <>
      {parts.length > 1 && (
        <Field label="Show" className="w-fit">
          <Select
            value={part}
            onChange={({ target }) => choose(resultParts.find((each) => each === target.value) ?? null)}
          >
            {parts.map((each) => (
              <option key={each.part} value={each.part}>
                {partNames[each.part]} ({numberText(each.results)})
              </option>
            ))}
          </Select>
        </Field>
      )}
      <Results key={part} model={model} part={part} />
    </>
  );
}

function Results({ model, part }: { model: EvaluatedModel; part: ResultPart }) {
  const list = useInfiniteQuery(modelResults(model.id, part));
  const { data, error, refetch, hasNextPage } = list;
  if (!data) {
    if (error)
      return <ErrorState title="The results could not be loaded" error={error} onRetry={() => void refetch()} />;
    return <ResultsSkeleton />;
  }
  const results = data.pages.flatMap(({ items }) => items);
  return (
    <>
      <Pictures model={model} results={results} />
      <ResultsTable model={model} results={results} />
      {hasNextPage && <ShowMore list={list}>Show more tasks</ShowMore>}
    </>
  );
}

function Pictures({ model, results }: { model: EvaluatedModel; results: readonly TaskResult[] }) {
  const plots = taskPlots(results);
  const isDelta = plots.some((plot) => plot.isDelta);
  const against = isDelta ? `${model.name} against ${model.base ?? 'its base'}` : model.name;
  const isCut = plots.some(({ rows }) => rows.length === PLOTTED);
  return (
    <Figure
      label={`${against}, by task`}
      fileName="results-by-task"
      caption={
        <>
          {isDelta
            ? 'Differences to the base model with 95 % intervals. An interval that reaches over zero is no difference beyond the error. Both measurements are taken as independent; on the same questions the true interval is narrower.'
            : 'Values with 95 % intervals where the standard error is known.'}
          {isCut && ` The first ${PLOTTED} are drawn; the table has all.`}
        </>
      }
    >
      {plots.map(({ unit, isDelta: isDifference, rows }) => {
        const axis = isDifference
          ? `Difference to ${model.base ?? 'the base'}, ${unit === 'percent' ? 'percentage points' : unitWords[unit]}`
          : `Measured, ${unitWords[unit]}`;
        return (
          <DotPlot
            key={unit}
            label={`${axis}. ${rows.map(({ label, note }) => `${label}: ${note}`).join('; ')}`}
            rows={rows}
            axis={axis}
            hasZero={isDifference}
          />
        );
      })}
    </Figure>
  );
}

const ResultsTable = ({ model, results }: { model: EvaluatedModel; results: readonly TaskResult[] }) => (
  <Table label={`Results of ${model.name} by task`} className="min-w-3xl">
    <thead>
      <tr>
        <Th>Task</Th>
        <Th>Metric</Th>
        <Th isNumber>Examples shown</Th>
        <Th isNumber>Value</Th>
        <Th isNumber>Standard error</Th>
        <Th isNumber>Answers</Th>
        <Th isNumber>Difference to {model.base ?? 'a base'} (95 %)</Th>
      </tr>
    </thead>
    <tbody>
      {results.map(({ id, task, measured, delta, isOtherSetting }) => (
        <Tr key={id}>
          <th scope="row" className="min-w-40 px-2 py-1 text-left font-normal wrap-anywhere">
            {task}
          </th>
          <Td>{metricText(measured)}</Td>
          <Td isNumber>{measured.fewshot ?? 'not said'}</Td>
          <Td isNumber>
            {valueText(measured.value, measured.unit)}
            {measured.unit === 'percent' && ' %'}
          </Td>
          <Td isNumber>{measured.stderr === null ? 'not known' : valueText(measured.stderr, measured.unit)}</Td>
          <Td isNumber>{measured.n === null ? 'not said' : numberText(measured.n)}</Td>
          <Td isNumber>
            {delta ? (
              <DeltaText delta={delta} unit={measured.unit} hasInterval />
            ) : (
              <span className="text-muted">
                {isOtherSetting ? 'not compared: other number of examples' : 'nothing to compare'}
              </span>
            )}
          </Td>
        </Tr>
      ))}
    </tbody>
  </Table>
);

const ResultsSkeleton = () => (
  <div aria-busy="true">
    <span className="sr-only">Loading the results…</span>
    <Skeleton className="h-64 w-full" />
  </div>
);
