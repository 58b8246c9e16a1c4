import { expect, test } from 'vitest';
import { createChat } from '../../../../options/state/chat.ts';

const chunk = (delta: object) => `data: ${JSON.stringify({ choices: [{ index: 0, delta }] })}\n\n`;
const answering = (events: string) => createChat(async () => new Response(`${events}data: [DONE]\n\n`));

test('the small chat shows why Google stopped an answer, beside what was said so far', async () => {
  const chat = answering(chunk({ content: 'Half' }) + chunk({ refusal: 'It was flagged.' }));
  await chat.send('gemini-2.5-flash', { text: 'Hi' });
  expect(chat.turns.value.at(-1)).toMatchObject({ role: 'assistant', text: 'Half', problem: 'It was flagged.' });
});

test('and says nothing of the kind where it did not', async () => {
  const chat = answering(chunk({ content: 'Whole', refusal: null }));
  await chat.send('gemini-2.5-flash', { text: 'Hi' });
  expect(chat.turns.value.at(-1)).toEqual({ role: 'assistant', text: 'Whole', thoughts: '' });
});

test('a stream that fails says so in its own words', async () => {
  const failed = { error: { message: 'It broke off.' }, choices: [{ delta: { content: '' }, finish_reason: 'error' }] };
  const chat = answering(`${chunk({ content: 'Half' })}data: ${JSON.stringify(failed)}\n\n`);
  await chat.send('gemini-2.5-flash', { text: 'Hi' });
  expect(chat.turns.value.at(-1)).toMatchObject({ text: 'Half', problem: 'It broke off.' });
});
