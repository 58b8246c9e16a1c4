/** A scenario played on the core over the fake Gemini, and written down: what the client sent and got, what Google was asked. */

import type { Settings } from '../../src/contract/settings/table.ts';
import type { Caller } from '../../src/core/ports.ts';
import { type FakeGemini, startFakeGemini } from '../fake-gemini/server.ts';
import { openHajimi } from '../support/hajimi.ts';
import { wallClock } from '../support/wall-clock.ts';
import type { Exchange, Scenario } from './scenarios.ts';

/** Nothing that changes from run to run may stand in a recording. */
const NOW = Date.UTC(2026, 10, 30, 12);
const keys = ['AIzaSyRECORDING_ONE_0123456789', 'AIzaSyRECORDING_TWO_0123456789'];
const callers: Readonly<Record<Exchange['as'], Caller>> = {
  network: { id: '192.0.2.7', trust: 'network' },
  site: { id: 'https://chat.example', trust: 'site' },
  owner: { id: 'hajimi', trust: 'owner' },
};

/** Headers of the call upstream that are Hajimi's own doing. */
const isOurs = (name: string) => /^(x-goog-|authorization$|content-type$|accept$|x-server-timeout$)/.test(name);

/** @returns the scenario's text, the same at each run. */
export async function record({ settings, script = [], exchanges }: Scenario): Promise<string> {
  const fake = await startFakeGemini();
  let number = 0;
  const hajimi = openHajimi(
    {
      kind: exchanges.some(({ as }) => as === 'site') ? 'extension' : 'relay',
      env: { geminiBaseUrl: fake.url, randomString: 'off', ...settings } as Partial<Settings>,
      keyTexts: keys,
    },
    {
      clock: { ...wallClock, now: () => NOW },
      ids: () => `id${String(++number).padStart(30, '0')}`,
      random: () => 0.5,
    },
  );
  try {
    for (const [matcher, behaviour, times] of script) fake.script(matcher, behaviour, times);
    const parts: string[] = [];
    for (const exchange of exchanges) {
      const before = fake.requests.length;
      const answered = await ask(hajimi.fetch, exchange);
      parts.push(request(exchange), ...fake.requests.slice(before).map(upstream), answered);
    }
    return `${withFirstIds(parts.join('\n\n')).replaceAll(fake.url, 'https://google.invalid')}\n`;
  } finally {
    await hajimi.close();
    await fake.close();
  }
}

/** Ids by the order in which they are seen: how many are made besides is nobody's matter. */
function withFirstIds(transcript: string): string {
  const seen = new Map<string, string>();
  return transcript.replace(/id\d{30}/g, (id) => {
    const name = seen.get(id) ?? `<id ${seen.size + 1}>`;
    seen.set(id, name);
    return name;
  });
}

async function ask(fetch: ReturnType<typeof openHajimi>['fetch'], exchange: Exchange): Promise<string> {
  const { as, method = 'GET', path, headers, body } = exchange;
  const shown = as === 'network' ? { authorization: 'Bearer test-password' } : {};
  const request = new Request(`https://hajimi.invalid${path}`, {
    method,
    headers: { ...shown, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: text(body) }),
  });
  const response = await fetch(request, callers[as]);
  const received = Buffer.from(await response.arrayBuffer());
  const isText = /json|text|event-stream/.test(response.headers.get('content-type') ?? 'text');
  const lines = [...response.headers].map(([name, value]) => `< ${name}: ${value}`);
  const shownBody = isText ? received.toString('utf8') : `${received.length} bytes ${received.toString('base64')}`;
  return [`< ${response.status}`, ...lines, shownBody].join('\n');
}

const text = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function request({ as, method = 'GET', path, headers = {}, body }: Exchange): string {
  const lines = Object.entries(headers).map(([name, value]) => `> ${name}: ${value}`);
  return [`> ${as} ${method} ${path}`, ...lines, ...(body === undefined ? [] : [text(body)])].join('\n');
}

function upstream({ verb, path, query, headers, body }: FakeGemini['requests'][number]): string {
  const search = new URLSearchParams(query).toString();
  const lines = Object.entries(headers).flatMap(([name, value]) => (isOurs(name) ? [`  ${name}: ${value}`] : []));
  const sent = body === undefined ? [] : [`  ${text(body)}`];
  return [`  ${verb} ${path}${search && `?${search}`}`, ...lines.sort(), ...sent].join('\n');
}
