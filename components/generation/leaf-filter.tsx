'use client';

import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button';
import { Field, useField } from '../ui/field';
import { laterDialog } from '../ui/later-dialog';
import type { DroppedFilter } from './api';

const LeafPicker = laterDialog(() => import('./leaf-picker').then((module) => module.LeafPicker));

type LeafFilterProps = {
  runId: string;
  /** Undefined for all leaves. */
  leaf: DroppedFilter['leaf'];
  onChange: (leaf: DroppedFilter['leaf']) => void;
};

/** Shows the rows of one leaf. A run can have thousands, so they are searched instead of listed. */
export function LeafFilter({ runId, leaf, onChange }: LeafFilterProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Field label="Leaf">
      <Opener name={leaf?.name ?? 'All leaves'} onOpen={() => setOpen(true)} />
      {isOpen && <LeafPicker runId={runId} leaf={leaf} onClose={() => setOpen(false)} onPick={onChange} />}
    </Field>
  );
}

const Opener = ({ name, onOpen }: { name: string; onOpen: () => void }) => (
  <Button
    id={useField({}).id}
    aria-label={`Leaf: ${name}`}
    aria-haspopup="dialog"
    onClick={onOpen}
    className="max-w-72 border-field! pr-2 pl-2 font-normal"
  >
    <span className="truncate">{name}</span>
    <ChevronDown size={16} aria-hidden className="shrink-0 text-muted" />
  </Button>
);
