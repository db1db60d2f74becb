'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { PracticeIcon } from '../ui/practice-badge';
import { ShowMore } from '../ui/show-more';
import { messageOf, Skeleton } from '../ui/states';
import { When } from '../ui/when';
import { countText } from '../numbers';
import { runList } from './run-list';
import { whatItCovers } from './run-words';

type RunPickerProps = { chosen: readonly string[]; onClose: () => void; onPick: (runId: string) => void };

/** Chooses one more run, newest first. */
export function RunPicker({ chosen, onClose, onPick }: RunPickerProps) {
  const list = useInfiniteQuery(runList);
  const runs = list.data?.pages.flatMap(({ items }) => items).filter(({ id }) => !chosen.includes(id));
  return (
    <Dialog isOpen onClose={onClose} title="Add a run" width="medium">
      {list.error && !runs ? (
        <p>{messageOf(list.error)}</p>
      ) : !runs ? (
        <Skeleton className="h-40 w-full" />
      ) : runs.length === 0 ? (
        <p className="text-muted">There is no other run.</p>
      ) : (
        <ul aria-label="Runs" className="flex max-h-96 flex-col overflow-y-auto">
          {runs.map((run) => (
            <li key={run.id} className="flex items-center gap-3 border-b py-2 last:border-b-0">
              <div className="min-w-0 flex-1">
                <p className="flex items-center gap-2 font-medium">
                  {whatItCovers(run)}
                  {run.isPractice && <PracticeIcon />}
                </p>
                <p className="text-sm text-muted">
                  {`${run.teacherName} · ${countText(run.samplesKept, 'row')} kept · `}
                  <When iso={run.createdAt} />
                </p>
              </div>
              <Button
                size="small"
                onClick={() => {
                  onClose();
                  onPick(run.id);
                }}
              >
                Add
              </Button>
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && <ShowMore list={list} size="small" />}
    </Dialog>
  );
}
