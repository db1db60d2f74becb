'use client';

import { useId } from 'react';
import { limits } from '@/taxonomy/generation/vocabulary';
import { providerNotes, providerOf } from '@/taxonomy/generation/vocabulary-servers';
import { Field } from '../ui/field';
import { Input, Textarea } from '../ui/input';
import type { Price } from '@/taxonomy/generation/contract-prices';
import { HeaderFields } from './header-fields';
import { KeyFields } from './key-fields';
import { PriceFields } from './price-fields';
import { ThinkingFields } from './thinking-fields';
import { addressesIn, extraFieldsOf, type TeacherForm } from './teacher-form';

type TeacherFieldsProps = {
  form: TeacherForm;
  onChange: (changed: Partial<TeacherForm>) => void;
  /** The practice teacher: its address, model and key cannot be changed. */
  isBuiltIn: boolean;
  canKeepKey: boolean;
  isOwner: boolean;
  /** Models that the server listed. */
  models: readonly string[];
  /** The prices that hold while none are entered. */
  listed: Price | null;
};

/** The fields of a teacher. */
export function TeacherFields({ form, onChange, isBuiltIn, canKeepKey, isOwner, models, listed }: TeacherFieldsProps) {
  const listId = useId();
  const provider = providerOf(addressesIn(form.addresses).baseUrl);
  return (
    <>
      <Field label="Name">
        <Input
          required
          maxLength={limits.teacherName}
          autoComplete="off"
          value={form.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      {!isBuiltIn && (
        <>
          <Field label="Address" hint="Such as http://127.0.0.1:11434/v1. Servers with the same model: one per line.">
            <Textarea
              required
              rows={Math.min(6, form.addresses.split('\n').length)}
              spellCheck={false}
              maxLength={limits.addresses * (limits.address + 1)}
              value={form.addresses}
              onChange={(event) => onChange({ addresses: event.target.value })}
            />
          </Field>
          {provider && <p className="text-sm text-muted">{providerNotes[provider]}</p>}
          <Field label="Model" hint="Test the connection to see which models it has">
            <Input
              required
              maxLength={limits.model}
              list={listId}
              value={form.model}
              onChange={(event) => onChange({ model: event.target.value })}
            />
          </Field>
          <datalist id={listId}>
            {models.map((offered) => (
              <option key={offered} value={offered}>
                {offered}
              </option>
            ))}
          </datalist>
          <KeyFields
            choice={form.key}
            onChange={(key) => onChange({ key })}
            canKeep={canKeepKey}
            mayNameVariable={isOwner}
          />
        </>
      )}
      <div className="grid grid-cols-2 gap-4">
        <Field label="Parallel requests">
          <Input
            type="number"
            required
            min={1}
            max={limits.slots}
            value={form.slots}
            onChange={(event) => onChange({ slots: event.target.value })}
          />
        </Field>
        <Field label="Requests per minute" hint="Empty for no limit">
          <Input
            type="number"
            min={1}
            max={limits.requestsPerMinute}
            value={form.requestsPerMinute}
            onChange={(event) => onChange({ requestsPerMinute: event.target.value })}
          />
        </Field>
        <Field label="Tokens per minute" hint="Empty for no limit">
          <Input
            type="number"
            min={1}
            max={limits.tokensPerMinute}
            value={form.tokensPerMinute}
            onChange={(event) => onChange({ tokensPerMinute: event.target.value })}
          />
        </Field>
        <Field label="Timeout (s)">
          <Input
            type="number"
            required
            min={1}
            max={limits.timeoutSeconds}
            value={form.timeout}
            onChange={(event) => onChange({ timeout: event.target.value })}
          />
        </Field>
      </div>
      <PriceFields form={form} onChange={onChange} listed={listed} />
      {!isBuiltIn && (
        <details open={extraFieldsOf(form.extra) === null || undefined}>
          <summary className="cursor-pointer font-medium">Advanced</summary>
          <div className="mt-3 flex flex-col gap-4">
            <Field
              label="Extra request fields"
              hint='JSON added to each request, such as {"enable_thinking": false}'
              {...(extraFieldsOf(form.extra) === null && { error: 'Not a JSON object. Leave it empty for none.' })}
            >
              <Input
                autoComplete="off"
                maxLength={limits.extraFields}
                value={form.extra}
                onChange={(event) => onChange({ extra: event.target.value })}
              />
            </Field>
            <ThinkingFields form={form} onChange={onChange} />
            <HeaderFields rows={form.headers} onChange={(headers) => onChange({ headers })} />
          </div>
        </details>
      )}
    </>
  );
}
