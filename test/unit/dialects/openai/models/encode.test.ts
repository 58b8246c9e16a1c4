import { expect, it } from 'vitest';
import { encodeModels } from '../../../../../src/core/dialects/openai/models/encode.ts';

it('lists models under the ids that clients send', () => {
  expect(
    encodeModels([{ name: 'models/gemini-2.5-flash', displayName: 'Gemini 2.5 Flash' }, { name: 'gemma-4' }]),
  ).toEqual({
    object: 'list',
    data: [
      { id: 'gemini-2.5-flash', object: 'model', created: 0, owned_by: 'google' },
      { id: 'gemma-4', object: 'model', created: 0, owned_by: 'google' },
    ],
  });
});
