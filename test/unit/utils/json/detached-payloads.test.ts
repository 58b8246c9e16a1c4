import fc from 'fast-check';
import { expect, test } from 'vitest';
import { attach, type Detached, detach, sameDetached } from '../../../../src/core/utils/json/detached-payloads.ts';

const SECRET = '0123456789abcdef';
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (pieces: readonly Uint8Array[]) => Buffer.concat(pieces).toString('utf8');
const base64 = (letters: number, fill = 'A') => `iVBORw0KGgo${fill.repeat(letters)}=`;
const LONG = 70_000;
const picture = `data:image/png;base64,${base64(LONG)}`;

/** What a client's JSON becomes on its way: parsed, written anew, put together. */
function through(json: string): { sent: string; detached: Detached; text: string } {
  const { text, detached } = detach(bytesOf(json), SECRET);
  return { sent: textOf(attach(JSON.stringify(JSON.parse(text)), detached)), detached, text };
}

test('a long data URL is never part of the text', () => {
  const { sent, detached, text } = through(JSON.stringify({ before: '你好', url: picture, after: [picture, 1] }));
  expect(detached.size).toBe(2);
  expect(text.length).toBeLessThan(500);
  expect(JSON.parse(sent)).toEqual({ before: '你好', url: picture, after: [picture, 1] });
});

test('its end is found wherever it begins, and whatever letter stands near it', () => {
  for (let at = 0; at < 8; at++) {
    const space = ' '.repeat(at % 4);
    for (const length of [LONG, LONG + 1, LONG + 2, LONG + 3]) {
      const whole = `data:image/png;base64,${'A'.repeat(length)}`;
      const { sent, detached } = through(`${space}"${whole}"`);
      expect([detached.size, JSON.parse(sent) === whole]).toEqual([1, true]);
      const spoilt = `${space}"${whole.slice(0, -1 - at)}.${'A'.repeat(at)}"`;
      expect(detach(bytesOf(spoilt), SECRET)).toEqual({ text: spoilt, detached: new Map() });
    }
  }
});

test('the format still shows in the first bytes', () => {
  expect(detach(bytesOf(JSON.stringify(picture)), SECRET).text).toContain('data:image/png;base64,iVBORw0KGgoAAAA');
});

test.each([
  ['a short one', `"data:image/png;base64,${base64(1_000)}"`],
  ['an escape in it', `"data:image/png;base64,${base64(LONG)}\\/${base64(LONG)}"`],
  ['a line break in it', `"data:image/png;base64,${base64(LONG)}\\n${base64(LONG)}"`],
  ['a percent sign in it', `"data:image/png;base64,${base64(LONG)}%3D"`],
  ['letters beyond ASCII', `"data:image/png;base64,${base64(LONG)}你"`],
  ['no base64', `"data:text/plain,${base64(LONG)}"`],
  ['nothing but base64', `"${base64(LONG)}"`],
  ['within a text', `"<img src=\\"data:image/png;base64,${base64(LONG)}\\">"`],
  ['no comma near', `"data:${'a'.repeat(LONG)},"`],
])('stays where it is: %s', (_, json) => {
  const { detached, text } = detach(bytesOf(json), SECRET);
  expect(detached.size).toBe(0);
  expect(text).toBe(json);
});

test.each(['"data:image/png;base64,AAAA', `"data:image/png;base64,${base64(LONG)}`, '"', '"data:', ''])(
  'what breaks off is left to the parser: %#',
  (json) => {
    expect(detach(bytesOf(json), SECRET)).toEqual({ text: json, detached: new Map() });
  },
);

test('a byte order mark and broken UTF-8 come out as a decoder has them', () => {
  const json = Uint8Array.of(0xef, 0xbb, 0xbf, 0x5b, 0x22, 0xff, 0x22, 0x2c, ...bytesOf(`${JSON.stringify(picture)}]`));
  const { text, detached } = detach(json, SECRET);
  expect(detached.size).toBe(1);
  expect(JSON.parse(textOf(attach(text, detached)))).toEqual(['\ufffd', picture]);
});

test('a mark of another run is text like any other', () => {
  const value = { text: '~fedcba9876543210.0~', escaped: '\u007e', url: picture };
  expect(JSON.parse(through(JSON.stringify(value)).sent)).toEqual(value);
});

test('any JSON means the same as if nothing had been detached', () => {
  const url = fc
    .tuple(fc.constantFrom('data:', 'DATA:', 'data', '"data:'), fc.constantFrom('image/png', 'text/plain;a=b', ''))
    .chain(([scheme, type]) =>
      fc
        .tuple(fc.constantFrom(';base64,', ',', ';base64 ,'), fc.constantFrom('A', '/', '+', 'é', '\\', '"'))
        .map(([comma, last]) => `${scheme}${type}${comma}${base64(LONG)}${last}`),
    );
  const anything = fc.anything({ values: [fc.string({ unit: 'binary' }), fc.integer(), url], maxDepth: 3, maxKeys: 4 });
  fc.assert(
    fc.property(anything, fc.constantFrom(undefined, 1), (value, space) => {
      const json = JSON.stringify({ value }, null, space);
      expect(JSON.parse(through(json).sent)).toEqual(JSON.parse(new TextDecoder().decode(bytesOf(json))));
    }),
    { numRuns: 25, seed: 1 },
  );
});

test('requests are the same only with the same pictures', () => {
  const liftedOf = (fill: string) =>
    detach(bytesOf(JSON.stringify(`data:image/png;base64,${base64(LONG, fill)}`)), SECRET).detached;
  expect(sameDetached(liftedOf('A'), liftedOf('A'))).toBe(true);
  expect(sameDetached(liftedOf('A'), liftedOf('B'))).toBe(false);
  expect(sameDetached(liftedOf('A'), undefined)).toBe(false);
  expect(sameDetached(undefined, undefined)).toBe(true);
});
