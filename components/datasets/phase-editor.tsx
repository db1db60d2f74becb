'use client';

import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { PhaseCount } from '@/taxonomy/datasets/contract-counts';
import type { PhaseRule, ReplayRule } from '@/taxonomy/datasets/contract-recipe';
import { partNames } from '@/taxonomy/datasets/vocabulary';
import { maxPhaseName, maxReplays, parts, type Part } from '@/taxonomy/datasets/vocabulary-limits';
import { replayPhase } from '@/taxonomy/datasets/vocabulary-phases';
import { countText, numberText } from '../numbers';
import { Button, IconButton } from '../ui/button';
import { Checkbox } from '../ui/choice';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { laterDialog } from '../ui/later-dialog';
import { PhaseDot } from './phase-dot';
import { ReplayFields } from './replay-fields';
import { replayedIn } from './replayed-in';

const NodePicker = laterDialog(() => import('../tree/node-picker').then((module) => module.NodePicker));

type PhaseEditorProps = {
  taxonomyId: string;
  phases: readonly PhaseRule[];
  place: number;
  count: PhaseCount | undefined;
  onChange: (next: PhaseRule) => void;
  onRename: (name: string) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
};

/** One phase: what it is called, what it takes, and what it repeats. */
export function PhaseEditor({
  taxonomyId,
  phases,
  place,
  count,
  onChange,
  onRename,
  onMove,
  onRemove,
}: PhaseEditorProps) {
  const phase = phases[place];
  if (!phase) return null;
  const setReplay = (replay: ReplayRule[]) => onChange({ ...phase, replay });
  const earlier = phases.slice(0, place);
  return (
    <li className="rounded-md border bg-surface p-3">
      <details>
        <summary className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-medium">
            <PhaseDot place={place} /> {phase.name}
          </span>
          {count && (
            <span className="text-sm text-muted tabular-nums">
              {countText(count.own, 'own row')}, {numberText(replayedIn(count))} replayed
            </span>
          )}
        </summary>
        <div className="mt-3 flex flex-col gap-4">
          <div className="flex flex-wrap items-end gap-2">
            <Field label="Phase name" className="min-w-40 flex-1">
              <Input
                maxLength={maxPhaseName}
                autoComplete="off"
                value={phase.name}
                onChange={(event) => onRename(event.target.value)}
              />
            </Field>
            <IconButton
              icon={ArrowUp}
              label={`Move ${phase.name} up`}
              disabled={place === 0}
              onClick={() => onMove(-1)}
            />
            <IconButton
              icon={ArrowDown}
              label={`Move ${phase.name} down`}
              disabled={place === phases.length - 1}
              onClick={() => onMove(1)}
            />
            <IconButton icon={X} label={`Remove ${phase.name}`} disabled={phases.length === 1} onClick={onRemove} />
          </div>
          <p className="text-sm text-muted">Files: {phase.key}.jsonl</p>
          <fieldset>
            <legend className="font-medium">Takes</legend>
            <div className="mt-2 grid gap-2 sm:grid-cols-2">
              {parts.map((part) => (
                <Checkbox
                  key={part}
                  label={partNames[part]}
                  checked={phase.takes.includes(part)}
                  onChange={(on) => onChange({ ...phase, takes: withPart(phase.takes, part, on) })}
                />
              ))}
            </div>
          </fieldset>
          <Places taxonomyId={taxonomyId} scope={phase.scope} onChange={(scope) => onChange({ ...phase, scope })} />
          <Checkbox
            label="Learn the passages of knowledge, too"
            hint="Otherwise only answers are learned"
            checked={phase.learns === 'passages'}
            onChange={(on) => onChange({ ...phase, learns: on ? 'passages' : 'answers' })}
          />
          <fieldset className="flex flex-col gap-2">
            <legend className="font-medium">Replays</legend>
            {phase.replay.length === 0 && <p className="text-sm text-muted">Nothing</p>}
            {phase.replay.map((rule, i) => (
              <ReplayFields
                key={i}
                rule={rule}
                earlier={earlier}
                onChange={(next) => setReplay(phase.replay.map((each, j) => (j === i ? next : each)))}
                onRemove={() => setReplay(phase.replay.filter((_, j) => j !== i))}
              />
            ))}
            {phase.replay.length < maxReplays && earlier[0] && (
              <div>
                <Button
                  size="small"
                  icon={Plus}
                  onClick={() => setReplay([...phase.replay, replayPhase(earlier[0]?.key ?? '')])}
                >
                  Add replay
                </Button>
              </div>
            )}
          </fieldset>
        </div>
      </details>
    </li>
  );
}

const withPart = (takes: readonly Part[], part: Part, on: boolean): Part[] =>
  parts.filter((each) => (each === part ? on : takes.includes(each)));

type PlacesProps = { taxonomyId: string; scope: readonly string[]; onChange: (scope: string[]) => void };

/** The leaves and folders that a phase is limited to. */
function Places({ taxonomyId, scope, onChange }: PlacesProps) {
  const [isPicking, setPicking] = useState(false);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="font-medium">From</span>
      {scope.length === 0 && <span>All leaves</span>}
      {scope.map((id) => (
        <span key={id} className="flex items-center gap-1 rounded-md bg-sunken py-0.5 pr-0.5 pl-2">
          {names.get(id) ?? id}
          <IconButton
            icon={X}
            size="small"
            label={`Leave out ${names.get(id) ?? 'this place'}`}
            onClick={() => onChange(scope.filter((each) => each !== id))}
          />
        </span>
      ))}
      <Button size="small" onClick={() => setPicking(true)}>
        {scope.length === 0 ? 'Only chosen leaves…' : 'Add…'}
      </Button>
      {isPicking && (
        <NodePicker
          taxonomyId={taxonomyId}
          open
          onOpenChange={setPicking}
          title="Leaves or folders of this phase"
          description="Their samples go into this phase, whatever other phases take."
          onPickMany={(nodes) => {
            setNames(new Map([...names, ...nodes.map(({ id, name }) => [id, name] as const)]));
            onChange([...new Set([...scope, ...nodes.map(({ id }) => id)])]);
          }}
        />
      )}
    </div>
  );
}
