import { Monitor, Moon, Sun } from 'lucide-react';
import type { Theme } from '../preference-cookie';

export const themeOptions = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'Match system', icon: Monitor },
] as const satisfies { value: Theme; label: string; icon: typeof Sun }[];
