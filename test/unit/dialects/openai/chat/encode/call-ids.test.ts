import { expect, it } from 'vitest';
import { createCallIds } from '../../../../../../src/core/dialects/openai/chat/encode/call-ids.ts';

it('keeps a free id, replaces a taken or missing one, and writes it into the call', () => {
  const callId = createCallIds(() => 'new', ['used']);
  const calls = [
    { id: 'a', name: 'f' },
    { id: 'a', name: 'f' },
    { id: 'used', name: 'f' },
    { id: '', name: 'f' },
  ];
  expect(calls.map(callId)).toEqual(['a', 'call_new', 'call_new', 'call_new']);
  expect(calls.map(({ id }) => id)).toEqual(['a', 'call_new', 'call_new', 'call_new']);
});
