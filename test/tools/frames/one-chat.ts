/** One streamed chat through the relay as it runs, watched where it leaves for undici and where it asks for a chunk. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createRedactor } from '../../../src/core/redact/redactor.ts';
import { readConfig } from '../../../src/relay/config/config.ts';
import { startRelay } from '../../../src/relay/create-relay.ts';
import { UndiciResponse } from '../../../src/relay/ports/undici-response.ts';
import { startFakeGemini } from '../../fake-gemini/server.ts';
import { type Frame, recordLongStacks } from './long-stack.ts';

export interface WatchedChat {
  /** The frames under which undici is asked, the outermost first. */
  readonly out: readonly Frame[];
  /** The same where the next chunk is asked for, for each of them. */
  readonly chunks: readonly (readonly Frame[])[];
  /** What the client got. */
  readonly text: string;
}

const PASSWORD = 'a-password';

/** With the settings as they are at first, but that a model of the fake answers slowly enough for each chunk to be one. */
export async function watchChat(): Promise<WatchedChat> {
  const fake = await startFakeGemini({ chunkDelay: 5 });
  const env = {
    PORT: '0',
    PASSWORD,
    ENABLE_STORAGE: 'false',
    FAKE_STREAMING: 'false',
    GEMINI_BASE_URL: fake.url,
    GEMINI_API_KEYS: `AIza${'k'.repeat(35)}`,
  };
  const relay = await startRelay(readConfig(env), {
    version: '0.0.0-test',
    log: { write: () => undefined },
    redactor: createRedactor(),
    page: { has: () => false, respond: () => undefined },
  });
  try {
    // What is opened or read once, for the first request alone, is on nobody's way.
    await ask(relay.url);
    return await watched(() => ask(relay.url));
  } finally {
    await relay.close(0);
    await fake.close();
  }
}

async function watched(chat: () => Promise<string>): Promise<WatchedChat> {
  let out: readonly Frame[] = [];
  const chunks: (readonly Frame[])[] = [];
  const stacks = recordLongStacks();
  const onDispatch = () => {
    out = stacks.now();
  };
  const { next } = UndiciResponse.prototype;
  UndiciResponse.prototype.next = function () {
    chunks.push(stacks.now());
    return next.call(this);
  };
  subscribe('undici:request:create', onDispatch);
  try {
    return { text: await chat(), out, chunks };
  } finally {
    unsubscribe('undici:request:create', onDispatch);
    UndiciResponse.prototype.next = next;
    stacks.stop();
  }
}

async function ask(relay: string): Promise<string> {
  const call = request(`${relay}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${PASSWORD}`, 'content-type': 'application/json' },
  });
  call.end(JSON.stringify({ model: 'gemini-3.8-flash', stream: true, messages: [{ role: 'user', content: WORDS }] }));
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  let text = '';
  for await (const piece of response.setEncoding('utf8')) text += piece;
  return text;
}

/** Enough for several chunks. */
const WORDS = 'Tell me of the way from a socket to another, and back, in as many words as it takes.';
