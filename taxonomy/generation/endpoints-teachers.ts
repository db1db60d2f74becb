import { z } from 'zod';
import { Id } from '../contract';
import { endpoint } from '../endpoint';
import { Capabilities } from './contract-capabilities';
import { ServerStates } from './contract-servers';

export const probeTeacher = endpoint({
  method: 'POST',
  path: '/api/v1/teachers/{teacherId}/probe',
  access: 'curator',
  summary: "Find out what a teacher's server can do, with a few short calls, and keep the result with it.",
  params: z.object({ teacherId: Id }),
  response: Capabilities,
});

export const listServers = endpoint({
  method: 'GET',
  path: '/api/v1/teachers/servers',
  access: 'viewer',
  summary: 'List the servers that workers use now, and which of them are given no calls.',
  response: ServerStates,
});
