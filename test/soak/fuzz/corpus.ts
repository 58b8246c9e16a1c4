/** What the fuzz starts from: the conformance cases, and a request for each path that they leave out. */
import { readdirSync, readFileSync } from 'node:fs';

export interface SeedRequest {
  readonly path: string;
  readonly body: unknown;
}

/** Google's answer in one piece or as the events of a stream, and the request that it answers. */
export interface SeedAnswer {
  readonly request: SeedRequest;
  readonly events: readonly unknown[];
}

interface Case {
  readonly endpoint?: string;
  readonly http_method?: string;
  readonly openai_request?: unknown;
  readonly expect_gemini?: { readonly model?: string; readonly body?: unknown };
  readonly gemini_response?: unknown;
  readonly gemini_chunks?: readonly unknown[];
}

const folder = new URL('../../conformance/cases/', import.meta.url);
const cases = readdirSync(folder)
  .sort()
  .map(
    (file) =>
      JSON.parse(
        readFileSync(new URL(file, folder), 'utf8').replaceAll('{{ASSET_BASE}}', 'http://assets.test'),
      ) as Case,
  )
  .filter(({ http_method, openai_request }) => http_method === undefined && openai_request !== undefined);

const requestOf = ({ endpoint = '/chat/completions', openai_request }: Case): SeedRequest => ({
  path: `/v1${endpoint}`,
  body: openai_request,
});

/** What a case expects upstream is what a client of Google's own API sends. */
const nativeOf = ({ expect_gemini }: Case): SeedRequest[] =>
  expect_gemini?.model === undefined || expect_gemini.body === undefined
    ? []
    : ['generateContent', 'streamGenerateContent?alt=sse', 'countTokens'].map((method) => ({
        path: `/gemini/v1beta/models/${expect_gemini.model}:${method}`,
        body: expect_gemini.body,
      }));

const others: readonly SeedRequest[] = [
  { path: '/v1/completions', body: { model: 'gemini-2.5-flash', prompt: ['ping', 'pong'], stop: ['x'], n: 2 } },
  {
    path: '/v1/audio/speech',
    body: { model: 'tts-1', input: 'Hello', voice: 'alloy', response_format: 'wav', speed: 1 },
  },
  {
    path: '/v1/images/edits',
    body: { model: 'gemini-2.5-flash-image', prompt: 'a cat', image: 'data:image/png;base64,iVBORw0KGgo=' },
  },
  { path: '/v1/embeddings', body: { model: 'text-embedding-3-small', input: [[1, 2, 3]], encoding_format: 'base64' } },
];

export const seedRequests: readonly SeedRequest[] = [
  ...cases.flatMap((one) => [requestOf(one), ...nativeOf(one)]),
  ...others,
];

export const seedAnswers: readonly SeedAnswer[] = cases.flatMap((one) => {
  const events = one.gemini_chunks ?? (one.gemini_response === undefined ? [] : [one.gemini_response]);
  return events.length === 0 ? [] : [{ request: requestOf(one), events }];
});
