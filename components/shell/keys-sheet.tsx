'use client';

import { usePathname } from 'next/navigation';
import { labelledBinding, treeEditingKeys, treeKeys, type LabelledBinding } from '../key-labels';
import { isSingleKey } from '../hotkeys';
import { Dialog } from '../ui/dialog';
import { Kbd } from '../ui/kbd';
import { useActiveKeyIds } from '../use-hotkeys';
import { groupsOf } from '../settings/key-groups';
import { usePreferences } from '../preferences';
import { SingleKeys } from '../settings/single-keys';

/** The shortcuts that work on this page now. */
export function KeysSheet({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const ids = useActiveKeyIds();
  const ofTree = useTreeKeysHere();
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title="Keyboard shortcuts"
      width="medium"
      isReading
      footer={<SingleKeys />}
    >
      <div className="flex flex-col gap-6">
        {groupsOf([...ids.map(labelledBinding), ...ofTree]).map(({ where, bindings }) => (
          <section key={where} aria-label={where}>
            <h3 className="mb-1 text-sm font-medium text-muted">{where}</h3>
            <dl>
              {bindings.map((binding) => (
                <KeyRow key={binding.label} binding={binding} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** The keys of the tree, on pages that have one. */
function useTreeKeysHere(): readonly LabelledBinding[] {
  const isTaxonomy = usePathname().startsWith('/taxonomy');
  if (document.querySelector('[role=tree]') === null) return [];
  return isTaxonomy ? [...treeKeys, ...treeEditingKeys] : treeKeys;
}

function KeyRow({ binding }: { binding: LabelledBinding }) {
  const { areSingleKeysOn } = usePreferences().preferences;
  const keys = binding.keys.filter((each) => areSingleKeysOn || !isSingleKey(each));
  return (
    <div className="flex min-h-8 items-center justify-between gap-4 border-b py-1 last:border-b-0">
      <dt>{binding.label}</dt>
      <dd className="flex flex-wrap justify-end gap-1">
        {keys.length === 0 ? (
          <span className="text-sm text-muted">off</span>
        ) : (
          keys.map((each) => <Kbd key={each} keys={each} />)
        )}
      </dd>
    </div>
  );
}
