import { endpoint } from '../endpoint';
import { Activity } from './contract';

export const getActivity = endpoint({
  method: 'GET',
  path: '/api/v1/activity',
  access: 'viewer',
  summary: 'Get what runs in the background, and how many samples wait for review.',
  response: Activity,
});
