'use client';

import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Folder, Keyboard, Leaf, type LucideIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { Dialog as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import type { Actor } from '@/taxonomy/accounts/contract';
import { mayActAs, type Role } from '@/taxonomy/accounts/vocabulary';
import { keyLabels } from '../key-labels';
import { bindingOf, keyOf } from '../keymap';
import { foundNodes, taxonomyList } from '../tree/api';
import { Kbd } from '../ui/kbd';
import { useDebouncedValue } from '../use-debounced-value';
import { useActiveKeyIds, useRunKey } from '../use-hotkeys';
import { places, settingsPlace } from './places';
import { usePreferences } from '../preferences';
import { themeOptions } from '../settings/theme-options';
import { useSignOut } from './use-sign-out';

type PaletteProps = { actor: Actor; onClose: () => void; onKeys: () => void };

/** Pages that require a role; offered only to people who can open them. */
const rolePlaces: readonly { href: string; label: string; needed: Role }[] = [
  { href: '/runs/new', label: 'New run', needed: 'curator' },
  { href: '/datasets/new', label: 'Publish a dataset', needed: 'curator' },
  { href: '/training/evaluation', label: 'Evaluation of models', needed: 'viewer' },
  { href: '/training/chat', label: 'Chat with two models', needed: 'viewer' },
  { href: '/settings/teachers', label: 'Teachers', needed: 'curator' },
  { href: '/settings/people', label: 'People', needed: 'owner' },
  { href: '/welcome', label: 'Welcome and first steps', needed: 'curator' },
];

/** Finds pages, leaves and commands by typing, each with its key. */
export function Palette({ actor, onClose, onKeys }: PaletteProps) {
  const [text, setText] = useState('');
  const router = useRouter();
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-shade" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-40 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 animate-enter overflow-hidden rounded-lg border bg-surface shadow-float"
        >
          <Radix.Title className="sr-only">Search and commands</Radix.Title>
          <Command label="Search and commands" loop>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder="Search pages, leaves and commands…"
              className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none placeholder:text-muted focus:border-accent"
            />
            <Command.List className="max-h-[60dvh] overflow-y-auto p-2">
              <Command.Empty className="px-2 py-8 text-center text-muted">No results for “{text}”</Command.Empty>
              <PageKeys onClose={onClose} />
              <Group heading="Go to">
                {[...places, settingsPlace].map(({ href, label, icon, key }) => (
                  <Item key={href} icon={icon} keys={keyOf(key)} onSelect={() => go(href)}>
                    {label}
                  </Item>
                ))}
                {rolePlaces
                  .filter(({ needed }) => mayActAs(actor.role, needed))
                  .map(({ href, label }) => (
                    <Item key={href} onSelect={() => go(href)}>
                      {label}
                    </Item>
                  ))}
              </Group>
              <Nodes text={text} go={go} />
              <ShellActions onClose={onClose} onKeys={onKeys} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const Group = ({ heading, children }: { heading: string; children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-muted"
  >
    {children}
  </Command.Group>
);

type ItemProps = {
  icon?: LucideIcon;
  keys?: string;
  value?: string;
  keywords?: string[];
  onSelect: () => void;
  children: ReactNode;
};

const Item = ({ icon: Icon, keys, value, keywords, onSelect, children }: ItemProps) => (
  <Command.Item
    value={value}
    keywords={keywords}
    onSelect={onSelect}
    className="flex min-h-9 cursor-default items-center gap-2.5 rounded-md px-2 py-1 data-[selected=true]:bg-hover"
  >
    <span className="flex size-4 shrink-0 items-center justify-center text-muted">
      {Icon && <Icon size={16} aria-hidden />}
    </span>
    <span className="min-w-0 flex-1 truncate">{children}</span>
    {keys && <Kbd keys={keys} />}
  </Command.Item>
);

/** The shortcuts of the current page, as commands. */
function PageKeys({ onClose }: { onClose: () => void }) {
  const runKey = useRunKey();
  const ids = useActiveKeyIds().filter((id) => bindingOf(id).where !== 'Everywhere' && bindingOf(id).keys.length < 3);
  if (ids.length === 0) return null;
  return (
    <Group heading="On this page">
      {ids.map((id) => (
        <Item
          key={id}
          icon={Keyboard}
          keys={keyOf(id)}
          onSelect={() => {
            onClose();
            runKey(id);
          }}
        >
          {keyLabels[id]}
        </Item>
      ))}
    </Group>
  );
}

const PAUSE_MS = 120;
const FOUND = 12;

/**
 * Leaves and folders by words of their path or their seeds; the server searches, so that it works for a tree of any
 * size.
 */
function Nodes({ text, go }: { text: string; go: (href: string) => void }) {
  const q = useDebouncedValue(text.trim(), PAUSE_MS);
  const { data: taxonomies } = useQuery(taxonomyList);
  const { data } = useQuery({
    ...foundNodes(taxonomies?.[0]?.id ?? '', { q, limit: FOUND }),
    enabled: q.length >= 2 && taxonomies !== undefined,
  });
  if (!data || q.length < 2 || data.items.length === 0) return null;
  return (
    <Group heading="In the taxonomy">
      {data.items.map(({ node: { id, name, leaf }, above, excerpt }) => (
        // The server has matched it already: the list must not filter it again.
        <Item key={id} icon={leaf ? Leaf : Folder} value={id} keywords={[text]} onSelect={() => go(`/taxonomy/${id}`)}>
          {name}
          <span className="block truncate text-sm text-muted">
            {above.map((crumb) => crumb.name).join(' / ') || 'Branch'}
            {excerpt && ` · ${excerpt}`}
          </span>
        </Item>
      ))}
    </Group>
  );
}

function ShellActions({ onClose, onKeys }: Omit<PaletteProps, 'actor'>) {
  const { change } = usePreferences();
  const signOut = useSignOut();
  return (
    <Group heading="Seedleaf">
      <Item icon={Keyboard} keys={keyOf('app.keys')} onSelect={onKeys}>
        Keyboard shortcuts
      </Item>
      {themeOptions.map(({ value, label, icon }) => (
        <Item
          key={value}
          icon={icon}
          onSelect={() => {
            change({ theme: value });
            onClose();
          }}
        >
          Appearance: {label}
        </Item>
      ))}
      <Item onSelect={signOut}>Sign out</Item>
    </Group>
  );
}
