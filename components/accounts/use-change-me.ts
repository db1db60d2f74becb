import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { Me } from '@/taxonomy/accounts/contract';
import { changeMe } from './api';

/** Saves one's account and refreshes the shell, which shows the name. */
export function useChangeMe(onChanged: (me: Me) => void) {
  const router = useRouter();
  return useMutation({
    mutationFn: changeMe,
    onSuccess: (changed) => {
      onChanged(changed);
      router.refresh();
    },
  });
}
