import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Estimate } from '@/taxonomy/generation/contract';
import type { Teacher } from '@/taxonomy/generation/contract-teachers';
import { priceText } from '@/taxonomy/generation/vocabulary-prices';
import { countText } from '../numbers';
import { laterDialog } from '../ui/later-dialog';
import { teacherList } from './api';

const TeacherDialog = laterDialog(() => import('./teacher-dialog').then((module) => module.TeacherDialog));

type CostReasonProps = { estimate: Estimate; teacher: Teacher; isOwner: boolean };

/** Where the cost of an estimate is from; without a price, the way to set it. */
export function CostReason({ estimate: { cost, price, judge }, teacher, isOwner }: CostReasonProps) {
  const [isSetting, setSetting] = useState(false);
  const { data: teachers } = useQuery(teacherList);
  if (price?.source === 'built_in' && (!judge || judge.price?.source === 'built_in')) return null;
  if (cost && price) {
    return (
      <p className="text-sm text-muted">
        {priceText(price)}.{judge?.price && ` Judge: ${priceText(judge.price)}.`}{' '}
        {cost.pastRuns > 0
          ? `Based on what ${countText(cost.pastRuns, 'earlier run')} of this teacher needed.`
          : 'The range is from all rows dropped at the first judge to none dropped.'}
      </p>
    );
  }
  const unpriced = price ? (teachers?.items.find(({ name }) => name === judge?.name) ?? teacher) : teacher;
  return (
    <>
      <p className="text-sm text-muted">
        Price unknown –{' '}
        <button type="button" onClick={() => setSetting(true)} className="text-accent underline underline-offset-4">
          {unpriced === teacher ? 'set it for this teacher' : 'set it for the judge'}
        </button>
      </p>
      {isSetting && (
        <TeacherDialog draft={unpriced} teacher={unpriced} isOwner={isOwner} onClose={() => setSetting(false)} />
      )}
    </>
  );
}
