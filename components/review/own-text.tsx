import { Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { SampleText } from '@/taxonomy/review/contract';

/** A reviewer's text that could not be saved, to read and copy. */
export function OwnText({ text: { context, question, answer } }: { text: SampleText }) {
  const [isCopied, setCopied] = useState(false);
  const whole = [context, question, answer].filter((part) => part !== null).join('\n\n');
  const copy = () => void navigator.clipboard.writeText(whole).then(() => setCopied(true));
  return (
    <details className="mt-1">
      <summary>Your text</summary>
      <pre dir="auto" className="mt-1 max-h-60 overflow-auto font-sans whitespace-pre-wrap">
        {whole}
      </pre>
      <Button size="small" icon={Copy} className="mt-1" onClick={copy}>
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
    </details>
  );
}
