import type { LeafContent } from '@/taxonomy/seeds/contract';
import { RadioGroup } from '../ui/choice';
import { glossary } from '../glossary';
import { changeSkillKind } from './edit-leaf';
import { remarksOn, type PlacedProblems } from './problems';
import { TextField } from './text-field';

export type LeafFieldsProps<C extends LeafContent = LeafContent> = {
  content: C;
  problems: PlacedProblems;
  /** Omitted for people who can only read. */
  onEdit: ((change: (content: LeafContent) => LeafContent) => void) | undefined;
};

/** What the leaf asks of a model, in a line or two; it is part of every prompt to the teacher. */
export function TaskFields({ content, problems, onEdit }: LeafFieldsProps) {
  return (
    <section aria-label="The task" className="flex flex-col gap-4">
      {content.kind === 'knowledge' ? (
        <KnowledgeFields content={content} problems={problems} onEdit={onEdit} />
      ) : (
        <SkillFields content={content} problems={problems} onEdit={onEdit} />
      )}
    </section>
  );
}

type Skill = Exclude<LeafContent, { kind: 'knowledge' }>;
type Knowledge = Extract<LeafContent, { kind: 'knowledge' }>;

function SkillFields({ content, problems, onEdit }: LeafFieldsProps<Skill>) {
  return (
    <>
      <TextField
        label="Task description"
        rows={2}
        look="sample"
        value={content.taskDescription}
        hint={onEdit && 'What the model should be able to do. Part of the teacher’s prompt.'}
        {...remarksOn(problems.fields.get('taskDescription'))}
        onChange={
          onEdit &&
          ((taskDescription) => onEdit((now) => (now.kind === 'knowledge' ? now : { ...now, taskDescription })))
        }
      />
      {onEdit && (
        <RadioGroup
          label="Kind"
          layout="row"
          value={content.kind}
          onChange={(kind) => onEdit((now) => changeSkillKind(now, kind))}
          options={[
            {
              value: 'freeform',
              label: <span title={glossary.freeform}>Freeform: the question is enough</span>,
            },
            { value: 'grounded', label: <span title={glossary.grounded}>Grounded: works on a text</span> },
          ]}
        />
      )}
    </>
  );
}

function KnowledgeFields({ content, problems, onEdit }: LeafFieldsProps<Knowledge>) {
  const change = (part: Partial<Pick<Knowledge, 'domain' | 'documentOutline'>>) =>
    onEdit?.((now) => (now.kind === 'knowledge' ? { ...now, ...part } : now));
  return (
    <>
      <TextField
        label="Domain"
        value={content.domain}
        placeholder="Astronomy"
        hint={onEdit && 'The field of knowledge, like the title of a textbook.'}
        {...remarksOn(problems.fields.get('domain'))}
        onChange={onEdit && ((domain) => change({ domain }))}
      />
      <TextField
        label="Document outline"
        rows={2}
        look="sample"
        value={content.documentOutline}
        hint={onEdit && 'One sentence on what the documents are about. Part of the teacher’s prompt.'}
        {...remarksOn(problems.fields.get('documentOutline'))}
        onChange={onEdit && ((documentOutline) => change({ documentOutline }))}
      />
    </>
  );
}
