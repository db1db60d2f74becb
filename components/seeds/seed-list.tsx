'use client';

import { Plus, TextQuote } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ClipboardEvent } from 'react';
import type { LeafContent } from '@/taxonomy/seeds/contract';
import { questionsWanted, seedsWanted } from '@/taxonomy/seeds/vocabulary';
import { leafDocuments } from '../documents/api';
import { countText } from '../numbers';
import { useUndo } from '../ui/undo';
import { Button } from '../ui/button';
import { Notice } from '../ui/states';
import { Term } from '../ui/term';
import { addSeed, moveSeed, putSeedBack, removeSeed } from './edit-leaf';
import { PassagePicker } from './passage-picker';
import { remarksOn } from './problems';
import { SeedCard } from './seed-card';
import { withTable } from './seeds-from-table';
import type { LeafFieldsProps } from './task-fields';

type SeedListProps = LeafFieldsProps & { nodeId: string; isDirty: boolean };

/** The seeds in order, as readable pairs; at most one is open for editing. */
export function SeedList({ nodeId, content, problems, isDirty, onEdit }: SeedListProps) {
  const [openId, setOpenId] = useState<string | null>(null);
  const [freshIds, setFreshIds] = useState<ReadonlySet<string>>(new Set());
  const { list, focusSeed } = useSeedFocus(content);
  const undo = useUndo();
  const { error } = remarksOn(problems.whole);

  const [isPicking, setPicking] = useState(false);
  const add = (passage = '') => {
    if (!onEdit) return;
    const { id } = addSeed(content);
    onEdit((now) => addSeed(now, id, passage).content);
    setOpenId(id);
    setFreshIds(new Set([...freshIds, id]));
    focusSeed(id, 'field');
  };
  /** Rows of a spreadsheet become seeds; anything else is pasted as text. */
  const paste = (event: ClipboardEvent) => {
    const table = onEdit && withTable(content, event.clipboardData.getData('text/plain'));
    if (!table) return;
    event.preventDefault();
    const { seeds } = content;
    onEdit(() => table.content);
    setOpenId(null);
    const isSame = (now: LeafContent) => now.seeds.length === table.content.seeds.length;
    undo.push({
      label: `Pasted ${countText(table.added, 'seed', 'seeds')}`,
      undo: () => onEdit((now) => (isSame(now) ? content : now)),
      redo: () => onEdit((now) => (now.seeds.length === seeds.length ? table.content : now)),
    });
    focusSeed(table.content.seeds[seeds.length]?.id, 'heading');
  };
  const remove = (id: string) => {
    const place = content.seeds.findIndex((seed) => seed.id === id);
    const seed = content.seeds[place];
    if (!seed || !onEdit) return;
    onEdit((now) => removeSeed(now, id));
    undo.push({
      label: `Deleted seed ${place + 1}`,
      undo: () => onEdit((now) => putSeedBack(now, seed, place)),
      redo: () => onEdit((now) => removeSeed(now, id)),
    });
    focusSeed(content.seeds[place + 1]?.id ?? content.seeds[place - 1]?.id, 'heading');
  };
  const move = (id: string, by: number) => {
    onEdit?.((now) => moveSeed(now, id, by));
    focusSeed(id, 'heading');
  };

  return (
    // Pasting is an extra way; each seed can be written in its fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section aria-labelledby="seeds-heading" className="flex flex-col gap-3" onPaste={paste}>
      <h2 id="seeds-heading" className="text-lg font-semibold">
        <Term word="seed">Seed examples</Term>{' '}
        <span className="font-normal text-muted tabular-nums">
          {content.seeds.length} of {Math.max(seedsWanted, content.seeds.length)}
        </span>
      </h2>
      {onEdit && <WantedLine nodeId={nodeId} kind={content.kind} />}
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
        <div className="flex flex-wrap items-center gap-2">
          <Button icon={Plus} onClick={() => add()}>
            Add a seed
          </Button>
          {content.kind === 'knowledge' && (
            <Button icon={TextQuote} onClick={() => setPicking(true)}>
              Choose a passage…
            </Button>
          )}
          <span className="text-sm text-muted">
            Or paste rows from a spreadsheet into an open seed: {tableWords[content.kind]}.
          </span>
        </div>
      )}
      {isPicking && (
        <PassagePicker
          nodeId={nodeId}
          onClose={() => setPicking(false)}
          onPick={(passage) => {
            setPicking(false);
            add(passage);
          }}
        />
      )}
    </section>
  );
}

/** Moves the focus to where a person continues, after the change is on the screen. */
function useSeedFocus(content: LeafContent) {
  const list = useRef<HTMLOListElement>(null);
  const wanted = useRef<{ id: string; part: 'heading' | 'field' } | null>(null);
  const [, ask] = useState(0);
  useEffect(() => {
    if (!wanted.current) return;
    const { id, part } = wanted.current;
    const card = list.current?.querySelector(`[data-seed="${CSS.escape(id)}"]`);
    const target = card && (part === 'field' ? firstToWrite(card) : card.querySelector<HTMLElement>('h3 button'));
    if (!target) return;
    wanted.current = null;
    target.focus({ preventScroll: true });
    // Bars cover the edges of the page and could hide a field that is only just in view.
    if (part === 'field') target.scrollIntoView({ block: 'center' });
    else target.scrollIntoView({ block: 'nearest' });
  });
  const focusSeed = (id: string | undefined, part: 'heading' | 'field') => {
    wanted.current = id && content ? { id, part } : null;
    ask((n) => n + 1);
  };
  return { list, focusSeed };
}

/** The first empty field of a seed, or its first field if it is complete. */
function firstToWrite(card: Element): HTMLElement | undefined {
  const fields = [...card.querySelectorAll('textarea')];
  return fields.find(({ value }) => value === '') ?? fields[0];
}

const tableWords = {
  freeform: 'question, answer',
  grounded: 'context, question, answer',
  knowledge: 'context, question, answer',
} as const;

/** How many seeds are recommended; shown before the first one is written. */
function WantedLine({ nodeId, kind }: { nodeId: string; kind: LeafContent['kind'] }) {
  const isKnowledge = kind === 'knowledge';
  const { data } = useQuery({ ...leafDocuments(nodeId), enabled: isKnowledge });
  const passages = data?.documents.reduce((sum, { chunkCount }) => sum + chunkCount, 0) ?? 0;
  return (
    <p className="-mt-2 text-sm text-muted">
      {isKnowledge ? knowledgeWords(passages) : `${seedsWanted} recommended. With fewer, samples vary little.`}
    </p>
  );
}

/** @param passages The number of passages in the leaf's documents; 0 if it has none. */
function knowledgeWords(passages: number): string {
  const pairs = `with ${questionsWanted} questions and answers each. The teacher writes similar ones for every other passage.`;
  return passages > 0 && passages < seedsWanted
    ? `The documents have only ${countText(passages, 'passage')}: use parts of ${passages === 1 ? 'it' : 'them'}, ${pairs}`
    : `${seedsWanted} passages recommended, ${pairs}`;
}
