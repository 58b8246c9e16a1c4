/** EventSource of the virtual origin, against the native one at a server that answers the same. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, startBench } from '../../support/bench.ts';

let bench: Bench;
let page: Page;
beforeAll(async () => {
  bench = await startBench();
  page = await bench.open();
});
beforeEach(() => bench.fake.reset());
afterAll(() => bench?.close());

/** Google has no event stream to GET; this path is passed through to it. */
const url = 'https://hajimi.invalid/gemini/v1beta/feed';

interface Answer {
  readonly status?: number;
  readonly contentType?: string;
  readonly pieces: readonly string[];
}

/** The answers, one after the other, at the virtual origin and at the site; returns the address at the site. */
function answer(name: string, ...answers: Answer[]): string {
  for (const { status = 200, contentType = 'text/event-stream', pieces } of answers) {
    bench.fake.script({}, { raw: pieces, status, contentType, betweenChunks: 30 }, 1);
  }
  let next = 0;
  return bench.site.on(`/events/${encodeURIComponent(name)}`, async (_, response) => {
    const { status = 200, contentType = 'text/event-stream', pieces = [] } = answers[next++] ?? {};
    response.writeHead(status, { 'content-type': contentType });
    for (const piece of pieces) {
      response.write(piece);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    response.end();
  });
}

/** Runs in the page: notes every event until one says "over" or the connection is closed. */
function listen(url: string): Promise<unknown[]> {
  class Own extends EventSource {
    noted: unknown[] = [];
    note(event: Event) {
      const { type, data, origin, lastEventId } = event as MessageEvent;
      const isMessage = event instanceof MessageEvent;
      const said = isMessage ? [data, lastEventId, origin === new URL(url).origin] : [];
      this.noted.push([event.constructor.name, type, this.readyState, event.target === this, ...said]);
    }
  }
  const source = new Own(url, { withCredentials: true });
  source.noted.push([source.readyState, source.url === url, source.withCredentials, source instanceof EventSource]);
  return new Promise((resolve) => {
    function note(event: Event) {
      source.note(event);
      const isOver = source.readyState === EventSource.CLOSED || (event as MessageEvent).data === 'over';
      if (!isOver) return;
      source.close();
      source.noted.push([source.readyState, source.onmessage === note]);
      resolve(source.noted);
    }
    source.onopen = note;
    source.onmessage = note;
    source.addEventListener('named', note);
    source.addEventListener('error', note);
  });
}

test.each<[string, ...Answer[]]>([
  ['events in pieces', { pieces: ['data: a\n', '\nevent: named\nid: 1\ndata: é\n\n', ': hush\n\ndata: over\n\n'] }],
  ['what is no event stream', { contentType: 'application/json', pieces: ['{}'] }],
  ['an error', { status: 404, pieces: ['data: a\n\n'] }],
  [
    'a stream that ends is asked for again',
    { pieces: ['retry: 10\nid: 7\ndata: a\n\n'] },
    { pieces: ['data: again\n\n', 'data: over\n\n'] },
  ],
])('%s: same events, same order, same values', async (name, ...answers) => {
  const native = await page.evaluate(listen, answer(name, ...answers));
  const seen = await page.evaluate(listen, url);
  expect(seen).toEqual(native);
  expect(bench.fake.requests.map(({ headers }) => headers.accept)).toEqual(answers.map(() => 'text/event-stream'));
});

test('close() ends it without a word', async () => {
  bench.fake.script(
    {},
    { raw: ['data: a\n\n', 'data: b\n\n'], contentType: 'text/event-stream', gap: { at: 1, ms: 3_600_000 } },
  );
  const seen = await page.evaluate(async (url) => {
    const source = new EventSource(url);
    const events: string[] = [];
    for (const type of ['open', 'message', 'error']) source.addEventListener(type, () => events.push(type));
    await new Promise((resolve) => source.addEventListener('message', resolve));
    source.close();
    return [...events, source.readyState];
  }, url);
  expect(seen).toEqual(['open', 'message', 2]);
  await bench.fake.waitFor((request) => request.aborted);
});

test('one for a relay that carries the virtual origin is answered here', async () => {
  answer('relay', { pieces: ['data: over\n\n'] });
  const seen = await page.evaluate(listen, `${bench.site.origin}/relay?${url}`);
  expect(seen.flat()).toContain('over');
});

test('it looks native, and what it refuses is refused natively', async () => {
  const seen = await page.evaluate(() => {
    const refusal = (act: () => unknown) => {
      try {
        return act();
      } catch (error) {
        return [(error as Error).name, (error as Error).message];
      }
    };
    return {
      source: String(EventSource),
      name: EventSource.name,
      length: EventSource.length,
      constants: [EventSource.CONNECTING, EventSource.OPEN, EventSource.CLOSED],
      constructor: EventSource.prototype.constructor === EventSource,
      tag: Object.prototype.toString.call(new EventSource('https://hajimi.invalid/')),
      bad: refusal(() => new EventSource('https://hajimi.invalid:x/')),
      called: refusal(() => Reflect.apply(EventSource, undefined, ['https://hajimi.invalid/'])),
      receiver: refusal(() => Reflect.get(EventSource.prototype, 'readyState')),
    };
  });
  expect(seen).toEqual({
    source: 'function EventSource() { [native code] }',
    name: 'EventSource',
    length: 1,
    constants: [0, 1, 2],
    constructor: true,
    tag: '[object EventSource]',
    bad: ['SyntaxError', expect.stringContaining('Cannot open an EventSource')],
    called: ['TypeError', expect.stringContaining("'new' operator")],
    receiver: ['TypeError', 'Illegal invocation'],
  });
});
