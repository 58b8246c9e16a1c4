import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../../../src/core/utils/sha256.ts';

test('is that of FIPS 180-4', async () => {
  expect(await sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test("is node's, of texts and of bytes", async () => {
  const nodes = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.uint8Array(), async (text, bytes) => {
      expect(await sha256(text)).toBe(nodes(text));
      expect(await sha256(new Uint8Array(bytes))).toBe(nodes(bytes));
    }),
    { numRuns: 50 },
  );
});
