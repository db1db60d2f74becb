/** Where something stands in a file; both count from 1. */
export type Place = { line: number; column: number };

/** Something about a file's YAML. `doubled-key` is an error for yamllint and none for PyYAML. */
export type Fault = Place & { keyword: 'syntax' | 'doubled-key' | 'hint'; message: string };

/** A problem of a qna.yaml. `path` is written like `.seed_examples[0].context`, `.` for the whole. */
export type QnaProblem = Place & { path: string; keyword: string; message: string };
