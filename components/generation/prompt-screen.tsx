'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { PromptDetail } from '@/taxonomy/generation/contract-prompts';
import { maxPromptText } from '@/taxonomy/generation/vocabulary-prompts';
import { numberText } from '../numbers';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { Textarea } from '../ui/input';
import { Page } from '../ui/page';
import { ErrorState, messageOf, Notice, Skeleton } from '../ui/states';
import { ApiError } from '../api-client';
import { PromptDiff } from './prompt-diff';
import { PromptFacts } from './prompt-facts';
import { PromptHistory } from './prompt-history';
import { PromptPreview } from './prompt-preview';
import { promptByName } from './prompts-api';
import { promptHref, promptTitle, SavedBy, sourceText } from './prompt-words';
import { usePromptDraft } from './use-prompt-draft';

type PromptScreenProps = { name: string; leaf: string | null; mayEdit: boolean };

/** One prompt, for the taxonomy or for a leaf: its text, its preview and its versions. */
export function PromptScreen({ name, leaf, mayEdit }: PromptScreenProps) {
  const { data, error, refetch } = useQuery(promptByName(name, leaf));
  const where = leaf === null ? 'Prompts' : `Prompts of ${data?.leaf?.name ?? 'a leaf'}`;
  return (
    <Page
      crumbs={[
        { label: 'Settings', href: '/settings' },
        { label: where, href: promptHref(leaf) },
        { label: promptTitle(name) },
      ]}
    >
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton className="h-96 w-full" />}
      {data && <PromptEditor key={`${name}:${leaf}`} prompt={data} mayEdit={mayEdit} />}
    </Page>
  );
}

function PromptEditor({ prompt, mayEdit }: { prompt: PromptDetail; mayEdit: boolean }) {
  const draft = usePromptDraft(prompt);
  const { text, isDirty, isConflict, saving } = draft;
  const leaf = prompt.leaf?.nodeId ?? null;
  const isOwn = prompt.inForce.source === (leaf === null ? 'taxonomy' : 'leaf');
  const isRefused = saving.error !== null && !(saving.error instanceof ApiError && saving.error.code === 'conflict');
  const faults = isRefused ? faultsIn(saving.error) : [];
  return (
    <div className="flex flex-col gap-6 xl:flex-row">
      <div className="flex min-w-0 flex-1 flex-col gap-6">
        <section aria-label="Text" className="flex flex-col gap-3">
          <p className="text-muted">
            {sourceText(prompt.inForce, prompt.builtInVersion)}
            {prompt.inForce.by !== null && ', by '}
            <SavedBy {...prompt.inForce} />
            {leaf !== null && (
              <>
                {' · '}
                <Link href={promptHref(null, prompt.name)} className="text-accent underline">
                  Open the text of the taxonomy
                </Link>
              </>
            )}
          </p>
          {prompt.isBehind && (
            <Notice tone="warning" title="The built-in text has changed since">
              Your own text was written for an earlier version of Seedleaf. Compare the two under Versions.
            </Notice>
          )}
          <Field
            label="Text of the prompt"
            error={
              isRefused &&
              faults.map((fault) => (
                <span key={fault} className="block">
                  {fault}
                </span>
              ))
            }
            hint={`${numberText(text.length)} of ${numberText(maxPromptText)} characters. Examples and the material of each item are added below it.`}
          >
            <Textarea
              look="code"
              rows={16}
              maxRows={40}
              maxLength={maxPromptText}
              readOnly={!mayEdit}
              value={text}
              onChange={(event) => draft.edit(event.target.value)}
            />
          </Field>
          {isConflict && <Conflict prompt={prompt} draft={draft} />}
          {mayEdit && !isConflict && (
            <div className="flex flex-wrap items-center gap-2">
              <Button
                variant="primary"
                isBusy={saving.isPending}
                disabled={!isDirty || text.trim() === ''}
                onClick={() => draft.save(text)}
              >
                Save as version {prompt.latest + 1}
              </Button>
              {isDirty && <Button onClick={draft.discard}>Discard changes</Button>}
              {isOwn && !isDirty && (
                <Button isBusy={saving.isPending} onClick={() => draft.save(null)}>
                  {prompt.inherited.source === 'built_in'
                    ? 'Back to the built-in text'
                    : 'Back to the text of the taxonomy'}
                </Button>
              )}
              {text !== prompt.builtInText && (
                <Button variant="ghost" onClick={() => draft.edit(prompt.builtInText)}>
                  Edit from the built-in text
                </Button>
              )}
              {isDirty && <span className="text-sm text-muted">Not saved yet</span>}
            </div>
          )}
        </section>
        {mayEdit && <PromptPreview prompt={prompt} text={text} />}
        <PromptHistory
          prompt={prompt}
          mayRestore={mayEdit && !isDirty}
          isBusy={saving.isPending}
          onRestore={(restored) => draft.save(restored)}
        />
      </div>
      <PromptFacts prompt={prompt} />
    </div>
  );
}

/** What is wrong with a text that was refused, each fault by itself. */
function faultsIn(error: unknown): string[] {
  const detail = error instanceof ApiError ? error.detail : null;
  const isList = typeof detail === 'object' && detail !== null && 'faults' in detail && Array.isArray(detail.faults);
  return isList ? (detail.faults as unknown[]).map(String) : [messageOf(error)];
}

type ConflictProps = { prompt: PromptDetail; draft: ReturnType<typeof usePromptDraft> };

/** Somebody else saved meanwhile: both texts, and the choice between them. The other one stays in the versions. */
function Conflict({ prompt, draft }: ConflictProps) {
  const { by } = prompt.inForce;
  return (
    <Notice
      tone="warning"
      title={`Version ${prompt.latest} was saved${by === null ? '' : ` by ${by}`} while you edited`}
    >
      <div className="flex flex-col gap-3">
        <p>Your text is not saved. Marked below: what yours takes out of that version, and what it adds.</p>
        <PromptDiff label="Their text and yours" before={prompt.text} after={draft.text} />
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            isBusy={draft.saving.isPending}
            onClick={() => draft.save(draft.text, prompt.latest)}
          >
            Save mine as version {prompt.latest + 1}
          </Button>
          <Button onClick={draft.discard}>Take version {prompt.latest}</Button>
        </div>
      </div>
    </Notice>
  );
}
