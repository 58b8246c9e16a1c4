import { expect, test } from 'vitest';
import { standInFor } from '../../../src/extension/official-apis.ts';

test.each([
  ['https://api.openai.com/v1/chat/completions', 'https://hajimi.invalid/v1/chat/completions'],
  ['https://api.openai.com/v1/models?limit=1', 'https://hajimi.invalid/v1/models?limit=1'],
  [
    'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent?key=x',
    'https://hajimi.invalid/gemini/v1beta/models/gemini-2.5-flash:generateContent?key=x',
  ],
])('%s is answered at %s', (url, own) => expect(standInFor(url)).toBe(own));

test.each([
  'https://api.openai.com/dashboard',
  'http://api.openai.com/v1/models',
  'https://api.openai.com.example/v1/models',
  'https://example.com/https://api.openai.com/v1/models',
  'https://hajimi.invalid/v1/models',
])('%s is not taken over', (url) => expect(standInFor(url)).toBeUndefined());
