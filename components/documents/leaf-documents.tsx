'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { GitBranch, Upload } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { DocumentSource } from '@/taxonomy/documents/contract';
import { queryKeyOf } from '@/components/api';
import { Button } from '../ui/button';
import { ErrorState, messageOf, Notice, Skeleton } from '../ui/states';
import { isBringing, isGoing, leafDocuments, useFetch, useUpload, type Refused } from './api';
import { DocumentRows } from './document-rows';
import { FileDrop } from './file-drop';
import { UploadRows } from './upload-rows';

type LeafDocumentsProps = {
  nodeId: string;
  mayEdit: boolean;
  /** The leaf names a git repository. */
  hasReference: boolean;
  /** There are unsaved edits; a fetch uses what is saved. */
  isDirty: boolean;
};

/** The documents of a knowledge leaf, and the two ways to add more: files, or the leaf's git repository. */
export function LeafDocuments({ nodeId, mayEdit, hasReference, isDirty }: LeafDocumentsProps) {
  const { data, error, refetch } = useQuery(leafDocuments(nodeId));
  const upload = useUpload(nodeId);
  const latest = data?.sources[0];
  useFactsAfterFetch(nodeId, isBringing(data));

  if (error && !data)
    return <ErrorState title="The documents could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-24 w-full" />;
  return (
    <FileDrop isOff={!mayEdit} onFiles={(files) => upload.mutate(files)}>
      <div className="flex flex-col gap-3">
        {latest && <FetchState source={latest} />}
        {upload.data && upload.data.refused.length > 0 && <RefusedFiles files={upload.data.refused} />}
        <output>
          {upload.data && upload.data.known.length > 0 && (
            <Notice>
              {upload.data.known.join(', ')} {upload.data.known.length === 1 ? 'is' : 'are'} already in this leaf.
            </Notice>
          )}
          {upload.data && upload.data.replaced.length > 0 && (
            <Notice>
              {upload.data.replaced.join(', ')} {upload.data.replaced.length === 1 ? 'replaces' : 'replace'} the earlier
              version in this leaf. Samples made from the earlier version keep it.
            </Notice>
          )}
        </output>
        {upload.error && <Notice tone="error">{messageOf(upload.error)}</Notice>}
        {data.documents.length > 0 ? (
          <DocumentRows nodeId={nodeId} documents={data.documents} mayEdit={mayEdit} />
        ) : data.uploads.length > 0 ? null : (
          <p className="text-muted">No documents yet. {mayEdit ? 'A knowledge leaf needs at least one.' : ''}</p>
        )}
        <UploadRows nodeId={nodeId} uploads={data.uploads} mayEdit={mayEdit} />
        {mayEdit && (
          <div className="flex flex-wrap items-center gap-2">
            <ChooseFiles isBusy={upload.isPending} onFiles={(files) => upload.mutate(files)} />
            {hasReference && <FetchButton nodeId={nodeId} latest={latest} isDirty={isDirty} />}
            <span className="text-sm text-muted">
              Markdown or UTF-8 text, up to 10 MB each. You can also drop files here.
            </span>
          </div>
        )}
      </div>
    </FileDrop>
  );
}

/** When new documents arrive, the leaf's other numbers change as well. */
function useFactsAfterFetch(nodeId: string, isOnItsWay: boolean) {
  const client = useQueryClient();
  const was = useRef(isOnItsWay);
  useEffect(() => {
    if (was.current && !isOnItsWay)
      void client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/leaves/{nodeId}', { params: { nodeId } }) });
    was.current = isOnItsWay;
  }, [client, nodeId, isOnItsWay]);
}

function FetchState({ source }: { source: DocumentSource }) {
  if (isGoing(source)) {
    return (
      <Notice title={source.state === 'queued' ? 'Waiting to be fetched' : 'Fetching…'}>
        <p className="break-all text-muted">{source.repo}</p>
      </Notice>
    );
  }
  if (!source.error) return null;
  const lines = source.error.split('\n');
  return (
    <Notice
      tone={source.state === 'failed' ? 'error' : 'warning'}
      title={source.state === 'failed' ? 'The documents could not be fetched.' : 'Some files could not be read.'}
    >
      <ul className="flex flex-col gap-1">
        {lines.map((line) => (
          <li key={line} className="break-words">
            {line}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function RefusedFiles({ files }: { files: Refused[] }) {
  return (
    <Notice tone="error" title={files.length === 1 ? '1 file was not added' : `${files.length} files were not added`}>
      <ul className="flex flex-col gap-1">
        {files.map(({ name, message }) => (
          <li key={name} className="break-words">
            {message.startsWith(name) ? message : `${name}: ${message}`}
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function FetchButton({ nodeId, latest, isDirty }: { nodeId: string; latest?: DocumentSource; isDirty: boolean }) {
  const fetch = useFetch(nodeId);
  const words = latest?.state === 'failed' ? 'Try again' : latest ? 'Fetch again from git' : 'Fetch from git';
  return (
    <>
      <Button
        icon={GitBranch}
        isBusy={fetch.isPending || isGoing(latest)}
        disabled={isDirty}
        onClick={() => fetch.mutate()}
      >
        {words}
      </Button>
      {isDirty && <span className="text-sm text-muted">Save the leaf first.</span>}
      {fetch.error && (
        <Notice tone="error" className="w-full">
          {messageOf(fetch.error)}
        </Notice>
      )}
    </>
  );
}

function ChooseFiles({ isBusy, onFiles }: { isBusy: boolean; onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept=".md,.markdown,.txt"
        hidden
        aria-label="Files"
        onChange={({ currentTarget }) => {
          const files = Array.from(currentTarget.files ?? []);
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <Button icon={Upload} isBusy={isBusy} onClick={() => input.current?.click()}>
        Upload files
      </Button>
    </>
  );
}
