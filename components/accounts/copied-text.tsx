'use client';

import { Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button';

/** A text to pass on, with a button that copies it. */
export function CopiedText({ text, testId }: { text: string; testId?: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
  };
  return (
    <span className="flex flex-wrap items-center gap-2">
      <code className="min-w-0 text-code break-all select-all" data-testid={testId}>
        {text}
      </code>
      {canCopy() && (
        <Button size="small" icon={Copy} onClick={() => void copy()}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </span>
  );
}

/** Browsers allow the clipboard only over https and on localhost; elsewhere one click selects the text. */
const canCopy = () => window.isSecureContext;
