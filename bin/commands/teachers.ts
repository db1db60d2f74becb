import { InvalidArgumentError, type Command } from 'commander';
import { teacherAccess } from '@/env';
import { AddTeacherRequest, type Teacher } from '@/taxonomy/generation/contract-teachers';
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
  const teacher = program.command('teacher').description('add, list and test teachers');

  teacher
    .command('add <name>')
    .description('add a model on an OpenAI-compatible server as a teacher')
    .requiredOption('--url <url>', 'address of the server, such as http://127.0.0.1:11434/v1')
    .requiredOption('--model <model>', 'name of the model')
    .option('--api-key-env <variable>', 'environment variable with the API key, read at each run')
    .option('--slots <n>', 'parallel requests', whole)
    .option('--timeout-seconds <n>', 'timeout per request', whole)
    .option('--extra-fields <json>', 'extra fields for each request, such as {"enable_thinking":false}', jsonObject)
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
