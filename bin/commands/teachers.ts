import { InvalidArgumentError, type Command } from 'commander';
import { teacherAccess } from '@/env';
import type { OwnPrice } from '@/taxonomy/generation/contract-prices';
import type { Capabilities } from '@/taxonomy/generation/contract-capabilities';
import type { ServerState } from '@/taxonomy/generation/contract-servers';
import { AddTeacherRequest, UpdateTeacherRequest, type Teacher } from '@/taxonomy/generation/contract-teachers';
import { listServerStates } from '@/taxonomy/generation/teacher/server-states';
import { addTeacher, getTeacher, listTeachers, updateTeacher } from '@/taxonomy/generation/teacher/teachers';
import { probeTeacher } from '@/taxonomy/generation/teacher-test/probe-teacher';
import { testTeacher } from '@/taxonomy/generation/teacher-test/test-teacher';
import { practiceMark, reasoningEfforts } from '@/taxonomy/generation/vocabulary';
import {
  capabilityLabels,
  capabilityNames,
  probeCost,
  probeLimits,
} from '@/taxonomy/generation/vocabulary-capabilities';
import { moneyText } from '@/taxonomy/generation/vocabulary-money';
import { endOfModel, priceText } from '@/taxonomy/generation/vocabulary-prices';
import { parseOrRefuse } from '@/taxonomy/parse';
import { dollars } from '../numbers';
import type { Shell } from '../shell';
import { register as registerPracticeTeacher } from './practice-teacher';

type PriceFlags = { inputPrice?: number; outputPrice?: number };
type Flags = PriceFlags & {
  apiKeyEnv?: string;
  slots?: number;
  requestsPerMinute?: number;
  tokensPerMinute?: number;
  timeoutSeconds?: number;
  extraFields?: unknown;
  header?: Record<string, string>;
  reasoningEffort?: string | null;
  thinkingTokens?: number | null;
  structuredOutput?: string;
};
type AddFlags = Flags & { url: string[]; model: string };
type EditFlags = Flags & { name?: string; url?: string[]; model?: string; removeHeader?: string[]; listPrice?: true };

/** `teacher add`, `teacher edit`, `teacher list`, `teacher test`, `teacher probe`, `teacher show`, and `practice-teacher`. */
export function register(program: Command, shell: Shell): void {
  const teacher = program.command('teacher').description('add, edit, list and test teachers');

  withCommonOptions(
    teacher
      .command('add <name>')
      .description('add a model on an OpenAI-compatible server as a teacher')
      .requiredOption(
        '--url <url>',
        'address of the server, such as http://127.0.0.1:11434/v1; repeat it for servers with the same model',
        oneMore,
      )
      .requiredOption('--model <model>', 'name of the model'),
  ).action((name: string, { url, inputPrice, outputPrice, header, ...flags }: AddFlags) =>
    shell.withDatabase(
      async ({ db, actor, key }) => {
        const ownPrice = ownPriceOf({ inputPrice, outputPrice });
        const request = parseOrRefuse(AddTeacherRequest, {
          name,
          ...addressesIn(url),
          ownPrice,
          ...flags,
          ...(header && { headers: header }),
        });
        const added = await addTeacher(db, actor, teacherAccess(key), request);
        shell.print(added, `Added: ${lineOf(added)}\nTry it: npm run -s seedleaf -- teacher test ${quoted(name)}`);
      },
      { mayBegin: true },
    ),
  );

  withCommonOptions(
    teacher
      .command('edit <name>')
      .description('change the given settings of a teacher (by name or id); runs in progress keep their prices')
      .option('--name <name>', 'new name')
      .option('--url <url>', 'new address; repeat it for several', oneMore)
      .option('--model <model>', 'another model'),
  )
    .option('--remove-header <name>', 'remove an extra header; repeat it for several', oneMore)
    .option('--list-price', 'use the prices of the price list again, if it knows the model')
    .action(
      (nameOrId: string, { url, inputPrice, outputPrice, listPrice, header, removeHeader, ...flags }: EditFlags) =>
        shell.withDatabase(async ({ db, actor, key }) => {
          const { id, headerNames } = await getTeacher(db, nameOrId);
          const ownPrice = ownPriceOf({ inputPrice, outputPrice });
          const headers = changedHeaders(headerNames, header, removeHeader);
          if (ownPrice && listPrice) throw new InvalidArgumentError('Enter prices or use --list-price, not both.');
          const request = parseOrRefuse(UpdateTeacherRequest, {
            ...flags,
            ...(url !== undefined && addressesIn(url)),
            ...(listPrice && { ownPrice: null }),
            ...(ownPrice && { ownPrice }),
            ...(headers && { headers }),
          });
          const changed = await updateTeacher(db, actor, teacherAccess(key), id, request);
          shell.print(changed, `Changed: ${lineOf(changed)}`);
        }),
    );

  teacher
    .command('list')
    .description('list teachers, without their keys')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        const teachers = await listTeachers(db);
        for (const each of teachers) shell.printLine(each, lineOf(each));
        if (teachers.length === 0)
          shell.note('There are no teachers yet. Add one: teacher add NAME --url URL --model MODEL');
      }),
    );

  teacher
    .command('test <name>')
    .description('test a teacher (by name or id) as a run would use it: write a question and judge one')
    .action((name: string) =>
      shell.withDatabase(async ({ db, key, signal }) => {
        const { id } = await getTeacher(db, name);
        const result = await testTeacher(db, id, { access: teacherAccess(key), signal });
        shell.print(result, [result.message, ...result.adapted.map((each) => `Adapted: ${each}`)].join('\n'));
        if (!result.ok) process.exitCode = 1;
      }),
    );

  teacher
    .command('probe <name>')
    .description(
      `find out what a teacher's server can do, with ${probeLimits.calls} short calls of at most ${probeLimits.answerTokens} tokens (more if the model thinks)`,
    )
    .action((name: string) =>
      shell.withDatabase(async ({ db, key, signal }) => {
        const { id, price } = await getTeacher(db, name);
        const cost = price ? `about ${moneyText(probeCost(price))}` : 'unknown';
        shell.note(`Making ${probeLimits.calls} short calls; their cost is ${cost}. Ctrl-C stops.`);
        const found = await probeTeacher(db, id, { access: teacherAccess(key), signal });
        shell.print(found, capabilityLines(found).join('\n'));
      }),
    );

  teacher
    .command('show <name>')
    .description('show one teacher (by name or id): its settings, its last test, and what its server can do')
    .action((name: string) =>
      shell.withDatabase(async ({ db }) => {
        const shown = await getTeacher(db, name);
        const found = shown.capabilities ? capabilityLines(shown.capabilities) : ['Not probed yet.'];
        const servers = (await listServerStates(db)).filter(({ teacherId }) => teacherId === shown.id);
        const lines = [...found, ...servers.map(serverLine)];
        shell.print({ ...shown, servers }, [lineOf(shown), ...lines.map((line) => `  ${line}`)].join('\n'));
      }),
    );

  registerPracticeTeacher(program, shell);
}

const serverWords = { closed: 'in use', half_open: 'being tried', open: 'given no calls' };

function serverLine({ address, state, since, nextTryAt, reason }: ServerState): string {
  const why = since ? ` since ${since}, next try ${nextTryAt}. ${reason}` : '';
  return `Server ${address}: ${serverWords[state]}${why}`;
}

const capabilityLines = ({ answers, probedAt, calls }: Capabilities): string[] => [
  `Probed on ${probedAt.slice(0, 10)} with ${calls} calls:`,
  ...capabilityNames.map((name) => `${capabilityLabels[name]}: ${answers[name].answer}. ${answers[name].detail}`),
];

const withCommonOptions = (command: Command): Command =>
  command
    .option('--api-key-env <variable>', 'environment variable with the API key, read at each run')
    .option('--slots <n>', 'parallel requests to each address', whole)
    .option('--requests-per-minute <n>', 'limit of each address', whole)
    .option('--tokens-per-minute <n>', 'limit of each address', whole)
    .option('--timeout-seconds <n>', 'timeout per request', whole)
    .option('--extra-fields <json>', 'extra fields for each request, such as {"enable_thinking":false}', jsonObject)
    .option(
      '--header <name: value>',
      "extra header of each request, such as 'X-Org: research'; stored encrypted; repeat it for several",
      oneMoreHeader,
    )
    .option(
      '--reasoning-effort <level>',
      `how much the model thinks: ${reasoningEfforts.join(', ')}, or default`,
      (text) => (text === 'default' ? null : text),
    )
    .option('--thinking-tokens <n>', 'tokens for thinking, on top of those for the answer, or default', (text) =>
      text === 'default' ? null : text === '0' ? 0 : whole(text),
    )
    .option('--structured-output <when>', 'judges answer in JSON: auto (if probed) or off')
    .option('--input-price <dollars>', 'price per million input tokens, such as 0.15; by default the list’s', dollars)
    .option('--output-price <dollars>', 'price per million output tokens', dollars);

function ownPriceOf({ inputPrice, outputPrice }: PriceFlags): OwnPrice | null {
  if (inputPrice !== undefined && outputPrice !== undefined) return { input: inputPrice, output: outputPrice };
  if (inputPrice === undefined && outputPrice === undefined) return null;
  throw new InvalidArgumentError('Enter both prices: --input-price and --output-price.');
}

function jsonObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It must be JSON, such as {"enable_thinking":false}.');
  }
}

const oneMore = (value: string, before: string[] = []): string[] => [...before, value];

function oneMoreHeader(text: string, before: Record<string, string> = {}): Record<string, string> {
  const colon = text.indexOf(':');
  if (colon < 1) throw new InvalidArgumentError("It must be a name and a value, such as 'X-Org: research'.");
  return { ...before, [text.slice(0, colon).trim()]: text.slice(colon + 1).trim() };
}

/** All headers after a change: null for those that stay. @throws InvalidArgumentError for one that is not there. */
function changedHeaders(
  names: string[],
  given: Record<string, string> = {},
  removed: string[] = [],
): Record<string, string | null> | null {
  if (Object.keys(given).length === 0 && removed.length === 0) return null;
  const is = (a: string) => (b: string) => a.toLowerCase() === b.toLowerCase();
  const missing = removed.find((name) => !names.some(is(name)));
  if (missing !== undefined) {
    const there = names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has none.';
    throw new InvalidArgumentError(`The teacher has no header ${missing}. ${there}`);
  }
  const kept = names.filter((name) => !removed.some(is(name)) && !Object.keys(given).some(is(name)));
  return { ...Object.fromEntries(kept.map((name) => [name, null])), ...given };
}

const addressesIn = ([baseUrl, ...otherUrls]: string[]) => ({ baseUrl, otherUrls });

function whole(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

const quoted = (name: string) => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name));

function lineOf(teacher: Teacher): string {
  const { name, baseUrl, otherUrls, model, slots, isPractice, adapted, lastTest, price, isDeprecated } = teacher;
  const mark = isPractice ? ` (${practiceMark})` : '';
  const tested = lastTest
    ? (lastTest.ok ? ', answered' : ', failed') + ` its last test on ${lastTest.testedAt.slice(0, 10)}`
    : '';
  const asked = adapted.map((each) => `\n  Adapted: ${each}`).join('');
  const sent = teacher.headerNames.length > 0 ? `\n  Headers: ${teacher.headerNames.join(', ')}` : '';
  const priced = `\n  Price: ${price ? priceText(price) : 'unknown'}`;
  const ends = isDeprecated ? `\n  ${endOfModel}` : '';
  return `${name}${mark}  ${model} at ${[baseUrl, ...otherUrls].join(' and ')}, ${slots} parallel requests${tested}${priced}${ends}${sent}${asked}`;
}
