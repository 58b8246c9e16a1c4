import { describe, expect, it, test } from 'vitest';
import type { Caller } from '../../src/core/ports.ts';
import { createEnding } from '../../src/core/utils/ending.ts';
import { fromPieces } from '../../src/core/utils/streams/source.ts';
import { fromRequest, readForm, toResponse } from '../../src/core/web.ts';
import { scriptedSource } from '../support/scripted-source.ts';

const caller: Caller = { id: '127.0.0.1', trust: 'network' };
const url = 'https://hajimi.test:8443//v1/../chat/%E4%BD%A0?alt=sse&q=%20';
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request(url, { method: 'POST', body, headers, ...{ duplex: 'half' } });

describe('an exchange of a request', () => {
  it('has its method, address and headers', () => {
    const headers = { 'X-Api-Key': 'a', Accept: 'text/plain' };
    const exchange = fromRequest(new Request(url, { method: 'post', body: 'b', headers }), caller);
    const { method, origin, path, query } = exchange;
    expect({ method, origin, path, query }).toEqual({
      method: 'POST',
      origin: 'https://hajimi.test:8443',
      path: '//chat/%E4%BD%A0',
      query: '?alt=sse&q=%20',
    });
    expect([exchange.header('x-api-key'), exchange.header('x-none'), exchange.caller]).toEqual([
      'a',
      undefined,
      caller,
    ]);
    expect(Object.fromEntries(exchange.headers())).toEqual({
      'x-api-key': 'a',
      accept: 'text/plain',
      'content-type': 'text/plain;charset=UTF-8',
    });
  });

  it('can be handed on with something changed', async () => {
    const other: Caller = { id: 'alice', trust: 'network', named: true };
    const exchange = { ...fromRequest(post('body'), caller), caller: other };
    expect([decode(await exchange.body()), exchange.caller]).toEqual(['body', other]);
  });

  it('gives its body, whole or as it comes', async () => {
    expect(decode(await fromRequest(post('你好'), caller).body())).toBe('你好');
    expect((await fromRequest(new Request(url), caller).body()).length).toBe(0);
    const source = fromRequest(post('你好'), caller).pieces();
    expect(decode((await source.next()) ?? new Uint8Array())).toBe('你好');
    expect(await source.next()).toBe(undefined);
  });

  it('gives it where the browser has no stream of it, too', async () => {
    const firefox = () => Object.defineProperty(post('你好'), 'body', { value: undefined });
    expect(decode(await fromRequest(firefox(), caller).body(6))).toBe('你好');
    await expect(fromRequest(firefox(), caller).body(5)).rejects.toMatchObject({ code: 'body_too_large' });
    expect(decode((await fromRequest(firefox(), caller).pieces().next()) ?? new Uint8Array())).toBe('你好');
  });

  it('reads nothing before it is asked, nor what says that it is too large', async () => {
    let pulls = 0;
    const stream = () =>
      new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            pulls++;
            controller.enqueue(new Uint8Array(4));
          },
        },
        { highWaterMark: 0 },
      );
    const said = fromRequest(post(stream(), { 'content-length': '7' }), caller);
    await expect(said.body(6)).rejects.toMatchObject({ code: 'body_too_large' });
    expect(pulls).toBe(0);
    await expect(fromRequest(post(stream()), caller).body(6)).rejects.toMatchObject({ code: 'body_too_large' });
    expect(pulls).toBe(2);
  });

  it('ends with the request, or with what is given in its place', () => {
    const controller = new AbortController();
    const request = new Request(url, { signal: controller.signal });
    const { ending, end } = createEnding();
    const own = fromRequest(request, caller);
    const other = fromRequest(request, caller, ending);
    controller.abort('the client has left');
    expect([own.ending.reason, other.ending.ended]).toEqual(['the client has left', false]);
    end('we have ended it');
    expect(other.ending.reason).toBe('we have ended it');
  });
});

test('a form is read of an exchange', async () => {
  const form = new FormData();
  form.set('prompt', '一只猫');
  form.set('image', new File([new Uint8Array([1, 2])], 'cat.png', { type: 'image/png' }));
  const read = await readForm(fromRequest(post(form), caller));
  const image = read.get('image') as File;
  expect([read.get('prompt'), image.name, image.type, image.size]).toEqual(['一只猫', 'cat.png', 'image/png', 2]);
  await expect(readForm(fromRequest(post('{}'), caller))).rejects.toBeInstanceOf(TypeError);
  await expect(readForm(fromRequest(post(form), caller), 10)).rejects.toMatchObject({ code: 'body_too_large' });
});

describe('a response of a reply', () => {
  const headers = { 'content-type': 'text/event-stream', 'x-a': 'b' };

  it.each([
    ['a text', 'data: 你\n\n', 'data: 你\n\n'],
    ['bytes', new TextEncoder().encode('你'), '你'],
    ['pieces', fromPieces(['data: ', '', new TextEncoder().encode('你')]), 'data: 你'],
    ['nothing', null, ''],
  ])('has its status, its headers and %s', async (_, body, text) => {
    const response = toResponse({ status: 429, headers, body });
    expect([response.status, Object.fromEntries(response.headers)]).toEqual([429, headers]);
    expect(response.body === null).toBe(body === null);
    expect(await response.text()).toBe(text);
  });

  it('has no header that nobody gave it', () => {
    expect([...toResponse({ status: 200, headers: {}, body: 'text' }).headers]).toEqual([]);
  });

  it.each([
    [204, 'GET'],
    [304, 'GET'],
    [200, 'HEAD'],
  ])('has no body with status %i to %s, and what would have made one is cancelled', (status, method) => {
    const source = scriptedSource<string>({ items: [], last: { when: 'held' } });
    const response = toResponse({ status, headers, body: source }, method);
    expect([response.status, response.body, response.headers.get('x-a')]).toEqual([status, null, 'b']);
    expect(source.reasons.length).toBe(1);
    expect(toResponse({ status, headers, body: 'text' }, method).body).toBe(null);
  });

  it('breaks where its pieces do, and ends them where its reader leaves', async () => {
    const broken = new Error('broken');
    const failing = scriptedSource<string>({ items: [], last: { when: 'soon', error: broken } });
    await expect(toResponse({ status: 200, headers, body: failing }).text()).rejects.toBe(broken);
    const silent = scriptedSource<string>({ items: [], last: { when: 'held' } });
    await toResponse({ status: 200, headers, body: silent }).body?.cancel('enough');
    expect(silent.reasons).toEqual(['enough']);
  });
});
