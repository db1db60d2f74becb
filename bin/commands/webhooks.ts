import { setTimeout as sleep } from 'node:timers/promises';
import { Argument, InvalidArgumentError, Option, type Command } from 'commander';
import { webhookAccess } from '@/env';
import { Id } from '@/taxonomy/contract';
import { DomainError } from '@/taxonomy/errors';
import { AddWebhookRequest, type Delivery } from '@/taxonomy/generation/contract-webhooks';
import { webhookJob } from '@/taxonomy/generation/webhooks/job';
import {
  addWebhook,
  changeWebhook,
  getDelivery,
  listWebhooks,
  removeWebhook,
  testWebhook,
} from '@/taxonomy/generation/webhooks/webhooks';
import { runEventNames, type RunEvent } from '@/taxonomy/generation/vocabulary-webhooks';
import { listWorkers } from '@/taxonomy/jobs/workers';
import { parseOrRefuse } from '@/taxonomy/parse';
import type { CommandContext, Shell } from '../shell';
import { workUntil } from '../work-until';

const LOOK_MS = 200;
/** On the command line, events have their names without `run.`. */
const eventNames = runEventNames.map((each) => each.slice('run.'.length));

/** `webhooks add`, `webhooks list`, `webhooks events`, `webhooks remove`, `webhooks test`. */
export function register(program: Command, shell: Shell): void {
  const webhooks = program.command('webhooks').description('addresses that are told when runs end, pause or stall');
  webhooks
    .command('add <url>')
    .description('add an address; prints the secret that signs its deliveries, once')
    .addOption(new Option('--event <names...>', 'only these events; all without it').choices(eventNames))
    .action((url: string, { event = [] }: { event?: string[] }) =>
      shell.withDatabase(async ({ db, actor, key }) => {
        const request = parseOrRefuse(AddWebhookRequest, { url, events: eventsOf(event) });
        const added = await addWebhook(db, actor, webhookAccess(key), request);
        shell.print(added, `Added: ${added.id}  ${added.url}\nSecret, shown only now: ${added.secret}`);
      }),
    );
  webhooks
    .command('list')
    .description('list the webhooks, each with its last delivery')
    .action(() =>
      shell.withDatabase(async ({ db }) => {
        const all = await listWebhooks(db);
        for (const each of all) {
          const last = each.lastDelivery ? `  last: ${deliveryText(each.lastDelivery)}` : '';
          shell.printLine(each, `${each.id}  ${each.url}  ${eventsText(each)}${last}`);
        }
        if (all.length === 0) shell.note('There are no webhooks yet. Add one: webhooks add URL');
      }),
    );
  webhooks
    .command('events')
    .argument('<id>')
    .addArgument(new Argument('<events...>').choices([...eventNames, 'all']))
    .description('choose which events a webhook is told from now on, or all')
    .action((id: string, names: string[]) =>
      shell.withDatabase(async ({ db, actor }) => {
        const events = names.includes('all') ? [] : eventsOf(names);
        const changed = await changeWebhook(db, actor, webhookId(id), { events });
        shell.print(changed, `${changed.id}  ${changed.url}  ${eventsText(changed)}`);
      }),
    );
  webhooks
    .command('remove <id>')
    .description('remove a webhook; what waits is not sent')
    .action((id: string) =>
      shell.withDatabase(async ({ db, actor }) => {
        await removeWebhook(db, actor, webhookId(id));
        shell.print({ id, removed: true }, `Removed: ${id}`);
      }),
    );
  webhooks
    .command('test <id>')
    .description('send a test event, and say how its first try ended')
    .action((id: string) => shell.withDatabase((context) => test(context, shell, webhookId(id))));
}

/** Sends the event itself when no worker is running. */
async function test({ db, key, signal }: CommandContext, shell: Shell, id: string): Promise<void> {
  const { id: deliveryId } = await testWebhook(db, id);
  const isTried = async () => (await getDelivery(db, deliveryId)).tries > 0;
  if ((await listWorkers(db)).length === 0) await workUntil(db, [webhookJob(webhookAccess(key))], isTried, signal);
  else while (!signal.aborted && !(await isTried())) await sleep(LOOK_MS);
  const delivery = await getDelivery(db, deliveryId);
  shell.print(delivery, deliveryText(delivery));
  if (delivery.state !== 'delivered') throw new DomainError('unavailable', delivery.error ?? 'It was not delivered.');
}

const eventsOf = (names: string[]): RunEvent[] =>
  runEventNames.filter((each) => names.includes(each.slice('run.'.length)));

const eventsText = ({ events }: { events: RunEvent[] }): string =>
  events.length === 0 ? 'all events' : events.map((each) => each.slice('run.'.length)).join(', ');

function deliveryText({ type, state, status, error, tries }: Delivery): string {
  const answer = status === null ? '' : ` (${status})`;
  const why = error === null ? '' : ` ${error}`;
  return `${type} ${state}${answer} after ${tries === 1 ? '1 try' : `${tries} tries`}.${why}`;
}

function webhookId(text: string): string {
  if (Id.safeParse(text).success) return text;
  throw new InvalidArgumentError(`“${text}” is not the id of a webhook. List them with: webhooks list.`);
}
