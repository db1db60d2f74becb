import { useMutation, useQueryClient } from '@tanstack/react-query';
import type {
  AddTeacherRequest,
  Teacher,
  TeacherTest,
  TestTeacherRequest,
  UpdateTeacherRequest,
} from '@/taxonomy/generation/contract';
import { api } from '../api-client';
import { teacherList } from './api';

/** Every change of a teacher makes the list stale. */
function useTeacherChange<Request, Answer>(
  send: (request: Request) => Promise<Answer>,
  onDone?: (answer: Answer) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: (answer) => onDone?.(answer),
    onSettled: () => client.invalidateQueries({ queryKey: teacherList.queryKey }),
  });
}

type NewTeacher = Pick<AddTeacherRequest, 'name' | 'baseUrl' | 'model'> & Partial<AddTeacherRequest>;

export const useAddTeacher = (onDone: (teacher: Teacher) => void) =>
  useTeacherChange((request: NewTeacher) => api.post<Teacher>('/api/v1/teachers', request), onDone);

export const useChangeTeacher = (onDone: (teacher: Teacher) => void) =>
  useTeacherChange(
    ({ id, ...request }: UpdateTeacherRequest & { id: string }) =>
      api.patch<Teacher>(`/api/v1/teachers/${id}`, request),
    onDone,
  );

export const useRemoveTeacher = (onDone: () => void) =>
  useTeacherChange((id: string) => api.delete<object>(`/api/v1/teachers/${id}`), onDone);

export const useAddPractice = () => useTeacherChange<void, Teacher>(() => api.post('/api/v1/teachers/practice', {}));

/** Asks a teacher that is on the list; the outcome is kept with it. */
export const useTestTeacher = () =>
  useTeacherChange((id: string) => api.post<TeacherTest>(`/api/v1/teachers/${id}/test`, {}));

/** Asks a server that is not on the list yet. */
export const useTryServer = () =>
  useMutation({ mutationFn: (request: TestTeacherRequest) => api.post<TeacherTest>('/api/v1/teachers/test', request) });
