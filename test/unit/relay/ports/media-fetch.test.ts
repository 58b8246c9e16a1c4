import type { LookupAddress } from 'node:dns';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMediaFetch, type MediaFetchOptions } from '../../../../src/relay/ports/media-fetch.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on this machine; the URL names it as its address. */
async function serve(listener: RequestListener) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/a.png` };
}

const fetchWith = (options: Partial<MediaFetchOptions>, signal = new AbortController().signal) => {
  const fetch = createMediaFetch({ allowPrivate: () => false, ...options });
  return (url: string) => fetch(url, { signal });
};
const resolvesTo =
  (...addresses: string[]) =>
  async (): Promise<LookupAddress[]> =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('an address that is not public', () => {
  it.each([
    'http://127.0.0.1:1/',
    'http://2130706433:1/',
    'http://[::1]:1/',
    'http://[::ffff:7f00:1]:1/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data/',
  ])('is refused as a literal: %s', async (url) => {
    await expect(fetchWith({})(url)).rejects.toThrow('not on the public internet');
  });

  it.each([['127.0.0.1'], ['::1'], ['8.8.8.8', '192.168.0.1'], ['::ffff:10.0.0.1']])(
    'is refused when a name leads to it: %s',
    async (...addresses) => {
      const listener = vi.fn<RequestListener>((_, response) => response.end('secret'));
      const { port } = await serve(listener);
      const fetch = fetchWith({ lookup: resolvesTo(...addresses) });
      await expect(fetch(`http://innocent.example:${port}/`)).rejects.toThrow('not on the public internet');
      expect(listener).not.toHaveBeenCalled();
    },
  );

  it('is refused when a redirect leads to it', async () => {
    const secret = vi.fn<RequestListener>((_, response) => response.end('secret'));
    const { url } = await serve(secret);
    const { port } = await serve((_, response) => response.writeHead(302, { location: url }).end());
    // The first hop is let through, as a public server would be; the second is judged for itself.
    const allowed = [true, false];
    const fetch = fetchWith({ allowPrivate: () => allowed.shift() ?? false, lookup: resolvesTo('127.0.0.1') });
    await expect(fetch(`http://public.example:${port}/`)).rejects.toThrow('not on the public internet');
    expect(secret).not.toHaveBeenCalled();
  });
});

describe('a fetch that is allowed', () => {
  const allowPrivate = () => true;

  it('gives status, type, length and bytes', async () => {
    const { url } = await serve((_, response) =>
      response.writeHead(200, { 'content-type': 'image/png', 'content-length': 3, 'set-cookie': 'a=b' }).end('abc'),
    );
    const response = await fetchWith({ allowPrivate })(url);
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({ 'content-type': 'image/png', 'content-length': '3' });
    expect(await response.text()).toBe('abc');
  });

  it('connects to the address that was looked at, under the name that was asked for', async () => {
    // A DNS that changes its mind: whoever asks twice is led elsewhere.
    const lookup = vi.fn(resolvesTo('192.0.2.1')).mockImplementationOnce(resolvesTo('127.0.0.1'));
    let headers: IncomingHttpHeaders = {};
    const { port } = await serve((request, response) => {
      headers = request.headers;
      response.end('abc');
    });
    const fetch = fetchWith({ allowPrivate, lookup });
    expect(await (await fetch(`http://pictures.example:${port}/a`)).text()).toBe('abc');
    expect(lookup).toHaveBeenCalledTimes(1);
    expect(headers.host).toBe(`pictures.example:${port}`);
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('authorization');
  });

  it('follows redirects, also relative ones', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/there') response.end('found');
      else response.writeHead(301, { location: '/there' }).end();
    });
    expect(await (await fetchWith({ allowPrivate })(url)).text()).toBe('found');
  });

  it('follows no more than five', async () => {
    let asked = 0;
    const { url } = await serve((_, response) => response.writeHead(302, { location: `/${++asked}` }).end());
    await expect(fetchWith({ allowPrivate })(url)).rejects.toThrow('redirects too often');
    expect(asked).toBe(6);
  });

  it.each(['file:///etc/passwd', 'ftp://127.0.0.1/', 'data:text/plain,x'])('does not go to %s', async (location) => {
    const { url } = await serve((_, response) => response.writeHead(302, { location }).end());
    await expect(fetchWith({ allowPrivate })(url)).rejects.toThrow('neither http nor https');
  });

  it.each([404, 500])('gives back a %d as it is', async (status) => {
    const { url } = await serve((_, response) => response.writeHead(status).end('no'));
    expect((await fetchWith({ allowPrivate })(url)).status).toBe(status);
  });
});

describe('a fetch that fails', () => {
  it('does not say whether anything listens there', async () => {
    const { url } = await serve(() => undefined);
    servers.splice(0)[0]?.close();
    const error = await fetchWith({ allowPrivate: () => true })(url).catch((thrown: Error) => thrown);
    expect((error as Error).message).toBe('the connection failed');
  });

  it('takes nothing compressed that was asked for plain', async () => {
    const { url } = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'));
    await expect(fetchWith({ allowPrivate: () => true })(url)).rejects.toThrow('compressed');
  });

  it('says that a host is not known', async () => {
    const lookup = () => Promise.reject(new Error('ENOTFOUND nowhere.example'));
    await expect(fetchWith({ lookup })('http://nowhere.example/')).rejects.toThrow('its host was not found');
  });

  it('ends with the signal, before the head and in the body', async () => {
    const client = new AbortController();
    const { url } = await serve((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('beginning');
    });
    const fetch = fetchWith({ allowPrivate: () => true }, client.signal);
    const response = await fetch(url.replace('a.png', 'body'));
    const waiting = fetch(url);
    const reason = new Error('the client left');
    client.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    await expect(response.text()).rejects.toThrow();
  });
});
