'use client';

import { Popper } from 'radix-ui/internal';
import { useEffect, useId, useState } from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './kbd';

const DELAY_MS = 400;
/** Time for the pointer to reach the bubble, and for the next tooltip to appear without a delay. */
const GRACE_MS = 200;

/**
 * The page's only tooltip bubble, for everything that has a `tip`. The pointer may rest on it, and Escape closes it.
 */
export function Tooltips() {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  useEffect(() => watch(setAnchor), []);
  useEffect(() => {
    // A text that repeats the accessible name is not announced again.
    if (!anchor || anchor.dataset['tip'] === '' || anchor.hasAttribute('aria-describedby')) return;
    anchor.setAttribute('aria-describedby', id);
    return () => anchor.removeAttribute('aria-describedby');
  }, [anchor, id]);
  if (!anchor) return null;
  const { tip, tipKeys, tipSide } = anchor.dataset;
  return createPortal(
    <Popper.Root>
      <Popper.Anchor virtualRef={{ current: anchor }} />
      <Popper.Content
        id={id}
        role="tooltip"
        data-tip-bubble=""
        side={tipSide === 'right' ? 'right' : 'top'}
        sideOffset={6}
        collisionPadding={8}
        hideWhenDetached
        className="z-50 flex max-w-72 animate-enter items-center gap-2 rounded-md bg-ink px-2 py-1 text-sm text-ground shadow-float"
      >
        {tip || anchor.getAttribute('aria-label')}
        {tipKeys && <Kbd keys={tipKeys} tone="on-fill" />}
      </Popper.Content>
    </Popper.Root>,
    document.body,
  );
}

/** Watches pointer, focus and keys on the whole page. @returns A function that stops it. */
function watch(show: (anchor: HTMLElement | null) => void): () => void {
  let shown: HTMLElement | null = null;
  /** The element under the pointer, whether its bubble is shown or not yet. */
  let pointed: HTMLElement | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hiddenAt = -Infinity;

  const set = (anchor: HTMLElement | null) => {
    clearTimeout(timer);
    if (shown && !anchor) hiddenAt = performance.now();
    shown = anchor;
    show(anchor);
  };
  const setIn = (ms: number, anchor: HTMLElement | null) => {
    clearTimeout(timer);
    timer = setTimeout(() => set(anchor?.isConnected ? anchor : null), ms);
  };

  const onPointerOver = ({ target, pointerType }: PointerEvent) => {
    if (pointerType === 'touch' || !(target instanceof Element)) return;
    if (target.closest('[data-tip-bubble]')) {
      pointed = shown;
      return clearTimeout(timer);
    }
    const over = target.closest<HTMLElement>('[data-tip]');
    if (over === pointed) return;
    pointed = over;
    if (over === shown) clearTimeout(timer);
    else if (!over) setIn(GRACE_MS, null);
    else setIn(shown || performance.now() - hiddenAt < GRACE_MS ? 0 : DELAY_MS, over);
  };
  const onPointerLeave = () => {
    pointed = null;
    setIn(GRACE_MS, null);
  };
  const onFocusIn = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || !target.matches(':focus-visible')) return;
    const focused = target.closest<HTMLElement>('[data-tip]');
    if (focused) set(focused);
  };
  const onFocusOut = ({ target }: FocusEvent) => {
    if (shown && target === shown) set(null);
  };
  const onPress = () => set(null);
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Escape' && shown) set(null);
  };
  const onScroll = ({ target }: Event) => {
    if (shown && target instanceof Node && target.contains(shown)) set(null);
  };

  const listening = new AbortController();
  const options = { signal: listening.signal, capture: true, passive: true };
  document.addEventListener('pointerover', onPointerOver, options);
  document.documentElement.addEventListener('pointerleave', onPointerLeave, { signal: listening.signal });
  document.addEventListener('focusin', onFocusIn, options);
  document.addEventListener('focusout', onFocusOut, options);
  document.addEventListener('pointerdown', onPress, options);
  document.addEventListener('click', onPress, options);
  document.addEventListener('keydown', onKeyDown, options);
  document.addEventListener('scroll', onScroll, options);
  // Finds the element that had the pointer or the focus before this code loaded.
  pointed = document.querySelector('[data-tip]:hover');
  const early = pointed ?? document.querySelector<HTMLElement>('[data-tip]:focus-visible');
  if (early) setIn(DELAY_MS, early);
  return () => {
    listening.abort();
    clearTimeout(timer);
  };
}
