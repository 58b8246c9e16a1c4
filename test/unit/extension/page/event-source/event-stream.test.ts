import { describe, expect, test } from 'vitest';
import { readEventStream, type StreamedEvent } from '../../../../../src/extension/page/event-source/event-stream.ts';

function read(pieces: readonly string[], lastEventId?: string) {
  const events: StreamedEvent[] = [];
  const retries: number[] = [];
  const stream = readEventStream(
    (event) => events.push(event),
    (ms) => retries.push(ms),
    lastEventId,
  );
  for (const piece of pieces) stream.push(piece);
  return { events, retries, lastEventId: stream.lastEventId };
}

const message = (data: string, rest: Partial<StreamedEvent> = {}) => ({
  type: 'message',
  data,
  lastEventId: '',
  ...rest,
});

test.each<[string, string, StreamedEvent[]]>([
  ['one line', 'data: a\n\n', [message('a')]],
  ['without a space', 'data:a\n\n', [message('a')]],
  ['only the first space is taken', 'data:  a\n\n', [message(' a')]],
  ['several lines', 'data: a\ndata: b\n\n', [message('a\nb')]],
  ['an empty line of data', 'data\n\n', [message('')]],
  ['two empty lines of data', 'data:\ndata\n\n', [message('\n')]],
  ['colons within', 'data: a: b\n\n', [message('a: b')]],
  ['a name', 'event: x\ndata: a\n\ndata: b\n\n', [message('a', { type: 'x' }), message('b')]],
  ['a name without data is no event', 'event: x\n\ndata: b\n\n', [message('b')]],
  [
    'an id stays',
    'id: 7\ndata: a\n\ndata: b\n\n',
    [message('a', { lastEventId: '7' }), message('b', { lastEventId: '7' })],
  ],
  [
    'an empty id takes it back',
    'id: 7\ndata: a\n\nid\ndata: b\n\n',
    [message('a', { lastEventId: '7' }), message('b')],
  ],
  ['an id with a null is none', 'id: 7\0\ndata: a\n\n', [message('a')]],
  ['comments and unknown fields', ': hello\nfoo: bar\nDATA: x\ndata: a\n\n', [message('a')]],
  ['what has no end is no event', 'data: a\n\ndata: b\n', [message('a')]],
  ['line ends of every kind', 'data: a\r\n\r\ndata: b\r\rdata: c\n\n', [message('a'), message('b'), message('c')]],
  ['other line separators are text', 'data: a\u2028b\n\n', [message('a\u2028b')]],
])('%s, wherever it is cut', (_, text, events) => {
  expect(read([text]).events).toEqual(events);
  expect(read([...text]).events).toEqual(events);
});

describe('how long to wait', () => {
  test.each([
    ['retry: 250\n', [250]],
    ['retry:0\n', [0]],
    ['retry: 2s\nretry: -1\nretry\n', []],
  ])('%j', (text, retries) => {
    expect(read([text]).retries).toEqual(retries);
  });
});

test('the last id counts when its event is over', () => {
  expect(read(['id: 1\n\nid: 2\n']).lastEventId).toBe('1');
  expect(read(['data: a\n\n'], 'before')).toMatchObject({
    events: [message('a', { lastEventId: 'before' })],
    lastEventId: 'before',
  });
});
