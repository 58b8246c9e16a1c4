import { describe, expect, it } from 'vitest';
import { decode } from './decode.ts';

const system = (content: string) => ({ role: 'system', content });
const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });

function sent(model: string, ...messages: object[]) {
  const { contents, systemInstruction } = decode({ model, messages }).request;
  const texts = contents.map(({ role, parts }) => [role, ...parts.map(({ text }) => text)]);
  return [systemInstruction?.parts.map(({ text }) => text), ...texts];
}

describe('a request of system messages alone', () => {
  it('asks with the last of them', () => {
    expect(sent('gemini-2.5-flash', system('You are HAL.'), system('Say hello.'))).toEqual([
      ['You are HAL.'],
      ['user', 'Say hello.'],
    ]);
  });

  it('without a word still has a turn', () => {
    expect(sent('gemini-2.5-flash', system(''), assistant(''))).toEqual([undefined, ['user', ' ']]);
  });
});

describe('models without a system instruction', () => {
  it('hear it in front of what the user says', () => {
    expect(sent('gemma-3-27b-it', system('One.'), system('Two.'), user('Hi'))).toEqual([
      undefined,
      ['user', 'One.\n\nTwo.\n\n', 'Hi'],
    ]);
  });

  it('hear it first also where the assistant begins', () => {
    expect(sent('gemma-3-27b-it', system('One.'), assistant('Hello.'), user('Hi'))).toEqual([
      undefined,
      ['user', 'One.'],
      ['model', 'Hello.'],
      ['user', 'Hi'],
    ]);
  });
});

describe('a request that ends with the assistant', () => {
  it.each(['gemini-2.5-flash', 'gemini-3.5-flash'])('is continued by %s', (model) => {
    expect(sent(model, user('Tell.'), assistant('Once')).at(-1)).toEqual(['model', 'Once']);
  });

  it.each(['gemini-3.5-flash-lite', 'gemini-3.6-flash', 'gemini-4-argon'])('gets a turn more for %s', (model) => {
    expect(sent(model, user('Tell.'), assistant('Once')).slice(-2)).toEqual([
      ['model', 'Once'],
      ['user', 'Continue.'],
    ]);
    expect(sent(model, user('Tell.'), assistant('Once'), system('Go on.')).at(-1)).toEqual(['user', 'Go on.']);
  });
});
