import { InvalidArgumentError, type Command } from 'commander';
import { teacherAccess } from '@/env';
import { AddTeacherRequest, type Teacher } from '@/taxonomy/generation/contract';
import { addTeacher, getTeacher, listTeachers } from '@/taxonomy/generation/teacher/teachers';
import { testTeacher } from '@/taxonomy/generation/teacher-test/test-teacher';
import { practiceMark } from '@/taxonomy/generation/vocabulary';
import { parseOrRefuse } from '@/taxonomy/parse';
import type { Shell } from '../shell';
import { register as registerPracticeTeacher } from './practice-teacher';

type AddFlags = {
  url: string;
  model: string;
  apiKeyEnv?: string;
  slots?: number;
  timeoutSeconds?: number;
  extraFields?: unknown;
};

/** `teacher add`, `teacher list`, `teacher test`, and `practice-teacher`. */
export function register(program: Command, shell: Shell): void {
  const teacher = program.command('teacher').description('add, list and test the models that write samples');

  teacher
    .command('add <name>')
    .description('add a server of the OpenAI protocol as a teacher')
    .requiredOption('--url <url>', 'its address, such as http://127.0.0.1:11434/v1')
    .requiredOption('--model <model>', 'which of its models')
    .option('--api-key-env <variable>', 'the environment variable that holds its key, read at each run')
    .option('--slots <n>', 'parallel requests', whole)
    .option('--timeout-seconds <n>', 'timeout of one request', whole)
    .option('--extra-fields <json>', 'further fields of each request, such as {"enable_thinking":false}', jsonObject)
    .action((name: string, { url, ...flags }: AddFlags) =>
      shell.withDatabase(
        async ({ db, actor, key }) => {
          const request = parseOrRefuse(AddTeacherRequest, { name, baseUrl: url, ...flags });
          const added = await addTeacher(db, actor, teacherAccess(key), request);
          shell.print(added, `Added: ${lineOf(added)}\nTry it: npm run -s seedleaf -- teacher test ${quoted(name)}`);
        },
        { mayBegin: true },
      ),
    );

  teacher
    .command('list')
    .description('list the teachers, never their keys')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        const teachers = await listTeachers(db);
        for (const each of teachers) shell.printLine(each, lineOf(each));
        if (teachers.length === 0)
          shell.note('There is no teacher yet. Add one: teacher add NAME --url URL --model MODEL');
      }),
    );

  teacher
    .command('test <name>')
    .description('ask a teacher (by name or id) what a run asks: to write a question, and to judge one')
    .action((name: string) =>
      shell.withDatabase(async ({ db, key, signal }) => {
        const { id } = await getTeacher(db, name);
        const result = await testTeacher(db, id, { access: teacherAccess(key), signal });
        shell.print(result, [result.message, ...result.adapted.map((each) => `Adapted: ${each}`)].join('\n'));
        if (!result.ok) process.exitCode = 1;
      }),
    );

  registerPracticeTeacher(program, shell);
}

function jsonObject(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It must be JSON, such as {"enable_thinking":false}.');
  }
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(text);
}

const quoted = (name: string) => (/^[\w.-]+$/.test(name) ? name : JSON.stringify(name));

function lineOf({ name, baseUrl, model, slots, isPractice, adapted, lastTest }: Teacher): string {
  const mark = isPractice ? ` (${practiceMark})` : '';
  const tested = lastTest
    ? (lastTest.ok ? ', answered' : ', failed') + ` its last test on ${lastTest.testedAt.slice(0, 10)}`
    : '';
  const asked = adapted.map((each) => `\n  Adapted: ${each}`).join('');
  return `${name}${mark}  ${model} at ${baseUrl}, ${slots} parallel requests${tested}${asked}`;
}
