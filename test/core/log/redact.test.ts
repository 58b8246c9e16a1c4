import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { learnSecrets } from '../../../src/core/log/learn-secrets.ts';
import { createRedactor, REDACTED } from '../../../src/core/log/redact.ts';
import type { CredentialRecord } from '../../../src/core/pool/types.ts';
import { createMemoryStore } from '../../../src/core/store/memory.ts';

const credential = (secret: string): CredentialRecord => ({
  id: 'id',
  kind: 'ai-studio',
  secret,
  label: '',
  note: '',
  addedAt: 0,
  enabled: true,
  limits: {},
});

describe('createRedactor', () => {
  it('lets no learned secret out, wherever in a value it stands', () => {
    const secret = fc.oneof(
      fc.stringMatching(/^[\w.-]{8,40}$/),
      fc.stringMatching(/^[\w!$ ]{3,10}[!$ ][\w!$ ]{3,10}$/),
    );
    fc.assert(
      fc.property(secret, fc.constantFrom('?key=', 'Bearer ', "'api_key:", '{"a":"', '\n', '密'), (value, before) => {
        const redactor = createRedactor();
        redactor.learn(value);
        const event = { level: 'info', list: [`${before}${value}"`], error: new Error(value, { cause: `x ${value}` }) };
        expect(JSON.stringify(redactor.redact(event))).not.toContain(JSON.stringify(value).slice(1, -1));
      }),
    );
  });

  it('leaves words alone that only contain a short password', () => {
    const redactor = createRedactor();
    redactor.learn('123');
    expect(redactor.redact({ text: 'pass 123 of 12345', count: 123 })).toEqual({
      text: `pass ${REDACTED} of 12345`,
      count: 123,
    });
  });

  it('knows a key with a dot in it, and one at the end of a sentence', () => {
    const redactor = createRedactor();
    redactor.learn('zz.abcdefghijklmnop');
    redactor.learn('plainkey');
    expect(redactor.redact('Bad: zz.abcdefghijklmnop. Or plainkey.')).toBe(`Bad: zz.${REDACTED}. Or ${REDACTED}.`);
  });

  it('hides a service account’s private key by itself', () => {
    const redactor = createRedactor();
    redactor.learn(JSON.stringify({ private_key: 'line one\nline two' }));
    expect(redactor.redact('got line one\nline two')).toBe(`got ${REDACTED}`);
  });

  it('hides what looks like a key though nobody taught it', () => {
    expect(createRedactor().redact('AIzaSyUNKNOWN0123456789012345678901234')).not.toContain('UNKNOWN');
  });

  it('survives cycles', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(createRedactor().redact(loop)).toEqual({ self: '[circular]' });
  });
});

describe('learnSecrets', () => {
  it('teaches what was stored before and what is stored later', async () => {
    const plain = createMemoryStore({ now: () => 0 });
    await plain.commit(
      [{ id: '1', op: 'put', in: 'credentials', key: 'a', value: credential('before-start') }],
      'strict',
    );
    const redactor = createRedactor();
    const store = learnSecrets(plain, redactor);
    await store.load();
    await store.commit(
      [{ id: '2', op: 'put', in: 'credentials', key: 'b', value: credential('added-later') }],
      'strict',
    );
    expect(redactor.redact(['before-start', 'added-later', 'else'])).toEqual([REDACTED, REDACTED, 'else']);
  });
});
