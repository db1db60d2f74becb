import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { Me } from '@/taxonomy/accounts/contract';
import { changeMe } from './api';

/** Saves one's own account, and draws the shell anew, where one's name stands. */
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
