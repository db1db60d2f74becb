import { readFileSync, writeFileSync } from 'node:fs';
import { resultsOf, type RequestLine } from './batch-server';

// A stand-in for `vllm run-batch`: answers the file $REQUESTS with the server of its argument, into the file $ANSWERS.
const [, , baseUrl = ''] = process.argv;
const { REQUESTS = '', ANSWERS = '' } = process.env;
const lines = readFileSync(REQUESTS, 'utf8').trimEnd().split('\n');
const results = await resultsOf(
  lines.map((line): RequestLine => JSON.parse(line)),
  baseUrl,
);
writeFileSync(ANSWERS, results.map((line) => `${line}\n`).join(''));
