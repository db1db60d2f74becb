import { useState } from 'react';
import type { Estimate } from '@/taxonomy/generation/contract';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { priceText } from '@/taxonomy/generation/vocabulary-prices';
import { countText } from '../numbers';
import { laterDialog } from '../ui/later-dialog';

const TeacherDialog = laterDialog(() => import('./teacher-dialog').then((module) => module.TeacherDialog));

type CostReasonProps = { estimate: Estimate; teacher: Teacher; isOwner: boolean };

/** Where the cost of an estimate is from; without a price, the way to set it. */
export function CostReason({ estimate: { cost, price }, teacher, isOwner }: CostReasonProps) {
  const [isSetting, setSetting] = useState(false);
  if (price?.source === 'built_in') return null;
  if (cost && price) {
    return (
      <p className="text-sm text-muted">
        {priceText(price)}.{' '}
        {cost.pastRuns > 0
          ? `Based on what ${countText(cost.pastRuns, 'earlier run')} of this teacher needed.`
          : 'The range is from all rows dropped at the first judge to none dropped.'}
      </p>
    );
  }
  return (
    <>
      <p className="text-sm text-muted">
        Price unknown –{' '}
        <button type="button" onClick={() => setSetting(true)} className="text-accent underline underline-offset-4">
          set it for this teacher
        </button>
      </p>
      {isSetting && (
        <TeacherDialog draft={teacher} teacher={teacher} isOwner={isOwner} onClose={() => setSetting(false)} />
      )}
    </>
  );
}
