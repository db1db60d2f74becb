import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  AddTeacherRequest,
  Teacher,
  TestTeacherRequest,
  UpdateTeacherRequest,
} from '@/taxonomy/generation/contract-teachers';
import { api, queryKeyOf } from '../api';
import { teacherList } from './api';

/** Every change of a teacher invalidates the list, and the estimates, which depend on its prices. */
function useTeacherChange<Request, Answer>(
  send: (request: Request) => Promise<Answer>,
  onDone?: (answer: Answer) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) => onDone?.(answer),
    onSettled: () =>
      Promise.all(
        [teacherList.queryKey, queryKeyOf('/api/v1/runs/estimate')].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

type NewTeacher = Pick<AddTeacherRequest, 'name' | 'baseUrl' | 'model'> & Partial<AddTeacherRequest>;

export const useAddTeacher = (onDone: (teacher: Teacher) => void) =>
  useTeacherChange((body: NewTeacher) => api.post('/api/v1/teachers', { body }), onDone);

export const useChangeTeacher = (onDone: (teacher: Teacher) => void) =>
  useTeacherChange(
    ({ id: teacherId, ...body }: UpdateTeacherRequest & { id: string }) =>
      api.patch('/api/v1/teachers/{teacherId}', { params: { teacherId }, body }),
    onDone,
  );

export const useRemoveTeacher = (onDone: () => void) =>
  useTeacherChange(
    (teacherId: string) => api.delete('/api/v1/teachers/{teacherId}', { params: { teacherId } }),
    onDone,
  );

export const useAddPractice = () => useTeacherChange<void, Teacher>(() => api.post('/api/v1/teachers/practice'));

/** Tests a saved teacher; the result is stored with it. */
export const useTestTeacher = () =>
  useTeacherChange((teacherId: string) => api.post('/api/v1/teachers/{teacherId}/test', { params: { teacherId } }));

/** Tests a server that is not saved yet. */
export const useTryServer = () =>
  useMutation({ mutationFn: (body: TestTeacherRequest) => api.post('/api/v1/teachers/test', { body }) });
