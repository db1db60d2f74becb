'use client';

import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { CreateNodeRequest, TreeNode } from '@/taxonomy/tree/contract';
import { branches, branchNames, type Branch, type LeafKind } from '@/taxonomy/tree/vocabulary';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';
import { glossary } from '../glossary';
import { childrenOf, pathText, type TreeModel } from './model';
import { nameFault } from './names';

type NewNodeDialogProps = {
  model: TreeModel;
  /** Null also asks for the branch. */
  parent: TreeNode | null;
  what: 'leaf' | 'folder';
  create: (request: CreateNodeRequest) => Promise<TreeNode>;
  onMade: (node: TreeNode) => void;
  onClose: () => void;
};

// The first leaf is usually a task that needs no document.
const usualBranch: Branch = 'compositional_skills';

const branchHints = {
  knowledge: 'Facts from documents',
  foundational_skills: 'Basic abilities, such as arithmetic or reasoning',
  compositional_skills: 'Tasks, such as writing, summarizing or explaining',
} as const satisfies Record<Branch, string>;

const nameHints = {
  knowledge: 'What the subject is, such as “tides”.',
  foundational_skills: 'What the ability is, such as “everyday estimates”.',
  compositional_skills: 'What the task is, such as “limericks”.',
} as const satisfies Record<Branch, string>;

/** Asks for the name of a new leaf or folder, for its place if none was chosen, and for the kind of a skill. */
export function NewNodeDialog({ model, parent: given, what, create, onMade, onClose }: NewNodeDialogProps) {
  const formId = useId();
  const [name, setName] = useState('');
  const [wasTried, setWasTried] = useState(false);
  const [skillKind, setSkillKind] = useState<Exclude<LeafKind, 'knowledge'>>('freeform');
  const [branch, setBranch] = useState<Branch>(given?.branch ?? usualBranch);
  const parent = given ?? childrenOf(model, null).find((trunk) => trunk.branch === branch);
  const isKnowledge = branch === 'knowledge';
  const { mutate, isPending, error } = useMutation({ mutationFn: create, onSuccess: onMade });
  const fault = nameFault(model, parent?.id ?? null, name);
  const submit = () => {
    setWasTried(true);
    if (fault || isPending || !parent) return;
    const leafKind = isKnowledge ? 'knowledge' : skillKind;
    mutate({ parentId: parent.id, name: name.trim(), ...(what === 'leaf' && { leafKind }) });
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={what === 'leaf' ? 'New leaf' : 'New folder'}
      description={given ? `In ${pathText(model, given.id)}` : undefined}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isPending}>
            {what === 'leaf' ? 'Create leaf' : 'Create folder'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label="Name"
          hint={what === 'leaf' ? nameHints[branch] : 'What its leaves have in common, such as “writing”.'}
          error={wasTried || name.trim() !== '' ? fault : undefined}
        >
          <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        {!given && (
          <RadioGroup
            label="Branch"
            value={branch}
            onChange={setBranch}
            options={branches.map((each) => ({ value: each, label: branchNames[each], hint: branchHints[each] }))}
          />
        )}
        {what === 'leaf' && !isKnowledge && (
          <RadioGroup
            label="Kind"
            value={skillKind}
            onChange={setSkillKind}
            options={[
              { value: 'freeform', label: 'Freeform skill', hint: glossary.freeform },
              { value: 'grounded', label: 'Grounded skill', hint: glossary.grounded },
            ]}
          />
        )}
        {what === 'leaf' && isKnowledge && <p className="text-muted">A knowledge leaf. {glossary.knowledge}</p>}
        {error && (
          <Notice tone="error" title="Not created">
            {messageOf(error)}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
