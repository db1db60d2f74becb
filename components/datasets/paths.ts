/** The address of the form for the next version of a dataset. */
export const nextVersionPath = (datasetName: string) => `/datasets/new?name=${encodeURIComponent(datasetName)}`;
