'use client';

import { Button } from '../ui/button';
import { messageOf, Notice } from '../ui/states';
import type { LeafForm } from './use-leaf-form';
import { When } from '../ui/when';

type LeafNoticesProps = { form: LeafForm; mayEdit: boolean };

/**
 * What a person must know before continuing: a restored draft, another person's version, a refused save, a role that
 * cannot edit.
 */
export function LeafNotices({ form, mayEdit }: LeafNoticesProps) {
  return (
    <>
      {!mayEdit && <Notice title="Read only">Editing requires the curator role; ask an owner.</Notice>}
      {form.saveError && (
        <Notice tone="error" title="Not saved">
          {messageOf(form.saveError)} Your changes are kept in this browser.
        </Notice>
      )}
      {form.isBehind ? (
        <Notice tone="warning" title={`${form.other.words}.`} action={<Button onClick={form.compare}>Compare</Button>}>
          You see your own version. Both are kept: compare them and choose what to keep.
        </Notice>
      ) : (
        form.wasRestored &&
        form.draft && (
          <Notice
            title="Draft restored"
            action={
              <Button size="small" onClick={form.acceptRestored}>
                Keep editing
              </Button>
            }
          >
            What you wrote on <When iso={form.draft.at} /> was not saved. It is restored here.
          </Notice>
        )
      )}
    </>
  );
}
