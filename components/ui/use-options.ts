import { useId, useState, type KeyboardEvent } from 'react';

type Options = {
  /** The text in the search field; other text starts at the first option again. */
  search: string;
  count: number;
  /** False while the shown options belong to an earlier search. */
  isReady: boolean;
  onPick: (index: number) => void;
};

/** A list of options under a search field, which keeps the focus and the keys. */
export function useOptions({ search, count, isReady, onPick }: Options) {
  const listId = useId();
  const [active, setActive] = useState({ index: 0, of: search });
  const index = Math.min(active.of === search ? active.index : 0, count - 1);
  const isChoosable = isReady && index >= 0;
  const idOf = (i: number) => `${listId}-${i}`;
  const point = (i: number) => setActive({ index: i, of: search });
  const step = (by: number) => {
    const next = Math.min(count - 1, Math.max(0, index + by));
    point(next);
    document.getElementById(idOf(next))?.scrollIntoView({ block: 'nearest' });
  };
  /** Handles the keys of the list, pressed in the field. Returns whether the key was one of them. */
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (event.nativeEvent.isComposing) return false;
    if (event.key === 'ArrowDown') step(1);
    else if (event.key === 'ArrowUp') step(-1);
    else if (event.key === 'Enter' && isChoosable) onPick(index);
    else return false;
    event.preventDefault();
    return true;
  };
  const fieldProps = {
    role: 'combobox',
    'aria-expanded': count > 0,
    'aria-controls': listId,
    'aria-activedescendant': isChoosable ? idOf(index) : undefined,
  } as const;
  return { listId, index, idOf, point, onKeyDown, fieldProps };
}
