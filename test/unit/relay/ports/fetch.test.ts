import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEnding } from '../../../../src/core/utils/ending.ts';
import { createUpstreamFetch } from '../../../../src/relay/ports/fetch.ts';

const upstreamFetch = createUpstreamFetch();

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: (...exchange: Parameters<RequestListener>) => unknown): Promise<string> {
  server = createServer((...exchange) => void answer(...exchange)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('the Fetch port of the relay', () => {
  it('sends method, headers and body, and gives a web Response', async () => {
    const url = await serve(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.setHeader('x-seen', `${request.method} ${request.headers['x-goog-api-key']} ${body}`);
      response.writeHead(201).end('made');
    });
    const response = await upstreamFetch(url, { method: 'POST', headers: { 'x-goog-api-key': 'k' }, body: 'hello' });
    expect([response.status, response.ok, response.headers.get('x-seen')]).toEqual([201, true, 'POST k hello']);
    expect(await response.text()).toBe('made');
  });

  it('sends a body in pieces as one, and says how long it is', async () => {
    const url = await serve(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.end(`${request.headers['content-length']} ${request.headers['transfer-encoding']} ${body}`);
    });
    const pieces = ['one, ', '', 'two'].map((text) => new TextEncoder().encode(text));
    const answer = await upstreamFetch(url, { method: 'POST', headers: {}, body: pieces });
    expect(await answer.text()).toBe('8 undefined one, two');
  });

  it('streams a body up', async () => {
    const url = await serve(async (request, response) => {
      let size = 0;
      for await (const chunk of request) size += chunk.length;
      response.end(String(size));
    });
    const body = new Blob([new Uint8Array(300_000)]).stream();
    expect(await (await upstreamFetch(url, { method: 'POST', body })).text()).toBe('300000');
  });

  it('is read piece by piece without a stream, to its end, its break, or until one leaves', async () => {
    const url = await serve((request, response) => {
      response.write('one');
      if (request.url === '/whole') response.end();
      if (request.url === '/broken') setImmediate(() => response.destroy());
    });
    const open = async (path: string) => (await upstreamFetch(new URL(path, url).href, {})).pieces?.();
    const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
    const whole = await open('/whole');
    expect(text(await whole?.next())).toBe('one');
    expect(await whole?.next()).toBe(undefined);

    const broken = await open('/broken');
    await broken?.next();
    await expect(broken?.next()).rejects.toThrow();
    expect(await broken?.next()).toBe(undefined);

    const left = await open('/silent');
    await left?.next();
    const waiting = left?.next();
    left?.cancel('enough');
    expect([await waiting, await left?.next()]).toEqual([undefined, undefined]);
  });

  it('reads only as fast as its reader', async () => {
    let sent = 0;
    const url = await serve((_, response) => {
      const more = () => {
        while (sent < 2000 && response.write(new Uint8Array(65_536))) sent++;
        if (sent >= 2000) response.end();
      };
      response.on('drain', more);
      more();
    });
    const reader = (await upstreamFetch(url, {})).body?.getReader();
    await reader?.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(sent).toBeLessThan(2000);
    await reader?.cancel();
  });

  it('closes the connection when it is aborted, before and after the head', async () => {
    const closed: string[] = [];
    const url = await serve((request, response) => {
      request.socket.once('close', () => closed.push(request.url ?? ''));
      if (request.url === '/head') response.write('first');
    });
    for (const path of ['early', 'head']) {
      const abort = createEnding();
      const answer = upstreamFetch(url + path, { ending: abort.ending });
      if (path === 'head') await (await answer).body?.getReader().read();
      setImmediate(() => abort.end(new Error('left')));
      if (path === 'early') await expect(answer).rejects.toThrow();
    }
    await expect.poll(() => closed).toEqual(expect.arrayContaining(['/early', '/head']));
  });

  it('errors the body when the connection breaks', async () => {
    const url = await serve((_, response) => {
      response.write('half');
      setImmediate(() => response.destroy());
    });
    const response = await upstreamFetch(url, {});
    await expect(response.text()).rejects.toThrow();
  });

  it('shows a proxy the password as it was meant, also where a % in it begins no escape', async () => {
    const shown: Array<string | undefined> = [];
    const proxy = createServer().on('connect', (request, socket) => {
      shown.push(request.headers['proxy-authorization']);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    await expect(upstreamFetch('http://h/', { proxy: `http://me:50%off@127.0.0.1:${port}` })).rejects.toThrow();
    proxy.close();
    expect(shown).toEqual([`Basic ${btoa('me:50%off')}`]);
  });

  it('keeps the connections of the hundred proxies that were used last, and lets calls under way end', async () => {
    let finish = () => undefined as unknown;
    const url = await serve((request, response) => {
      if (request.url === '/slow') {
        response.write('be');
        finish = () => response.end('gun');
      } else {
        response.end('ok');
      }
    });
    const upstream = new URL(url);
    const open = new Set<string>();
    const proxy = createServer().on('connect', (request, client) => {
      const login = request.headers['proxy-authorization'] ?? '';
      open.add(login);
      const tunnel = connect(Number(upstream.port), upstream.hostname, () => {
        client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        tunnel.pipe(client).pipe(tunnel);
      });
      client.on('close', () => open.delete(login)).on('error', () => tunnel.destroy());
      tunnel.on('error', () => client.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const by = (name: string) => `http://${name}:pw@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const login = (name: string) => `Basic ${btoa(`${name}:pw`)}`;
    const ask = async (name: string) => (await upstreamFetch(url, { proxy: by(name) })).text();

    const slow = await upstreamFetch(`${url}slow`, { proxy: by('slow') });
    for (let n = 0; n < 99; n++) expect(await ask(`n${n}`)).toBe('ok');
    await ask('n0');
    expect(open.size).toBe(100);
    // Two more make those two leave that were used longest ago: the slow one, and not the first but the second.
    await ask('n99');
    await ask('n100');
    await expect.poll(() => open.has(login('n1'))).toBe(false);
    expect([open.has(login('n0')), open.has(login('n2')), open.has(login('slow'))]).toEqual([true, true, true]);
    finish();
    expect(await slow.text()).toBe('begun');
    await expect.poll(() => open.has(login('slow'))).toBe(false);
    expect(open.size).toBe(100);
    proxy.closeAllConnections();
    proxy.close();
  });

  it('does not follow redirects, which would carry the key elsewhere', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    expect((await upstreamFetch(url, {})).status).toBe(302);
  });
});
