import { endpoint } from '../endpoint';
import { Activity } from './contract';

export const getActivity = endpoint({
  method: 'GET',
  path: '/api/v1/activity',
  access: 'viewer',
  summary: 'Get the background jobs and how many samples wait for review.',
  response: Activity,
});
