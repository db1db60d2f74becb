'use client';

import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useToast } from '../ui/toasts';
import { IconButton } from '../ui/button';

const SHOWN = 12;

/** The beginning of a fingerprint, and a button that copies all of it. */
export function Hash({ hash, of }: { hash: string; of: string }) {
  const [isCopied, setCopied] = useState(false);
  const toast = useToast();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(hash);
      setCopied(true);
    } catch {
      // Browsers give the clipboard to https and this machine only.
      toast({ text: hash });
    }
  };
  return (
    <span className="inline-flex items-center gap-1">
      <code title={hash} className="text-code">
        {hash.slice(0, SHOWN)}
      </code>
      <IconButton
        icon={isCopied ? Check : Copy}
        label={isCopied ? 'Copied' : `Copy the whole ${of}`}
        size="small"
        onClick={() => void copy()}
      />
    </span>
  );
}
