'use client';

import { useQuery } from '@tanstack/react-query';
import { RefreshCw } from 'lucide-react';
import type { FoundServer, Teacher } from '@/taxonomy/generation/contract-teachers';
import { Button } from '../ui/button';
import { messageOf, Skeleton } from '../ui/states';
import { foundServers } from './api';

type FoundServersProps = { known: readonly Teacher[]; onUse: (server: FoundServer, model: string) => void };

const SHOWN_MODELS = 12;

/** Model servers that answer on Seedleaf's own machine; those that are already teachers are marked. */
export function FoundServers({ known, onUse }: FoundServersProps) {
  const { data, error, isFetching, refetch } = useQuery(foundServers);
  return (
    <section aria-label="Found on this machine" className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <h2 className="font-semibold">Found on this machine</h2>
        <Button size="small" icon={RefreshCw} isBusy={isFetching} onClick={() => void refetch()}>
          Look again
        </Button>
      </div>
      {!data && isFetching && <Skeleton className="h-10 w-full max-w-xl" />}
      {error && <p className="text-muted">{messageOf(error)}</p>}
      {data?.items.length === 0 && (
        <p className="text-muted">
          No model server found. Seedleaf looks for Ollama, LM Studio, vLLM and llama.cpp on their usual ports.
        </p>
      )}
      {data?.items.map((server) => (
        <div key={server.baseUrl} className="rounded-md border p-3">
          <p className="mb-2">
            <span className="font-medium">{server.product}</span> <span className="text-muted">{server.baseUrl}</span>
          </p>
          <ul className="flex flex-wrap gap-2">
            {server.models.slice(0, SHOWN_MODELS).map((model) => {
              const isKnown = known.some((teacher) => teacher.baseUrl === server.baseUrl && teacher.model === model);
              return (
                <li key={model}>
                  {isKnown ? (
                    <span className="inline-flex h-7 items-center px-2 text-sm text-muted">{model} added</span>
                  ) : (
                    <Button size="small" onClick={() => onUse(server, model)}>
                      Use {model}
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
          {server.models.length === 0 && <p className="text-muted">No model loaded yet.</p>}
        </div>
      ))}
    </section>
  );
}
