import type { Price } from '@/taxonomy/generation/contract-prices';
import { dollarsText } from '@/taxonomy/generation/vocabulary-money';
import { Field } from '../ui/field';
import { Input } from '../ui/input';
import { ownPriceOf, type TeacherForm } from './teacher-form';

type PriceFieldsProps = {
  form: TeacherForm;
  onChange: (changed: Partial<TeacherForm>) => void;
  /** The prices that hold while the fields are empty. */
  listed: Price | null;
};

/** The prices of a teacher, where they are not on the price list or are others. */
export function PriceFields({ form, onChange, listed }: PriceFieldsProps) {
  const { faults } = ownPriceOf(form);
  return (
    <div className="flex flex-col gap-1">
      <div className="grid grid-cols-2 gap-4">
        <Field label="Input price ($)" error={faults.input}>
          <Input
            inputMode="decimal"
            autoComplete="off"
            placeholder={listed ? dollarsText(listed.input.base) : 'unknown'}
            value={form.inputPrice}
            onChange={(event) => onChange({ inputPrice: event.target.value })}
          />
        </Field>
        <Field label="Output price ($)" error={faults.output}>
          <Input
            inputMode="decimal"
            autoComplete="off"
            placeholder={listed ? dollarsText(listed.output.base) : 'unknown'}
            value={form.outputPrice}
            onChange={(event) => onChange({ outputPrice: event.target.value })}
          />
        </Field>
      </div>
      <p className="text-sm text-muted">
        US dollars per million tokens. Leave both empty to use the price list, if it knows the model. Enter 0 for a
        model that costs nothing.
      </p>
    </div>
  );
}
