import { TriangleAlert } from 'lucide-react';
import type { Attribution } from '@/taxonomy/seeds/contract';
import { acceptedLicences } from '@/taxonomy/seeds/vocabulary';
import { countText } from '../numbers';
import { Notice } from '../ui/states';
import { remarksOn } from './problems';
import { TextField } from './text-field';
import type { LeafFieldsProps } from './task-fields';

const fields = [
  { name: 'titleOfWork', label: 'Title of the work' },
  { name: 'linkToWork', label: 'Link to the work' },
  { name: 'revision', label: 'Revision' },
  { name: 'licenseOfTheWork', label: 'Licence', hint: `Such as ${acceptedLicences.join(', ')}.` },
  { name: 'creatorNames', label: 'Creators' },
] as const satisfies { name: keyof Attribution; label: string; hint?: string }[];

/** The authors and licence of the leaf's material: attribution.txt. Collapsed, because it is rarely needed. */
export function AttributionFields({ content, problems, onEdit }: LeafFieldsProps) {
  const { warning } = remarksOn(problems.fields.get('attribution'));
  const hints = ['createdBy', 'attribution', ...fields.map((field) => `attribution.${field.name}`)].flatMap(
    (field) => problems.fields.get(field) ?? [],
  ).length;
  const texts = [content.createdBy, ...fields.map((field) => content.attribution[field.name])];
  const filled = texts.filter((text) => text.trim() !== '').length;
  return (
    <details className="rounded-lg border bg-surface">
      <summary className="rounded-lg px-4 py-2 font-medium">
        Attribution and licence{' '}
        <span className="font-normal text-muted">
          {content.attribution.licenseOfTheWork || `${filled} of ${texts.length} filled in`}
        </span>
        {hints > 0 && onEdit && (
          <span className="float-right inline-flex items-center gap-1 text-sm font-normal text-warning">
            <TriangleAlert size={14} aria-hidden />
            {countText(hints, 'hint', 'hints')}
          </span>
        )}
      </summary>
      <div className="flex flex-col gap-4 px-4 pt-2 pb-4">
        {warning && onEdit && <Notice tone="warning">{warning}</Notice>}
        <TextField
          label="Created by"
          value={content.createdBy}
          hint={onEdit && 'Who wrote this leaf.'}
          onChange={onEdit && ((createdBy) => onEdit((now) => ({ ...now, createdBy })))}
          {...remarksOn(problems.fields.get('createdBy'))}
        />
        {fields.map((field) => (
          <TextField
            key={field.name}
            label={field.label}
            value={content.attribution[field.name]}
            hint={onEdit && 'hint' in field ? field.hint : undefined}
            onChange={
              onEdit &&
              ((value) => onEdit((now) => ({ ...now, attribution: { ...now.attribution, [field.name]: value } })))
            }
            {...remarksOn(problems.fields.get(`attribution.${field.name}`))}
          />
        ))}
      </div>
    </details>
  );
}
