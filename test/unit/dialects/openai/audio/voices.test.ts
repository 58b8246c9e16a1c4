import { expect, it } from 'vitest';
import { prebuiltVoice } from '../../../../../src/core/dialects/openai/audio/voices.ts';

it("gives OpenAI's voices a counterpart and leaves Google's own alone", () => {
  expect(prebuiltVoice('alloy')).toBe('Kore');
  expect(prebuiltVoice(undefined)).toBe('Kore');
  expect(prebuiltVoice('Puck')).toBe('Puck');
  expect(prebuiltVoice('constructor')).toBe('constructor');
});
