/** A position in a file. Both count from 1. */
export type Place = { line: number; column: number };

/** A problem with a file's YAML. `doubled-key` is an error for yamllint but not for PyYAML. */
export type Fault = Place & { keyword: 'syntax' | 'doubled-key' | 'hint'; message: string };

/** A problem of a qna.yaml. `path` looks like `.seed_examples[0].context`; `.` is the whole file. */
export type QnaProblem = Place & { path: string; keyword: string; message: string };
