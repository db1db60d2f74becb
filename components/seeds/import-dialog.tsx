'use client';

import { clsx } from 'clsx';
import { FileArchive, FolderOpen, LoaderCircle, Undo2 } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ImportReport } from '@/taxonomy/seeds/contract';
import { countText } from '../numbers';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';
import type { Choice } from './import-choice';
import { filesOfDrop, filesOfInput, type ImportFile } from './import-files';
import { ImportHistory, UndoOutcome } from './import-history';
import { ImportReportView } from './import-report-view';
import { useImport } from './use-import';
import { useUndoImport } from './use-undo-import';

type ImportDialogProps = { taxonomyId: string; onClose: () => void };

/**
 * Imports a taxonomy from a folder or a zip. Nothing is written before a preview, in which leaves can be deselected.
 */
export function ImportDialog({ taxonomyId, onClose }: ImportDialogProps) {
  const { files, check, write, choice, startAgain } = useImport(taxonomyId);
  const report = write.data ?? check.data;
  const isBusy = check.isPending || write.isPending;
  const error = write.error ?? check.error;
  const toWrite = check.data ? check.data.added + check.data.changed - choice.leftOut.size : 0;

  return (
    <Dialog
      isOpen
      // While files are being written, closing would only hide the progress.
      onClose={() => !write.isPending && onClose()}
      width="wide"
      title="Import a taxonomy"
      description="A folder or a .zip of qna.yaml files in InstructLab's layout. You see the changes before anything is written."
      footer={
        report && (
          <>
            {!write.data && (
              <Button onClick={startAgain} disabled={isBusy}>
                Choose something else
              </Button>
            )}
            {write.data ? (
              <Button variant="primary" onClick={onClose}>
                Close
              </Button>
            ) : (
              <Button
                variant="primary"
                isBusy={write.isPending}
                disabled={toWrite === 0}
                onClick={() => write.mutate()}
              >
                Import {countText(toWrite, 'leaf', 'leaves')}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {error && (
          <Notice tone="error" title={write.error ? 'Nothing was imported.' : 'The files could not be checked.'}>
            {messageOf(error)}
          </Notice>
        )}
        {isBusy && <Working isWriting={write.isPending} files={files.length} />}
        {!isBusy && !report && (
          <>
            <DropZone onFiles={(chosen) => check.mutate(chosen)} />
            <ImportHistory taxonomyId={taxonomyId} />
          </>
        )}
        {!isBusy && report && <Outcome report={report} choice={write.isSuccess ? null : choice} />}
      </div>
    </Dialog>
  );
}

function Working({ isWriting, files }: { isWriting: boolean; files: number }) {
  return (
    <output className="flex items-center justify-center gap-2 py-12">
      <LoaderCircle size={16} aria-hidden className="animate-spin" />
      {isWriting ? 'Importing' : 'Checking'} {countText(files, 'file', 'files')}…
    </output>
  );
}

type OutcomeProps = { report: ImportReport; choice: Choice | null };

function Outcome({ report, choice }: OutcomeProps) {
  if (report.leaves.length === 0) {
    return (
      <Notice tone="warning" title="No qna.yaml found">
        A taxonomy is a folder with the folders knowledge, compositional_skills or foundational_skills; each leaf is a
        folder with a qna.yaml.
      </Notice>
    );
  }
  return (
    <>
      {!choice && <Written report={report} />}
      <ImportReportView report={report} choice={choice} />
    </>
  );
}

/** What was imported, with a way to undo it. */
function Written({ report }: { report: ImportReport }) {
  const undo = useUndoImport();
  const { importId } = report;
  if (undo.data)
    return (
      <Notice tone={undo.data.undone?.kept ? 'warning' : 'success'}>
        <UndoOutcome summary={undo.data} />
      </Notice>
    );
  const leftOut = report.leaves.filter(({ outcome }) => outcome === 'invalid' || outcome === 'skipped').length;
  return (
    <Notice
      tone="success"
      title={`${countText(report.added + report.changed, 'leaf was', 'leaves were')} imported.`}
      action={
        importId !== null && (
          <Button icon={Undo2} isBusy={undo.isPending} onClick={() => undo.mutate(importId)}>
            Undo
          </Button>
        )
      }
    >
      {leftOut > 0 && `${countText(leftOut, 'file was', 'files were')} left out; see the reasons below.`}
      {undo.error && (
        <p role="alert" className="text-rejected">
          The import was not undone. {messageOf(undo.error)}
        </p>
      )}
    </Notice>
  );
}

function DropZone({ onFiles }: { onFiles: (files: ImportFile[]) => void }) {
  const folderInput = useRef<HTMLInputElement>(null);
  const zipInput = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const take = (list: FileList | null) => list && list.length > 0 && onFiles(filesOfInput(list));
  return (
    // Dragging is an extra; the two buttons do the same.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void filesOfDrop(event.dataTransfer).then(onFiles);
      }}
      className={clsx(
        'flex flex-col items-center gap-3 rounded-lg border border-dashed p-10 text-center',
        isOver ? 'border-accent bg-accent-soft' : 'border-field',
      )}
    >
      <p className="text-muted">Drop a folder or a .zip here, or</p>
      <div className="flex flex-wrap justify-center gap-2">
        <Button data-autofocus icon={FolderOpen} onClick={() => folderInput.current?.click()}>
          Choose a folder
        </Button>
        <Button icon={FileArchive} onClick={() => zipInput.current?.click()}>
          Choose a .zip
        </Button>
      </div>
      <input
        ref={(input) => {
          folderInput.current = input;
          // React accepts this attribute only by this name, and its types do not include it.
          input?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        multiple
        hidden
        aria-label="Folder to import"
        onChange={(event) => take(event.target.files)}
      />
      <input
        ref={zipInput}
        type="file"
        accept=".zip,application/zip"
        hidden
        aria-label="Zip to import"
        onChange={(event) => take(event.target.files)}
      />
    </div>
  );
}
