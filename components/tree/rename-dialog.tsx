'use client';

import { useId, useState } from 'react';
import type { TreeNode } from '@/taxonomy/tree/contract';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import type { TreeModel } from './model';
import { nameFault } from './names';

type RenameDialogProps = { model: TreeModel; node: TreeNode; onRename: (name: string) => void; onClose: () => void };

/** The same as F2 in the tree, for screens without a visible tree. */
export function RenameDialog({ model, node, onRename, onClose }: RenameDialogProps) {
  const formId = useId();
  const [name, setName] = useState(node.name);
  const fault = nameFault(model, node.parentId, name, node.id);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Rename “${node.name}”`}
      description="Its samples and links to it are kept."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId}>
            Rename
          </Button>
        </>
      }
    >
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          if (fault) return;
          onClose();
          if (name.trim() !== node.name) onRename(name.trim());
        }}
      >
        <Field label="Name" error={fault}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            onFocus={(event) => event.target.select()}
          />
        </Field>
      </form>
    </Dialog>
  );
}
