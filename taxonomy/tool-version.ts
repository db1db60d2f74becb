/** The version of this program, as in package.json (a test compares them): versions of datasets name it. */
export const toolVersion = '0.1.0';
