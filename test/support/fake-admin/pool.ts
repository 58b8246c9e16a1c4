import type { Handlers } from '../../../src/contract/endpoint.ts';
import type { Endpoints } from '../../../src/contract/endpoints.ts';
import type { KeyCheckProgress, KeyState, KeyTestResult, KeyView } from '../../../src/contract/keys.ts';
import type { StatusView } from '../../../src/contract/status.ts';
import { fakeKey } from './keys.ts';
import { notFound } from './refusal.ts';

export interface FakePool {
  readonly handlers: Handlers<Endpoints['keys']>;
  keys(): readonly KeyView[];
  counts(): Pick<StatusView, 'keys' | 'requestsToday'>;
}

/** `/api/keys` over made-up keys, which Google never hears of. */
export function createFakePool(keys: readonly KeyView[], now: () => number): FakePool {
  const pool = new Map(keys.map((key) => [key.id, key]));
  const bin = new Map<string, KeyView>();
  let checked: { startedAt: number; total: number } | undefined;

  const known = (id: string): KeyView => pool.get(id) ?? notFound();
  const put = (key: KeyView): KeyView => {
    pool.set(key.id, key);
    return key;
  };
  const freed = ({ cause: _, message: __, until: ___, ...key }: KeyView, enabled = key.enabled): KeyView =>
    put({ ...key, enabled, state: enabled ? 'usable' : 'disabled' });
  const move = (from: Map<string, KeyView>, to: Map<string, KeyView>, ids: readonly string[]): KeyView[] => {
    const moved = ids.flatMap((id) => from.get(id) ?? []);
    for (const key of moved) {
      from.delete(key.id);
      to.set(key.id, key);
    }
    return moved;
  };
  /** Twenty keys a second, the eighth of each refused. */
  const check = (): KeyCheckProgress => {
    const { startedAt, total } = checked ?? { startedAt: 0, total: 0 };
    const done = Math.min(total, Math.floor(((now() - startedAt) / 1000) * 20));
    const fails = Math.floor(done / 8);
    return { running: done < total, total, done, works: done - fails, fails, inconclusive: 0 };
  };

  return {
    keys: () => [...pool.values()],
    counts() {
      const counts: Record<KeyState, number> = { usable: 0, cooling: 0, unusable: 0, disabled: 0 };
      for (const { state } of pool.values()) counts[state]++;
      return { keys: counts, requestsToday: [...pool.values()].reduce((sum, key) => sum + key.requestsToday, 0) };
    },
    handlers: {
      list: () => [...pool.values()],
      add({ body }) {
        const found = secretsIn(body.text);
        const added = found
          .filter(({ id }) => !pool.has(id))
          .map(({ id, masked }) => ({ ...fakeKey(0, now()), id, masked }));
        const duplicates = found.map(({ id }) => id).filter((id) => pool.has(id));
        for (const key of added) pool.set(key.id, key);
        return { added, duplicates };
      },
      preview: ({ body }) =>
        secretsIn(body.text).map(({ id, masked }) => {
          const label = pool.get(id)?.label;
          return { id, kind: 'ai-studio', masked, ...(label !== undefined && { knownAs: label }) };
        }),
      update({ params, body: patch }) {
        const key = known(params.id);
        return patch.enabled === undefined ? put({ ...key, ...patch }) : freed(key, patch.enabled);
      },
      updateMany: ({ body: { ids, patch } }) =>
        ids.flatMap((id) => pool.get(id) ?? []).map((key) => freed(key, patch.enabled)),
      async remove({ body }) {
        move(pool, bin, body.ids);
      },
      removed: () => ({ count: bin.size, ...(bin.size > 0 && { until: now() + 24 * 3_600_000 }) }),
      restore({ body: { ids = [...bin.keys()] } }) {
        move(bin, pool, ids);
        const restored = ids.flatMap((id) => pool.get(id) ?? []);
        return { restored, lost: ids.length - restored.length };
      },
      erase() {
        const erased = bin.size;
        bin.clear();
        return { erased };
      },
      clearInvalid() {
        const dead = [...pool.values()].filter(({ cause }) => cause === 'key-invalid');
        return {
          removed: move(
            pool,
            bin,
            dead.map(({ id }) => id),
          ).map(({ id }) => id),
        };
      },
      health: ({ body }) => Object.fromEntries(body.ids.map((id) => [id, hoursOf(id)])),
      reveal: ({ body }) => body.ids.map((id) => ({ id, secret: `AIza-${id}` })),
      check,
      startCheck({ body: { ids } }) {
        checked = { startedAt: now(), total: ids?.length ?? pool.size };
        return check();
      },
      cancelCheck() {
        checked = undefined;
        return check();
      },
      tryNow: ({ params }) => freed(known(params.id)),
      test: ({ params }) => testOf(known(params.id)),
    },
  };
}

const secretsIn = (text: string) =>
  [...new Set(text.match(/[\w.-]{20,}/g))].map((secret) => ({
    id: idOf(secret),
    masked: `${secret.slice(0, 4)}…${secret.slice(-4)}`,
  }));

function testOf(key: KeyView): KeyTestResult {
  const { id, cause, message, state } = key;
  const why = { ...(cause && { cause }), ...(message !== undefined && { message }) };
  return state === 'unusable' ? { id, verdict: 'fails', ...why, key } : { id, verdict: 'works', key };
}

/** A day like any other, and no two keys alike. */
function hoursOf(id: string) {
  const answered = Array.from({ length: 24 }, (_, hour) => (Number.parseInt(id.slice(-3), 16) * 7 + hour * hour) % 13);
  return { answered, failed: answered.map((count, hour) => (hour % 7 === 3 ? Math.ceil(count / 3) : 0)) };
}

/** Good enough to tell made-up keys apart. */
function idOf(secret: string): string {
  let hash = 7;
  for (const character of secret) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 0xffff_ffff;
  return hash.toString(16).padStart(16, 'f');
}
