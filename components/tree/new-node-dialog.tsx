'use client';

import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { CreateNodeRequest, TreeNode } from '@/taxonomy/tree/contract';
import type { LeafKind } from '@/taxonomy/tree/vocabulary';
import { Button } from '../ui/button';
import { RadioGroup } from '../ui/choice';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { messageOf, Notice } from '../ui/states';
import { glossary } from '../glossary';
import { pathText, type TreeModel } from './model';
import { nameFault } from './names';

type NewNodeDialogProps = {
  model: TreeModel;
  parent: TreeNode;
  what: 'leaf' | 'folder';
  create: (request: CreateNodeRequest) => Promise<TreeNode>;
  onMade: (node: TreeNode) => void;
  onClose: () => void;
};

/** Asks for the name of a new leaf or folder, and of a skill which kind. */
export function NewNodeDialog({ model, parent, what, create, onMade, onClose }: NewNodeDialogProps) {
  const formId = useId();
  const [name, setName] = useState('');
  const [wasTried, setWasTried] = useState(false);
  const [skillKind, setSkillKind] = useState<Exclude<LeafKind, 'knowledge'>>('freeform');
  const isKnowledge = parent.branch === 'knowledge';
  const { mutate, isPending, error } = useMutation({ mutationFn: create, onSuccess: onMade });
  const fault = nameFault(model, parent.id, name);
  const submit = () => {
    setWasTried(true);
    if (fault || isPending) return;
    const leafKind = isKnowledge ? 'knowledge' : skillKind;
    mutate({ parentId: parent.id, name: name.trim(), ...(what === 'leaf' && { leafKind }) });
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={what === 'leaf' ? 'New leaf' : 'New folder'}
      description={`In ${pathText(model, parent.id)}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={isPending}>
            {what === 'leaf' ? 'Make the leaf' : 'Make the folder'}
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
          hint={what === 'leaf' ? 'What the task or the subject is, such as “limericks”.' : undefined}
          error={wasTried || name.trim() !== '' ? fault : undefined}
        >
          <Input value={name} onChange={(event) => setName(event.target.value)} autoComplete="off" />
        </Field>
        {what === 'leaf' && !isKnowledge && (
          <RadioGroup
            label="Kind"
            value={skillKind}
            onChange={setSkillKind}
            options={[
              { value: 'freeform', label: 'Freeform skill', hint: glossary.freeform.meaning },
              { value: 'grounded', label: 'Grounded skill', hint: glossary.grounded.meaning },
            ]}
          />
        )}
        {what === 'leaf' && isKnowledge && <p className="text-muted">A knowledge leaf. {glossary.knowledge.meaning}</p>}
        {error && (
          <Notice tone="error" title="It was not made.">
            {messageOf(error)}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}
