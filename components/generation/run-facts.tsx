import Link from 'next/link';
import type { ReactNode } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import { trialItems } from '@/taxonomy/generation/vocabulary';
import { comparedWithinNames } from '@/taxonomy/generation/vocabulary-compared';
import { priceText } from '@/taxonomy/generation/vocabulary-prices';
import { ruleLabels } from '@/taxonomy/generation/vocabulary-rows';
import { When } from '../ui/when';
import { Term } from '../ui/term';
import { countText, numberText } from '../numbers';
import { RawText } from './raw-text';
import { pipelineName } from './run-words';

/** The settings of the run: enough to start the same run again. */
export const RunFacts = ({ run }: { run: RunDetail }) => (
  <details>
    <summary className="cursor-pointer text-lg font-semibold">Settings</summary>
    <dl className="mt-3 grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1">
      <Fact name="By">
        {run.startedBy}, <When iso={run.createdAt} />
      </Fact>
      <Fact name={<Term word="teacher">Teacher</Term>}>
        {run.teacherName}, {run.model}
      </Fact>
      {(run.judge ?? run.judgeVotes > 1) && (
        <Fact name={<Term word="judge">Judge</Term>}>
          {run.judge ? `${run.judge.name}, ${run.judge.model}` : 'the same teacher'}
          {run.judgeVotes > 1 && `, a majority of ${run.judgeVotes} votes`}
        </Fact>
      )}
      <Fact name="Random seed">
        <code className="text-code">{run.seed}</code>
      </Fact>
      <Fact name="Target">
        {run.continuesId ? (
          <>
            the samples missing from{' '}
            <Link href={`/runs/${run.continuesId}`} className="text-accent hover:underline">
              an earlier run
            </Link>
          </>
        ) : run.target === null ? (
          'LAB default: 30 questions per seed'
        ) : (
          `${numberText(run.target)} samples per leaf`
        )}
        {run.isRepeated && ', asked again until each leaf has them'}
      </Fact>
      {run.batch !== 'off' && (
        <Fact name="Batch">
          {run.batch === 'api' ? 'sent to the batch API of the server' : 'requests and answers as files'}
        </Fact>
      )}
      {run.isTrial && <Fact name="Trial">paused after the first {trialItems} tasks</Fact>}
      <Fact name="Near-duplicates">{run.nearDuplicates ? nearText(run.nearDuplicates) : 'kept'}</Fact>
      {Object.keys(run.pipelines).length > 0 && (
        <Fact name="Pipelines">{Object.values(run.pipelines).map(pipelineName).join(', ')}</Fact>
      )}
      <Fact name="Price">{run.price ? priceText(run.price) : 'unknown when the run started'}</Fact>
      {run.judge && (
        <Fact name="Price of the judge">
          {run.judge.price ? priceText(run.judge.price) : 'unknown when the run started'}
        </Fact>
      )}
      {run.rulesOff.length > 0 && (
        <Fact name="Rules off">{run.rulesOff.map((name) => ruleLabels[name]).join(', ')}</Fact>
      )}
      <Fact name="Prompts">
        {run.prompts
          .map(
            ({ name, version, own, leaves }) =>
              (own === null ? `${name} v${version}` : `${name}, own text v${own}`) +
              (leaves > 0 ? ` (own text in ${countText(leaves, 'leaf', 'leaves')})` : ''),
          )
          .join(', ')}
      </Fact>
    </dl>
    <div className="mt-3">
      <RawText label="All parameters" text={JSON.stringify(run.parameters, null, 2)} />
    </div>
  </details>
);

const nearText = ({ threshold, within }: NonNullable<RunDetail['nearDuplicates']>) =>
  `dropped over ROUGE-L ${threshold}${within === 'leaf' ? '' : `, compared with: ${comparedWithinNames[within].toLowerCase()}`}`;

const Fact = ({ name, children }: { name: ReactNode; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 break-words">{children}</dd>
  </>
);
