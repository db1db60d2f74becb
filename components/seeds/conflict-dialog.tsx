'use client';

import { useMemo, useState } from 'react';
import type { LeafContent, LeafDetail } from '@/taxonomy/seeds/contract';
import { countText } from '../numbers';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice';
import { Dialog } from '../ui/dialog';
import { ConflictSides } from './conflict-sides';
import type { Draft } from './drafts';
import { compareVersions, firstChoice, mergeVersions, type MergeChoice, type Side } from './leaf-merge';

type ConflictDialogProps = {
  draft: Draft;
  theirs: LeafDetail;
  other: { who: string; words: string };
  onClose: () => void;
  onSave: (merged: LeafContent) => void;
  onTakeTheirs: () => void;
};

/**
 * For two people who edited at once: both versions side by side, with a choice at each difference. What is not chosen
 * stays in the history.
 */
export function ConflictDialog({ draft, theirs, other, onClose, onSave, onTakeTheirs }: ConflictDialogProps) {
  const choices = useMemo(() => compareVersions(draft.base, draft.content, theirs.content), [draft, theirs]);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Side>>(new Map());
  const sides = new Map(choices.map((choice) => [choice.key, chosen.get(choice.key) ?? firstChoice(choice)]));
  const open = choices.filter((choice) => choice.changedBy === 'both').length;
  const chooseAll = (side: Side) => setChosen(new Map(choices.map((choice) => [choice.key, side])));

  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="wide"
      title={other.words}
      description={
        open === 0
          ? 'Your changes do not overlap. Check them, then save.'
          : `${countText(open, 'field was', 'fields were')} changed by both of you. Choose which to keep; the other version stays in the history.`
      }
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button
            onClick={() => {
              onClose();
              onTakeTheirs();
            }}
          >
            Discard mine
          </Button>
          <Button
            variant="primary"
            onClick={() => onSave(mergeVersions(draft.content, theirs.content, (key) => sides.get(key)))}
          >
            Save as version {theirs.version + 1}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {choices.length === 0 && <p className="text-muted">The versions differ only in the order of the seeds.</p>}
        {choices.length > 1 && (
          <div className="flex flex-wrap gap-2">
            <Button size="small" onClick={() => chooseAll('mine')}>
              Mine everywhere
            </Button>
            <Button size="small" onClick={() => chooseAll('theirs')}>
              Theirs everywhere
            </Button>
          </div>
        )}
        {choices.map((choice) => (
          <Choice
            key={choice.key}
            choice={choice}
            who={other.who}
            side={sides.get(choice.key) ?? 'mine'}
            onChoose={(side) => setChosen(new Map([...sides, [choice.key, side]]))}
          />
        ))}
      </div>
    </Dialog>
  );
}

type ChoiceProps = { choice: MergeChoice; who: string; side: Side; onChoose: (side: Side) => void };

function Choice({ choice, who, side, onChoose }: ChoiceProps) {
  const changed = {
    mine: 'only you changed this',
    theirs: `only ${who} changed this`,
    both: 'both changed this',
  } as const;
  return (
    <section aria-label={choice.label} className="flex flex-col gap-3 rounded-lg border p-3">
      <h3 className="flex flex-wrap items-center gap-2 font-medium">
        {choice.label}
        <Badge tone={choice.changedBy === 'both' ? 'pending' : 'neutral'}>{changed[choice.changedBy]}</Badge>
      </h3>
      <ConflictSides mine={choice.mine} theirs={choice.theirs} who={who} chosen={side} />
      <RadioGroup
        label={`Which ${choice.label} stays`}
        isLabelHidden
        layout="row"
        value={side}
        onChange={onChoose}
        options={[
          { value: 'mine', label: choice.mine ? 'Keep mine' : 'Leave it out, as I did' },
          { value: 'theirs', label: choice.theirs ? 'Take theirs' : 'Leave it out, as they did' },
        ]}
      />
    </section>
  );
}
