'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { v7 as newId } from 'uuid';
import type { StartRunRequest } from '@/taxonomy/generation/contract';
import { parseDollars } from '@/taxonomy/generation/vocabulary-money';
import { api, queryKeyOf } from '../api';
import { useScope } from '../tree/use-scope';
import { useTree } from '../tree/use-tree';
import { leafCountOf, placeText, totalsOf } from '../tree/model';
import { LaterTree } from '../tree/later-tree';
import { Button } from '../ui/button';
import { later } from '../ui/later';
import { Page } from '../ui/page';
import { Notice } from '../ui/states';
import { estimateOf, teacherList } from './api';
import { numberText } from '../numbers';
import type { FirstChoices } from './first-choices';
import { RunSettings } from './run-settings';
import { ScopeField } from './scope-field';
import { faultsOf, thresholdOf, type Settings } from './settings';
import { TeacherChoice } from './teacher-choice';

// Its data is requested after the page has loaded.
const EstimatePanel = later(() => import('./estimate-panel').then((module) => module.EstimatePanel));
const StartRefused = later(() => import('./start-refused').then((module) => module.StartRefused));

type NewRunScreenProps = {
  taxonomyId: string;
  isOwner: boolean;
  first: FirstChoices;
  /** Where the first choices come from, when they are those of another run. */
  notice?: ReactNode;
};

/** Chooses leaves, teacher and amount of a run, and shows its maximum cost. */
export function NewRunScreen({ taxonomyId, isOwner, first, notice }: NewRunScreenProps) {
  const asked = useScope(first.scope);
  const { model, failure } = useTree(taxonomyId, { needed: asked.scope });
  const { data: teachers } = useQuery(teacherList);
  const { scope, goneCount, isNothing } = usePlaces(asked, model);
  const { choose } = asked;
  const [chosenTeacher, setTeacher] = useState(first.teacherId);
  const [settings, setSettings] = useState(first.settings);

  // If there is only one model, it is preselected; without a model, the practice teacher is.
  const models = teachers?.items.filter(({ isPractice }) => !isPractice) ?? [];
  const candidates = models.length > 0 ? models : (teachers?.items ?? []);
  const teacherId = chosenTeacher ?? (candidates.length === 1 ? (candidates[0]?.id ?? null) : null);
  const teacher = teachers?.items.find(({ id }) => id === teacherId);
  const { judgeTeacherId, judgeVotes } = settings;
  const isUnpriced = teachers?.items.some(
    ({ id, price }) => price === null && [teacherId, judgeTeacherId].includes(id),
  );
  const faults = faultsOf(settings, !isUnpriced);
  const target = settings.target === null ? null : Number(settings.target);
  const isRepeated = target !== null && settings.isRepeated;
  // Unknown until every chosen place is loaded.
  const isKnown = model !== null && scope.every((id) => model.nodes.has(id));
  const leafCount = isKnown ? (isNothing ? 0 : leafCountOf(model, scope)) : null;
  const obstacle = obstacleOf({
    hasFailed: failure !== null,
    isNothing,
    leafCount,
    hasTeacher: teacherId !== null,
    faults,
  });
  const isAsked = isKnown && obstacle === null;
  const estimate = useQuery({
    ...estimateOf({
      scope,
      teacherId: teacherId ?? '',
      judgeTeacherId,
      judgeVotes,
      target,
      isRepeated,
      pipelines: settings.pipelines,
      asksEveryJudge: settings.asksEveryJudge,
    }),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  const start = useStart();
  const request = useRequest({ scope, teacherId, target, isRepeated, settings });
  const idle = isAsked && estimate.data?.items === 0 ? 'None of these leaves can run. The estimate says why.' : null;
  const isReady = isAsked && request !== null && idle === null;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !start.isPending && !start.isSuccess) start.mutate(request);
  };
  return (
    <Page
      crumbs={[{ label: 'Runs', href: '/runs' }, { label: 'New run' }]}
      side={{
        label: 'Tree',
        body: (
          <LaterTree
            taxonomyId={taxonomyId}
            count="generated"
            selectedId={isNothing ? '' : (scope.at(-1) ?? null)}
            selectedIds={scope}
            onSelect={(id) => choose(id === null ? [] : [id])}
          />
        ),
      }}
    >
      <form onSubmit={submit} className="flex flex-col gap-8 xl:flex-row">
        <div className="flex min-w-0 flex-1 flex-col gap-6">
          {notice}
          <ScopeField
            taxonomyId={taxonomyId}
            places={scope.map((id) => ({ id, name: placeText(model, id) }))}
            leafCount={leafCount}
            onChange={choose}
            isNothing={isNothing}
            failure={failure}
          />
          {goneCount > 0 && <PlacesAreGone count={goneCount} isNothing={isNothing} onWhole={() => choose([])} />}
          <TeacherChoice teachers={teachers?.items} value={teacherId} isOwner={isOwner} onChange={setTeacher} />
          <RunSettings
            settings={settings}
            faults={faults}
            onChange={setSettings}
            boundCalls={estimate.data?.calls ?? null}
          />
        </div>
        <div className="contents gap-4 xl:sticky xl:top-16 xl:flex xl:flex-col xl:max-h-[calc(100dvh-5rem)] xl:w-80 xl:shrink-0 xl:self-start xl:overflow-y-auto">
          <EstimatePanel
            estimate={isAsked ? estimate.data : undefined}
            isLoading={obstacle === null && (!isKnown || estimate.isFetching)}
            error={isAsked ? estimate.error : null}
            teacher={teacher}
            isOwner={isOwner}
            maxCalls={settings.maxCalls === '' ? null : Number(settings.maxCalls)}
            obstacle={obstacle}
          />
          {start.error && <StartRefused error={start.error} />}
          <div className="sticky bottom-0 z-10 flex flex-col gap-2 bg-ground py-3 xl:py-0">
            <Button
              type="submit"
              variant="primary"
              size="large"
              icon={Play}
              disabled={!isReady}
              isBusy={start.isPending || start.isSuccess}
            >
              Start run
            </Button>
            {model && totalsOf(model, null).leaves === 0 ? (
              <p className="text-sm text-muted">
                There are no leaves yet.{' '}
                <Link href="/taxonomy" className="text-accent underline">
                  Create one in the taxonomy
                </Link>
              </p>
            ) : (
              idle && <p className="text-sm text-muted">{idle}</p>
            )}
          </div>
        </div>
      </form>
    </Page>
  );
}

/** The chosen places, without those that are not in the tree. */
function usePlaces({ scope: asked, malformed }: ReturnType<typeof useScope>, model: Model | null) {
  const scope = useMemo(() => asked.filter((id) => !model?.gone.has(id)), [model, asked]);
  const goneCount = malformed + asked.length - scope.length;
  return { scope, goneCount, isNothing: goneCount > 0 && scope.length === 0 };
}

type Model = NonNullable<ReturnType<typeof useTree>['model']>;

type Obstacles = {
  /** The chosen places could not be loaded. */
  hasFailed: boolean;
  isNothing: boolean;
  leafCount: number | null;
  hasTeacher: boolean;
  faults: ReturnType<typeof faultsOf>;
};

const advancedFields = [
  ['maxCalls', 'Call limit'],
  ['maxTokens', 'Token limit'],
  ['maxCost', 'Cost limit'],
  ['maxMinutes', 'Time limit'],
  ['threshold', 'Similarity limit'],
] as const;

/** The first thing to do before the run can start, as a sentence. */
function obstacleOf({ hasFailed, isNothing, leafCount, hasTeacher, faults }: Obstacles): string | null {
  if (hasFailed) return 'Load the taxonomy first.';
  if (isNothing) return 'Choose a leaf or folder first.';
  if (leafCount === 0) return 'There are no leaves here. Choose another folder, or create a leaf.';
  if (!hasTeacher) return 'Choose a teacher first.';
  if (faults.target) return 'Enter the number of samples per leaf first.';
  for (const [field, name] of advancedFields) if (faults[field]) return `Fix “${name}” under “Advanced” first.`;
  return null;
}

const PlacesAreGone = ({ count, isNothing, onWhole }: { count: number; isNothing: boolean; onWhole: () => void }) => (
  <Notice tone="warning" action={isNothing && <Button onClick={onWhole}>Use the whole taxonomy</Button>}>
    {count === 1
      ? '1 chosen leaf or folder no longer exists and was left out.'
      : `${numberText(count)} chosen leaves or folders no longer exist and were left out.`}
  </Notice>
);

type Choices = {
  scope: string[];
  teacherId: string | null;
  target: number | null;
  isRepeated: boolean;
  settings: Settings;
};

/** The request with its key. The same choices keep their key, so that sending them again does not start another run. */
function useRequest({ settings, ...chosen }: Choices): StartRunRequest | null {
  const { teacherId } = chosen;
  const { seed, maxCalls, maxTokens, maxCost, maxMinutes, judgeTeacherId, judgeVotes, rulesOff, threshold, isTrial } =
    settings;
  const { batch, pipelines, thresholds, asksEveryJudge, within } = settings;
  const costLimit = parseDollars(maxCost);
  const choices = JSON.stringify([chosen, settings]);
  const requestKey = useMemo(() => choices && newId(), [choices]);
  if (!teacherId) return null;
  const numberOf = (text: string) => (text === '' ? undefined : Number(text));
  const limits = {
    maxCalls: numberOf(maxCalls),
    maxTokens: numberOf(maxTokens),
    maxCost: costLimit ?? undefined,
    maxMinutes: numberOf(maxMinutes),
  };
  const nearDuplicates = threshold === null ? null : { threshold: thresholdOf(threshold), within };
  const ownSeed = seed.trim() && { seed: seed.trim() };
  const judging = { judgeTeacherId, judgeVotes, thresholds, asksEveryJudge };
  const methods = { pipelines, rulesOff, nearDuplicates, ...judging };
  return { requestKey, ...chosen, teacherId, isTrial, batch, ...methods, ...ownSeed, ...limits };
}

function useStart() {
  const router = useRouter();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: StartRunRequest) => api.post('/api/v1/runs', { body }),
    onSuccess: async ({ id }) => {
      router.push(`/runs/${id}`);
      await Promise.all(
        [queryKeyOf('/api/v1/runs'), queryKeyOf('/api/v1/activity')].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
}
