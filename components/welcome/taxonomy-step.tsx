'use client';

import { Sprout, Upload } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { countText, numberText } from '../numbers';
import { totalsOf, type TreeModel } from '../tree/model';
import { useTree } from '../tree/use-tree';
import { Button } from '../ui/button';
import { later } from '../ui/later';
import { laterDialog } from '../ui/later-dialog';
import { ErrorState, messageOf, Notice, Skeleton } from '../ui/states';
import { Term } from '../ui/term';
import { usePlantSample } from './api';
import { Step, StepOption } from './step';

const EmptyStart = later(
  () => import('./empty-start').then((module) => module.EmptyStart),
  () => <Skeleton className="h-36" />,
);
const ImportDialog = laterDialog(() => import('../seeds/import-dialog').then((module) => module.ImportDialog));

export function TaxonomyStep({ taxonomyId }: { taxonomyId: string }) {
  // Kept outside the options, which disappear with the first leaf: the import report stays until it is closed.
  const [isImporting, setImporting] = useState(false);
  return (
    <>
      <TaxonomyWays taxonomyId={taxonomyId} onImport={() => setImporting(true)} />
      {isImporting && <ImportDialog taxonomyId={taxonomyId} onClose={() => setImporting(false)} />}
    </>
  );
}

type WaysProps = { taxonomyId: string; onImport: () => void };

function TaxonomyWays({ taxonomyId, onImport }: WaysProps) {
  const { model, error, refetch } = useTree(taxonomyId);
  const title = (
    <>
      Choose a <Term word="taxonomy" />
    </>
  );
  if (error) {
    return (
      <Step number={1} title={title}>
        <ErrorState error={error} onRetry={refetch} />
      </Step>
    );
  }
  if (!model) {
    return (
      <Step number={1} title={title}>
        <Skeleton className="h-36" />
      </Step>
    );
  }
  const { leaves, seeds } = totalsOf(model, null);
  if (leaves === 0) {
    return (
      <Step number={1} title={title}>
        <Ways taxonomyId={taxonomyId} model={model} onImport={onImport} />
      </Step>
    );
  }
  return (
    <Step
      number={1}
      title={title}
      done={
        <>
          {countText(leaves, 'leaf', 'leaves')} with {numberText(seeds)} <Term word="seed">seed examples</Term>.{' '}
          <Link href="/taxonomy" className="text-accent underline">
            Open taxonomy
          </Link>
        </>
      }
    />
  );
}

function Ways({ taxonomyId, model, onImport }: WaysProps & { model: TreeModel }) {
  const plant = usePlantSample(taxonomyId);
  const [isEmptyChosen, setEmptyChosen] = useState(false);
  if (isEmptyChosen) return <EmptyStart taxonomyId={taxonomyId} model={model} onBack={() => setEmptyChosen(false)} />;
  return (
    <>
      <div className="grid gap-3 md:grid-cols-3">
        <StepOption
          title="Sample"
          action={
            <Button variant="primary" icon={Sprout} isBusy={plant.isPending} onClick={() => plant.mutate()}>
              Start with the sample
            </Button>
          }
        >
          A small tree with all three <Term word="branch">branches</Term>. Every <Term word="leaf" /> has seed examples,
          and one has a <Term word="document" />.
        </StepOption>
        <StepOption
          title="Your own"
          action={
            <Button icon={Upload} onClick={onImport}>
              Import a folder or .zip
            </Button>
          }
        >
          Folders with qna.yaml files, in InstructLab’s format. You see a preview before anything is saved.
        </StepOption>
        <StepOption title="Empty" action={<Button onClick={() => setEmptyChosen(true)}>Start empty</Button>}>
          Three empty branches. You create the first leaf and write its seed examples.
        </StepOption>
      </div>
      {plant.error && (
        <Notice tone="error" title="The sample taxonomy was not added" className="mt-3">
          {messageOf(plant.error)}
        </Notice>
      )}
    </>
  );
}
