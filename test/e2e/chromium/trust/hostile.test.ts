/** Pages that try to be answered although they may not be, or to learn what no page may know. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, benchKeys, startBench } from '../../support/bench.ts';

let bench: Bench;
let extension: string;
beforeAll(async () => {
  bench = await startBench();
  extension = new URL(bench.context.serviceWorkers()[0]?.url() ?? '').host;
});
beforeEach(() => bench.fake.reset());
afterAll(() => bench?.close());

declare global {
  var heard: string[];
}

/**
 * A page's first script: from then on every function that could come across anything of ours notes its receiver, its
 * parameters and its result, down to the last member, before it does what it did.
 */
const spy = `
  const heard = [];
  {
    const { apply, ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect;
    const isNoted = new WeakSet();
    function note(value, depth) {
      if (typeof value === 'string') heard[heard.length] = value;
      if (typeof value === 'function') heard[heard.length] = apply(printed, value, []);
      if (Object(value) !== value || depth > 4 || apply(hasNoted, isNoted, [value])) return;
      apply(addNoted, isNoted, [value]);
      if (value instanceof Uint8Array) heard[heard.length] = apply(decode, decoder, [value]);
      for (const key of ownKeys(value)) {
        try { note(value[key], depth + 1); } catch {}
      }
    }
    const { has: hasNoted, add: addNoted } = WeakSet.prototype;
    const printed = Function.prototype.toString;
    const decoder = new TextDecoder();
    const { decode } = TextDecoder.prototype;
    let noting = false;
    function spied(native) {
      return function () {
        const result = new.target ? Reflect.construct(native, arguments, new.target) : apply(native, this, arguments);
        if (!noting) {
          noting = true;
          try { note(this, 0); note([...arguments], 0); note(result, 0); } finally { noting = false; }
        }
        return result;
      };
    }
    const prototypes = [Array, Promise, MessagePort, Response, Request, Headers, Blob, EventTarget, ReadableStream, String,
      ReadableStreamDefaultReader, ReadableByteStreamController, WeakMap, Map, JSON, Reflect, Object, RegExp, AbortSignal,
      AbortController, TextDecoder, MessageEvent, Event, URL];
    for (const { prototype } of prototypes) {
      for (const key of prototype ? ownKeys(prototype) : []) {
        const descriptor = getOwnPropertyDescriptor(prototype, key);
        if (key === 'constructor' || !descriptor.configurable) continue;
        for (const kind of ['value', 'get', 'set']) {
          if (typeof descriptor[kind] === 'function') descriptor[kind] = spied(descriptor[kind]);
        }
        try { defineProperty(prototype, key, descriptor); } catch {}
      }
    }
    for (const key of ['call', 'apply', 'bind']) Function.prototype[key] = spied(Function.prototype[key]);
    for (const key of ['parse', 'stringify']) JSON[key] = spied(JSON[key]);
    for (const key of ['assign', 'keys', 'entries', 'fromEntries']) Object[key] = spied(Object[key]);
    for (const name of ['Promise', 'MessageChannel', 'Response', 'Request', 'Headers', 'ReadableStream', 'Blob', 'URL']) {
      const native = window[name];
      window[name] = new Proxy(native, {
        construct(target, parameters, newTarget) {
          const made = Reflect.construct(target, parameters, newTarget);
          note([...parameters, made], 0);
          return made;
        },
      });
    }
  }`;

/** The same functions do nothing but throw. */
const breakAll = `
  const broken = () => { throw new Error('broken'); };
  for (const name of ['Request', 'Response', 'Headers', 'ReadableStream', 'MessageChannel', 'MessageEvent', 'URL', 'Blob',
    'AbortController', 'TextDecoder', 'Promise', 'DOMException', 'Event', 'Uint8Array']) window[name] = broken;
  for (const { prototype } of [Array, String]) {
    for (const key of ['map', 'filter', 'find', 'forEach', 'push', 'join', 'slice', 'concat', 'some', 'every', 'reduce',
      'indexOf', 'includes', 'startsWith', 'endsWith', 'toLowerCase', 'replace']) prototype[key] = broken;
  }
  for (const key of ['call', 'apply', 'bind']) Function.prototype[key] = broken;
  for (const key of ['parse', 'stringify']) JSON[key] = broken;
  MessagePort.prototype.postMessage = MessagePort.prototype.close = MessagePort.prototype.start = broken;
  WeakMap.prototype.get = WeakMap.prototype.set = broken;
  Reflect.apply = Reflect.construct = Reflect.defineProperty = broken;
  EventTarget.prototype.dispatchEvent = broken;
  globalThis.setTimeout = globalThis.clearTimeout = broken;`;

/** Asks in both ways, without any function that a page may have replaced. */
const ask = `
  const seen = (async () => {
    const body = '{"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "hello"}]}';
    const url = 'https://hajimi.invalid/v1/chat/completions';
    const fetched = await (await fetch(url, { method: 'POST', body })).text();
    const models = await (await fetch('https://hajimi.invalid/v1/models')).text();
    const missing = await (await fetch('https://hajimi.invalid/api/keys')).text();
    const xhr = new XMLHttpRequest();
    xhr.open('POST', url);
    xhr.send(body);
    while (xhr.readyState !== 4) await fetch('/nothing');
    return fetched + models + missing + xhr.responseText;
  })();
  seen.then(
    (text) => { document.documentElement.dataset.seen = text; },
    (error) => { document.documentElement.dataset.seen = error.stack; },
  );`;

/** What it was told, and whether anything is in that which no page may know. */
async function told(page: Page) {
  // Not by the page's own functions, which may be broken.
  const html = page.locator('html[data-seen]');
  await html.waitFor({ state: 'attached' });
  const text = (await html.getAttribute('data-seen')) ?? '';
  return { text, secrets: secretsIn(text) };
}

const secretsIn = (text: string) =>
  [...benchKeys, extension, 'chrome-extension:'].filter((secret) => text.includes(secret));

test('a page that listens in on its built-ins hears no secret', async () => {
  const page = await bench.open(`<script>${spy}${ask}</script>`);
  const { text, secrets } = await told(page);
  expect(text).toContain('You said: hello');
  expect(secrets).toEqual([]);
  const noted = await page.evaluate(() => `${heard}`);
  expect(noted.length).toBeGreaterThan(1000);
  expect(secretsIn(noted)).toEqual([]);
});

test('a page that breaks its built-ins is answered all the same', async () => {
  const page = await bench.open(`<script>${breakAll}${ask}</script>`);
  const { text, secrets } = await told(page);
  expect(text.match(/You said: hello/g)?.length).toBe(2);
  expect(secrets).toEqual([]);
});

/** Runs in a frame's first script: everything that a page without permission could try; tells its parent the outcomes. */
const attempts = `
  const body = '{"model": "gemini-2.5-flash", "messages": [{"role": "user", "content": "mine"}]}';
  const url = 'https://hajimi.invalid/v1/chat/completions';
  const frame = { kind: 'open', method: 'POST', url, headers: [], body: new TextEncoder().encode(body) };
  const { port1, port2 } = new MessageChannel();
  const outcomes = [];
  const answered = [];
  port1.onmessage = ({ data }) => answered.push(data);
  document.dispatchEvent(new MessageEvent('hajimi:offer', { ports: [port2], cancelable: true }));
  document.dispatchEvent(new Event('hajimi:ready'));
  const inner = new MessageChannel();
  inner.port1.onmessage = ({ data }) => answered.push(data);
  port1.postMessage(null, [inner.port2]);
  inner.port1.postMessage(frame);
  window.postMessage({ ...frame, sender: { id: '', origin: 'http://localhost' } }, '*');
  for (const target of [window, document]) target.dispatchEvent(new MessageEvent('message', { data: frame, origin: 'http://localhost' }));
  const send = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (data, ...rest) {
    return Reflect.apply(send, this, [{ ...data, origin: 'http://localhost', sender: { origin: 'http://localhost' } }, ...rest]);
  };
  const headers = { origin: 'http://localhost', referer: 'http://localhost/', authorization: 'Bearer x' };
  const asking = [
    fetch(url, { method: 'POST', body }),
    fetch(new Request(url, { method: 'POST', body, headers })),
    fetch('https://relay.invalid/?' + url),
    fetch('https://relay.invalid/proxy2', { headers: { 'risu-url': encodeURIComponent(url) } }),
    new Promise((resolve, reject) => {
      const xhr = new XMLHttpRequest();
      xhr.open('POST', url);
      xhr.onload = () => resolve(xhr);
      xhr.onerror = () => reject(new TypeError('Failed to fetch'));
      xhr.send(body);
    }),
    new Promise((resolve, reject) => {
      const source = new EventSource(url);
      source.onopen = resolve;
      source.onerror = () => { source.close(); reject(new TypeError('Failed to fetch')); };
    }),
  ];
  Promise.allSettled(asking).then((outcomes) =>
    parent.postMessage([answered.length, ...outcomes.map(({ status, reason }) => status + ': ' + reason?.message)], '*'),
  );`;

test.each<[string, (html: string) => Readonly<Record<string, string>>]>([
  ['a sandboxed frame', (html) => ({ srcdoc: html, sandbox: 'allow-scripts' })],
  ['a frame of another site', (html) => ({ src: bench.site.add(html).replace('localhost', 'other.localhost') })],
  [
    'a sandboxed frame of this site',
    (html) => ({ src: bench.site.add(html), sandbox: 'allow-scripts allow-forms allow-popups' }),
  ],
])('%s is answered nothing, whatever it forges, and nothing is asked', async (_, frame) => {
  const page = await bench.open();
  const seen = await page.evaluate(
    (attributes) => {
      const told = new Promise<unknown[]>((resolve) =>
        addEventListener('message', ({ data }) => resolve(data), { once: true }),
      );
      const frame = document.createElement('iframe');
      for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
      document.body.append(frame);
      return told;
    },
    frame(`<!doctype html><script>${attempts}</script>`),
  );
  expect(seen).toEqual([0, ...Array(6).fill('rejected: Failed to fetch')]);
  expect(bench.fake.requests).toEqual([]);
});

test('a page that was patched before it was loaded gets an answer or an error, and no secret', async () => {
  const page = await bench.open();
  const url = bench.site.add(
    `<script>${ask}; seen.then(String, String).then((text) => parent.postMessage(text, '*'))</script>`,
  );
  const text = await page.evaluate(async (url) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    // The next document of this frame goes on with the global object of its empty one.
    const inner = frame.contentWindow;
    if (!inner) throw new Error('no frame');
    const heard: string[] = [];
    const spied = ['MessageChannel', 'Promise', 'Response', 'Request', 'Headers', 'Proxy', 'WeakMap'];
    for (const name of spied) {
      const native: unknown = Reflect.get(inner, name);
      Reflect.set(
        inner,
        name,
        new Proxy(native as new () => object, {
          construct(target, parameters, newTarget) {
            heard.push(JSON.stringify(parameters) ?? '');
            return Reflect.construct(target, parameters, newTarget);
          },
        }),
      );
    }
    const told = new Promise<string>((resolve) =>
      addEventListener('message', ({ data }) => resolve(data), { once: true }),
    );
    frame.src = url;
    return `${await told}${heard}`;
  }, url);
  expect(text).toMatch(/You said: hello|TypeError/);
  expect(secretsIn(text)).toEqual([]);
});
