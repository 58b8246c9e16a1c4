/** Mutated answers of Google: each becomes an answer or an error in words, and nothing breaks or waits. */
import { type Dice, diceOf } from '../../support/dice.ts';
import { type SeedRequest, seedAnswers } from './corpus.ts';
import { mutate, mutateText } from './mutate.ts';

export interface MutatedAnswer {
  readonly request: SeedRequest;
  readonly status: number;
  readonly contentType: string;
  /** As the network cuts it. */
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
}

const allEvents = seedAnswers.flatMap(({ events }) => events);
const encoder = new TextEncoder();

export function mutatedAnswer(seed: number, number: number): MutatedAnswer {
  const dice = diceOf(seed, number);
  const { request, events } = dice.pick(seedAnswers);
  const changed = events.map((event) => (dice.chance(0.7) ? mutate(event, dice, allEvents) : event));
  const stream = dice.chance(0.6);
  const text = stream
    ? changed.map((event) => `data: ${JSON.stringify(event)}\r\n\r\n`).join('')
    : JSON.stringify(changed.length === 1 ? changed[0] : changed);
  const bytes = encoder.encode(dice.chance(0.3) ? mutateText(text, dice) : text);
  if (dice.chance(0.1) && bytes.length > 0) bytes[dice.below(bytes.length)] = dice.below(256);
  const told = stream ? 'text/event-stream' : 'application/json; charset=UTF-8';
  return {
    request: asked(request, dice, stream),
    status: dice.chance(0.85) ? 200 : dice.pick([400, 403, 404, 429, 500, 503, 418]),
    contentType: dice.chance(0.9) ? told : dice.pick(['text/html', 'image/png', '']),
    pieces: cut(bytes, dice),
  };
}

/** In either dialect and either form. */
function asked({ path, body }: SeedRequest, dice: Dice, stream: boolean): SeedRequest {
  if (path !== '/v1/chat/completions') return { path, body };
  const text = `ping ${dice.next()}`;
  if (dice.chance(0.3)) {
    const method = stream ? 'streamGenerateContent?alt=sse' : 'generateContent';
    return { path: `/gemini/v1beta/models/gemini-2.5-flash:${method}`, body: { contents: [{ parts: [{ text }] }] } };
  }
  return { path, body: { ...(body as object), stream: dice.chance(0.5) } };
}

function cut(bytes: Uint8Array<ArrayBuffer>, dice: Dice): Uint8Array<ArrayBuffer>[] {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + dice.below(dice.chance(0.5) ? bytes.length : 60);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}
