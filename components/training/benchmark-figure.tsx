'use client';

import { useState } from 'react';
import type { EvaluatedModel } from '@/taxonomy/training/contract';
import { benchmarks, settingOf, type BenchmarkId } from '@/taxonomy/training/vocabulary';
import { allPublished } from '@/taxonomy/training/vocabulary-published';
import { Field } from '../ui/field';
import { Select } from '../ui/input';
import { DotPlot, type DotRow } from './dot-plot';
import { Figure } from './figure';
import { intervalOf, valueText } from './number-words';

/** One benchmark as a picture: the models measured here with their intervals, and what the model cards publish. */
export function BenchmarkFigure({ models }: { models: readonly EvaluatedModel[] }) {
  const measuredOf = (id: BenchmarkId) => models.filter(({ cells }) => cellOf(cells, id)?.measured).length;
  const [chosen, choose] = useState<BenchmarkId>(
    () => benchmarks.find(({ id }) => measuredOf(id) > 0)?.id ?? benchmarks[0].id,
  );
  const benchmark = benchmarks.find(({ id }) => id === chosen) ?? benchmarks[0];
  const rows = [...measuredRows(models, benchmark), ...publishedRows(benchmark.id)];
  const axis = `${benchmark.name}, ${settingOf(benchmark)}${benchmark.unit === 'percent' ? ', percent' : ''}`;
  return (
    <div className="flex flex-col gap-3">
      <Field label="Benchmark" className="w-fit">
        <Select
          value={chosen}
          onChange={({ target }) => {
            const next = benchmarks.find(({ id }) => id === target.value);
            if (next) choose(next.id);
          }}
        >
          {benchmarks.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Figure
        label={`Models on ${benchmark.name}`}
        fileName={`${benchmark.id}-models`}
        caption="Filled dots were measured here, with 95 % intervals where the standard error is known. Diamonds are published by the model cards and were not measured here. The table below has all numbers."
      >
        <DotPlot
          label={`${axis}. ${rows.map(({ label, note }) => `${label}: ${note}`).join('; ')}`}
          rows={rows}
          axis={axis}
        />
      </Figure>
    </div>
  );
}

const cellOf = (cells: EvaluatedModel['cells'], id: BenchmarkId) => cells.find(({ benchmark }) => benchmark === id);

function measuredRows(models: readonly EvaluatedModel[], { id }: { id: BenchmarkId }): DotRow[] {
  return models.flatMap(({ id: key, name, cells }) => {
    const measured = cellOf(cells, id)?.measured;
    if (!measured) return [];
    const interval = intervalOf(measured);
    const half = interval ? ` ± ${valueText(interval.high - measured.value, measured.unit)}` : '';
    return [
      {
        key,
        label: name,
        value: measured.value,
        low: interval?.low ?? null,
        high: interval?.high ?? null,
        mark: 'measured' as const,
        note: `${valueText(measured.value, measured.unit)}${half}`,
      },
    ];
  });
}

const publishedRows = (id: BenchmarkId): DotRow[] =>
  allPublished.flatMap(({ rows }) =>
    rows.flatMap(({ model, scores }) => {
      const value = scores[id];
      if (value === null) return [];
      return [
        {
          key: `card ${model}`,
          label: model,
          value,
          low: null,
          high: null,
          mark: 'published' as const,
          note: `${value.toFixed(2)}, published`,
        },
      ];
    }),
  );
