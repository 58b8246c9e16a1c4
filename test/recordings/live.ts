/** A session of the Live API through the relay, written down: frames up and down, and what Google was asked. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { createRedactor } from '../../src/core/redact/redactor.ts';
import { readConfig } from '../../src/relay/config/config.ts';
import { type Relay, startRelay } from '../../src/relay/create-relay.ts';
import { attachLive, type FakeLive } from '../fake-gemini/live.ts';

const path = '/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent';

export interface LiveScenario {
  /** With the client's password as a client shows it. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The client's messages; each is sent after the answer to the one before. None where no session is to come about. */
  readonly says: readonly object[];
  /** With which Google refuses the key, after the setup. */
  readonly refusal?: { readonly code: number; readonly reason: string };
}

const setup = {
  setup: {
    model: 'models/gemini-live',
    generationConfig: { responseModalities: ['TEXT'] },
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
  },
};
const turn = { clientContent: { turns: [{ role: 'user', parts: [{ text: 'ping 你好' }] }], turnComplete: true } };

export const liveScenarios: Readonly<Record<string, LiveScenario>> = {
  'live session that the client closes': { path: `${path}?key=test-password`, says: [setup, turn] },
  'live session that Google closes': {
    path: `/gemini/${path}?alt=json`,
    headers: { 'x-goog-api-key': 'test-password' },
    says: [setup, turn, { end: 4001 }],
  },
  'live setup that is none': { path: `${path}?key=test-password`, says: [{ clientContent: {} }] },
  'live setup that Google refuses': {
    path: `${path}?key=test-password`,
    says: [setup],
    refusal: { code: 1007, reason: 'Request contains an invalid argument.' },
  },
  'live with a wrong password': { path: `${path}?key=wrong`, says: [] },
  'live without a password': { path, says: [] },
};

const key = 'AIzaSyRECORDING_ONE_0123456789';

/** @returns the session's text, the same at each run. */
export async function recordLive(scenario: LiveScenario): Promise<string> {
  const http = createServer((_request, response) => response.writeHead(404).end());
  const google = attachLive(http);
  if (scenario.refusal) google.refused.set(key, scenario.refusal);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const relay = await startOver(http.address() as AddressInfo);
  try {
    const asked = [`> ${scenario.path}`, ...Object.entries(scenario.headers ?? {}).map(headerLine('>'))].join('\n');
    const heard = await play(relay, google, scenario);
    return `${[asked, ...google.sessions.map(upstream), ...heard].join('\n\n')}\n`;
  } finally {
    await relay.close(0);
    google.close();
    http.close();
  }
}

function startOver({ port }: AddressInfo): Promise<Relay> {
  const config = readConfig({
    PORT: '0',
    PASSWORD: 'test-password',
    ENABLE_STORAGE: 'false',
    GEMINI_BASE_URL: `http://127.0.0.1:${port}`,
    GEMINI_API_KEYS: key,
  });
  return startRelay(config, {
    version: '0.0.0-test',
    log: { write: () => undefined },
    redactor: createRedactor(),
    page: { has: () => false, respond: () => undefined },
  });
}

async function play(relay: Relay, google: FakeLive, { path, headers, says }: LiveScenario): Promise<string[]> {
  const client = new WebSocket(relay.url.replace('http', 'ws') + path, { headers: { ...headers } });
  const refused = new Promise<IncomingMessage>((resolve) =>
    client.once('unexpected-response', (_request, response) => resolve(response)),
  );
  const closed = new Promise<string>((resolve) =>
    client.once('close', (code, reason) => resolve(`< close ${code} ${reason}`.trimEnd())),
  );
  if (says.length === 0) return [await refusalOf(await refused)];
  await new Promise((resolve, reject) => client.once('open', resolve).once('error', reject));
  const lines: string[] = [];
  for (const message of says) {
    const answer = new Promise<string>((resolve) =>
      client.once('message', (data, isBinary) => resolve(`< ${isBinary ? 'binary' : 'text'} ${data}`)),
    );
    client.send(JSON.stringify(message));
    lines.push(`> text ${JSON.stringify(message)}`, await Promise.race([answer, closed]));
  }
  if (client.readyState === WebSocket.OPEN) {
    client.close(1000);
    lines.push('> close 1000', await closed);
  }
  await Promise.all(google.sessions.map(({ ended }) => ended));
  return lines;
}

const headerLine =
  (mark: string) =>
  ([name, value]: readonly [string, unknown]): string =>
    `${mark} ${name}: ${value}`;

async function refusalOf(response: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of response) body += String(piece);
  const lines = Object.entries(response.headers).map(headerLine('<'));
  return [`< ${response.statusCode} ${response.statusMessage}`, ...lines, body].join('\n');
}

/** The session as Google sees it. */
function upstream({ path, headers, messages, closed }: FakeLive['sessions'][number]): string {
  const ours = Object.entries(headers).filter(([name]) => /^(x-goog-|authorization$|origin$|cookie$)/.test(name));
  const lines = [`WebSocket ${path}`, ...ours.map(headerLine('')).map((line) => line.trim())];
  const frames = messages.map((message) => JSON.stringify(message));
  return [...lines, ...frames, ...(closed === undefined ? [] : [`close ${closed}`])]
    .map((line) => `  ${line}`)
    .join('\n');
}
