/** Google's own API with the client's password in place of a key: path, query, body and answer pass as they are. */

import type { Pool } from '../pool/pool.ts';
import type { Upstream } from './client.ts';
import { networkFailure } from './failure.ts';
import { tapUsage } from './usage-tap.ts';

/** `models/{model}:{method}` in a native path. */
const MODEL_CALL = /\/models\/([^/:]+)(?::(\w+))?$/;

/**
 * @param path Google's path, such as `/v1beta/models/gemini-2.5-flash:generateContent`, without the proxy's prefix.
 * @throws {ProxyError} when no key could answer.
 */
export async function passThrough(
  deps: { pool: Pool; upstream: Upstream },
  request: Request,
  path: string,
): Promise<Response> {
  const { pool, upstream } = deps;
  const [, model = '', method] = MODEL_CALL.exec(path) ?? [];
  const body = request.body === null ? undefined : new Uint8Array(await request.arrayBuffer());
  const { value } = await pool.run({
    model: decodeURIComponent(model),
    uncounted: method === undefined,
    signal: request.signal,
    async attempt(lease) {
      const response = await upstream.call(lease.credential, {
        path: path + queryWithoutKey(request.url),
        method: request.method,
        headers: passedHeaders(request.headers),
        signal: request.signal,
        ...(model === '' ? {} : { model: decodeURIComponent(model) }),
        ...(body === undefined ? {} : { body }),
      });
      if (response.body === null) {
        lease.settle();
        return response;
      }
      const tapped = tapUsage(response.body, (end) => {
        if (end.how === 'whole') lease.settle(end.usage);
        else if (end.how === 'broken' && !request.signal.aborted) lease.fail(networkFailure(end.error));
        else lease.release();
      });
      return new Response(tapped, response);
    },
  });
  return new Response(value.body, { status: value.status, headers: answerHeaders(value.headers) });
}

/** The client's `?key=` is the proxy's password: it must not reach Google. */
function queryWithoutKey(url: string): string {
  const { search, searchParams } = new URL(url);
  if (!searchParams.has('key')) return search;
  searchParams.delete('key');
  const rest = searchParams.toString();
  return rest === '' ? '' : `?${rest}`;
}

/** What describes the body and the caller's library; never credentials, cookies or hop-by-hop headers. */
function passedHeaders(headers: Headers): Record<string, string> {
  const passed: Record<string, string> = {};
  headers.forEach((value, name) => {
    const ours = name === 'x-goog-api-key' || name === 'x-goog-user-project';
    if (!ours && (name === 'content-type' || name === 'accept' || name.startsWith('x-goog-'))) passed[name] = value;
  });
  return passed;
}

function answerHeaders(headers: Headers): Headers {
  const answer = new Headers({ 'content-type': headers.get('content-type') ?? 'application/json' });
  headers.forEach((value, name) => {
    if (name.startsWith('x-goog-') || name === 'etag') answer.set(name, value);
  });
  return answer;
}
