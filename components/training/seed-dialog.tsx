'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { leafDetail } from '../seeds/api';
import { NodePicker } from '../tree/node-picker';
import { useToast } from '../ui/toasts';
import { messageOf } from '../ui/states';
import { draftSeed, type Answered } from './seed-from-answer';

type SeedDialogProps = { taxonomyId: string; personId: string; answered: Answered; onClose: () => void };

/** Chooses the leaf that an answer becomes a seed of, and opens its editor with the seed, which is not saved yet. */
export function SeedDialog({ taxonomyId, personId, answered, onClose }: SeedDialogProps) {
  const client = useQueryClient();
  const router = useRouter();
  const toast = useToast();
  const open = async (nodeId: string) => {
    try {
      const leaf = await client.fetchQuery(leafDetail(nodeId));
      draftSeed(personId, leaf, answered);
      router.push(`/taxonomy/${nodeId}`);
    } catch (error) {
      toast({ text: messageOf(error), tone: 'error' });
    }
  };
  return (
    <NodePicker
      taxonomyId={taxonomyId}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Use as a seed of a leaf"
      description="Its editor opens with a new seed of this question and answer. Nothing is saved before you save it."
      only="leaves"
      onPick={({ id }) => void open(id)}
    />
  );
}
