import { afterEach, expect, test, vi } from 'vitest';
import { carry } from '../../../../src/extension/bridge/forward.ts';
import type {
  BridgeFrame,
  ClientFrame,
  OpenFrame,
  PongFrame,
  ServerFrame,
} from '../../../../src/extension/protocol/frames.ts';
import type { ServerPort } from '../../../../src/extension/protocol/port.ts';
import { waitFor } from '../../../support/wait-for.ts';
import { portPair } from '../port-pair.ts';

const open: OpenFrame = { kind: 'open', method: 'GET', url: 'https://hajimi.invalid/', headers: [], body: null };
const head: ServerFrame = { kind: 'head', status: 200, statusText: '', headers: [], hasBody: true };

const pagePorts: MessagePort[] = [];
afterEach(() => {
  for (const port of pagePorts.splice(0)) port.close();
});

/** A page's port with a bridge behind it, and every connection that the bridge made to the background. */
function bridged(dialled = (count: number) => count > 0) {
  const { port1: page, port2 } = new MessageChannel();
  pagePorts.push(page);
  const heard: Array<ServerFrame | PongFrame> = [];
  page.onmessage = ({ data }) => void heard.push(data);
  const backgrounds: Array<{ port: ServerPort; asked: ClientFrame[]; left: boolean }> = [];
  const done = vi.fn();
  const breakOff = carry(
    port2,
    () => {
      if (!dialled(backgrounds.length + 1)) throw new Error('Extension context invalidated.');
      const [near, far] = portPair<ClientFrame, ServerFrame>();
      const background = { port: far, asked: [] as ClientFrame[], left: false };
      far.onMessage.addListener((frame) => background.asked.push(frame));
      far.onDisconnect.addListener(() => {
        background.left = true;
      });
      backgrounds.push(background);
      return near;
    },
    done,
  );
  const say = (frame: BridgeFrame) => page.postMessage(frame);
  const background = (index: number) =>
    waitFor(() => {
      const found = backgrounds[index];
      if (!found?.asked.length) throw new Error(`connection ${index} was not made or asked`);
      return found;
    });
  return { say, heard, background, backgrounds, breakOff, done };
}

test('carries frames both ways until the end', async () => {
  const { say, heard, background, done } = bridged();
  say(open);
  const { port, asked, ...rest } = await background(0);
  const chunk: ServerFrame = { kind: 'chunk', bytes: new Uint8Array([1, 2]) };
  for (const frame of [head, chunk]) port.postMessage(frame);
  say({ kind: 'credit', bytes: 5 });
  await waitFor(() => expect(asked).toEqual([open, { kind: 'credit', bytes: 5 }]));
  expect([done.mock.calls.length, rest.left]).toEqual([0, false]);
  port.postMessage({ kind: 'end' });
  await waitFor(() => expect(heard).toEqual([head, chunk, { kind: 'end' }]));
  expect(done).toHaveBeenCalledTimes(1);
});

test('a ping is answered by the bridge itself', async () => {
  const { say, heard, backgrounds } = bridged();
  say({ kind: 'ping' });
  await waitFor(() => expect(heard).toEqual([{ kind: 'pong' }]));
  expect(backgrounds).toEqual([]);
});

test('an abort of the page closes the connection', async () => {
  const { say, background, heard, done } = bridged();
  say(open);
  const connection = await background(0);
  say({ kind: 'abort' });
  await waitFor(() => expect(connection.left).toBe(true));
  expect([heard, done.mock.calls.length]).toEqual([[], 1]);
});

test('a background that dies before it answers is asked once more, unseen', async () => {
  const { say, heard, background } = bridged();
  say({ ...open, body: new Uint8Array([7]) });
  (await background(0)).port.disconnect();
  const again = await background(1);
  expect(again.asked).toEqual([{ ...open, body: new Uint8Array([7]) }]);
  again.port.postMessage(head);
  await waitFor(() => expect(heard).toEqual([head]));
});

test('a background that dies twice before it answers is a failed fetch', async () => {
  const { say, heard, background, backgrounds } = bridged();
  say(open);
  (await background(0)).port.disconnect();
  (await background(1)).port.disconnect();
  await waitFor(() => expect(heard).toMatchObject([{ kind: 'fail' }]));
  expect(backgrounds).toHaveLength(2);
});

test('a background that dies within its answer is a failed fetch at once', async () => {
  const { say, heard, background, backgrounds } = bridged();
  say(open);
  const { port } = await background(0);
  port.postMessage(head);
  await waitFor(() => expect(heard).toEqual([head]));
  port.disconnect();
  await waitFor(() => expect(heard).toMatchObject([head, { kind: 'fail' }]));
  expect(backgrounds).toHaveLength(1);
});

test('an extension that is gone says to reload the page, in both languages', async () => {
  const { say, heard, done } = bridged(() => false);
  say(open);
  await waitFor(() =>
    expect(heard).toMatchObject([{ kind: 'fail', message: expect.stringMatching(/Reload this page.*刷新此页面/) }]),
  );
  expect(done).toHaveBeenCalledTimes(1);
});

test('an extension that is gone when the request would be repeated says so too', async () => {
  const { say, heard, background } = bridged((count) => count === 1);
  say(open);
  (await background(0)).port.disconnect();
  await waitFor(() => expect(heard).toMatchObject([{ kind: 'fail', message: expect.stringContaining('Reload') }]));
});

test('a page that is left closes the connection and ends the exchange', async () => {
  const { say, heard, background, breakOff, done } = bridged();
  say(open);
  const connection = await background(0);
  breakOff('the page was left');
  await waitFor(() => expect([connection.left, heard.length]).toEqual([true, 1]));
  expect(heard).toEqual([{ kind: 'fail', message: 'the page was left' }]);
  expect(done).toHaveBeenCalledTimes(1);
});
