'use client';

import { Button } from '../ui/button';
import { messageOf, Notice } from '../ui/states';
import type { LeafForm } from './use-leaf-form';
import { When } from '../ui/when';

type LeafNoticesProps = { form: LeafForm; mayEdit: boolean };

/** What a person has to know before going on: a draft that was found, another's version, a refused save, a weak role. */
export function LeafNotices({ form, mayEdit }: LeafNoticesProps) {
  return (
    <>
      {!mayEdit && (
        <Notice title="You can read this leaf.">
          Changing it needs the role curator; an owner can give it to you.
        </Notice>
      )}
      {form.saveError && (
        <Notice tone="error" title="Not saved">
          {messageOf(form.saveError)} What you wrote is kept in this browser.
        </Notice>
      )}
      {form.isBehind ? (
        <Notice tone="warning" title={`${form.other.words}.`} action={<Button onClick={form.compare}>Compare</Button>}>
          You see your own version here. Nothing of either is lost: compare them and choose what stays.
        </Notice>
      ) : (
        form.wasRestored &&
        form.draft && (
          <Notice
            title="Draft restored"
            action={
              <Button size="small" onClick={form.acceptRestored}>
                Go on with it
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
