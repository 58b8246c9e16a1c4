import type { Answer } from '../rpc/client.ts';
import { NativeResponse, writeJson } from './safe-globals.ts';

/**
 * 503 as clients of OpenAI and of Google read it, for a page that Hajimi cannot be reached from. SillyTavern shows nobody
 * the error of a `fetch` that rejects, and the SDKs show "Connection error." in its place; all show what an answer says.
 */
export const unavailable = (message: string): Answer => ({
  head: { status: 503, headers: [['content-type', 'application/json']] },
  body: new NativeResponse(writeJson({ error: { message, code: 503, status: 'UNAVAILABLE' } })).body,
});
