import { GitBranch, Unlink } from 'lucide-react';
import type { DocumentReference, LeafContent } from '@/taxonomy/seeds/contract';
import { LeafDocuments } from '../documents/leaf-documents';
import { useUndo } from '../ui/undo';
import { Button } from '../ui/button';
import { Term } from '../ui/term';
import { remarksOn } from './problems';
import { TextField } from './text-field';
import type { LeafFieldsProps } from './task-fields';

type Knowledge = Extract<LeafContent, { kind: 'knowledge' }>;

type DocumentFieldsProps = LeafFieldsProps<Knowledge> & { nodeId: string; isDirty: boolean };

/** The document source of a knowledge leaf, as in qna.yaml, and the documents that the leaf has. */
export function DocumentFields({ nodeId, isDirty, content, problems, onEdit }: DocumentFieldsProps) {
  const undo = useUndo();
  const { document } = content;
  const setDocument = (change: (document: DocumentReference | null) => DocumentReference | null) =>
    onEdit?.((now) => (now.kind === 'knowledge' ? { ...now, document: change(now.document) } : now));
  const remove = (removed: DocumentReference) => {
    setDocument(() => null);
    undo.push({
      label: 'Removed the Git repository',
      undo: () => setDocument((now) => now ?? removed),
      redo: () => setDocument(() => null),
    });
  };

  return (
    <section aria-labelledby="documents-heading" className="flex flex-col gap-4">
      <h2 id="documents-heading" className="text-lg font-semibold">
        <Term word="document">Documents</Term>
      </h2>
      {document ? (
        <div className="flex flex-col gap-3 rounded-lg border bg-surface p-4">
          <ReferenceFields document={document} problems={problems} setDocument={onEdit && setDocument} />
          {onEdit && (
            <Button variant="ghost" size="small" icon={Unlink} className="self-start" onClick={() => remove(document)}>
              Remove Git repository
            </Button>
          )}
        </div>
      ) : (
        onEdit && (
          <Button
            icon={GitBranch}
            className="self-start"
            onClick={() => setDocument((now) => now ?? { repo: '', commit: '', patterns: ['*.md'] })}
          >
            Add from Git
          </Button>
        )
      )}
      <LeafDocuments
        nodeId={nodeId}
        mayEdit={onEdit !== undefined}
        hasReference={content.document !== null}
        isDirty={isDirty}
      />
    </section>
  );
}

type ReferenceFieldsProps = {
  document: DocumentReference;
  problems: LeafFieldsProps['problems'];
  setDocument: ((change: (document: DocumentReference | null) => DocumentReference | null) => void) | undefined;
};

function ReferenceFields({ document, problems, setDocument }: ReferenceFieldsProps) {
  const change = (part: Partial<DocumentReference>) => setDocument?.((now) => now && { ...now, ...part });
  const remarks = (field: string) => remarksOn(problems.fields.get(`document.${field}`));
  return (
    <>
      <TextField
        label="Git repository"
        look="code"
        placeholder="https://github.com/organisation/repository.git"
        value={document.repo}
        onChange={setDocument && ((repo) => change({ repo }))}
        {...remarks('repo')}
      />
      <TextField
        label="Commit"
        look="code"
        value={document.commit}
        hint={setDocument && 'The full commit hash, so that the documents stay the same.'}
        onChange={setDocument && ((commit) => change({ commit }))}
        {...remarks('commit')}
      />
      <TextField
        label="Files"
        look="code"
        rows={2}
        value={document.patterns.join('\n')}
        hint={setDocument && 'One name or pattern per line, such as chapters/*.md.'}
        onChange={setDocument && ((text) => change({ patterns: text === '' ? [] : text.split('\n') }))}
        {...remarks('patterns')}
      />
    </>
  );
}
