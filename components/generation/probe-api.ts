// Apart from the other calls about teachers, because most pages that show teachers need those only.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api';
import { teacherList } from './api';

/** Finds out what a saved teacher's server can do; aborting stops after the call in flight. */
export function useProbeTeacher() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ teacherId, signal }: { teacherId: string; signal: AbortSignal }) =>
      api.post('/api/v1/teachers/{teacherId}/probe', { params: { teacherId }, signal }),
    onSettled: () => client.invalidateQueries({ queryKey: teacherList.queryKey }),
  });
}
