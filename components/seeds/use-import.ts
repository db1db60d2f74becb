import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportReport } from '@/taxonomy/seeds/contract';
import { api, queryKeyOf } from '../api';
import { refreshTree } from '../tree/api';
import { pickFiles, type ImportFile } from './import-files';

/** An import in two steps: look at everything and write nothing, then write all of it or nothing. */
export function useImport(taxonomyId: string) {
  const client = useQueryClient();
  const [files, setFiles] = useState<readonly ImportFile[]>([]);

  const send = (chosen: readonly ImportFile[], dryRun: '0' | '1') => {
    const body = new FormData();
    for (const { path, file } of chosen) body.append('file', file, path);
    return api.post('/api/v1/taxonomies/{taxonomyId}/imports', { params: { taxonomyId }, query: { dryRun }, body });
  };
  const check = useMutation({
    mutationFn: async (chosen: readonly ImportFile[]) => {
      const picked = pickFiles(chosen);
      setFiles(picked);
      return picked.length === 0 ? emptyReport : send(picked, '1');
    },
  });
  const write = useMutation({
    mutationFn: () => send(files, '0'),
    onSuccess: () =>
      Promise.all([refreshTree(client), client.invalidateQueries({ queryKey: queryKeyOf('/api/v1/leaves/{nodeId}') })]),
  });
  const startAgain = () => {
    check.reset();
    write.reset();
    setFiles([]);
  };
  return { files, check, write, startAgain };
}

const emptyReport: ImportReport = {
  written: false,
  importId: null,
  added: 0,
  changed: 0,
  unchanged: 0,
  invalid: 0,
  leaves: [],
};
