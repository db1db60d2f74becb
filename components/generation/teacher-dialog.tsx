'use client';

import { PlugZap } from 'lucide-react';
import { useId, useState, type FormEvent } from 'react';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';
import { keyRequest } from './key-fields';
import { TeacherFields } from './teacher-fields';
import {
  addressesIn,
  enteredHeaders,
  extraFieldsOf,
  formOf,
  givenKey,
  headersOf,
  isNamedBefore,
  isTestOf,
  ownPriceOf,
  testRequestOf,
  thinkingOf,
  usesStored,
  type TeacherDraft,
} from './teacher-form';
import { useAddTeacher, useChangeTeacher, useTryServer } from './teachers-api';

type TeacherDialogProps = {
  draft: TeacherDraft;
  /** The teacher to change; omitted for a new one. */
  teacher?: Teacher;
  isOwner: boolean;
  onClose: () => void;
  /** Receives a new teacher, for callers that use it at once. */
  onAdded?: (teacher: Teacher) => void;
};

/**
 * Adds or changes a server, and tests it before it is saved. The result of the test is saved with it. A server that
 * failed its test can be saved anyway, since it may only be off for now.
 */
export function TeacherDialog({ draft, teacher, isOwner, onClose, onAdded }: TeacherDialogProps) {
  const formId = useId();
  const [form, setForm] = useState(() => formOf(draft, { kind: teacher ? 'keep' : 'none', value: '' }));
  const update = (changed: Partial<typeof form>) => setForm((before) => ({ ...before, ...changed }));
  const add = useAddTeacher((added) => {
    onAdded?.(added);
    onClose();
  });
  const change = useChangeTeacher(onClose);
  const trial = useTryServer();
  const saving = teacher ? change : add;
  const isBuiltIn = teacher !== undefined && teacher.isPractice && !teacher.baseUrl.startsWith('http');
  const extraFields = extraFieldsOf(form.extra);
  const { ownPrice, faults } = ownPriceOf(form);
  // The price list is asked about the saved model at its saved address.
  const { baseUrl, otherUrls } = addressesIn(form.addresses);
  const isSameModel = baseUrl === teacher?.baseUrl && form.model === teacher.model;

  const isTested = isTestOf(trial.variables, form);
  const tested = isTested ? trial.data : undefined;
  const testError = isTested ? trial.error : null;
  const hasFailed = tested?.ok === false || testError !== null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isTwice = form.headers.some((_, at) => isNamedBefore(form.headers, at));
    if (saving.isPending || extraFields === null || isTwice || Object.keys(faults).length > 0) return;
    const { name, model, key } = form;
    const receipt = tested?.receipt ? { testReceipt: tested.receipt } : {};
    const numbers = {
      slots: Number(form.slots),
      requestsPerMinute: form.requestsPerMinute === '' ? null : Number(form.requestsPerMinute),
      tokensPerMinute: form.tokensPerMinute === '' ? null : Number(form.tokensPerMinute),
      timeoutSeconds: Number(form.timeout),
    };
    const structuredOutput = form.structuredOutput ? ('auto' as const) : ('off' as const);
    const common = { name, ...numbers, ...thinkingOf(form), structuredOutput, extraFields, ownPrice, ...receipt };
    const server = isBuiltIn ? {} : { baseUrl, otherUrls, model };
    if (teacher)
      change.mutate({ id: teacher.id, ...common, ...server, ...keyRequest(key), headers: headersOf(form.headers) });
    else add.mutate({ ...common, baseUrl, otherUrls, model, ...givenKey(key), headers: enteredHeaders(form.headers) });
  };
  const tryServer = () => {
    const request = testRequestOf(form);
    trial.mutate(request, {
      onSuccess: ({ models: [only, ...others] }) => {
        // If the server has only one model, it is tested at once.
        if (request.model || !only || others.length > 0) return;
        update({ model: only });
        trial.mutate(testRequestOf({ ...form, model: only }));
      },
    });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="medium"
      title={teacher ? `Change ${teacher.name}` : 'Add a teacher'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {!isBuiltIn && (
            <Button
              icon={PlugZap}
              isBusy={trial.isPending}
              disabled={!baseUrl || usesStored(form) || extraFields === null}
              onClick={tryServer}
            >
              Test connection
            </Button>
          )}
          <Button variant="primary" type="submit" form={formId} isBusy={saving.isPending}>
            {saveLabel(teacher !== undefined, hasFailed)}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
        <TeacherFields
          form={form}
          onChange={update}
          isBuiltIn={isBuiltIn}
          canKeepKey={teacher !== undefined}
          isOwner={isOwner}
          models={trial.data?.models ?? []}
          listed={isSameModel && teacher.price?.source !== 'own' ? teacher.price : null}
        />
        <div aria-live="polite">
          {tested && (
            <Notice tone={tested.ok ? 'success' : 'error'} {...(!tested.ok && { title: 'Test failed' })}>
              {[tested.message, ...tested.adapted].join(' ')}
            </Notice>
          )}
        </div>
        {(testError ?? saving.error) && (
          <Notice tone="error" title={saving.error ? 'Not saved' : 'Not tested'}>
            {messageOf(saving.error ?? testError)}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}

function saveLabel(isChange: boolean, hasFailed: boolean): string {
  if (hasFailed) return isChange ? 'Save anyway' : 'Add anyway';
  return isChange ? 'Save changes' : 'Add teacher';
}
