/** Reads Google's streamed answers: server-sent events, or a JSON array where `alt=sse` was not honoured. */
import { createParser } from 'eventsource-parser';
import type { Bytes } from '../../utils/bytes.ts';
import { parseProtoJson } from '../../utils/json/proto-json.ts';
import { map } from '../../utils/streams/map.ts';
import type { Source } from '../../utils/streams/source.ts';
import type { ErrorEnvelope, GenerateContentResponse } from '../wire.ts';
import { isAnswer } from './is-answer.ts';
import { createJsonCutter } from './json-stream.ts';

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
  constructor(
    message: string,
    /** Undefined where the stream broke off; else what came in place of Google's answer, empty where that is JSON. */
    readonly instead: string | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The names of fields of an event stream; a comment has none. */
const FIELDS: ReadonlySet<string> = new Set(['', 'data', 'event', 'id', 'retry']);
/** More letters than the longest of them has. */
const LONGEST_FIELD = 5;

/**
 * The answers as they arrive: one item for each read of the network that completed at least one event, so that what came
 * together can go on together. It fails with an `UpstreamErrorEvent` or a `MalformedEvent` after the answers before it were
 * given out, and with whatever the body fails with when it breaks.
 */
export function readEventStream(body: Source<Bytes>): Source<readonly GenerateContentResponse[]> {
  const decoder = new TextDecoder();
  const events = createEventReader();
  let broken: Error | undefined;
  const take = ({ answers, error }: Batch) => {
    broken = error;
    return answers.length > 0 ? answers : undefined;
  };
  return map(body, {
    ahead() {
      if (broken !== undefined) throw broken;
      return undefined;
    },
    each: (bytes) => take(events.feed(decoder.decode(bytes, { stream: true }))),
    end: () => take(events.end(decoder.decode())),
  });
}

interface Batch {
  readonly answers: readonly GenerateContentResponse[];
  readonly error?: Error | undefined;
}

function createEventReader() {
  let answers: GenerateContentResponse[] = [];
  let error: Error | undefined;
  let unread = '';
  let format: 'events' | 'json' | 'other' | undefined;
  let isEnding = false;

  const accept = (message: unknown) => {
    if (error !== undefined) return;
    if (Array.isArray(message)) message.forEach(accept);
    else if (isErrorEnvelope(message)) error = new UpstreamErrorEvent(message);
    else if (isAnswer(message)) answers.push(message);
    else error = new MalformedEvent('An event of the stream is no answer of Google', '');
  };
  const take = (json: string) => {
    if (error !== undefined) return;
    try {
      accept(parseProtoJson(json));
    } catch (cause) {
      error = new MalformedEvent('An event of the stream is not JSON', isEnding ? undefined : '', { cause });
    }
  };
  const parser = createParser({ onEvent: ({ data }) => data !== '[DONE]' && take(data) });
  const cutter = createJsonCutter(take);

  const read = (text: string) => {
    if (format === undefined) {
      unread += text;
      format = formatOf(unread);
      if (format === undefined) return;
      text = unread;
    }
    if (format === 'json') cutter.feed(text);
    else if (format === 'events') parser.feed(text);
    else error ??= new MalformedEvent('The stream is neither events nor JSON', unread);
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
      isEnding = true;
      read(text);
      if (format === undefined && unread.trim() !== '') {
        error ??= new MalformedEvent('The stream is neither events nor JSON', unread);
      }
      // The last event counts even without the blank line that should follow it; a half one shows itself as no JSON.
      if (format === 'events') parser.feed('\n\n');
      if (cutter.open) error ??= new MalformedEvent('The stream broke off within an answer', undefined);
      return batch();
    },
  };
}

/** Undefined while too little of the text is there to tell. */
function formatOf(text: string): 'events' | 'json' | 'other' | undefined {
  const start = text.trimStart();
  if (start === '') return undefined;
  if (start.startsWith('[') || start.startsWith('{')) return 'json';
  const field = /^[^:\r\n]*(?=[:\r\n])/.exec(start)?.[0];
  if (field === undefined && start.length <= LONGEST_FIELD) return undefined;
  return field !== undefined && FIELDS.has(field) ? 'events' : 'other';
}

/** What failed says so in an answer with status 200, too. */
export const isErrorEnvelope = (message: unknown): message is ErrorEnvelope =>
  typeof message === 'object' &&
  message !== null &&
  'error' in message &&
  ((typeof message.error === 'object' && message.error !== null) || typeof message.error === 'string');
