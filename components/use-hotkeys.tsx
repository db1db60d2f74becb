'use client';

import { createContext, use, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { isPressOf, isStray, mayAct, type Place } from './hotkeys';
import { bindingOf, keyIds, type KeyId } from './keymap';
import { usePreferences } from './preferences';

export type KeyHandlers = Partial<Record<KeyId, (event: KeyboardEvent) => void>>;

/** Called for every other key while the page waits for an answer, such as the reason of a rejection. */
type OnOtherKey = (event: KeyboardEvent) => void;

type Layer = { handlers: KeyHandlers; onOtherKey?: OnOtherKey | undefined };

/** The handlers of the mounted components, newest last; the newest wins. */
class ActiveKeys {
  private layers: { current: Layer }[] = [];
  private listeners = new Set<() => void>();
  private ids: KeyId[] = [];

  add(layer: { current: Layer }): () => void {
    this.layers.push(layer);
    this.refresh();
    return () => {
      this.layers = this.layers.filter((each) => each !== layer);
      this.refresh();
    };
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  idsNow = () => this.ids;

  /** The layer that waits for an answer, if any: only its keys work then. */
  private asking = (): Layer | undefined => this.layers.findLast(({ current }) => current.onOtherKey)?.current;

  onOtherKey = (): OnOtherKey | undefined => this.asking()?.onOtherKey;

  /** Keys of the page come before keys that work everywhere. */
  handlers(): { id: KeyId; run: (event: KeyboardEvent) => void }[] {
    const asking = this.asking();
    const layers = asking ? [asking] : this.layers.toReversed().map(({ current }) => current);
    const all = layers.flatMap(({ handlers }) => entriesOf(handlers));
    return all.toSorted((a, b) => Number(isEverywhere(a.id)) - Number(isEverywhere(b.id)));
  }

  /** Updates the `?` sheet when the active keys have changed. */
  refresh() {
    const live = new Set(this.handlers().map(({ id }) => id));
    const ids = keyIds.filter((id) => live.has(id));
    if (ids.join() === this.ids.join()) return;
    this.ids = ids;
    for (const listener of this.listeners) listener();
  }
}

const isEverywhere = (id: KeyId) => bindingOf(id).where === 'Everywhere';

function entriesOf(handlers: KeyHandlers) {
  // Object.entries returns string keys; KeyHandlers has no others.
  const entries = Object.entries(handlers) as [KeyId, KeyHandlers[KeyId]][];
  return entries.flatMap(([id, run]) => (run ? [{ id, run }] : []));
}

const KeysContext = createContext<ActiveKeys | null>(null);

const noKeys: KeyId[] = [];
const SEQUENCE_MS = 1200;

/** Listens for the whole page and calls the handler of each shortcut. */
export function HotkeysProvider({ children }: { children: ReactNode }) {
  const [active] = useState(() => new ActiveKeys());
  const { areSingleKeysOn } = usePreferences().preferences;

  useEffect(() => {
    let first: { key: KeyboardEvent; at: number } | null = null;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
      const before = first && event.timeStamp - first.at < SEQUENCE_MS ? first.key : null;
      first = null;
      const place = placeOf(event);
      for (const { id, run } of active.handlers()) {
        const binding = bindingOf(id);
        for (const keys of binding.keys) {
          const steps = keys.split(' ');
          if (!mayAct(binding, keys, event, place, areSingleKeysOn)) continue;
          if (steps.length > 1 && isPressOf(steps[0] ?? '', event)) first = { key: event, at: event.timeStamp };
          const isHit =
            steps.length === 1
              ? before === null && isPressOf(keys, event)
              : before !== null && isPressOf(steps[0] ?? '', before) && isPressOf(steps[1] ?? '', event);
          if (!isHit) continue;
          event.preventDefault();
          first = null;
          run(event);
          return;
        }
      }
      const onOtherKey = areSingleKeysOn ? active.onOtherKey() : undefined;
      if (!onOtherKey || !isStray(event, place)) return;
      event.preventDefault();
      onOtherKey(event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [active, areSingleKeysOn]);

  return <KeysContext value={active}>{children}</KeysContext>;
}

const typing =
  'input:not([type=checkbox],[type=radio],[type=button],[type=submit]), textarea, select, [contenteditable=true]';
const widgets = '[role=tree], [role=listbox], [role=menu], [role=tablist], [role=radiogroup], [role=slider]';
const dialogs = '[role=dialog][data-state=open], [role=menu][data-state=open], [data-opening-dialog]';

function placeOf(event: KeyboardEvent): Place {
  const target = event.target instanceof Element ? event.target : null;
  return {
    isTyping: target?.closest(typing) != null,
    isWidget: target?.closest(widgets) != null,
    isDialogOpen: document.querySelector(dialogs) !== null,
    isAltGraph: event.getModifierState('AltGraph'),
  };
}

function useActiveKeys(): ActiveKeys {
  const active = use(KeysContext);
  if (!active) throw new Error('useHotkeys needs a HotkeysProvider around it.');
  return active;
}

/**
 * Handles shortcuts of the keymap while this component is mounted. Undefined handlers are off.
 *
 * @param onOtherKey When given, only these shortcuts work; any other letter, digit or shortcut only calls it.
 */
export function useHotkeys(handlers: KeyHandlers, onOtherKey?: OnOtherKey): void {
  const active = useActiveKeys();
  const layer = useRef<Layer>({ handlers: {} });
  useEffect(() => {
    layer.current = { handlers, onOtherKey };
    active.refresh();
  });
  useEffect(() => active.add(layer), [active]);
}

/** The shortcuts that work now, for the `?` sheet. */
export function useActiveKeyIds(): KeyId[] {
  const active = useActiveKeys();
  return useSyncExternalStore(active.subscribe, active.idsNow, () => noKeys);
}

/** Runs a shortcut that was chosen from a list. */
export function useRunKey(): (id: KeyId) => void {
  const active = useActiveKeys();
  return (id) => {
    const [key] = bindingOf(id).keys;
    active
      .handlers()
      .find((each) => each.id === id)
      ?.run(new KeyboardEvent('keydown', { key }));
  };
}
