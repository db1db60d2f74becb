'use client';

import { Bell, BellRing } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button';
import { useToast } from '../ui/toasts';
import { setWatched, watchedRuns } from './watched-runs';

/** Lets the browser tell when a run ends, pauses or stalls. It asks for permission only when it is pressed. */
export function NotifyButton({ runId }: { runId: string }) {
  const toast = useToast();
  const [isOn, setOn] = useState(() => watchedRuns().includes(runId));
  // Browsers offer notifications only over https and on localhost.
  if (typeof Notification === 'undefined') return null;
  const change = async () => {
    if (!isOn && (await Notification.requestPermission()) !== 'granted') {
      toast({
        text: 'The browser does not allow notifications from Seedleaf. Allow them in its settings for this site.',
        tone: 'error',
      });
      return;
    }
    setWatched(runId, !isOn);
    setOn(!isOn);
  };
  return (
    <Button size="small" icon={isOn ? BellRing : Bell} aria-pressed={isOn} onClick={() => void change()}>
      Notify me
    </Button>
  );
}
