'use client';

import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { questionsWanted, seedsWanted } from '@/taxonomy/seeds/vocabulary';
import { useUndo } from '../shell/undo';
import { Button } from '../ui/button';
import { Notice } from '../ui/states';
import { Term } from '../ui/term';
import { addSeed, moveSeed, putSeedBack, removeSeed } from './edit-leaf';
import { remarksOn } from './problems';
import { SeedCard } from './seed-card';
import type { LeafFieldsProps } from './task-fields';

type SeedListProps = LeafFieldsProps & { isDirty: boolean };

/** The seeds in order, as pairs to read; at most one is open for editing. */
export function SeedList({ content, problems, isDirty, onEdit }: SeedListProps) {
  const [openId, setOpenId] = useState<string | null>(null);
  const [freshIds, setFreshIds] = useState<ReadonlySet<string>>(new Set());
  const { list, focusSeed } = useSeedFocus(content);
  const undo = useUndo();
  const { error } = remarksOn(problems.whole);

  const add = () => {
    if (!onEdit) return;
    const { id } = addSeed(content);
    onEdit((now) => addSeed(now, id).content);
    setOpenId(id);
    setFreshIds(new Set([...freshIds, id]));
    focusSeed(id, 'field');
  };
  const remove = (id: string) => {
    const place = content.seeds.findIndex((seed) => seed.id === id);
    const seed = content.seeds[place];
    if (!seed || !onEdit) return;
    onEdit((now) => removeSeed(now, id));
    undo.push({ label: `Deleted seed ${place + 1}`, undo: () => onEdit((now) => putSeedBack(now, seed, place)) });
    focusSeed(content.seeds[place + 1]?.id ?? content.seeds[place - 1]?.id, 'heading');
  };
  const move = (id: string, by: number) => {
    onEdit?.((now) => moveSeed(now, id, by));
    focusSeed(id, 'heading');
  };

  return (
    <section aria-labelledby="seeds-heading" className="flex flex-col gap-3">
      <h2 id="seeds-heading" className="text-lg font-semibold">
        <Term word="seed">Seed examples</Term>{' '}
        <span className="font-normal text-muted tabular-nums">
          {content.seeds.length} of {Math.max(seedsWanted, content.seeds.length)}
        </span>
      </h2>
      {onEdit && <p className="-mt-2 text-sm text-muted">{wantedWords(content.kind)}</p>}
      {error && <Notice tone="warning">{error}</Notice>}
      <ol ref={list} className="flex flex-col gap-3">
        {content.seeds.map((seed, i) => (
          <SeedCard
            key={seed.id}
            seed={seed}
            number={i + 1}
            total={content.seeds.length}
            kind={content.kind}
            problems={problems.seeds.get(seed.id) ?? []}
            isFresh={isDirty && freshIds.has(seed.id)}
            isOpen={openId === seed.id}
            onOpen={(isOpen) => {
              setOpenId(isOpen ? seed.id : null);
              focusSeed(seed.id, isOpen ? 'field' : 'heading');
            }}
            onEdit={onEdit}
            onMove={onEdit && ((by) => move(seed.id, by))}
            onRemove={onEdit && (() => remove(seed.id))}
          />
        ))}
      </ol>
      {onEdit && (
        <Button icon={Plus} className="self-start" onClick={add}>
          Add a seed
        </Button>
      )}
    </section>
  );
}

/** Puts the focus where a person goes on, once the change is on the screen. */
function useSeedFocus(content: LeafContent) {
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<{ id: string; part: 'heading' | 'field' } | null>(null);
  const [, ask] = useState(0);
  useEffect(() => {
    if (!wanted.current) return;
    const { id, part } = wanted.current;
    const card = list.current?.querySelector(`[data-seed="${CSS.escape(id)}"]`);
    const target = card?.querySelector<HTMLElement>(part === 'field' ? 'textarea' : 'h3 button');
    if (!target) return;
    wanted.current = null;
    target.focus();
  });
  const focusSeed = (id: string | undefined, part: 'heading' | 'field') => {
    wanted.current = id && content ? { id, part } : null;
    ask((n) => n + 1);
  };
  return { list, focusSeed };
}

/** How many and why, before the first one is written. */
const wantedWords = (kind: LeafContent['kind']): string =>
  kind === 'knowledge'
    ? `${seedsWanted} passages of the documents are wanted, each with ${questionsWanted} questions and answers: the teacher asks about every other passage as these do.`
    : `${seedsWanted} are wanted: with fewer the teacher varies little.`;
