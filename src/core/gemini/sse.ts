/** Reads Google's streamed answers: server-sent events, or a JSON array where `alt=sse` was not honoured. */
import { createParser } from 'eventsource-parser';
import type { BodyReader } from '../ports.ts';
import { isAnswer } from './is-answer.ts';
import { createJsonCutter } from './json-stream.ts';
import type { ErrorEnvelope, GenerateContentResponse } from './wire.ts';

/** Google said in mid-stream that the call failed. */
export class UpstreamErrorEvent extends Error {
  override readonly name = 'UpstreamErrorEvent';
  constructor(readonly envelope: ErrorEnvelope) {
    super(envelope.error.message ?? envelope.error.status ?? 'The upstream sent an error');
  }
}

/** The stream holds something that is not Google's JSON, or broke off within an event. */
export class MalformedEvent extends Error {
  override readonly name = 'MalformedEvent';
}

/**
 * The answers as they arrive: one item for each read of the network that completed at least one event, so that what
 * came together can go on together. Ending the iteration early cancels the body.
 * @throws {UpstreamErrorEvent} after the answers before it were given out.
 * @throws {MalformedEvent} likewise. Whatever the body throws when it breaks.
 */
export function readEvents(reader: BodyReader): AsyncIterableIterator<readonly GenerateContentResponse[]> {
  const decoder = new TextDecoder();
  const events = createEventReader();
  let broken: Error | undefined;
  let isOver = false;

  /** What is still on its way is not wanted any more. */
  const leave = async () => {
    if (!isOver) await reader.cancel().catch(() => undefined);
    isOver = true;
  };
  return {
    async next() {
      while (!isOver && broken === undefined) {
        const { done, value } = await reader.read();
        if (done) isOver = true;
        const { answers, error } = done
          ? events.end(decoder.decode())
          : events.feed(decoder.decode(value, { stream: true }));
        broken = error;
        if (answers.length > 0) return { done: false, value: answers };
      }
      if (broken === undefined) return { done: true, value: undefined };
      await leave();
      throw broken;
    },
    async return() {
      await leave();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

interface Batch {
  readonly answers: readonly GenerateContentResponse[];
  readonly error?: Error | undefined;
}

function createEventReader() {
  let answers: GenerateContentResponse[] = [];
  let error: Error | undefined;
  let unread = '';
  let format: 'events' | 'json' | undefined;

  const accept = (message: unknown) => {
    if (error !== undefined) return;
    if (Array.isArray(message)) message.forEach(accept);
    else if (isErrorEnvelope(message)) error = new UpstreamErrorEvent(message);
    else if (isAnswer(message)) answers.push(message);
    else error = new MalformedEvent('An event of the stream is no answer of Google');
  };
  const take = (json: string) => {
    if (error !== undefined) return;
    try {
      accept(JSON.parse(json));
    } catch (cause) {
      error = new MalformedEvent('An event of the stream is not JSON', { cause });
    }
  };
  const parser = createParser({ onEvent: ({ data }) => data !== '[DONE]' && take(data) });
  const cutter = createJsonCutter(take);

  const read = (text: string) => {
    if (format === undefined) {
      unread += text;
      const first = /\S/.exec(unread)?.[0];
      if (first === undefined) return;
      format = first === '[' || first === '{' ? 'json' : 'events';
      text = unread;
    }
    if (format === 'json') cutter.feed(text);
    else parser.feed(text);
  };
  const batch = (): Batch => {
    const whole = answers;
    answers = [];
    return { answers: whole, error };
  };

  return {
    feed(text: string): Batch {
      if (text !== '') read(text);
      return batch();
    },
    end(text: string): Batch {
      read(text);
      // The last event counts even without the blank line that should follow it; a half one shows itself as no JSON.
      if (format === 'events') parser.feed('\n\n');
      if (cutter.open) error ??= new MalformedEvent('The stream broke off within an answer');
      return batch();
    },
  };
}

const isErrorEnvelope = (message: unknown): message is ErrorEnvelope =>
  typeof message === 'object' &&
  message !== null &&
  'error' in message &&
  typeof message.error === 'object' &&
  message.error !== null;
