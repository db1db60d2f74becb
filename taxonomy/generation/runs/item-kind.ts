/** The kind of job for one item of a run; the job has the item's id. */
export const ITEM_KIND = 'generate-item';
