import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromBase64, toBase64 } from '../../../src/core/utils/bytes.ts';

describe('base64', () => {
  it('is the standard one, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(fromBase64(toBase64(bytes))).toEqual(new Uint8Array(bytes));
      }),
    );
  });

  it('joins its slices without a seam', () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index * 31);
    expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
  });

  it('uses what the engine has built in', () => {
    expect(toBase64(Object.assign(new Uint8Array(1), { toBase64: () => 'native' }))).toBe('native');
  });

  it('is read in the URL-safe alphabet and without padding too', () => {
    expect(fromBase64('-_8')).toEqual(new Uint8Array([0xfb, 0xff]));
  });

  it('refuses what it is not', () => {
    expect(() => fromBase64('no base64!')).toThrow();
  });
});

it('concatBytes joins in order', () => {
  expect(concatBytes([new Uint8Array([1, 2]), new Uint8Array(), new Uint8Array([3])])).toEqual(
    new Uint8Array([1, 2, 3]),
  );
});
