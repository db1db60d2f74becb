import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '@/components/api-client';
import { Outbox } from '@/components/review/outbox';
import type { DecideRequest } from '@/taxonomy/review/contract';

const decision = (id: string): DecideRequest => ({ id, sampleId: id, version: 0, verdict: 'approve' });

function deviceStorage() {
  const items = new Map<string, string>();
  return {
    items,
    get length() {
      return items.size;
    },
    key: (index: number) => [...items.keys()][index] ?? null,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

/** A server that records what arrives, and can be unreachable. */
function server() {
  const received: string[] = [];
  const state = { isAway: false };
  const send = async (decisions: DecideRequest[]) => {
    await Promise.resolve();
    if (state.isAway) throw new ApiError('network', 'Seedleaf cannot be reached.');
    received.push(...decisions.map(({ id }) => id));
    return {
      outcomes: decisions.map(({ id }) => ({
        id,
        sampleId: id,
        outcome: 'recorded' as const,
        message: null,
        by: null,
        isYours: false,
        sample: null,
      })),
    };
  };
  return { received, state, send };
}

describe('Outbox', () => {
  it('sends decisions in their order and forgets them once they are saved', async () => {
    const { received, send } = server();
    const storage = deviceStorage();
    const outbox = new Outbox({ personId: 'ada', send, storage, onOutcomes: () => {} });
    for (const id of ['1', '2', '3']) outbox.add(decision(id));
    expect(storage.items.size).toBe(3);
    await vi.waitFor(() => expect(outbox.getStatus()).toEqual({ unsaved: 0, problem: null, refused: [] }));
    expect(received).toEqual(['1', '2', '3']);
    expect(storage.items.size).toBe(0);
  });

  it('ties each decision to the one before on the same sample, until that one is refused', async () => {
    const sent: DecideRequest[] = [];
    const send = (decisions: DecideRequest[]) => {
      sent.push(...decisions);
      const outcome = sent.length < 3 ? ('recorded' as const) : ('conflict' as const);
      return Promise.resolve({
        outcomes: decisions.map(({ id, sampleId }) => ({
          id,
          sampleId,
          outcome,
          message: null,
          by: null,
          isYours: false,
          sample: null,
        })),
      });
    };
    const outbox = new Outbox({ personId: 'ada', send, storage: deviceStorage(), onOutcomes: () => {} });
    const settled = () => vi.waitFor(() => expect(outbox.getStatus().unsaved).toBe(0));
    for (const id of ['edit', 'approve', 'undo', 'again']) {
      outbox.add({ ...decision(id), sampleId: 'one' });
      await settled();
    }
    outbox.add(decision('other'));
    await settled();
    expect(sent.map(({ after }) => after)).toEqual([undefined, 'edit', 'approve', undefined, undefined]);
  });

  it('keeps decisions while the server is unreachable, says so, and sends them when it is back', async () => {
    const { received, state, send } = server();
    state.isAway = true;
    const outbox = new Outbox({ personId: 'ada', send, storage: deviceStorage(), onOutcomes: () => {} });
    outbox.add(decision('1'));
    await vi.waitFor(() => expect(outbox.getStatus().problem).toBe('Seedleaf cannot be reached.'));
    outbox.add(decision('2'));
    state.isAway = false;
    outbox.retryNow();
    await vi.waitFor(() => expect(outbox.getStatus()).toEqual({ unsaved: 0, problem: null, refused: [] }));
    expect(received).toEqual(['1', '2']);
  });

  it('sends what a closed page left behind', async () => {
    const storage = deviceStorage();
    const away = server();
    away.state.isAway = true;
    const closed = new Outbox({ personId: 'ada', send: away.send, storage, onOutcomes: () => {} });
    closed.add(decision('1'));
    closed.add(decision('2'));
    await vi.waitFor(() => expect(closed.getStatus().problem).not.toBeNull());

    const { received, send } = server();
    const next = new Outbox({ personId: 'ada', send, storage, onOutcomes: () => {} });
    expect(next.getStatus().unsaved).toBe(2);
    await vi.waitFor(() => expect(next.getStatus().unsaved).toBe(0));
    expect(received).toEqual(['1', '2']);
  });

  it('sets aside a decision that the server will never accept, and sends the others', async () => {
    const { received, send } = server();
    const picky = async (decisions: DecideRequest[]) => {
      if (decisions.some(({ id }) => id === '2')) throw new ApiError('invalid', 'Unknown verdict.');
      return send(decisions);
    };
    const storage = deviceStorage();
    const outbox = new Outbox({ personId: 'ada', send: picky, storage, onOutcomes: () => {} });
    for (const id of ['1', '2', '3']) outbox.add(decision(id));
    await vi.waitFor(() => expect(outbox.getStatus().unsaved).toBe(0));
    expect(received).toEqual(['1', '3']);
    expect([...storage.items.keys()]).toEqual(['seedleaf.refused.ada.2']);
    expect(outbox.getStatus().refused).toEqual([{ decision: decision('2'), message: 'Unknown verdict.' }]);
    // It is still there after a reload, until it is discarded.
    const next = new Outbox({ personId: 'ada', send, storage, onOutcomes: () => {} });
    expect(next.getStatus()).toMatchObject({ unsaved: 0, refused: [{ message: 'Unknown verdict.' }] });
    next.discardRefused('2');
    expect(next.getStatus().refused).toEqual([]);
    expect(storage.items.size).toBe(0);
  });

  it('sets aside a decision that causes two server errors, and sends the others', async () => {
    const { received, send } = server();
    const told: string[] = [];
    const broken = async (decisions: DecideRequest[]) => {
      if (decisions.some(({ id }) => id === '2')) throw new ApiError('internal', 'Something went wrong on the server.');
      return send(decisions);
    };
    const outbox = new Outbox({
      personId: 'ada',
      send: broken,
      storage: deviceStorage(),
      onOutcomes: (outcomes) => told.push(...outcomes.map(({ id, outcome }) => `${id} ${outcome}`)),
    });
    for (const id of ['1', '2', '3']) outbox.add(decision(id));
    await vi.waitFor(() => expect(outbox.getStatus().unsaved).toBe(0), { timeout: 10_000 });
    expect(received).toEqual(['1', '3']);
    expect(outbox.getStatus().refused.map((each) => each.decision.id)).toEqual(['2']);
    expect(told).toEqual(['1 recorded', '2 refused', '3 recorded']);
  });

  it('retries after one server error', async () => {
    const { received, send } = server();
    let calls = 0;
    const outbox = new Outbox({
      personId: 'ada',
      send: async (decisions) => {
        calls += 1;
        if (calls === 1) throw new ApiError('internal', 'Something went wrong on the server.');
        return send(decisions);
      },
      storage: deviceStorage(),
      onOutcomes: () => {},
    });
    outbox.add(decision('1'));
    await vi.waitFor(() => expect(outbox.getStatus()).toEqual({ unsaved: 0, problem: null, refused: [] }));
    expect(received).toEqual(['1']);
  });

  it('sets aside decisions that the server refuses within a batch, with its reason', async () => {
    const { send } = server();
    const outbox = new Outbox({
      personId: 'ada',
      send: async (decisions) => {
        const { outcomes } = await send(decisions);
        return {
          outcomes: outcomes.map((each) =>
            each.id === '2' ? { ...each, outcome: 'refused' as const, message: 'It has a NUL.' } : each,
          ),
        };
      },
      storage: deviceStorage(),
      onOutcomes: () => {},
    });
    for (const id of ['1', '2', '3']) outbox.add(decision(id));
    await vi.waitFor(() => expect(outbox.getStatus().unsaved).toBe(0));
    expect(outbox.getStatus().refused).toEqual([{ decision: decision('2'), message: 'It has a NUL.' }]);
  });

  it('never sends or shows what another person left on the device', async () => {
    const storage = deviceStorage();
    const away = server();
    away.state.isAway = true;
    const ada = new Outbox({ personId: 'ada', send: away.send, storage, onOutcomes: () => {} });
    ada.add(decision('1'));
    await vi.waitFor(() => expect(ada.getStatus().problem).not.toBeNull());

    const { received, send } = server();
    const bob = new Outbox({ personId: 'bob', send, storage, onOutcomes: () => {} });
    expect(bob.getStatus()).toEqual({ unsaved: 0, problem: null, refused: [] });
    bob.add(decision('2'));
    await vi.waitFor(() => expect(bob.getStatus().unsaved).toBe(0));
    expect(received).toEqual(['2']);
    expect([...storage.items.keys()]).toEqual(['seedleaf.decision.ada.1']);
  });

  it('sends from memory when the device is full, and says that the tab must stay open', async () => {
    const storage = deviceStorage();
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const { received, send } = server();
    const outbox = new Outbox({ personId: 'ada', send, storage, onOutcomes: () => {} });
    outbox.add(decision('1'));
    expect(outbox.getStatus().problem).toContain('Keep this tab open');
    await vi.waitFor(() => expect(outbox.getStatus()).toMatchObject({ unsaved: 0, problem: null }));
    expect(received).toEqual(['1']);
  });

  it("uses keepalive up to the browser's limit, counted in bytes", async () => {
    const asked: boolean[] = [];
    const { send } = server();
    const text = (answer: string) => ({ context: null, question: 'Q?', answer });
    const outbox = new Outbox({
      personId: 'ada',
      send: (decisions, { keepalive }) => {
        asked.push(keepalive);
        return send(decisions);
      },
      storage: deviceStorage(),
      onOutcomes: () => {},
    });
    for (const answer of ['short', '字'.repeat(30_000)]) {
      outbox.add({ ...decision(answer.slice(0, 5)), verdict: 'edit', text: text(answer) });
      await vi.waitFor(() => expect(outbox.getStatus().unsaved).toBe(0));
    }
    expect(asked).toEqual([true, false]);
  });

  it('reports at sign-out how many are left', async () => {
    const { state, send } = server();
    state.isAway = true;
    const outbox = new Outbox({ personId: 'ada', send, storage: deviceStorage(), onOutcomes: () => {} });
    outbox.add(decision('1'));
    expect(await outbox.flushed(30)).toBe(1);
    state.isAway = false;
    expect(await outbox.flushed(5_000)).toBe(0);
  });

  it('survives a decision that a crash cut off in storage', async () => {
    const storage = deviceStorage();
    storage.setItem('seedleaf.decision.1', '{"id":"1"');
    const { send } = server();
    expect(new Outbox({ personId: 'ada', send, storage, onOutcomes: () => {} }).getStatus().unsaved).toBe(0);
  });
});
