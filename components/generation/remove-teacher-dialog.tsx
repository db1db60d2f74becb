'use client';

import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { messageOf, Notice } from '../ui/states';
import { useRemoveTeacher } from './teachers-api';

export function RemoveTeacherDialog({ teacher, onClose }: { teacher: Teacher; onClose: () => void }) {
  const { mutate, isPending, error } = useRemoveTeacher(onClose);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Remove ${teacher.name}?`}
      description="Its key is deleted, and its active runs stop. The samples that it wrote are kept."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" isBusy={isPending} onClick={() => mutate(teacher.id)}>
            Remove teacher
          </Button>
        </>
      }
    >
      {error && (
        <Notice tone="error" title="The teacher was not removed">
          {messageOf(error)}
        </Notice>
      )}
    </Dialog>
  );
}
