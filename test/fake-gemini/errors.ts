/** Google's error answers by kind: `google.rpc.Status` bodies as the real API words them. */
import type { ErrorEnvelope } from '../../src/core/google/wire.ts';
import type { JsonObject } from '../../src/core/utils/json/json.ts';

export interface ErrorContext {
  readonly key: string;
  readonly model: string;
  readonly method: string;
  /** Overrides Google's sentence. */
  readonly message?: string;
  /** Seconds in `RetryInfo`, for the quota kinds. */
  readonly retryDelay?: number;
  /** `quotaValue`, for the quota kinds. */
  readonly limit?: number;
}

export interface GoogleError {
  readonly status: number;
  readonly body: ErrorEnvelope;
}

const HELP: JsonObject = {
  '@type': 'type.googleapis.com/google.rpc.Help',
  links: [
    { description: 'Learn more about Gemini API quotas', url: 'https://ai.google.dev/gemini-api/docs/rate-limits' },
  ],
};

const info = (reason: string, metadata: JsonObject = { service: 'generativelanguage.googleapis.com' }): JsonObject => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason,
  domain: 'googleapis.com',
  metadata,
});

const failure = (status: number, code: string, message: string, details?: JsonObject[]): GoogleError => ({
  status,
  body: { error: { code: status, message, status: code, ...(details === undefined ? {} : { details }) } },
});

function quota(quotaId: string, metric: string, defaults: { limit: number; delay: number }, context: ErrorContext) {
  const limit = context.limit ?? defaults.limit;
  const delay = context.retryDelay ?? defaults.delay;
  const message =
    'You exceeded your current quota, please check your plan and billing details. For more information on this error, ' +
    'head to: https://ai.google.dev/gemini-api/docs/rate-limits.\n' +
    `* Quota exceeded for metric: generativelanguage.googleapis.com/${metric}, limit: ${limit}, model: ${context.model}\n` +
    `Please retry in ${delay}s.`;
  return failure(429, 'RESOURCE_EXHAUSTED', context.message ?? message, [
    HELP,
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [
        {
          quotaMetric: `generativelanguage.googleapis.com/${metric}`,
          quotaId,
          quotaDimensions: { location: 'global', model: context.model },
          quotaValue: String(limit),
        },
      ],
    },
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${delay}s` },
  ]);
}

type Render = (context: ErrorContext) => GoogleError;

const REQUESTS = 'generate_content_free_tier_requests';

const kinds = {
  'minute-quota': (c) =>
    quota('GenerateRequestsPerMinutePerProjectPerModel-FreeTier', REQUESTS, { limit: 10, delay: 34 }, c),
  'minute-token-quota': (c) =>
    quota(
      'GenerateContentInputTokensPerModelPerMinute-FreeTier',
      'generate_content_free_tier_input_token_count',
      { limit: 250_000, delay: 21 },
      c,
    ),
  'day-quota': (c) =>
    quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier', REQUESTS, { limit: 250, delay: 37 }, c),
  'no-free-tier': (c) =>
    quota('GenerateRequestsPerDayPerProjectPerModel-FreeTier', REQUESTS, { limit: 0, delay: 40 }, c),
  'bare-429': (c) => failure(429, 'RESOURCE_EXHAUSTED', c.message ?? 'Resource has been exhausted (e.g. check quota).'),
  'key-invalid': (c) =>
    failure(400, 'INVALID_ARGUMENT', c.message ?? 'API key not valid. Please pass a valid API key.', [
      info('API_KEY_INVALID'),
    ]),
  'key-expired': (c) =>
    failure(400, 'INVALID_ARGUMENT', c.message ?? 'API key expired. Please renew the API key.', [
      info('API_KEY_INVALID'),
    ]),
  'key-leaked': (c) =>
    failure(403, 'PERMISSION_DENIED', c.message ?? 'Your API key was reported as leaked. Please use another API key.'),
  'key-suspended': (c) =>
    failure(
      403,
      'PERMISSION_DENIED',
      c.message ?? `Permission denied: Consumer 'api_key:${c.key}' has been suspended.`,
      [
        info('CONSUMER_SUSPENDED', {
          consumer: 'projects/123456789012',
          containerInfo: `api_key:${c.key}`,
          service: 'generativelanguage.googleapis.com',
        }),
      ],
    ),
  'key-restricted': (c) =>
    failure(403, 'PERMISSION_DENIED', c.message ?? 'Requests from referer <empty> are blocked.', [
      info('API_KEY_HTTP_REFERRER_BLOCKED', {
        consumer: 'projects/123456789012',
        service: 'generativelanguage.googleapis.com',
      }),
    ]),
  'api-disabled': (c) =>
    failure(
      403,
      'PERMISSION_DENIED',
      c.message ??
        'Generative Language API has not been used in project 123456789012 before or it is disabled. Enable it by ' +
          'visiting https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview?project=123456789012 then retry.',
      [
        info('SERVICE_DISABLED', {
          consumer: 'projects/123456789012',
          service: 'generativelanguage.googleapis.com',
        }),
      ],
    ),
  'region-refused': (c) =>
    failure(400, 'FAILED_PRECONDITION', c.message ?? 'User location is not supported for the API use.'),
  billing: (c) =>
    failure(
      400,
      'FAILED_PRECONDITION',
      c.message ?? 'Gemini API free tier is not available in your country. Please enable billing on your project.',
    ),
  'bad-request': (c) => failure(400, 'INVALID_ARGUMENT', c.message ?? 'Request contains an invalid argument.'),
  'model-not-found': (c) =>
    failure(
      404,
      'NOT_FOUND',
      c.message ??
        `models/${c.model} is not found for API version v1beta, or is not supported for ${c.method}. ` +
          'Call ListModels to see the list of available models and their supported methods.',
    ),
  'no-key': (c) =>
    failure(
      403,
      'PERMISSION_DENIED',
      c.message ??
        "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or " +
          'other form of API consumer identity to call this API.',
    ),
  'server-error': (c) =>
    failure(
      500,
      'INTERNAL',
      c.message ??
        'An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting',
    ),
  overloaded: (c) => failure(503, 'UNAVAILABLE', c.message ?? 'The model is overloaded. Please try again later.'),
  deadline: (c) => failure(504, 'DEADLINE_EXCEEDED', c.message ?? 'Deadline expired before operation could complete.'),
} satisfies Record<string, Render>;

export type ErrorKind = keyof typeof kinds;

export const errorKinds = Object.keys(kinds) as readonly ErrorKind[];

/** The status and body that Google would answer. */
export const googleError = (kind: ErrorKind, context: ErrorContext): GoogleError => kinds[kind](context);
