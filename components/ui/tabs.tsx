'use client';

import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

type TabsProps<T extends string> = {
  label: string;
  value: T;
  onChange: (value: T) => void;
  tabs: readonly { value: T; label: ReactNode; body: ReactNode }[];
  /** Shown to the right of the tabs. */
  aside?: ReactNode;
};

/** Arrow keys, Home and End move between tabs and show their content. */
export function Tabs<T extends string>({ label, value, onChange, tabs, aside }: TabsProps<T>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.value === value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    const next = to === undefined ? undefined : tabs.at(to % tabs.length);
    if (!next) return;
    event.preventDefault();
    onChange(next.value);
    list.current?.querySelector<HTMLElement>(`[id="${id}-${next.value}"]`)?.focus();
  };
  return (
    <>
      <div className="flex items-center gap-2 border-b">
        <div
          ref={list}
          role="tablist"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={onKeyDown}
          className="flex min-w-0 flex-1 gap-1 overflow-x-auto outline-none"
        >
          {tabs.map((tab) => (
            <button
              key={tab.value}
              type="button"
              role="tab"
              id={`${id}-${tab.value}`}
              tabIndex={tab.value === value ? 0 : -1}
              aria-selected={tab.value === value}
              aria-controls={tab.value === value ? `${id}-panel` : undefined}
              onClick={() => onChange(tab.value)}
              className="-mb-px h-9 shrink-0 border-b-2 border-transparent px-2 text-muted -outline-offset-2 hover:text-ink aria-selected:border-accent aria-selected:font-medium aria-selected:text-ink"
            >
              {tab.label}
            </button>
          ))}
        </div>
        {aside}
      </div>
      <div
        key={value}
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${value}`}
        tabIndex={0}
        className="pt-4 outline-offset-4"
      >
        {tabs.find((tab) => tab.value === value)?.body}
      </div>
    </>
  );
}
