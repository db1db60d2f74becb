import swc from '@swc/core';

// dependency-cruiser parses every file as plain TypeScript, which does not include JSX; @swc/core parses it when told
// to.
const { parseFileSync } = swc;
swc.parseFileSync = (file, options) => parseFileSync(file, { ...options, tsx: file.endsWith('.tsx') });

// The import rules, from one list. A room may import the rooms before it, never those after.
const rooms = ['accounts', 'jobs', 'tree', 'seeds', 'documents', 'generation', 'review', 'datasets', 'training'];

const roomRules = rooms.map((room, i) => ({
  name: `room-order:${room}`,
  severity: 'error',
  from: { path: `^taxonomy/${room}/` },
  to: { path: [...rooms.slice(i + 1).map((later) => `^taxonomy/${later}/`), '^bin/'] },
}));

const repositoryRules = rooms.map((room) => ({
  name: `repository-is-private:${room}`,
  severity: 'error',
  from: { path: '^(taxonomy|app|bin|components)/', pathNot: `^taxonomy/${room}/` },
  to: { path: `^taxonomy/${room}/.*repository` },
}));

/** Folders in order: each may import those before it, never those after. */
const inOrder = (top, folders) =>
  folders.slice(0, -1).map((folder, i) => ({
    name: `order:${top}/${folder}`,
    severity: 'error',
    from: { path: `^${top}/${folder}/` },
    to: { path: folders.slice(i + 1).map((later) => `^${top}/${later}/`) },
  }));

/**
 * `ui` has no domain words. A page of a later step shows what comes before it. `shell` comes last: it is around every
 * page, and its search covers the tree. All folders may import the files beside them.
 */
const componentRules = [
  {
    name: 'order:components',
    severity: 'error',
    from: { path: '^components/[^/]+$' },
    to: { path: '^components/[^/]+/', pathNot: '^components/ui/' },
  },
  ...inOrder('components', [
    'ui',
    'accounts',
    'settings',
    'tree',
    'documents',
    'seeds',
    'generation',
    'review',
    'datasets',
    'training',
    'welcome',
    'shell',
  ]),
];

/**
 * From a teacher's answers up to the runs. The practice teacher is a separate server, so nothing else imports its code.
 */
const generationRules = inOrder('taxonomy/generation', [
  'teacher',
  'prompts',
  'steps',
  'filters',
  'evaluation-sets',
  'pipelines',
  'safety',
  'answer-style',
  'thresholds',
  'webhooks',
  'prompt-texts',
  'runs',
  'prompt-preview',
  'comparison',
  'engine',
  'batch',
  'threshold-changes',
  'sample-imports',
  'practice',
]);

export default {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-knows-no-ui',
      severity: 'error',
      from: { path: '^(taxonomy|prisma)/' },
      to: { path: ['^(app|components|bin)/', 'node_modules/(next|react|react-dom|@tanstack)(/|$)'] },
    },
    { name: 'prisma-knows-no-domain', severity: 'error', from: { path: '^prisma/' }, to: { path: '^taxonomy/' } },
    // tests/unit/house.test.ts checks that contracts are imported as types only, so that zod stays on the server.
    {
      name: 'browser-takes-contracts-only',
      severity: 'error',
      from: { path: '^components/' },
      to: {
        path: ['^(app|prisma|bin)/', '^env', '^taxonomy/'],
        pathNot: [
          '^taxonomy/(contract|endpoints?)\\.',
          '^taxonomy/[^/]+/contract',
          '^taxonomy/[^/]+/vocabulary',
          // Rules that need no database; the browser applies them before the server does.
          '^taxonomy/review/state-machine',
        ],
      },
    },
    {
      name: 'prisma-in-repositories-only',
      severity: 'error',
      from: { path: '^(taxonomy|app|bin)/', pathNot: '/repository' },
      to: { path: '^prisma/generated' },
    },
    {
      name: 'connection-is-passed-in',
      severity: 'error',
      from: { path: '^taxonomy/' },
      to: { path: ['^prisma/db', '^env'] },
    },
    // 800 kB of prices: one file reads them, on the server.
    {
      name: 'one-file-reads-the-price-list',
      severity: 'error',
      from: { pathNot: '^taxonomy/generation/teacher/price-list\\.ts$' },
      to: { path: 'node_modules/@pydantic/' },
    },
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      from: { pathNot: '^(tests/|playwright\\.config)' },
      to: { path: '^tests/' },
    },
    ...roomRules,
    ...repositoryRules,
    ...componentRules,
    ...generationRules,
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(prisma/generated|\\.next|dist)' },
  },
};
