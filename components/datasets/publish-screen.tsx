'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ListChecks, PackageCheck } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import type { PublishPreview } from '@/taxonomy/datasets/contract';
import { ScopeField } from '../generation/scope-field';
import { useTree } from '../tree/use-tree';
import { leafCountOf, placeText } from '../tree/model';
import { LaterTree } from '../tree/later-tree';
import { Button, ButtonLink } from '../ui/button';
import { later } from '../ui/later';
import { Page } from '../ui/page';
import { EmptyState, messageOf, Notice, Skeleton } from '../ui/states';
import { previewOf } from './api';
import { NameField } from './name-field';
import { nameProblem } from './recipe-draft';
import { SystemPromptField } from './system-prompt-field';
import { useNextNumber, usePublish, useRequest } from './use-publish';
import type { Latest } from './use-latest';
import { useRecipeForm, type PublishStart } from './use-recipe-form';
import { useDebouncedValue } from '../use-debounced-value';

// Collapsed at first.
const AboutFields = later(() => import('./about-fields').then((module) => module.AboutFields));
const PhaseFields = later(() => import('./phase-fields').then((module) => module.PhaseFields));
const AmountFields = later(() => import('./amount-fields').then((module) => module.AmountFields));
const RecipeFields = later(() => import('./recipe-fields').then((module) => module.RecipeFields));
// Their data is requested after the page has loaded.
const TakenPipelines = later(() => import('./taken-pipelines').then((module) => module.TakenPipelines));
const OutcomePanel = later(() => import('./outcome-panel').then((module) => module.OutcomePanel), PanelSkeleton);
const MixFigure = later(() => import('./mix-figure').then((module) => module.MixFigure), MixSkeleton);

const QUIET_MS = 350;

type PublishScreenProps = { taxonomyId: string; start: PublishStart };

/** Names a version, previews its content, and publishes it. */
export function PublishScreen({ taxonomyId, start }: PublishScreenProps) {
  const [typedName, setName] = useState(start.name);
  const name = typedName.trim();
  const form = useRecipeForm(name, start);
  const { base, draft, setDraft, problems, recipe, scope, choose } = form;
  const { model, failure } = useTree(taxonomyId, { needed: scope });
  const asked = useDebouncedValue(recipe, QUIET_MS);
  const preview = useQuery({
    ...previewOf(asked ?? {}, form.latest ? name : undefined),
    enabled: asked !== null,
    placeholderData: keepPreviousData,
  });
  const { names, nextNumber } = useNextNumber(name);
  const publishing = usePublish();
  const sameAs = preview.data?.sameAs ?? null;
  const request = useRequest(nameProblem(name) ? '' : name, recipe, sameAs !== null);
  const isEmpty = preview.data?.approved === 0;
  // Publishing is only possible after its preview is on the screen: the system prompt, and what differs from the
  // previous version.
  const isShown = preview.data !== undefined && !preview.isPlaceholderData && asked === recipe && form.isKnown;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (request && isShown && !isEmpty && !publishing.isPending && !publishing.isSuccess) publishing.mutate(request);
  };
  return (
    <Page
      crumbs={[{ label: 'Datasets', href: '/datasets' }, { label: 'Publish' }]}
      side={{
        label: 'Choose what to publish',
        body: (
          <LaterTree
            taxonomyId={taxonomyId}
            count="approved"
            selectedId={scope.length === 1 ? (scope[0] ?? null) : null}
            onSelect={(id) => choose(id === null ? [] : [id])}
          />
        ),
      }}
    >
      <form onSubmit={submit} className="flex flex-col gap-8 xl:flex-row">
        <div className="flex min-w-0 flex-1 flex-col gap-6">
          <NameField
            value={typedName}
            names={names}
            nextNumber={nextNumber}
            continued={base?.number ?? null}
            onChange={setName}
          />
          {form.notTaken && <NotTaken latest={form.notTaken} name={name} onTake={form.takeOver} />}
          {form.error && (
            <Notice tone="error" title="Could not load the last version">
              {messageOf(form.error)}
            </Notice>
          )}
          <ScopeField
            title="From"
            taxonomyId={taxonomyId}
            places={scope.map((id) => ({ id, name: placeText(model, id) }))}
            leafCount={model ? leafCountOf(model, scope) : null}
            onChange={choose}
            failure={failure}
          />
          {preview.data && (
            <TakenPipelines
              counts={preview.data.pipelines}
              draft={draft}
              base={base?.recipe}
              problem={problems.pipelines}
              onChange={setDraft}
            />
          )}
          {!isEmpty && <SystemPromptField draft={draft} onChange={setDraft} base={base} />}
          <Mix preview={preview.data} hasFailed={preview.error !== null} scope={scope} />
          <details>
            <summary className="w-fit py-1 font-medium">Phases and replay</summary>
            <div className="mt-3">
              <PhaseFields
                taxonomyId={taxonomyId}
                draft={draft}
                onChange={setDraft}
                base={base?.recipe}
                counts={preview.data?.phases ?? []}
                problem={problems.phases}
              />
            </div>
          </details>
          <details>
            <summary className="w-fit py-1 font-medium">Balance and held-out rows</summary>
            <div className="mt-3">
              <AmountFields
                draft={draft}
                onChange={setDraft}
                problems={problems}
                base={base?.recipe}
                lengths={preview.data?.lengths ?? []}
                shortAnswerTokens={preview.data?.recipe.shortAnswerTokens}
              />
            </div>
          </details>
          <details>
            <summary className="w-fit py-1 font-medium">Advanced settings</summary>
            <div className="mt-3">
              <RecipeFields
                draft={draft}
                onChange={setDraft}
                problems={problems}
                base={base}
                rendered={preview.data?.rendered}
              />
            </div>
          </details>
          <details>
            <summary className="w-fit py-1 font-medium">Data card: use, limits, licence, contact</summary>
            <div className="mt-3">
              <AboutFields draft={draft} onChange={setDraft} base={base?.recipe} />
            </div>
          </details>
        </div>
        <div className="contents gap-4 xl:sticky xl:top-16 xl:flex xl:flex-col xl:max-h-[calc(100dvh-5rem)] xl:w-80 xl:shrink-0 xl:self-start xl:overflow-y-auto">
          <OutcomePanel
            preview={preview.data}
            isStale={preview.isFetching || asked !== recipe}
            error={preview.isFetching ? null : preview.error}
          />
          {publishing.error && (
            <Notice tone="error" title="Nothing was published">
              {messageOf(publishing.error)}
            </Notice>
          )}
          <div className="sticky bottom-0 z-10 flex flex-col gap-2 bg-ground py-3 xl:py-0">
            <Button
              type="submit"
              variant="primary"
              size="large"
              icon={PackageCheck}
              disabled={!request || !isShown || isEmpty}
              isBusy={publishing.isPending || publishing.isSuccess}
            >
              {publishLabel(request ? nextNumber : null, sameAs)}
            </Button>
            <WhyNot name={name} hasProblems={recipe === null} isEmpty={isEmpty} />
          </div>
        </div>
      </form>
    </Page>
  );
}

function publishLabel(nextNumber: number | null, sameAs: number | null): string {
  const label = nextNumber === null ? 'Publish' : `Publish version ${nextNumber}`;
  return sameAs === null ? label : `${label} anyway`;
}

type NotTakenProps = { latest: Latest; name: string; onTake: () => void };

/** A recognised dataset name must not overwrite settings that a person has already changed. */
const NotTaken = ({ latest, name, onTake }: NotTakenProps) => (
  <Notice
    tone="warning"
    title={`Your settings differ from ${name} version ${latest.number}`}
    action={
      <Button size="small" onClick={onTake}>
        Use its settings
      </Button>
    }
  >
    Your changes are kept. Using its settings replaces them.
  </Notice>
);

function PanelSkeleton() {
  return <Skeleton className="h-40 w-full" />;
}

function MixSkeleton() {
  return <Skeleton className="h-72 w-full" />;
}

type MixProps = { preview: PublishPreview | undefined; hasFailed: boolean; scope: readonly string[] };

function Mix({ preview, hasFailed, scope }: MixProps) {
  if (!preview) return hasFailed ? null : <MixSkeleton />;
  if (preview.approved > 0) return <MixFigure phases={preview.phases} leaves={preview.leaves} />;
  if (preview.pipelines.some(({ rows }) => rows > 0))
    return (
      <EmptyState title="No approved samples of the chosen pipelines">
        Choose other pipelines, or other leaves.
      </EmptyState>
    );
  const [only, ...others] = scope;
  return (
    <EmptyState
      title="No approved samples here yet"
      action={
        <ButtonLink href={only && others.length === 0 ? `/review/${only}` : '/review'} icon={ListChecks}>
          Review samples
        </ButtonLink>
      }
    >
      Only approved samples are published. Review some, or choose other leaves.
    </EmptyState>
  );
}

/** Explains why the button is disabled. */
function WhyNot({ name, hasProblems, isEmpty }: { name: string; hasProblems: boolean; isEmpty: boolean }) {
  const why = isEmpty
    ? 'No approved samples here yet.'
    : name === ''
      ? 'Enter a name.'
      : hasProblems && 'Fix the settings above.';
  return why ? <p className="text-sm text-muted">{why}</p> : null;
}
