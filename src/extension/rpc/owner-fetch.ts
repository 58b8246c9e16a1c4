/** `fetch` for our own pages: the same app as pages reach, with the rights of its owner. */
import browser from 'webextension-polyfill';
import { readBytes } from '../../core/utils/web/request-bytes.ts';
import type { ServerFrame } from '../protocol/frames.ts';
import { type ClientPort, exchangePort } from '../protocol/port.ts';
import { virtualOrigin } from '../protocol/virtual-origin.ts';
import { exchange } from './client.ts';

/**
 * @param input a path such as `/api/keys`, or a URL of the virtual origin.
 * @throws the signal's reason, or a TypeError when the background cannot be reached.
 */
export async function extensionFetch(input: string | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(new URL(input, virtualOrigin), init);
  const { method, url, signal } = request;
  const body = method === 'GET' || method === 'HEAD' ? null : await readBytes(request);
  const answer = await exchange(dial, { kind: 'open', method, url, headers: [...request.headers], body }, signal);
  return new Response(answer.body, answer.head);
}

function dial(receive: (frame: ServerFrame) => void) {
  const port = browser.runtime.connect({ name: exchangePort }) as ClientPort;
  port.onMessage.addListener(receive);
  port.onDisconnect.addListener(() => receive({ kind: 'fail', message: 'The background of Hajimi stopped' }));
  return {
    send: (frame: Parameters<ClientPort['postMessage']>[0]) => port.postMessage(frame),
    close: () => port.disconnect(),
  };
}
