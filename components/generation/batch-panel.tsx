'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import type { RunDetail } from '@/taxonomy/generation/contract';
import type { BatchAnswers, WaitingTeacher } from '@/taxonomy/generation/contract-batch';
import { api, query, queryKeyOf } from '../api';
import { addressOf } from '../api-client';
import { countText, numberText } from '../numbers';
import { Button } from '../ui/button';
import { messageOf, Notice, Skeleton } from '../ui/states';
import { When } from '../ui/when';
import { runById } from './api';

const LOOK_MS = 2_000;

/** A batch run between its waves: the requests that wait or were sent; with files, what to download and upload. */
export function BatchPanel({ run, canCurate }: { run: RunDetail; canCurate: boolean }) {
  const params = { runId: run.id };
  const client = useQueryClient();
  const { data, error } = useQuery({ ...query('/api/v1/runs/{runId}/batch', { params }), refetchInterval: LOOK_MS });
  const isByFile = run.batch === 'files';
  const input = useRef<HTMLInputElement>(null);
  const upload = useMutation({
    mutationFn: (file: File) => {
      const body = new FormData();
      body.append('file', file);
      return api.post('/api/v1/runs/{runId}/batch/answers', { params, body });
    },
    onSettled: () =>
      Promise.all(
        [queryKeyOf('/api/v1/runs/{runId}/batch', { params }), runById(run.id).queryKey].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  return (
    <section aria-labelledby="batch" className="flex max-w-[68ch] flex-col gap-3">
      <h2 id="batch" className="text-lg font-semibold">
        Batch
      </h2>
      <p className="text-muted">
        {isByFile
          ? 'This run asks no teacher itself. Download its requests, have them answered (by vllm run-batch or Ray, for example), and upload the answers. The next requests follow from them, until the run is completed.'
          : 'This run sends its requests to the batch API of the teacher’s server, step by step. Each batch may take up to 24 hours. You can close this page.'}
      </p>
      {error && <Notice tone="error">{messageOf(error)}</Notice>}
      {!data && !error && <Skeleton className="h-10" />}
      {data && data.working > 0 && (
        <p role="status">{countText(data.working, 'task is', 'tasks are')} preparing the next requests.</p>
      )}
      {isByFile && data?.working === 0 && data.teachers.length > 0 && (
        <ul className="flex flex-col">
          {data.teachers.map((teacher) => (
            <Waiting key={teacher.teacherId} teacher={teacher} runId={run.id} canCurate={canCurate} />
          ))}
        </ul>
      )}
      {data && data.sent.length > 0 && (
        <ul className="flex flex-col">
          {data.sent.map(({ id, teacherName, requests, answered, sentAt }) => (
            <li key={id} className="flex flex-wrap items-baseline justify-between gap-2 border-t py-2">
              <span>
                {countText(requests, 'request')} sent to <bdi>{teacherName}</bdi>
                <span className="block text-sm text-muted">
                  <When iso={sentAt} />
                </span>
              </span>
              <span className="text-muted">{numberText(answered)} answered</span>
            </li>
          ))}
        </ul>
      )}
      {isByFile && canCurate && (
        <div>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="File with answers"
            accept=".jsonl,.json,.txt"
            onChange={({ target }) => {
              const [file] = target.files ?? [];
              target.value = '';
              if (file) upload.mutate(file);
            }}
          />
          <Button icon={Upload} isBusy={upload.isPending} onClick={() => input.current?.click()}>
            {upload.isPending ? 'Reading answers…' : 'Upload answers…'}
          </Button>
        </div>
      )}
      {upload.error && <Notice tone="error">{messageOf(upload.error)}</Notice>}
      {upload.data && <Answers answers={upload.data} />}
    </section>
  );
}

type WaitingProps = { teacher: WaitingTeacher; runId: string; canCurate: boolean };

function Waiting({ teacher: { teacherId, name, model, waiting }, runId, canCurate }: WaitingProps) {
  const call = { params: { runId }, query: { teacherId } };
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 border-t py-2">
      <span>
        {countText(waiting, 'request waits', 'requests wait')} for <bdi>{name}</bdi>
        <span className="block text-sm text-muted">{model}</span>
      </span>
      {canCurate && (
        <a
          className="inline-flex h-8 items-center gap-1.5 rounded-md border bg-surface px-3 font-medium hover:bg-hover"
          href={addressOf('/api/v1/runs/{runId}/batch/requests', call)}
          download
        >
          <Download size={16} aria-hidden />
          Download requests
        </a>
      )}
    </li>
  );
}

function Answers({ answers }: { answers: BatchAnswers }) {
  const { lines, stored, again, failed, notWaiting, unreadable, problems } = answers;
  const counts = [
    `${numberText(stored)} of ${countText(lines, 'line')} stored`,
    again > 0 && `${numberText(again)} will be asked again`,
    failed > 0 && `${numberText(failed)} failed`,
    notWaiting > 0 && `${numberText(notWaiting)} answered before or of another run`,
    unreadable > 0 && `${numberText(unreadable)} unreadable`,
  ].filter(Boolean);
  return (
    <Notice tone={problems.length > 0 ? 'warning' : 'info'} title={`${counts.join(', ')}.`}>
      {problems.length > 0 && (
        <ul>
          {problems.map(({ line, message }) => (
            <li key={line} className="break-words">
              Line {numberText(line)}: {message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}
