'use client';

import { clsx } from 'clsx';
import { ArrowDown, ArrowUp, ChevronRight, CircleAlert, Trash2, TriangleAlert } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { LeafContent, LeafProblem } from '@/taxonomy/seeds/contract';
import { countText } from '../numbers';
import { Button, IconButton } from '../ui/button';
import { changeKnowledgeSeed, changeSkillSeed } from './edit-leaf';
import { KnowledgeSeedFields } from './knowledge-seed-fields';
import type { Seed } from './leaf-units';
import { SeedText } from './seed-text';
import { SkillSeedFields } from './skill-seed-fields';

type SeedCardProps = {
  seed: Seed;
  number: number;
  total: number;
  kind: LeafContent['kind'];
  problems: readonly LeafProblem[];
  /** Added on this page and not saved yet. */
  isFresh: boolean;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  onEdit: ((change: (content: LeafContent) => LeafContent) => void) | undefined;
  onMove: ((by: number) => void) | undefined;
  onRemove: (() => void) | undefined;
};

const LONG_LIST = 30;

/** One seed example: as text, or as fields while it is open. */
export function SeedCard({ seed, number, isOpen, onOpen, onEdit, ...props }: SeedCardProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isOpen && !event.nativeEvent.isComposing) {
      event.stopPropagation();
      onOpen(false);
    }
    if (event.altKey && props.onMove && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      props.onMove(event.key === 'ArrowUp' ? -1 : 1);
    }
  };
  return (
    // The keys act on what is inside; the item itself takes no focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <li
      data-seed={seed.id}
      onKeyDown={onKeyDown}
      className={clsx(
        'rounded-lg border bg-surface',
        // In a long list, only the visible seeds are laid out.
        props.total > LONG_LIST && '[contain-intrinsic-size:auto_9rem] [content-visibility:auto]',
        isOpen && 'border-accent',
      )}
    >
      <CardHead {...props} number={number} isOpen={isOpen} onOpen={onOpen} mayEdit={onEdit !== undefined} />
      <div className="px-4 pb-4">
        {isOpen && onEdit ? (
          <OpenSeed
            seed={seed}
            kind={props.kind}
            problems={props.problems}
            isFresh={props.isFresh}
            onEdit={onEdit}
            onDone={() => onOpen(false)}
          />
        ) : (
          <>
            <SeedText seed={seed} />
            <Remarks problems={isUntouched(seed) ? untouched : props.problems} />
          </>
        )}
      </div>
    </li>
  );
}

type CardHeadProps = Pick<
  SeedCardProps,
  'number' | 'total' | 'problems' | 'isOpen' | 'onOpen' | 'onMove' | 'onRemove'
> & {
  mayEdit: boolean;
};

function CardHead({ number, total, problems, isOpen, onOpen, onMove, onRemove, mayEdit }: CardHeadProps) {
  const errors = problems.filter((problem) => problem.severity === 'error').length;
  return (
    <div className="flex items-center gap-1 py-1 pr-2 pl-4">
      <h3 className="flex-1 text-sm font-medium text-muted">
        {mayEdit ? (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => onOpen(!isOpen)}
            className="-ml-1.5 inline-flex min-h-7 items-center gap-1 rounded-sm px-1.5 hover:bg-hover hover:text-ink"
          >
            <ChevronRight size={14} aria-hidden className={clsx('transition-transform', isOpen && 'rotate-90')} />
            Seed {number}
            <span className="sr-only">{isOpen ? ', close' : ', edit'}</span>
          </button>
        ) : (
          <span className="inline-flex min-h-7 items-center">Seed {number}</span>
        )}
        {errors > 0 && !isOpen && (
          <span className="ml-2 text-rejected">{countText(errors, 'problem', 'problems')}</span>
        )}
      </h3>
      {onMove && (
        <>
          <IconButton
            icon={ArrowUp}
            size="small"
            label={`Move seed ${number} up`}
            keyHint="alt+ArrowUp"
            disabled={number === 1}
            onClick={() => onMove(-1)}
          />
          <IconButton
            icon={ArrowDown}
            size="small"
            label={`Move seed ${number} down`}
            keyHint="alt+ArrowDown"
            disabled={number === total}
            onClick={() => onMove(1)}
          />
        </>
      )}
      {onRemove && <IconButton icon={Trash2} size="small" label={`Delete seed ${number}`} onClick={onRemove} />}
    </div>
  );
}

type OpenSeedProps = Pick<SeedCardProps, 'seed' | 'kind' | 'problems' | 'isFresh'> & {
  onEdit: NonNullable<SeedCardProps['onEdit']>;
  onDone: () => void;
};

function OpenSeed({ seed, kind, problems, isFresh, onEdit, onDone }: OpenSeedProps) {
  return (
    <div className="flex flex-col gap-4">
      {'questionsAndAnswers' in seed ? (
        <KnowledgeSeedFields
          seed={seed}
          problems={problems}
          isFresh={isFresh}
          onChange={(next) => onEdit((now) => changeKnowledgeSeed(now, seed.id, next))}
        />
      ) : (
        <SkillSeedFields
          seed={seed}
          hasContext={kind === 'grounded' || (seed.context ?? '') !== ''}
          problems={problems}
          isFresh={isFresh}
          onChange={(next) => onEdit((now) => changeSkillSeed(now, seed.id, next))}
        />
      )}
      <Remarks
        problems={
          isFresh ? [] : problems.filter((problem) => problem.field === '' || problem.field === 'questionsAndAnswers')
        }
      />
      <Button className="self-start" keyHint="Escape" onClick={onDone}>
        Done
      </Button>
    </div>
  );
}

/** True for a seed without any text: one sentence says more than an error for each empty field. */
const isUntouched = (seed: Seed): boolean =>
  [
    seed.context ?? '',
    ...('questionsAndAnswers' in seed ? seed.questionsAndAnswers : [seed]).map((pair) => pair.question + pair.answer),
  ].every((text) => text.trim() === '');
const untouched: LeafProblem[] = [
  { severity: 'error', field: '', message: 'This seed is empty. Fill it in, or delete it.' },
];

function Remarks({ problems }: { problems: readonly LeafProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="mt-3 flex flex-col gap-1 text-sm">
      {problems.map((problem) => {
        const isError = problem.severity === 'error';
        const Icon = isError ? CircleAlert : TriangleAlert;
        return (
          <li
            key={`${problem.field} ${problem.message}`}
            className={clsx('flex gap-1', isError ? 'text-rejected' : 'text-warning')}
          >
            <Icon size={14} aria-hidden className="mt-0.5 shrink-0" />
            {problem.message}
          </li>
        );
      })}
    </ul>
  );
}
