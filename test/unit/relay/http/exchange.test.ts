import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { neverEnds } from '../../../../src/core/utils/ending.ts';
import { exchangeOf, headOf } from '../../../../src/relay/http/exchange.ts';

const KB = 1024;

/** A message as node:http gives it. */
function message(
  { url = '/', method = 'POST', headers = {} }: { url?: string; method?: string; headers?: Record<string, string> },
  pieces = 0,
) {
  let pulls = 0;
  const stream = new Readable({
    highWaterMark: 1,
    read() {
      pulls += 1;
      this.push(pulls > pieces ? null : new Uint8Array(KB));
    },
  });
  const asked = Object.assign(stream, { url, method, headers }) as unknown as IncomingMessage;
  return { asked, pulls: () => pulls };
}

function exchange(headers: Record<string, string>, pieces: number, maxBody = 4 * KB, method = 'POST') {
  const { asked, pulls } = message({ headers, method }, pieces);
  const caller = { id: 'x', trust: 'network' } as const;
  return { exchange: exchangeOf(asked, headOf(asked, 'localhost'), { caller, ending: neverEnds, maxBody }), pulls };
}

const chunked = { 'transfer-encoding': 'chunked' };

describe('a body without a length', () => {
  it('is not read before it is asked for', async () => {
    const { exchange: asked, pulls } = exchange(chunked, 2);
    await new Promise((resolve) => setImmediate(resolve));
    expect(pulls()).toBe(0);
    expect(await asked.body()).toHaveLength(2 * KB);
  });

  it('fails as soon as more came than is allowed, and is read no further', async () => {
    const { exchange: asked, pulls } = exchange(chunked, 1000);
    await expect(asked.body()).rejects.toMatchObject({ code: 'body_too_large' });
    expect(pulls()).toBeLessThan(10);
  });

  it('has the same bound when it is taken in pieces', async () => {
    const pieces = exchange(chunked, 1000).exchange.pieces();
    for (let taken = 0; taken < 4; taken++) expect(await pieces.next()).toHaveLength(KB);
    await expect((async () => pieces.next())()).rejects.toMatchObject({ code: 'body_too_large' });
  });
});

describe('a body with a length', () => {
  it('is read whole', async () => {
    expect(await exchange({ 'content-length': String(3 * KB) }, 3).exchange.body()).toHaveLength(3 * KB);
  });

  it('is refused unread where it is longer than who asks for it allows', async () => {
    const { exchange: asked, pulls } = exchange({ 'content-length': String(3 * KB) }, 3);
    await expect(asked.body(KB)).rejects.toMatchObject({ code: 'body_too_large' });
    expect(pulls()).toBe(0);
  });

  it.each(['GET', 'HEAD', 'TRACE'])('is none with %s', async (method) => {
    expect(await exchange(chunked, 3, 4 * KB, method).exchange.body()).toHaveLength(0);
  });
});

describe('the address', () => {
  it.each([
    ['/v1/models?key=a', 'h', 'http://h', '/v1/models', '?key=a'],
    ['/', '[::1]:7860', 'http://[::1]:7860', '/', ''],
    ['/a/../b/./c?x=/../y', 'h', 'http://h', '/b/c', '?x=/../y'],
    ['/%2e%2e/a%2Fb#part', 'h', 'http://h', '/a%2Fb', ''],
    ['//v1//models', 'h', 'http://h', '//v1//models', ''],
    ['/模型', 'h', 'http://h', '/%E6%A8%A1%E5%9E%8B', ''],
    ['http://other:1/v1?a', 'h', 'http://other:1', '/v1', '?a'],
  ])('%s at %s', (url, host, origin, path, query) => {
    const { asked } = message({ url, headers: { host } });
    expect(headOf(asked, 'localhost')).toMatchObject({ origin, path, query });
  });

  it('has the name that the relay listens to where the client says none', () => {
    expect(headOf(message({}).asked, '127.0.0.1')).toMatchObject({ origin: 'http://127.0.0.1' });
  });

  it.each([
    ['*', 'h'],
    ['v1', 'h'],
    ['', 'h'],
    ['/a\\b', 'h'],
    ['http://', 'h'],
    ['/', 'a b'],
    ['/', 'user@h'],
    ['/', 'h:99999'],
    ['/', 'h/path'],
  ])('%j at %j is malformed', (url, host) => {
    expect(() => headOf(message({ url, headers: { host } }).asked, 'localhost')).toThrow(
      expect.objectContaining({ code: 'invalid_value', status: 400 }),
    );
  });
});
