import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FetchInit, FetchResponse } from '../../../../src/core/ports.ts';
import { createEnding, type Ending, type OwnEnding } from '../../../../src/core/utils/ending.ts';
import type { Source } from '../../../../src/core/utils/streams/source.ts';
import { createUpstreamFetch } from '../../../../src/relay/ports/fetch.ts';
import { UndiciResponse } from '../../../../src/relay/ports/undici-response.ts';
import { arrived, type RawServer, startRawServer } from '../../../support/raw-server.ts';
import { waitFor } from '../../../support/wait-for.ts';

const left = new Error('the client has left');
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
/** Rejects with what is thrown at once, too. */
const next = async (pieces: Source<Uint8Array> | undefined) => pieces?.next();
const chunk = (part: string) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`;
const chunkedHead = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
const chunked = (...parts: string[]) => `${chunkedHead}${parts.map(chunk).join('')}0\r\n\r\n`;
const measured = (body: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

let upstreamFetch = createUpstreamFetch();
let server: RawServer | undefined;
beforeEach(() => {
  // Without the connections of the test before.
  upstreamFetch = createUpstreamFetch();
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Writes to each request what `answer` gives, if that is text. */
async function serve(answer: (socket: Socket, head: string) => unknown): Promise<RawServer> {
  server = await startRawServer((socket, head) => {
    const said = answer(socket, head);
    if (typeof said === 'string') socket.write(said);
  });
  return server;
}

/** One that tells how many listen to it. */
function watchedEnding(): OwnEnding & { listeners(): number } {
  const { ending, end } = createEnding();
  let listeners = 0;
  const watched: Ending = {
    get ended() {
      return ending.ended;
    },
    get reason() {
      return ending.reason;
    },
    get signal() {
      return ending.signal;
    },
    throwIfEnded: () => ending.throwIfEnded(),
    onEnd(listener) {
      listeners++;
      const stop = ending.onEnd(listener);
      return () => {
        listeners--;
        stop();
      };
    },
  };
  return { ending: watched, end, listeners: () => listeners };
}

/** Where the answer is written later. */
async function opened(begin: string, init: FetchInit = {}): Promise<{ response: FetchResponse; socket: Socket }> {
  const { url, connections } = await serve(() => begin);
  const response = await upstreamFetch(url, init);
  const [socket] = connections;
  if (socket === undefined) throw new Error('nobody has connected');
  return { response, socket };
}

async function readAll(response: FetchResponse): Promise<string> {
  const source = response.pieces?.();
  const pieces: Uint8Array[] = [];
  for (let piece = await next(source); piece !== undefined; piece = await next(source)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('a body', () => {
  const ways = {
    reader: readAll,
    text: (response: FetchResponse) => response.text(),
    json: async (response: FetchResponse) => JSON.stringify(await response.json()),
    stream: (response: FetchResponse) => new Response(response.body).text(),
  };
  const words = '{"say":"für 你好"}';

  it.each([
    ['in chunks', chunked('{"say":', '"für ', '你好"}')],
    ['of a known length', measured(words)],
  ])('%s is the same wherever the network cuts it, however it is read', async (_, answer) => {
    const bytes = Buffer.from(answer);
    let cut = 0;
    const { url, connections } = await serve(async (socket) => {
      socket.write(bytes.subarray(0, cut));
      await arrived();
      socket.write(bytes.subarray(cut));
    });
    for (cut = 1; cut < bytes.length; cut++) {
      for (const read of Object.values(ways)) {
        expect(await read(await upstreamFetch(url, {}))).toBe(words);
        await arrived();
      }
    }
    expect(connections).toHaveLength(1);
  });

  it('is one piece for each read of the network, waited for or not', async () => {
    const { response, socket } = await opened(`${chunkedHead}${chunk('one, ')}${chunk('two, ')}${chunk('three')}`);
    const reader = response.pieces?.();
    expect(text(await next(reader))).toBe('one, two, three');
    const waiting = next(reader);
    socket.write(chunk('four, ') + chunk('five'));
    expect(text(await waiting)).toBe('four, five');
    socket.write(`${chunk('six')}0\r\n\r\n`);
    expect(text(await next(reader))).toBe('six');
    expect(await next(reader)).toBe(undefined);
    expect(await next(reader)).toBe(undefined);
  });

  it('is there once', async () => {
    const { url } = await serve(() => measured('{}'));
    for (const [first, second] of [
      ['text', 'json'],
      ['json', 'text'],
    ] as const) {
      const response = await upstreamFetch(url, {});
      await response[first]();
      await expect(response[second]()).rejects.toThrow('read already');
    }
    const response = await upstreamFetch(url, {});
    await next(response.pieces?.());
    await expect(response.text()).rejects.toThrow('read already');
  });

  it('is read as UTF-8 without the mark before it, and refused as JSON where it is none', async () => {
    const { url } = await serve((_, head) => measured(head.startsWith('GET /mark ') ? '\uFEFF[1]' : '<html>'));
    expect(await (await upstreamFetch(`${url}mark`, {})).text()).toBe('[1]');
    expect(await (await upstreamFetch(`${url}mark`, {})).json()).toEqual([1]);
    await expect((await upstreamFetch(url, {})).json()).rejects.toThrow(SyntaxError);
  });

  it.each([
    ['GET', 204],
    ['GET', 304],
    ['HEAD', 200],
  ])('is none in the answer to %s with %i', async (method, status) => {
    const abort = watchedEnding();
    const { url } = await serve(
      () => `HTTP/1.1 ${status} x\r\ncontent-length: 3\r\n\r\n${method === 'HEAD' ? '' : 'abc'}`,
    );
    const response = await upstreamFetch(url, { method, ending: abort.ending });
    expect([response.status, response.body, response.pieces?.()]).toEqual([status, null, undefined]);
    await expect.poll(() => abort.listeners()).toBe(0);
    expect(await response.text()).toBe('');
  });

  it('that is small keeps its connection, whatever the status', async () => {
    const { url, connections } = await serve((_, head) =>
      head.startsWith('GET /none ') ? 'HTTP/1.1 204 No Content\r\n\r\n' : measured('abc'),
    );
    for (const path of ['', 'none', '']) {
      expect(await (await upstreamFetch(url + path, {})).text()).toBe(path === 'none' ? '' : 'abc');
      await arrived();
    }
    expect(connections).toHaveLength(1);
  });
});

describe('a head', () => {
  it('comes after those that are only informational', async () => {
    const { url } = await serve(() => `HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${measured('abc')}`);
    const response = await upstreamFetch(url, {});
    expect([response.status, response.headers.get('link'), await response.text()]).toEqual([200, null, 'abc']);
  });

  it('has each header as often as it came, and its bytes as characters', async () => {
    const lines = ['Set-Cookie: a=1', 'x-name: für', 'set-cookie: b=2', 'X-Many: 1', 'x-many: 2'];
    const { url } = await serve((socket) => {
      socket.write(Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: 0\r\n${lines.join('\r\n')}\r\n\r\n`, 'utf8'));
    });
    const { headers } = await upstreamFetch(url, {});
    expect(headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(headers.get('x-many')).toBe('1, 2');
    expect(Buffer.from(headers.get('x-name') ?? '', 'latin1').toString('utf8')).toBe('für');
  });

  it('may be in other letters than those of Latin', async () => {
    const { url } = await serve((socket) => {
      socket.write(Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nx-name: 你好\r\n\r\n', 'utf8'));
    });
    const name = (await upstreamFetch(url, {})).headers.get('x-name') ?? '';
    expect(Buffer.from(name, 'latin1').toString('utf8')).toBe('你好');
  });
});

describe('a connection that breaks', () => {
  it.each([
    ['before the head', (socket: Socket) => socket.destroy()],
    ['behind a request that it took', (socket: Socket) => socket.end()],
    ['within the head', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-le')],
    ['with what is no HTTP', (socket: Socket) => socket.end('SSH-2.0-OpenSSH_9\r\n\r\n')],
    ['behind a head that is only informational', (socket: Socket) => socket.end('HTTP/1.1 103 x\r\n\r\n')],
  ])('%s rejects', async (_, end) => {
    const abort = watchedEnding();
    const { url, requests } = await serve((socket) => void end(socket));
    await expect(upstreamFetch(url, { ending: abort.ending })).rejects.toThrow();
    expect(requests).toHaveLength(1);
    expect(abort.listeners()).toBe(0);
  });

  it('cannot be made where nobody listens, or where the address is none', async () => {
    const { url } = await serve(() => undefined);
    await server?.close();
    await expect(upstreamFetch(url, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await expect(upstreamFetch('http://', {})).rejects.toThrow();
    const abort = watchedEnding();
    await expect(upstreamFetch('ftp://127.0.0.1/', { ending: abort.ending })).rejects.toThrow();
    expect(abort.listeners()).toBe(0);
  });

  it.each([
    ['at a chunk', `${chunkedHead}${chunk('half')}`],
    ['before the length that was said', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'],
  ])('%s fails the read, and nothing comes behind it, in every way', async (_, half) => {
    for (const how of ['reset', 'end'] as const) {
      const abort = watchedEnding();
      const { response, socket } = await opened(half, { ending: abort.ending });
      const reader = response.pieces?.();
      expect(text(await next(reader))).toBe('half');
      const waiting = next(reader);
      if (how === 'end') socket.end();
      else socket.resetAndDestroy();
      const error = await waiting?.catch((broken: unknown) => broken);
      expect(error).toBeInstanceOf(Error);
      expect(await next(reader)).toBe(undefined);
      expect(abort.listeners()).toBe(0);
      await server?.close();
    }
    const { url } = await serve((socket) => void socket.end(half));
    await expect((await upstreamFetch(url, {})).text()).rejects.toThrow();
    await expect((await upstreamFetch(url, {})).json()).rejects.toThrow();
    await expect(new Response((await upstreamFetch(url, {})).body).text()).rejects.toThrow();
  });

  it('gives what came before it broke to a reader who comes late', async () => {
    const { response, socket } = await opened(`${chunkedHead}${chunk('one, ')}${chunk('two')}`);
    socket.end();
    await waitFor(() => expect(socket.destroyed).toBe(true));
    await arrived();
    const reader = response.pieces?.();
    expect(text(await next(reader))).toBe('one, two');
    await expect(next(reader)).rejects.toThrow();
  });

  it('is no part of an answer in one piece that broke before it was asked for', async () => {
    const { response, socket } = await opened(`${chunkedHead}${chunk('{}')}`);
    socket.end();
    await waitFor(() => expect(socket.destroyed).toBe(true));
    await arrived();
    await expect(response.json()).rejects.toThrow();
  });

  it('ends a body without a length as whole', async () => {
    const { response, socket } = await opened('HTTP/1.1 200 OK\r\n\r\nall ');
    const whole = response.text();
    socket.end('of it');
    expect(await whole).toBe('all of it');
  });
});

describe('an ending', () => {
  it('that has come already keeps the call from being made', async () => {
    const abort = createEnding();
    abort.end(left);
    const { url, connections } = await serve(() => measured('abc'));
    await expect(upstreamFetch(url, { ending: abort.ending })).rejects.toBe(left);
    await arrived();
    expect(connections).toHaveLength(0);
  });

  it('rejects at once while the connection is made, over which nothing is sent then', async () => {
    const abort = watchedEnding();
    const { url, connections, requests } = await serve(() => measured('abc'));
    const answer = upstreamFetch(url, { ending: abort.ending });
    abort.end(left);
    const settled = vi.fn();
    answer.catch(settled);
    await Promise.resolve();
    await Promise.resolve();
    expect(settled).toHaveBeenCalledWith(left);
    expect(connections).toHaveLength(0);
    await waitFor(() => expect(connections[0]?.destroyed).toBe(true));
    expect([requests.length, abort.listeners()]).toEqual([0, 0]);
  });

  it('rejects while the head is waited for', async () => {
    const abort = watchedEnding();
    const { url, connections, requests } = await serve(() => undefined);
    const answer = upstreamFetch(url, { ending: abort.ending });
    await waitFor(() => expect(requests).toHaveLength(1));
    abort.end(left);
    await expect(answer).rejects.toBe(left);
    await waitFor(() => expect(connections[0]?.destroyed).toBe(true));
    expect(abort.listeners()).toBe(0);
  });

  it.each([
    ['before the first read', (response: FetchResponse) => response.pieces?.(), false],
    [
      'between two pieces',
      async (response: FetchResponse) => {
        const reader = response.pieces?.();
        await next(reader);
        return reader;
      },
      false,
    ],
    ['before the first read, all that came is there', (response: FetchResponse) => response.pieces?.(), true],
  ])('fails the next read: %s', async (_, begin, isThere) => {
    const abort = watchedEnding();
    const { response, socket } = await opened(`${chunkedHead}${chunk('one')}`, { ending: abort.ending });
    const reader = await begin(response);
    if (isThere) {
      socket.write(chunk('two'));
      await arrived();
    }
    abort.end(left);
    await expect(next(reader)).rejects.toBe(left);
    expect(await next(reader)).toBe(undefined);
    await waitFor(() => expect(socket.destroyed).toBe(true));
    expect(abort.listeners()).toBe(0);
  });

  it.each([
    ['a read', async (response: FetchResponse) => void (await next(response.pieces?.()))],
    ['all of it', (response: FetchResponse) => response.text()],
    ['its JSON', (response: FetchResponse) => response.json()],
    ['a stream', (response: FetchResponse) => response.body?.getReader().read()],
  ])('fails who waits for %s', async (_, wait) => {
    const abort = watchedEnding();
    const { response, socket } = await opened(chunkedHead, { ending: abort.ending });
    const waiting = wait(response);
    await arrived();
    abort.end(left);
    await expect(waiting).rejects.toBe(left);
    await waitFor(() => expect(socket.destroyed).toBe(true));
    expect(abort.listeners()).toBe(0);
  });

  it('fails a body that came whole and was not read', async () => {
    const abort = watchedEnding();
    const { response } = await opened(measured('abc'), { ending: abort.ending });
    await arrived();
    abort.end(left);
    await expect(response.text()).rejects.toBe(left);
  });

  it('has no effect on what was read to its end, nor on its connection', async () => {
    const abort = watchedEnding();
    const { url, connections } = await serve(() => measured('abc'));
    const response = await upstreamFetch(url, { ending: abort.ending });
    const reader = response.pieces?.();
    expect(text(await next(reader))).toBe('abc');
    expect(await next(reader)).toBe(undefined);
    expect(abort.listeners()).toBe(0);
    abort.end(left);
    expect(await next(reader)).toBe(undefined);
    await arrived();
    expect(await (await upstreamFetch(url, {})).text()).toBe('abc');
    expect(connections).toHaveLength(1);
  });

  it('is let go of by text and JSON', async () => {
    const abort = watchedEnding();
    const { url } = await serve(() => measured('{}'));
    await (await upstreamFetch(url, { ending: abort.ending })).text();
    await (await upstreamFetch(url, { ending: abort.ending })).json();
    expect(abort.listeners()).toBe(0);
  });

  it('is let go of at an end that comes behind the last piece, whether it is waited for or not', async () => {
    for (const isWaitedFor of [true, false]) {
      const abort = watchedEnding();
      const { response, socket } = await opened(`${chunkedHead}${chunk('one')}`, { ending: abort.ending });
      const reader = response.pieces?.();
      await next(reader);
      const waiting = isWaitedFor ? next(reader) : undefined;
      expect(abort.listeners()).toBe(1);
      socket.write('0\r\n\r\n');
      await expect.poll(() => abort.listeners()).toBe(0);
      expect(await (waiting ?? next(reader))).toBe(undefined);
      await server?.close();
    }
  });
});

describe('a reader who leaves', () => {
  it('closes the connection, and the next call gets a new one', async () => {
    const abort = watchedEnding();
    const { url, connections } = await serve(() => `${chunkedHead}${chunk('one')}`);
    const reader = (await upstreamFetch(url, { ending: abort.ending })).pieces?.();
    await next(reader);
    const waiting = next(reader);
    reader?.cancel('enough');
    reader?.cancel('enough');
    expect([await waiting, await next(reader)]).toEqual([undefined, undefined]);
    expect(abort.listeners()).toBe(0);
    await waitFor(() => expect(connections[0]?.destroyed).toBe(true));
    await upstreamFetch(url, {});
    expect(connections).toHaveLength(2);
  });

  it('by the stream closes it as well, read or not', async () => {
    for (const isRead of [true, false]) {
      const { response, socket } = await opened(`${chunkedHead}${chunk('one')}`);
      if (isRead) {
        const reader = response.body?.getReader();
        await reader?.read();
        await reader?.cancel();
      } else {
        await response.body?.cancel();
      }
      await waitFor(() => expect(socket.destroyed).toBe(true));
      await server?.close();
    }
  });

  it('keeps it where the answer came whole already', async () => {
    const { url, connections } = await serve(() => measured('abc'));
    const response = await upstreamFetch(url, {});
    await arrived();
    await response.body?.cancel();
    await arrived();
    expect(await (await upstreamFetch(url, {})).text()).toBe('abc');
    expect(connections).toHaveLength(1);
  });

  it('ends a body that was broken', async () => {
    const { response, socket } = await opened(`${chunkedHead}${chunk('one')}`);
    const reader = response.pieces?.();
    await next(reader);
    const waiting = next(reader);
    socket.end();
    await expect(waiting).rejects.toThrow();
    reader?.cancel('enough');
    expect(await next(reader)).toBe(undefined);
  });
});

describe('back-pressure', () => {
  const MEGABYTE = 1024 * 1024;

  /** Sends as much as is taken. */
  async function flood(total: number) {
    let sent = 0;
    const { url } = await serve((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${total}\r\n\r\n`);
      const piece = new Uint8Array(65_536);
      const more = () => {
        while (sent < total) {
          sent += piece.length;
          if (!socket.write(piece)) return;
        }
      };
      socket.on('drain', more);
      more();
    });
    return { response: await upstreamFetch(url, {}), sent: () => sent };
  }

  /** Until nothing more is taken from the sender. */
  async function still(sent: () => number): Promise<number> {
    let before = -1;
    for (let unchanged = 0; unchanged < 10; unchanged = sent() === before ? unchanged + 1 : 0) {
      before = sent();
      await arrived();
    }
    return before;
  }

  it('bounds a body that nobody reads, and one that is read slowly', async () => {
    const total = 64 * MEGABYTE;
    const { response, sent } = await flood(total);
    // The system's own buffers, on both sides, are within this.
    const most = 16 * MEGABYTE;
    expect(await still(sent)).toBeLessThan(most);
    const reader = response.pieces?.();
    let read = 0;
    let pieces = 0;
    let largest = 0;
    for (let piece = await next(reader); piece !== undefined; piece = await next(reader)) {
      read += piece.length;
      largest = Math.max(largest, piece.length);
      if (pieces++ % 16 === 0) await still(sent);
      expect(sent() - read).toBeLessThan(most);
    }
    expect(read).toBe(total);
    expect(largest).toBeLessThan(MEGABYTE);
  });

  it('does not stand in the way of who wants all of it', async () => {
    const { response, sent } = await flood(8 * MEGABYTE);
    await still(sent);
    expect(await response.text()).toHaveLength(8 * MEGABYTE);
  });

  it('leaves the connection unread at 64 KiB, and reads it again once that is taken', async () => {
    const resume = vi.fn();
    const half = Buffer.alloc(32 * 1024);
    const response = new UndiciResponse('GET', vi.fn(), vi.fn());
    response.onConnect(vi.fn());
    response.onHeaders(200, [], resume);
    expect([response.onData(half), response.onData(half)]).toEqual([true, false]);
    expect(resume).not.toHaveBeenCalled();
    expect(response.next()).toHaveLength(64 * 1024);
    expect(resume).toHaveBeenCalledTimes(1);
    const waiting = response.next();
    expect(response.onData(half)).toBe(true);
    expect(await waiting).toHaveLength(32 * 1024);
    expect(resume).toHaveBeenCalledTimes(1);
  });
});
