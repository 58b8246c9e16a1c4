/** The two forms of Google's streams: server-sent events, or one JSON array that grows. */
import type { GeminiErrorBody } from '../../../errors.ts';
import type { GenerateContentResponse } from '../../../google/wire.ts';

export type Framing = 'events' | 'array';

export interface Framed {
  readonly contentType: string;
  frame(events: readonly GenerateContentResponse[]): string;
  /** Valid, and saying nothing. */
  keepAlive(): string;
  /** The last piece of a stream that failed. */
  fail(error: GeminiErrorBody): string;
  /** The last piece of a stream that did not. */
  end(): string;
}

export const createFraming = (framing: Framing): Framed => (framing === 'events' ? createEvents() : createArray());

/** Clients read `candidates[0].content.parts[0].text` of whatever comes. */
const NOTHING: GenerateContentResponse = {
  candidates: [{ content: { role: 'model', parts: [{ text: '' }] }, index: 0 }],
};

function createEvents(): Framed {
  const event = (value: unknown) => `data: ${JSON.stringify(value)}\r\n\r\n`;
  return {
    contentType: 'text/event-stream',
    frame: (events) => events.map(event).join(''),
    keepAlive: () => event(NOTHING),
    fail: event,
    end: () => '',
  };
}

function createArray(): Framed {
  let isOpen = false;
  const item = (value: unknown) => {
    const piece = `${isOpen ? ',\r\n' : '['}${JSON.stringify(value)}`;
    isOpen = true;
    return piece;
  };
  return {
    contentType: 'application/json; charset=UTF-8',
    frame: (events) => events.map(item).join(''),
    keepAlive: () => '\n',
    fail: (error) => `${item(error)}]`,
    end: () => (isOpen ? ']' : '[]'),
  };
}
