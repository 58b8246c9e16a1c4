/**
 * The pool's rules once more, as simply as they can be said: every key is looked at, nothing is indexed. What a failure
 * means is stated here by hand, so that the state machine is not tested against itself.
 */

import type { OwnLimits } from '../../../src/contract/keys.ts';
import type { CredentialRecord } from '../../../src/core/records.ts';
import { quotaDay, quotaDayEnd } from '../../../src/core/utils/pacific.ts';

/** Not usable before `from`; certainly usable again at `to`. */
interface Block {
  /** Undefined: with every model. */
  readonly model?: string;
  readonly from: number;
  readonly to: number;
}

export type Outcome =
  | 'answered'
  | 'client left'
  | 'minute, said'
  | 'minute, guessed'
  | 'day'
  | 'no free tier'
  | 'invalid'
  | 'overloaded'
  | 'network'
  | 'bad request';

export const retryAfter = 34_400;

interface OracleKey {
  credential: CredentialRecord;
  blocks: Block[];
  /** By `model|day`. */
  requests: Map<string, number>;
  inFlight: Map<string, number>;
}

export class Oracle {
  readonly keys = new Map<string, OracleKey>();

  put(credential: CredentialRecord): void {
    const known = this.keys.get(credential.id);
    if (known) known.credential = credential;
    else this.keys.set(credential.id, { credential, blocks: [], requests: new Map(), inFlight: new Map() });
  }

  lease(id: string, model: string): void {
    this.#change(this.keys.get(id)?.inFlight, model, 1);
  }

  end(id: string, model: string, outcome: Outcome, now: number): void {
    const key = this.keys.get(id);
    if (key === undefined) return;
    this.#change(key.inFlight, model, -1);
    if (outcome === 'answered' || outcome === 'client left' || outcome === 'overloaded') {
      this.#change(key.requests, `${model}|${quotaDay(now)}`, 1);
    }
    const block = blockAfter(outcome, model, now);
    if (block !== undefined) key.blocks.push(block);
  }

  forgetBlocks(id: string): void {
    const key = this.keys.get(id);
    if (key) key.blocks = [];
  }

  /** A killed process forgets what was under way. */
  loseFlights(): void {
    for (const key of this.keys.values()) key.inFlight.clear();
  }

  requestsToday(id: string, model: string, now: number): number {
    return this.keys.get(id)?.requests.get(`${model}|${quotaDay(now)}`) ?? 0;
  }

  mayBePicked(id: string, model: string, now: number): boolean {
    return this.#passes(id, model, now, ({ from }) => from <= now);
  }

  mustBePickable(id: string, model: string, now: number): boolean {
    return this.#passes(id, model, now, ({ to }) => to <= now);
  }

  #passes(id: string, model: string, now: number, isOver: (block: Block) => boolean): boolean {
    const key = this.keys.get(id);
    if (key === undefined || !key.credential.enabled) return false;
    const blocks = key.blocks.filter((block) => (block.model ?? model) === model);
    return blocks.every(isOver) && !this.#isSpent(key, key.credential.limits, model, now);
  }

  #isSpent(key: OracleKey, { perDay, perDayByModel }: OwnLimits, model: string, now: number): boolean {
    const day = quotaDay(now);
    const usedWith = (one: string) => (key.requests.get(`${one}|${day}`) ?? 0) + (key.inFlight.get(one) ?? 0);
    const ofModel = perDayByModel?.[model];
    if (ofModel !== undefined) return usedWith(model) >= ofModel;
    if (perDay === undefined) return false;
    const models = new Set([
      ...[...key.requests.keys()].map((name) => name.split('|')[0] ?? ''),
      ...key.inFlight.keys(),
    ]);
    return [...models].reduce((sum, one) => sum + usedWith(one), 0) >= perDay;
  }

  #change(counts: Map<string, number> | undefined, name: string, by: number): void {
    counts?.set(name, Math.max(0, (counts.get(name) ?? 0) + by));
  }
}

function blockAfter(outcome: Outcome, model: string, now: number): Block | undefined {
  switch (outcome) {
    case 'minute, said':
      return { model, from: now + retryAfter, to: now + retryAfter + 1_000 };
    case 'minute, guessed':
      return { model, from: now + 5_000, to: now + 61_000 };
    case 'day':
      return { model, from: quotaDayEnd(now), to: quotaDayEnd(now) };
    case 'no free tier':
      return { model, from: now + 24 * 3_600_000, to: now + 24 * 3_600_000 };
    case 'invalid':
      return { from: Number.POSITIVE_INFINITY, to: Number.POSITIVE_INFINITY };
    default:
      return undefined;
  }
}
