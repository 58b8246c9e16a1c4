import type { StatusView } from '../../src/contract/status.ts';

export const frontendIds = [
  'sillytavern',
  'koboldai-lite',
  'nextchat',
  'risuai',
  'betterchatgpt',
  'open-webui',
  'lobechat',
  'cherry-studio',
  'curl',
  'python',
  'node',
] as const;
export type FrontendId = (typeof frontendIds)[number];

export interface Frontend {
  readonly id: FrontendId;
  readonly name: string;
  /** What to enter where, with the words that stand beside the field in the frontend. */
  readonly fields: ReadonlyArray<readonly [field: string, value: string]>;
  /** For those who write programs. */
  readonly code?: string;
  /** Runs outside of a browser's page: an extension cannot answer it, a relay can. */
  readonly outsideOfBrowser?: boolean;
}

type Place = Pick<StatusView, 'shell' | 'endpoint'>;

/** What the relay asks for as an API key, and what any other word does for in the extension. */
const keyOf = ({ shell }: Place): string => (shell === 'relay' ? 'PASSWORD' : 'hajimi');

/** The exact values for each frontend; what each appends to its base URL differs (docs/design/clients.md#addresses). */
export function frontendsFor(status: Place, model: string): readonly Frontend[] {
  const { endpoint } = status;
  const base = endpoint.replace(/\/v1$/, '');
  const key = keyOf(status);
  return [
    {
      id: 'sillytavern',
      name: 'SillyTavern',
      fields: [
        ['API', 'Chat Completion'],
        ['Chat Completion Source', 'Custom (OpenAI-compatible)'],
        ['Custom Endpoint (Base URL)', endpoint],
        ['Custom API Key', key],
      ],
    },
    {
      id: 'koboldai-lite',
      name: 'KoboldAI Lite',
      fields: [
        ['AI Provider', 'OpenAI API'],
        ['API URL', endpoint],
        ['API Key', key],
      ],
    },
    {
      id: 'nextchat',
      name: 'NextChat',
      fields: [
        ['Model Provider', 'OpenAI'],
        ['OpenAI Endpoint', base],
        ['OpenAI API Key', key],
      ],
    },
    {
      id: 'risuai',
      name: 'RisuAI',
      fields: [
        ['Model', 'Custom (OpenAI-compatible)'],
        ['URL', endpoint],
        ['Key / Password', key],
      ],
    },
    {
      id: 'betterchatgpt',
      name: 'BetterChatGPT',
      fields: [
        ['API Endpoint', `${endpoint}/chat/completions`],
        ['API Key', key],
      ],
    },
    {
      id: 'open-webui',
      name: 'Open WebUI',
      fields: [
        ['Settings', 'Connections → Direct Connections'],
        ['URL', endpoint],
        ['Key', key],
      ],
    },
    {
      id: 'lobechat',
      name: 'LobeChat',
      fields: [
        ['API Proxy URL', endpoint],
        ['API Key', key],
        ['Use Client Request Mode', 'on'],
      ],
    },
    {
      id: 'cherry-studio',
      name: 'Cherry Studio',
      outsideOfBrowser: true,
      fields: [
        ['Provider Type', 'OpenAI'],
        ['API Host', base],
        ['API Key', key],
      ],
    },
    {
      id: 'curl',
      name: 'curl',
      outsideOfBrowser: true,
      fields: [],
      code: `curl ${endpoint}/chat/completions \\
  -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" \\
  -d '{"model": "${model}", "messages": [{"role": "user", "content": "Hello"}]}'`,
    },
    {
      id: 'python',
      name: 'Python',
      outsideOfBrowser: true,
      fields: [],
      code: `from openai import OpenAI

client = OpenAI(base_url="${endpoint}", api_key="${key}")
answer = client.chat.completions.create(
    model="${model}", messages=[{"role": "user", "content": "Hello"}]
)
print(answer.choices[0].message.content)`,
    },
    {
      id: 'node',
      name: 'Node.js',
      outsideOfBrowser: true,
      fields: [],
      code: `import OpenAI from 'openai';

const client = new OpenAI({ baseURL: '${endpoint}', apiKey: '${key}' });
const answer = await client.chat.completions.create({
  model: '${model}',
  messages: [{ role: 'user', content: 'Hello' }],
});
console.log(answer.choices[0].message.content);`,
    },
  ];
}
