'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import type { Recipe } from '@/taxonomy/datasets/contract-recipe';
import { numberText } from '../numbers';
import { When } from '../ui/when';
import { useTree } from '../tree/use-tree';
import { placeText } from '../tree/model';
import { PracticeIcon } from '../ui/practice-badge';
import { Table, Td, Th, Tr } from '../ui/table';
import { Term } from '../ui/term';
import { VersionChanges } from './version-changes';
import { MoreInCard, Sources } from './version-sources';

/** The origin of the rows: the recipe, the runs and the sources. */
export function VersionOrigin({ taxonomyId, version }: { taxonomyId: string; version: VersionDetail }) {
  const { recipe, origin } = version;
  return (
    <div className="flex flex-col gap-8">
      {version.state === 'published' && (
        <Section title="What changed">
          <VersionChanges version={version} />
        </Section>
      )}
      <Section title="Recipe">
        <RecipeFacts taxonomyId={taxonomyId} recipe={recipe} phases={version.phases} />
      </Section>
      {origin && (
        <>
          <Section title="Runs">
            <Runs runs={origin.runs} />
          </Section>
          <Section title="Sources">
            <Sources sources={origin.sources} />
          </Section>
        </>
      )}
    </div>
  );
}

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <section aria-label={title} className="flex flex-col gap-2">
    <h2 className="font-semibold">{title}</h2>
    {children}
  </section>
);

type RecipeFactsProps = { taxonomyId: string; recipe: Recipe; phases: VersionDetail['phases'] };

function RecipeFacts({ taxonomyId, recipe, phases }: RecipeFactsProps) {
  const { model } = useTree(taxonomyId, { needed: recipe.scope });
  const places = recipe.scope.map((id) => placeText(model, id) ?? '…');
  return (
    <>
      <dl className="grid grid-cols-[minmax(8rem,auto)_1fr] gap-x-6 gap-y-1">
        <Fact name="From">{places.length === 0 ? 'The whole taxonomy' : places.join('; ')}</Fact>
        <Fact name={<Term word="shortAnswer">Short answers</Term>}>
          at most {numberText(recipe.shortAnswerTokens)} <Term word="token">tokens</Term>
        </Fact>
        <Fact name={<Term word="phase">Phases</Term>}>
          <ol>
            {phases.map(({ key, name, replayed }) => (
              <li key={key}>
                {name}
                {replayed.length > 0 && (
                  <span className="text-muted"> with replay of {replayed.map((source) => source.name).join(', ')}</span>
                )}
              </li>
            ))}
          </ol>
        </Fact>
        <Fact name="Random seed">{recipe.seed}</Fact>
      </dl>
      <Folded title="System prompt" text={recipe.systemPrompt} isOpen />
      <Folded title="Chat template" text={recipe.chatTemplate} />
    </>
  );
}

const Fact = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
);

function Folded({ title, text, isOpen = false }: { title: string; text: string; isOpen?: boolean }) {
  return (
    <details open={isOpen}>
      <summary className="w-fit py-0.5 text-muted">{title}</summary>
      <pre className="mt-1 rounded-md border bg-sunken px-3 py-2 text-code whitespace-pre-wrap">
        {text === '' ? 'None' : text}
      </pre>
    </details>
  );
}

const versionsOf = (things: readonly { name: string; version: number }[]) =>
  things.map(({ name, version }) => `${name} ${version}`).join(', ') || '–';

type Origin = NonNullable<VersionDetail['origin']>;

const Runs = ({ runs }: { runs: Origin['runs'] }) => (
  <>
    <Table label="Runs that generated the rows">
      <thead>
        <tr>
          <Th>Run</Th>
          <Th>Teacher</Th>
          <Th>Model</Th>
          <Th>Pipelines</Th>
          <Th>Prompts</Th>
          <Th isNumber>Rows</Th>
        </tr>
      </thead>
      <tbody>
        {runs.items.map((run) => (
          <Tr key={run.id} className="align-top">
            <Td className="whitespace-nowrap">
              <Link href={`/runs/${run.id}`} className="inline-block py-0.5 text-accent underline underline-offset-4">
                <When iso={run.startedAt} />
              </Link>
            </Td>
            <Td className="min-w-40">
              <span className="mr-2">{run.teacher}</span>
              {run.isPractice && <PracticeIcon />}
            </Td>
            <Td className="min-w-32">
              <Model run={run} />
            </Td>
            <Td className="min-w-32">{versionsOf(run.pipelines)}</Td>
            <Td className="min-w-40">{versionsOf(run.prompts)}</Td>
            <Td isNumber>{numberText(run.rows)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
    <MoreInCard of={runs} />
  </>
);

/** The model that answered, and the requested one if it differs. */
function Model({ run: { model, answeredBy } }: { run: Origin['runs']['items'][number] }) {
  if (answeredBy.every((each) => each === model)) return model;
  return (
    <>
      {answeredBy.join(', ')} <span className="text-muted">(requested: {model})</span>
    </>
  );
}
