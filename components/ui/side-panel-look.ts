/** The place of the panel on the left of wide screens, and of the button that opens it on narrow ones. */
export const sidePanelLook = {
  opener: 'border-b px-4 py-2 lg:hidden',
  panel:
    'border-b lg:sticky lg:top-(--top-bar) lg:block lg:h-[calc(100dvh-var(--top-bar))] lg:w-72 lg:shrink-0 lg:overflow-y-auto lg:border-r lg:border-b-0',
} as const;
