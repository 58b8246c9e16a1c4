import type { Api } from '../api.ts';
import { errorIn, readChatStream } from './chat-stream.ts';

export const checks = ['list', 'complete', 'stream', 'tools', 'image'] as const;
export type Check = (typeof checks)[number];

export interface CheckResult {
  readonly state: 'running' | 'passed' | 'failed';
  /** In ms. */
  readonly took?: number;
  readonly problem?: string;
}

/** A red square of 8 by 8 points. */
const picture =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR42mP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city.',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

/** Uses the model API as a frontend would, one thing after the other, and tells how each went. */
export async function runSelfTest(
  tryOut: Api['tryOut'],
  model: string,
  tell: (check: Check, result: CheckResult) => void,
): Promise<void> {
  const ask = async (more: object, content: unknown = 'Answer with one word: ready') => {
    const response = await tryOut('/v1/chat/completions', {
      method: 'POST',
      // The cache would pass the test for Gemini.
      headers: { 'cache-control': 'no-cache' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content }], ...more }),
    });
    if (!response.ok) throw new Error(await errorIn(response));
    return response;
  };
  const messageOf = async (response: Response) => {
    const { choices } = (await response.json()) as {
      choices?: ReadonlyArray<{ message?: { content?: string | null; tool_calls?: readonly unknown[] } }>;
    };
    return choices?.[0]?.message ?? {};
  };
  const run: Readonly<Record<Check, () => Promise<boolean>>> = {
    async list() {
      const response = await tryOut('/v1/models', { method: 'GET' });
      if (!response.ok) throw new Error(await errorIn(response));
      const { data } = (await response.json()) as { data?: readonly unknown[] };
      return (data?.length ?? 0) > 0;
    },
    complete: async () => Boolean((await messageOf(await ask({}))).content),
    async stream() {
      const { body } = await ask({ stream: true });
      let text = '';
      if (body) for await (const delta of readChatStream(body)) text += delta.text;
      return text !== '';
    },
    async tools() {
      const tools = { tools: [weather], tool_choice: 'required' };
      const { tool_calls: calls } = await messageOf(await ask(tools, 'How is the weather in Hangzhou?'));
      return (calls?.length ?? 0) > 0;
    },
    async image() {
      const content = [
        { type: 'text', text: 'Which colour is this? Answer with one word.' },
        { type: 'image_url', image_url: { url: picture } },
      ];
      return Boolean((await messageOf(await ask({}, content))).content);
    },
  };
  for (const check of checks) {
    const began = Date.now();
    tell(check, { state: 'running' });
    try {
      const passed = await run[check]();
      tell(check, { state: passed ? 'passed' : 'failed', took: Date.now() - began });
    } catch (error) {
      tell(check, { state: 'failed', problem: error instanceof Error ? error.message : String(error) });
    }
  }
}
