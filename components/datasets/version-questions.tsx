'use client';

import { useQuery } from '@tanstack/react-query';
import { Download, ListChecks, Plus } from 'lucide-react';
import { useState } from 'react';
import type { VersionDetail } from '@/taxonomy/datasets/contract';
import type { EvaluationSetNumbers } from '@/taxonomy/training/contract-evaluation-set';
import { countText, numberText } from '../numbers';
import { Button, ButtonLink } from '../ui/button';
import { messageOf, Notice } from '../ui/states';
import { evaluationSetAddress, evaluationSetNumbers } from './api';
import { CommandLine } from './command-line';
import { nextVersionPath } from './paths';

type VersionQuestionsProps = { version: VersionDetail; canPublish: boolean };

/** Questions from the held-out rows, as tasks that a model can be evaluated with. */
export function VersionQuestions({ version, canPublish }: VersionQuestionsProps) {
  const held = (split: 'test' | 'validation') => version.phases.reduce((sum, phase) => sum + phase[split], 0);
  const split = held('test') > 0 ? 'test' : 'validation';
  return (
    <section aria-labelledby="questions-heading" className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
      <h2 id="questions-heading" className="font-semibold">
        Evaluation set
      </h2>
      {held(split) === 0 ? (
        <NothingHeldOut version={version} canPublish={canPublish} />
      ) : (
        <>
          <p className="text-sm text-muted">
            Questions from the {countText(held(split), 'row')} held out for {split}, as tasks that lm-evaluation-harness
            runs. Results are shown by leaf.
            {split === 'validation' && ' Checkpoints may have been chosen by these rows; a test share is better.'}
          </p>
          <Prepared version={version} />
        </>
      )}
    </section>
  );
}

const NothingHeldOut = ({ version, canPublish }: VersionQuestionsProps) => (
  <>
    <p className="text-sm text-muted">
      This version holds no rows out, so there is nothing to ask that it does not train on. A version with a test share,
      such as 10 %, has questions.
    </p>
    {canPublish && (
      <ButtonLink icon={Plus} href={nextVersionPath(version.datasetName)} className="self-start">
        Publish with a test share
      </ButtonLink>
    )}
  </>
);

/** All rows are read to find what is trained on, so only when somebody asks. */
function Prepared({ version }: { version: VersionDetail }) {
  const [isAsked, setAsked] = useState(false);
  const { data, error, isFetching, refetch } = useQuery({ ...evaluationSetNumbers(version.id), enabled: isAsked });
  return (
    <>
      {error && (
        <Notice tone="error" title="No evaluation set">
          {messageOf(error)}
        </Notice>
      )}
      {data ? (
        <>
          <Numbers numbers={data} />
          <ButtonLink
            variant="primary"
            icon={Download}
            href={evaluationSetAddress(version.id)}
            prefetch={false}
            download
            className="self-start"
          >
            Download (.zip)
          </ButtonLink>
        </>
      ) : (
        <Button
          icon={ListChecks}
          isBusy={isFetching}
          onClick={() => (isAsked ? void refetch() : setAsked(true))}
          className="self-start"
        >
          {error ? 'Try again' : 'Make questions'}
        </Button>
      )}
      <CommandLine version={version} command="evaluation set" rest="questions" />
    </>
  );
}

function Numbers({ numbers: { choices, answers, leaves, compared, leftOut } }: { numbers: EvaluationSetNumbers }) {
  return (
    <div role="status" className="flex flex-col gap-2 text-sm tabular-nums">
      <p>
        {countText(answers, 'question')} in {countText(leaves, 'leaf', 'leaves')}, {numberText(choices)} of them with
        four choices. Compared with {countText(compared, 'text')} that {compared === 1 ? 'is' : 'are'} trained on.
      </p>
      {leftOut.length > 0 && (
        <div>
          <p>Left out:</p>
          <ul className="list-disc pl-5 text-muted">
            {leftOut.map(({ reason, samples }) => (
              <li key={reason}>
                {numberText(samples)}: {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
