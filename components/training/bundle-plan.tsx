'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, PackageCheck } from 'lucide-react';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import type { TrainingPlan, TrainingRecipe } from '@/taxonomy/training/contract-bundle';
import { formatOfTrainer } from '@/taxonomy/training/vocabulary-bundle';
import { addressOf } from '../api-client';
import { startExport, versionById } from '../datasets/api';
import { numberText } from '../numbers';
import { Button, ButtonLink } from '../ui/button';
import { messageOf, Notice } from '../ui/states';
import { Table, Td, Th, Tr } from '../ui/table';

type BundlePlanProps = {
  version: VersionDetail;
  plan: TrainingPlan;
  /** Null while the plan is that of other settings. */
  recipe: TrainingRecipe | null;
  canExport: boolean;
};

/** What the settings amount to, what to look at first, and the bundle to download. */
export function BundlePlan({ version, plan: { phases, warnings, memory, files }, recipe, canExport }: BundlePlanProps) {
  return (
    <section aria-label="Plan" className="flex flex-col gap-4 rounded-lg border bg-surface p-4">
      <h2 className="font-semibold">Plan</h2>
      <Table label="Steps by phase">
        <thead>
          <tr>
            <Th>Phase</Th>
            <Th isNumber>Rows</Th>
            <Th isNumber>Batch</Th>
            <Th isNumber>Steps</Th>
          </tr>
        </thead>
        <tbody>
          {phases.map(({ key, name, rows, tooLong, batch, steps }) => (
            <Tr key={key}>
              <Td>{name}</Td>
              <Td isNumber>{numberText(rows - tooLong)}</Td>
              <Td isNumber>{numberText(batch)}</Td>
              <Td isNumber>{numberText(steps)}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {memory && (
        <p className="text-sm">
          About {numberText(memory.gigabytes)} GB for each. <span className="text-muted">{memory.formula}</span>
        </p>
      )}
      {warnings.length > 0 && (
        <Notice tone="warning" title="Before you train">
          <ul className="mt-1 flex flex-col gap-2 text-sm">
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </Notice>
      )}
      <Bundle version={version} recipe={recipe} canExport={canExport} />
      <details>
        <summary className="w-fit py-1 font-medium">Files</summary>
        <ul className="mt-1 flex flex-col gap-1">
          {files.map(({ name, text }) => (
            <li key={name}>
              <details>
                <summary className="w-fit py-0.5 text-code">{name}</summary>
                <pre
                  aria-label={name}
                  className="mt-1 rounded-md border bg-sunken px-3 py-2 text-code wrap-anywhere whitespace-pre-wrap"
                >
                  {text}
                </pre>
              </details>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

type BundleProps = { version: VersionDetail; recipe: TrainingRecipe | null; canExport: boolean };

/** The data is exported first, which may take a while; then the bundle can be downloaded. */
function Bundle({ version, recipe, canExport }: BundleProps) {
  const client = useQueryClient();
  const format = recipe && formatOfTrainer[recipe.trainer];
  const found = version.exports.find((each) => each.format === format && Object.keys(each.options).length === 0);
  const { mutate, isPending, error } = useMutation({
    mutationFn: (name: string) => startExport(version.id, { format: name, options: {} }),
    onSettled: () => client.invalidateQueries({ queryKey: versionById(version.id).queryKey }),
  });
  if (found?.state === 'done' && recipe)
    return (
      <ButtonLink
        variant="primary"
        icon={Download}
        href={addressOf('/api/v1/training/bundles/{exportId}', {
          params: { exportId: found.id },
          query: { versionId: version.id, recipe: JSON.stringify(recipe) },
        })}
      >
        Download bundle
      </ButtonLink>
    );
  const isWriting = found?.state === 'queued' || found?.state === 'writing';
  return (
    <div className="flex flex-col gap-2">
      {canExport ? (
        <Button
          variant="primary"
          icon={PackageCheck}
          disabled={!format}
          isBusy={isPending || isWriting}
          onClick={() => format && mutate(format)}
        >
          {isWriting ? `Writing the data: ${numberText(found.rowsDone)} rows` : 'Prepare bundle'}
        </Button>
      ) : (
        <p className="text-sm text-muted">A curator can prepare the bundle.</p>
      )}
      {error && (
        <Notice tone="error" title="The data was not exported">
          {messageOf(error)}
        </Notice>
      )}
    </div>
  );
}
