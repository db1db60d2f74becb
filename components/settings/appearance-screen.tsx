'use client';

import { labelledBinding, treeEditingKeys, treeKeys } from '../key-labels';
import { keyIds } from '../keymap';
import { groupsOf } from './key-groups';
import { usePreferences } from '../preferences';
import { SingleKeys } from './single-keys';
import { themeOptions } from './theme-options';
import { RadioGroup } from '../ui/choice';
import { Kbd } from '../ui/kbd';
import { Page } from '../ui/page';

/** How Seedleaf looks to this person in this browser, and all keyboard shortcuts. */
export function AppearanceScreen() {
  const { preferences, change } = usePreferences();
  return (
    <Page crumbs={[{ label: 'Settings', href: '/settings' }, { label: 'Appearance and keys' }]} width="read">
      <div className="flex flex-col gap-8">
        <RadioGroup
          label="Appearance"
          value={preferences.theme}
          onChange={(theme) => change({ theme })}
          options={themeOptions}
          layout="row"
        />
        <SingleKeys />
        {groupsOf([...keyIds.map(labelledBinding), ...treeKeys, ...treeEditingKeys]).map(({ where, bindings }) => (
          <section key={where} aria-label={`Keys: ${where}`}>
            <h2 className="mb-1 font-semibold">{where}</h2>
            <dl>
              {bindings.map(({ label, keys }) => (
                <div key={label} className="flex min-h-8 items-center justify-between gap-4 border-b py-1">
                  <dt>{label}</dt>
                  <dd className="flex flex-wrap justify-end gap-1">
                    {keys.map((each) => (
                      <Kbd key={each} keys={each} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Page>
  );
}
