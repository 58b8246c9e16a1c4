/** Every way in which the fake Gemini can be told to fail. */
import { errorKinds } from '../../fake-gemini/errors.ts';
import type { Behaviour } from '../../fake-gemini/script.ts';
import type { Dice } from '../../support/dice.ts';

export interface Mischief {
  readonly name: string;
  readonly behaviour: Behaviour;
  /** So many calls of one request meet it; then it is answered. */
  readonly times: number;
}

/** Beyond every setting of a client's patience, and ended by the time limit of a call or by the client. */
const FOR_EVER = 3_600_000;
const hugeBody = `<html>${'Bad Gateway. '.repeat(200_000)}`;
const noise = Uint8Array.from({ length: 4096 }, (_, index) => (index * 197 + (index >> 3)) & 0xff);

/** @param pieces of the right answer, for failures in the middle of it. */
const ways: Readonly<Record<string, (dice: Dice, pieces: readonly string[]) => Behaviour>> = {
  'error answer': (dice) => ({ error: dice.pick(errorKinds), retryDelay: 1 }),
  'quota storm': () => ({ error: 'minute-quota', retryDelay: 1 }),
  'reset before the head': () => ({ cutAfter: 0 }),
  'half an answer': (dice, text) => ({ text, cutAfter: 1 + dice.below(text.length - 1), betweenChunks: 10 }),
  'no end': (_, text) => ({ text, truncated: true }),
  'empty answer': () => ({ empty: true }),
  'sign-in page': () => ({ garbage: true }),
  'broken JSON': (dice) => ({ raw: [dice.pick(['{"candidates":[{"content":', 'data: {"candid', '[[[', 'null', ''])] }),
  'wrong content type': () => ({ raw: [noise], contentType: 'image/png' }),
  'noise in a stream': () => ({ raw: ['data: ', noise, '\r\n\r\n'], contentType: 'text/event-stream' }),
  'huge error body': (dice) => ({ raw: [hugeBody], status: dice.pick([500, 502, 429, 403]), contentType: 'text/html' }),
  'slow trickle': (dice, text) => ({ text: [...text.join('')], betweenChunks: 5 + dice.below(30) }),
  'silence before the head': () => ({ beforeHead: FOR_EVER }),
  'silence in the middle': (dice, text) => ({ text, gap: { at: 1 + dice.below(text.length - 1), ms: FOR_EVER } }),
  'blocked prompt': () => ({ blocked: 'PROHIBITED_CONTENT' }),
};

const names = Object.keys(ways);

/** What befalls one request; often nothing. */
export function mischiefFor(dice: Dice, pieces: readonly string[]): Mischief | undefined {
  if (dice.chance(0.4)) return undefined;
  const name = dice.pick(names);
  const behaviour = ways[name]?.(dice, pieces) ?? {};
  // Each meeting with silence lasts until the time limit.
  const times = name.startsWith('silence') ? 1 : dice.pick([1, 1, 1, 2, 3, 50]);
  return { name, behaviour, times };
}
