/**
 * Keeps the thought signatures of calls for clients that drop them. Found by call id, or by what was called with which
 * arguments where a client does not even keep the id. Survives a restart: the store is behind a small memory.
 */

import type { Clock } from '../../ports.ts';
import { createTextCache } from '../../utils/bounded-map.ts';
import { canonicalJson } from '../../utils/json/canonical-json.ts';
import { sha256 } from '../../utils/sha256.ts';
import type { FunctionCall, GenerateContentResponse } from '../wire.ts';

export interface SignedCall {
  readonly call: FunctionCall;
  readonly signature: string;
}

export interface SignatureVault {
  find(call: FunctionCall): Promise<string | undefined>;
  /** By the time the promise is made, calls with an id can be found; the rest when it resolves. */
  keep(calls: readonly SignedCall[]): Promise<void>;
}

export interface VaultDeps {
  /** `store.read('signatures', key)`. */
  read(key: string): Promise<string | undefined>;
  /** Queues a record for the store's next batch: a signature lost with the process costs no more than a sentinel. */
  put(key: string, signature: string, expiresAt: number): void;
  readonly clock: Clock;
}

/** Ms. Conversations are taken up again after weeks; Google names no end of a signature's life. */
export const SIGNATURE_LIFETIME = 30 * 24 * 3600_000;

/** A signature is some hundred bytes to some ten thousand. */
const MEMORY_CHARACTERS = 4 * 1024 * 1024;

export function createSignatureVault({ read, put, clock }: VaultDeps): SignatureVault {
  const memory = createTextCache(MEMORY_CHARACTERS);

  const lookUp = async (key: string): Promise<string | undefined> => {
    const known = memory.get(key);
    if (known !== undefined) return known;
    // A store that cannot be read must not fail the request: the documented sentinel still can stand in.
    const stored = await read(key).catch(() => undefined);
    if (stored !== undefined) memory.set(key, stored);
    return stored;
  };
  const remember = (key: string, signature: string) => {
    memory.set(key, signature);
    put(key, signature, clock.now() + SIGNATURE_LIFETIME);
  };

  return {
    async find(call) {
      const byId = call.id ? await lookUp(idKey(call.id)) : undefined;
      return byId ?? (await lookUp(await argumentsKey(call)));
    },
    async keep(calls) {
      for (const { call, signature } of calls) if (call.id) remember(idKey(call.id), signature);
      for (const { call, signature } of calls) remember(await argumentsKey(call), signature);
    },
  };
}

/** The signed calls of an answer, or of one piece of a streamed answer. */
export function collectSignatures(answer: GenerateContentResponse): SignedCall[] {
  const found: SignedCall[] = [];
  for (const candidate of answer.candidates ?? []) {
    for (const { functionCall: call, thoughtSignature: signature } of candidate.content?.parts ?? []) {
      if (call && signature) found.push({ call, signature });
    }
  }
  return found;
}

const idKey = (id: string): string => `id|${id}`;

async function argumentsKey({ name, args = {} }: FunctionCall): Promise<string> {
  return `call|${await sha256(`${name}|${canonicalJson(args)}`)}`;
}
