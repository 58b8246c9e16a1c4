import { expect, test } from 'vitest';
import { requireUserAgent } from '../../../src/core/access/user-agent.ts';
import type { Caller } from '../../../src/core/ports.ts';

const ask = (agent: string | undefined, whitelistUserAgent: string[], trust: Caller['trust'] = 'network') =>
  requireUserAgent(
    { header: (name) => (name === 'user-agent' ? agent : undefined) },
    { id: 'x', trust },
    { whitelistUserAgent },
  );

test('everybody, where nothing is set', () => {
  expect(() => ask(undefined, [])).not.toThrow();
});

test('words anywhere in the name, or patterns of the whole', () => {
  expect(() => ask('Mozilla/5.0 SillyTavern', ['sillytavern'])).not.toThrow();
  expect(() => ask('OpenAI/JS 6', ['openai/*'])).not.toThrow();
  expect(() => ask('My OpenAI/JS 6', ['openai/*'])).toThrow('Not allowed');
  expect(() => ask(undefined, ['openai'])).toThrow('Not allowed');
});

test('only what comes over the network', () => {
  expect(() => ask('anything', ['openai'], 'site')).not.toThrow();
});
