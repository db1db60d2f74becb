type Checked = {
  validity: Pick<
    ValidityState,
    | 'valueMissing'
    | 'typeMismatch'
    | 'badInput'
    | 'rangeUnderflow'
    | 'rangeOverflow'
    | 'stepMismatch'
    | 'tooShort'
    | 'tooLong'
  >;
  type: string;
  min?: string;
  max?: string;
  minLength?: number;
  maxLength?: number;
  validationMessage: string;
};

/** What is wrong with an input that the browser finds invalid, and what to enter instead, in our words. */
export function nativeFault({ validity, type, validationMessage, ...limits }: Checked): string {
  if (type === 'number' && Object.values(flags(validity)).some(Boolean)) return numberFault(limits);
  if (validity.valueMissing) return 'Fill in this field.';
  if (validity.typeMismatch && type === 'email') return 'Enter a full e-mail address, such as ada@example.org.';
  if (validity.typeMismatch && type === 'url') return 'Enter a full address, such as http://127.0.0.1:11434/v1.';
  if (validity.tooShort) return `Enter at least ${limits.minLength} characters.`;
  if (validity.tooLong) return `Enter at most ${limits.maxLength} characters.`;
  return validationMessage;
}

const flags = ({ valueMissing, badInput, rangeUnderflow, rangeOverflow, stepMismatch }: Checked['validity']) => ({
  valueMissing,
  badInput,
  rangeUnderflow,
  rangeOverflow,
  stepMismatch,
});

function numberFault({ min, max }: { min?: string; max?: string }): string {
  const from = min ? ` from ${Number(min).toLocaleString('en')}` : '';
  const to = max ? `${from ? '' : ' up'} to ${Number(max).toLocaleString('en')}` : '';
  return `Enter a whole number${from}${to}.`;
}
