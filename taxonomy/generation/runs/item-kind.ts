/** The kind of job that stands for one item of a run; the job has the item's id. */
export const ITEM_KIND = 'generate-item';
