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

/** A server that records what arrives, and can be away. */
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
    const outbox = new Outbox({ send, storage, onOutcomes: () => {} });
    for (const id of ['1', '2', '3']) outbox.add(decision(id));
    expect(storage.items.size).toBe(3);
    await vi.waitFor(() => expect(outbox.getStatus()).toEqual({ unsaved: 0, problem: null }));
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
          by: null,
          isYours: false,
          sample: null,
        })),
      });
    };
    const outbox = new Outbox({ send, storage: deviceStorage(), onOutcomes: () => {} });
    const settled = () => vi.waitFor(() => expect(outbox.getStatus().unsaved).toBe(0));
    for (const id of ['edit', 'approve', 'undo', 'again']) {
      outbox.add({ ...decision(id), sampleId: 'one' });
      await settled();
    }
    outbox.add(decision('other'));
    await settled();
    expect(sent.map(({ after }) => after)).toEqual([undefined, 'edit', 'approve', undefined, undefined]);
  });

  it('keeps decisions while the server is away, says so, and sends them when it is back', async () => {
    const { received, state, send } = server();
    state.isAway = true;
    const outbox = new Outbox({ send, storage: deviceStorage(), onOutcomes: () => {} });
    outbox.add(decision('1'));
    await vi.waitFor(() => expect(outbox.getStatus().problem).toBe('Seedleaf cannot be reached.'));
    outbox.add(decision('2'));
    state.isAway = false;
    outbox.retryNow();
    await vi.waitFor(() => expect(outbox.getStatus()).toEqual({ unsaved: 0, problem: null }));
    expect(received).toEqual(['1', '2']);
  });

  it('sends what a closed page left behind', async () => {
    const storage = deviceStorage();
    const away = server();
    away.state.isAway = true;
    const closed = new Outbox({ send: away.send, storage, onOutcomes: () => {} });
    closed.add(decision('1'));
    closed.add(decision('2'));
    await vi.waitFor(() => expect(closed.getStatus().problem).not.toBeNull());

    const { received, send } = server();
    const next = new Outbox({ send, storage, onOutcomes: () => {} });
    expect(next.getStatus().unsaved).toBe(2);
    await vi.waitFor(() => expect(next.getStatus().unsaved).toBe(0));
    expect(received).toEqual(['1', '2']);
  });

  it('sets a decision aside that the server will never take, and sends the others', async () => {
    const { received, send } = server();
    const picky = async (decisions: DecideRequest[]) => {
      if (decisions.some(({ id }) => id === '2')) throw new ApiError('invalid', 'Unknown verdict.');
      return send(decisions);
    };
    const storage = deviceStorage();
    const outbox = new Outbox({ send: picky, storage, onOutcomes: () => {} });
    for (const id of ['1', '2', '3']) outbox.add(decision(id));
    await vi.waitFor(() => expect(outbox.getStatus().unsaved).toBe(0));
    expect(received).toEqual(['1', '3']);
    expect([...storage.items.keys()]).toEqual(['seedleaf.refused.2']);
  });

  it('survives half a decision that a crash left in storage', async () => {
    const storage = deviceStorage();
    storage.setItem('seedleaf.decision.1', '{"id":"1"');
    const { send } = server();
    expect(new Outbox({ send, storage, onOutcomes: () => {} }).getStatus().unsaved).toBe(0);
  });
});
