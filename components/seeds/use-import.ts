import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportReport } from '@/taxonomy/seeds/contract';
import { api } from '../api-client';
import { treeNodes } from '../tree/api';
import { inBatches, pickFiles, type ImportFile } from './import-files';

export type Progress = { done: number; total: number };

/** An import in two steps: look at everything and write nothing, then write. */
export function useImport(taxonomyId: string) {
  const client = useQueryClient();
  const [files, setFiles] = useState<ImportFile[]>([]);
  const [progress, setProgress] = useState<Progress>({ done: 0, total: 0 });

  const send = async (chosen: readonly ImportFile[], isDryRun: boolean): Promise<ImportReport> => {
    const url = `/api/v1/taxonomies/${taxonomyId}/imports${isDryRun ? '?dryRun=1' : ''}`;
    let report = emptyReport;
    for (const batch of inBatches(chosen)) {
      setProgress({ done: report.leaves.length, total: chosen.length });
      const form = new FormData();
      for (const { path, file } of batch) form.append('file', file, path);
      report = joined(report, await api.upload<ImportReport>(url, form));
    }
    return report;
  };

  const check = useMutation({
    mutationFn: async (chosen: readonly ImportFile[]) => {
      const picked = pickFiles(chosen);
      setFiles(picked);
      return picked.length === 0 ? emptyReport : send(picked, true);
    },
  });
  const write = useMutation({
    mutationFn: () => send(files, false),
    // Also after a failure: what was written before it is there.
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: treeNodes(taxonomyId).queryKey }),
        client.invalidateQueries({ queryKey: ['leaf'] }),
      ]),
  });
  const startAgain = () => {
    check.reset();
    write.reset();
    setFiles([]);
  };
  return { files, progress, check, write, startAgain };
}

const emptyReport: ImportReport = { written: false, added: 0, changed: 0, unchanged: 0, invalid: 0, leaves: [] };

const joined = (a: ImportReport, b: ImportReport): ImportReport => ({
  written: b.written,
  added: a.added + b.added,
  changed: a.changed + b.changed,
  unchanged: a.unchanged + b.unchanged,
  invalid: a.invalid + b.invalid,
  leaves: [...a.leaves, ...b.leaves],
});
