/** Puts a reply on the wire at the scripted pace. */
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RecordedRequest } from './record.ts';
import type { Pace } from './script.ts';

/** What is to be written, piece by piece. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly chunks: readonly (string | Uint8Array)[];
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * Resolves when the answer is written, the connection is cut on purpose, or the client has left (`gone` aborted).
 * Waits for the socket to drain, so that a slow reader is seen in `request.chunksSent`; `tell` is called when that changes.
 */
export async function send(
  response: ServerResponse,
  request: RecordedRequest,
  reply: Reply,
  pace: Pace,
  gone: AbortSignal,
  tell: () => void,
): Promise<void> {
  await pause(pace.beforeHead, gone);
  if (pace.cutAfter === 0) return cut(response);
  response.writeHead(reply.status, { 'content-type': reply.contentType, ...reply.headers });
  response.flushHeaders();
  await pause(pace.beforeFirstByte, gone);
  for (const [index, chunk] of reply.chunks.entries()) {
    if (index > 0) await pause(pace.betweenChunks, gone);
    if (pace.gap?.at === index) await pause(pace.gap.ms, gone);
    if (!response.write(chunk)) await once(response, 'drain', { signal: gone });
    request.chunksSent = index + 1;
    tell();
    if (pace.cutAfter === index + 1) return cut(response);
  }
  response.end();
}

const pause = async (ms: number | undefined, gone: AbortSignal): Promise<void> => {
  if (ms !== undefined && ms > 0) await sleep(ms, undefined, { signal: gone });
  gone.throwIfAborted();
};

/** What was written reaches the client before the connection ends in the middle of the body. */
async function cut(response: ServerResponse): Promise<void> {
  const { socket } = response;
  await new Promise<void>((resolve) => {
    if (socket === null) return resolve();
    socket.once('close', () => resolve());
    socket.destroySoon();
  });
}
