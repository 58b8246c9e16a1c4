import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CredentialRecord } from '../../../src/core/records.ts';
import { REDACTED } from '../../../src/core/redact/patterns.ts';
import { createRedactor } from '../../../src/core/redact/redactor.ts';
import { learnSecrets } from '../../../src/core/redact/tracking-store.ts';
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
    expect(redactor.redact('Bad: zz.abcdefghijklmnop. Or plainkey.')).toBe(`Bad: ${REDACTED}. Or ${REDACTED}.`);
  });

  it('knows a secret in base64, whatever stands around it, and in a URL', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), fc.string(), (secret, before, after) => {
        const redactor = createRedactor();
        redactor.learn(secret);
        const encoded = Buffer.from(before + secret + after);
        for (const text of [encoded.toString('base64'), encoded.toString('base64url')]) {
          const shown = String(redactor.redact(text));
          expect(shown).toContain(REDACTED);
          expect(shown.length).toBeLessThanOrEqual(text.length - secret.length + REDACTED.length + 4);
        }
        expect(redactor.redact(`x/?q=${encodeURIComponent(secret)}`)).toContain(REDACTED);
      }),
    );
  });

  it('hides secrets that overlap or hold each other', () => {
    const redactor = createRedactor();
    for (const secret of ['abcdefgh', 'efghijkl', 'zzabcdefghzz']) redactor.learn(secret);
    expect(redactor.redact('-abcdefghijkl-zzabcdefghzz-')).not.toMatch(/[a-z]/);
  });

  it('hides a line of a private key that was torn out', () => {
    const redactor = createRedactor();
    const line = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDfixture0123456';
    redactor.learn(
      JSON.stringify({ private_key: `-----BEGIN PRIVATE KEY-----\n${line}\n-----END PRIVATE KEY-----\n` }),
    );
    expect(redactor.redact(`near ${line}.`)).toBe(`near ${REDACTED}.`);
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

  it('survives what is nested deep, cannot be read, or is no text', () => {
    const redactor = createRedactor();
    expect(JSON.stringify(redactor.redact(JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))))).toContain('[deep]');
    const broken = {
      get text() {
        throw new Error('unreadable');
      },
    };
    expect(redactor.redact({ good: 1, broken })).toEqual({ good: 1, broken: '[unreadable]' });
    for (const secret of [undefined, null, 5]) redactor.learn(secret as unknown as string);
    expect(redactor.redact('5 null')).toBe('5 null');
  });

  it('hides a secret of megabytes', () => {
    const redactor = createRedactor();
    const secret = JSON.stringify({ private_key: 'k'.repeat(40), note: 'x'.repeat(1_000_000) });
    redactor.learn(secret);
    expect(redactor.redact(`a ${secret} b`)).toBe(`a ${REDACTED} b`);
  });
});

describe('learnSecrets', () => {
  it.each(['http://user:50%off@127.0.0.1:3128', 'http://user:%ff@h', 'not a url with a word'])(
    'lets a key with the proxy %s through, and hides its password',
    async (proxy) => {
      const redactor = createRedactor();
      const plain = createMemoryStore({ now: () => 0 });
      const store = learnSecrets(plain, redactor);
      const value = { ...credential('a-secret-of-its-own'), proxy };
      await store.commit([{ id: '1', op: 'put', in: 'credentials', key: 'a', value }], 'strict');
      expect((await learnSecrets(plain, createRedactor()).load()).credentials.get('a')).toEqual(value);
      expect(redactor.redact(`by ${proxy}`)).not.toMatch(/50%off|%ff|word/);
    },
  );

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
