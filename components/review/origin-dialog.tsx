'use client';

import dynamic from 'next/dynamic';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/states';

/** Loaded when it is first opened. */
const SampleOrigin = dynamic(() => import('@/components/generation/sample-origin').then((each) => each.SampleOrigin), {
  loading: () => <Skeleton className="h-48 w-full" />,
});

type OriginDialogProps = { sampleId: string | null; onClose: () => void };

export const OriginDialog = ({ sampleId, onClose }: OriginDialogProps) => (
  <Dialog isOpen={sampleId !== null} onClose={onClose} title="Origin" width="wide">
    {sampleId && <SampleOrigin sampleId={sampleId} />}
  </Dialog>
);
