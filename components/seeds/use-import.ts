import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ImportReport } from '@/taxonomy/seeds/contract';
import { api } from '../api';
import { countText } from '../numbers';
import { useToast } from '../ui/toasts';
import { useUndo } from '../ui/undo';
import { choose, leftOutAtFirst } from './import-choice';
import { pickFiles, type ImportFile } from './import-files';
import { refreshImported, undoneText, useUndoImport } from './use-undo-import';

/** An import in two steps: a preview that writes nothing, then writing what is selected. */
export function useImport(taxonomyId: string) {
  const client = useQueryClient();
  const offers = useUndo();
  const toast = useToast();
  const undo = useUndoImport();
  const [files, setFiles] = useState<readonly ImportFile[]>([]);
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(new Set());

  const send = (chosen: readonly ImportFile[], dryRun: '0' | '1', skip: readonly string[]) => {
    const body = new FormData();
    if (skip.length > 0) body.append('skip', JSON.stringify(skip));
    for (const { path, file } of chosen) body.append('file', file, path);
    return api.post('/api/v1/taxonomies/{taxonomyId}/imports', { params: { taxonomyId }, query: { dryRun }, body });
  };
  const check = useMutation({
    mutationFn: async (chosen: readonly ImportFile[]) => {
      const picked = pickFiles(chosen);
      setFiles(picked);
      return picked.length === 0 ? emptyReport : send(picked, '1', []);
    },
    onSuccess: ({ leaves }) => setLeftOut(leftOutAtFirst(leaves)),
  });
  const write = useMutation({
    mutationFn: () => send(files, '0', [...leftOut]),
    onSuccess: ({ importId, added, changed }) => {
      if (importId !== null) {
        const label = `Imported ${countText(added + changed, 'leaf', 'leaves')}`;
        offers.push({ label, subject: importId, undo: () => undoFromAfar(importId) });
      }
      return refreshImported(client);
    },
  });
  /** For the toast, when the dialog with the result is closed. */
  const undoFromAfar = async (importId: string) => {
    const undone = await undo.mutateAsync(importId);
    toast({ tone: undone.undone?.kept ? 'warning' : 'success', text: undoneText(undone) });
  };
  const startAgain = () => {
    check.reset();
    write.reset();
    setFiles([]);
  };
  const choice = {
    leftOut,
    onChoose: (some: readonly string[], isChosen: boolean) => setLeftOut(choose(leftOut, some, isChosen)),
  };
  return { files, check, write, choice, startAgain };
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
