import * as accounts from './accounts/endpoints';
import * as datasets from './datasets/endpoints';
import * as documents from './documents/endpoints';
import * as generation from './generation/endpoints';
import * as jobs from './jobs/endpoints';
import * as review from './review/endpoints';
import * as seeds from './seeds/endpoints';
import * as tree from './tree/endpoints';

/** Every endpoint of the API by its name. A test holds that each has its route, and each route its endpoint. */
export const endpoints = {
  ...accounts,
  ...jobs,
  ...tree,
  ...seeds,
  ...documents,
  ...generation,
  ...review,
  ...datasets,
};
