import { expect, it } from 'vitest';
import { thoughtSignature } from '../../../../../../src/core/dialects/openai/chat/decode/thought-signature.ts';

it.each([
  ['c2lnbmF0dXJl', true],
  ['c2lnbg==', true],
  ['-_8', true],
  ['skip_thought_signature_validator', true],
  ['', false],
  ['a', false],
  ['=c2ln', false],
  ['c2ln=====', false],
  ['sig.nature', false],
  [7, false],
])('%j is brought back: %s', (signature, valid) => {
  expect(thoughtSignature({ values: { signature }, path: '' })).toBe(valid ? signature : undefined);
});
