import { extensionGone } from '../protocol/extension-gone.ts';
import type { BridgeFrame, ClientFrame, OpenFrame, ServerFrame } from '../protocol/frames.ts';
import type { ClientPort } from '../protocol/port.ts';

/** In both languages, as a person may read it. */
const connectionBroke = 'Failed to fetch: the connection to Hajimi broke. 与 Hajimi 的连接中断，请重试。';

/**
 * Carries one exchange between the page's port and a connection of its own to the background.
 * @param dial opens that connection; throws when the extension behind this page is gone.
 * @param done is called once, when the exchange is over.
 * @returns a function that breaks the exchange off, with a reason for the person.
 */
export function carry(page: MessagePort, dial: () => ClientPort, done: () => void): (reason: string) => void {
  let background: ClientPort | undefined;
  /** The request, for as long as nothing of its answer has come. */
  let unanswered: OpenFrame | undefined;
  let replayed = false;
  let over = false;

  function finish(last?: ServerFrame) {
    if (over) return;
    over = true;
    if (last) page.postMessage(last);
    page.close();
    background?.disconnect();
    done();
  }
  const fail = (message: string) => finish({ kind: 'fail', message });

  function connect() {
    try {
      const port = dial();
      port.onMessage.addListener(forward);
      port.onDisconnect.addListener(reconnect);
      background = port;
    } catch {
      fail(extensionGone);
    }
  }

  function forward(frame: ServerFrame) {
    if (over) return;
    unanswered = undefined;
    if (frame.kind === 'head') page.postMessage(frame);
    else if (frame.kind === 'chunk') page.postMessage(frame, [frame.bytes.buffer]);
    else finish(frame);
  }

  /** A background that died before it answered is started again, once, by asking anew. */
  function reconnect() {
    if (over) return;
    if (unanswered === undefined || replayed) return fail(connectionBroke);
    replayed = true;
    connect();
    send(unanswered);
  }

  function send(frame: ClientFrame) {
    if (over) return;
    try {
      background?.postMessage(frame);
    } catch (error) {
      fail(`Failed to fetch: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  page.onmessage = function receive({ data }: MessageEvent<BridgeFrame>) {
    if (data.kind === 'abort') return finish();
    if (data.kind === 'ping') return page.postMessage({ kind: 'pong' });
    if (data.kind === 'open') {
      unanswered = data;
      connect();
    }
    send(data);
  };
  return fail;
}
