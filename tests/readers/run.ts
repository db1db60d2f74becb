/**
 * The tools that people train with, and what they read of Seedleaf's data: `npm run test:readers`, or with names for some
 * of them (`tokens`, or readers of formats.ts). It is not part of `npm test`, because they are installed from PyPI; where
 * that is not possible it says so.
 */
import process from 'node:process';

const names = process.argv.slice(2);
if (names.length === 0 || names.includes('tokens')) await import('./tokens');
if (names.length === 0 || names.some((name) => name !== 'tokens')) await import('./formats');
