'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { PhaseRule, ReplayAmount, ReplayRule } from '@/taxonomy/datasets/contract-recipe';
import { IconButton } from '../ui/button';
import { Field } from '../ui/field';
import { Input, Select } from '../ui/input';
import { importedSets, versionList } from './api';
import { readSource, sourceValue } from './phase-list';
import { percentText } from './recipe-draft';

type ReplayFieldsProps = {
  rule: ReplayRule;
  /** The phases before this one, which it can repeat. */
  earlier: readonly PhaseRule[];
  onChange: (next: ReplayRule) => void;
  onRemove: () => void;
};

const units = { fraction: '% of its rows', rows: 'rows', tokens: '% of this phase’s tokens' } as const;

/** One source of replay: where its rows come from, how many, and how they are learned. */
export function ReplayFields({ rule, earlier, onChange, onRemove }: ReplayFieldsProps) {
  const versions = useInfiniteQuery(versionList);
  const sets = useQuery(importedSets);
  const published =
    versions.data?.pages.flatMap(({ items }) => items).filter(({ state }) => state === 'published') ?? [];
  const options = [
    ...earlier.map(({ key, name }) => ({ value: sourceValue({ from: 'phase', phase: key }), label: name })),
    ...published.map(({ id, datasetName, number }) => ({
      value: sourceValue({ from: 'version', versionId: id, phase: null }),
      label: `${datasetName}@${number}`,
    })),
    ...(sets.data?.items ?? []).map(({ id, name }) => ({
      value: sourceValue({ from: 'imported', setId: id }),
      label: `${name} (imported)`,
    })),
  ];
  const value = sourceValue(rule.source);
  const isKnown = options.some((option) => option.value === value);
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label="Source" className="min-w-40 flex-1">
        <Select value={value} onChange={(event) => onChange({ ...rule, source: readSource(event.target.value) })}>
          {!isKnown && <option value={value}>Another source</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </Select>
      </Field>
      <Amount amount={rule.amount} onChange={(amount) => onChange({ ...rule, amount })} />
      <Field label="Rows">
        <Select
          value={rule.rows}
          onChange={(event) => onChange({ ...rule, rows: event.target.value as ReplayRule['rows'] })}
        >
          <option value="all">All rows</option>
          <option value="questions">Questions</option>
          <option value="auxiliary">Auxiliary rows</option>
        </Select>
      </Field>
      <Field label="Learned">
        <Select value={rule.as} onChange={(event) => onChange({ ...rule, as: event.target.value as ReplayRule['as'] })}>
          <option value="same">As before</option>
          <option value="answers">Answers only</option>
          <option value="raft">Among other passages (RAFT)</option>
        </Select>
      </Field>
      <IconButton icon={X} label="Remove this replay" onClick={onRemove} />
    </div>
  );
}

function Amount({ amount, onChange }: { amount: ReplayAmount; onChange: (amount: ReplayAmount) => void }) {
  const [typed, setTyped] = useState(() => textOf(amount));
  const set = (of: ReplayAmount['of'], text: string) => {
    setTyped(text);
    const read = amountOf(of, text);
    if (read) onChange(read);
  };
  const fault = amountOf(amount.of, typed) ? undefined : 'Enter a number';
  return (
    <>
      <Field label="Amount" className="w-24" error={fault}>
        <Input
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={(event) => set(amount.of, event.target.value)}
        />
      </Field>
      <Field label="Unit">
        <Select value={amount.of} onChange={(event) => set(event.target.value as ReplayAmount['of'], typed)}>
          {Object.entries(units).map(([unit, label]) => (
            <option key={unit} value={unit}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}

const textOf = ({ of, value }: ReplayAmount): string => (of === 'rows' ? String(value) : percentText(value));

/** The amount as typed; null while it is none. */
function amountOf(of: ReplayAmount['of'], text: string): ReplayAmount | null {
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number) || number < 0) return null;
  if (of === 'rows') return { of, value: Math.round(number) };
  const value = Math.round(number * 100) / 10_000;
  return value <= (of === 'tokens' ? 0.95 : 1) ? { of, value } : null;
}
