/** What a relay warns of: in its log and on its page, once. */
import { expect, it } from 'vitest';
import type { StatusView } from '../../../../src/contract/status.ts';
import type { LogEvent } from '../../../../src/core/ports.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import { createWarnings, warningsOf } from '../../../../src/relay/config/warnings.ts';
import { startRelayProcess } from '../../../support/relay.ts';

const eventsOf = (env: Record<string, string>) =>
  warningsOf(readConfig({ HOME: '/h', ...env })).map(({ event }) => event);

it('warns of the known password where pages of other origins may call', () => {
  expect(eventsOf({ ALLOWED_ORIGINS: 'https://janitorai.com' })).toEqual(['known-password-for-origins']);
  expect(eventsOf({ ALLOWED_ORIGINS: 'https://janitorai.com', PASSWORD: 'own-password' })).toEqual([]);
  expect(eventsOf({})).toEqual([]);
});

it('warns of a short password on a network', () => {
  expect(eventsOf({ HOST: '0.0.0.0', PASSWORD: 'short' })).toEqual(['short-password']);
  expect(eventsOf({ HOST: '0.0.0.0', PASSWORD: 'long enough' })).toEqual([]);
  expect(eventsOf({ PASSWORD: 'short' })).toEqual([]);
});

it('says a warning once, in the language of the log, and lists it in both', () => {
  const log: LogEvent[] = [];
  const warnings = createWarnings({ log: { write: (event) => void log.push(event) }, language: 'zh' });
  const phrase = { en: 'Mind the gap', zh: '小心间隙' };
  warnings.add({ event: 'gap', phrase });
  warnings.add({ event: 'gap', phrase: { en: 'again', zh: '再次' } });
  expect(warnings.list()).toEqual([phrase]);
  expect(log).toEqual([{ level: 'warn', event: 'gap', message: '小心间隙' }]);
});

it('a relay that is started so tells it in its log and on its page, and answers all the same', async () => {
  const relay = await startRelayProcess({ ALLOWED_ORIGINS: 'https://friend.test' });
  const response = await fetch(`${relay.url}/api/status`, { headers: { authorization: 'Bearer 123' } });
  const { warnings } = (await response.json()) as StatusView;
  await relay.stop();
  expect(warnings).toEqual([
    { en: expect.stringContaining('https://friend.test'), zh: expect.stringContaining('https://friend.test') },
  ]);
  expect(relay.log).toContainEqual(
    expect.objectContaining({ level: 'warn', event: 'known-password-for-origins', message: warnings?.[0]?.en }),
  );
});
