/**
 * Reads Google's error bodies: `google.rpc.Status` as `{ error }`, as `[{ error }]` on stream endpoints, or none at all
 * where a proxy in between answered. Nothing in it is trusted to have the documented type.
 */
import { isObject, parseJson } from '../../utils/json/json.ts';

/** The parts of a `google.rpc.Status` that decide what happened. Strings are empty where absent. */
export interface RpcStatus {
  /** HTTP status as the body has it; 0 where absent. */
  readonly code: number;
  /** `google.rpc.Code` name, such as `RESOURCE_EXHAUSTED`. */
  readonly status: string;
  /** The Interactions API's own word for the error, such as `quota_exceeded`. */
  readonly word: string;
  readonly message: string;
  /** `ErrorInfo.reason`, such as `API_KEY_INVALID`. */
  readonly reason: string;
  /** `ErrorInfo.metadata`, strings only. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly violations: readonly QuotaViolation[];
  /** `RetryInfo.retryDelay` as sent: `34.4s`. */
  readonly retryDelay: string;
  /** `BadRequest.fieldViolations[].description` */
  readonly fieldViolations: readonly string[];
}

/** One entry of `QuotaFailure.violations`. */
export interface QuotaViolation {
  readonly quotaMetric: string;
  readonly quotaId: string;
  readonly quotaValue: string;
  readonly model: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** @param body the text of the body, or what its JSON holds. */
export function readRpcStatus(body: unknown): RpcStatus {
  const error = errorOf(typeof body === 'string' ? parseJson(body) : body);
  if (error === undefined) return { ...nothing, message: typeof body === 'string' ? plainText(body) : '' };
  const details = listOf(error.details).map(fieldsOf);
  const named = namedStatus(error);
  const ofType = (name: string) => details.find((detail) => text(detail['@type']).endsWith(`google.rpc.${name}`)) ?? {};
  const info = ofType('ErrorInfo');
  return {
    code: named?.code ?? (typeof error.code === 'number' ? error.code : 0),
    status: named?.status ?? text(error.status),
    word: named === undefined ? '' : text(error.code),
    message: text(error.message),
    reason: text(info.reason),
    metadata: Object.fromEntries(
      Object.entries(fieldsOf(info.metadata)).filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    violations: listOf(ofType('QuotaFailure').violations).map(violationOf),
    retryDelay: text(ofType('RetryInfo').retryDelay),
    fieldViolations: listOf(ofType('BadRequest').fieldViolations).map((violation) =>
      text(fieldsOf(violation).description),
    ),
  };
}

const nothing: RpcStatus = {
  code: 0,
  status: '',
  word: '',
  message: '',
  reason: '',
  metadata: {},
  violations: [],
  retryDelay: '',
  fieldViolations: [],
};

function errorOf(body: unknown): Fields | undefined {
  const envelope = Array.isArray(body) ? body.map(fieldsOf).find((item) => 'error' in item) : fieldsOf(body);
  const error = envelope?.error;
  if (typeof error === 'string') return { message: error };
  return typeof error === 'object' && error !== null ? fieldsOf(error) : undefined;
}

/**
 * The Interactions API's errors have a word in place of the number, and no status (ai.google.dev/gemini-api/docs/api-errors).
 * OpenAI's, which mirrors send, have words of the same kind, but a type beside them.
 */
function namedStatus({ code, status, type }: Fields): { readonly code: number; readonly status: string } | undefined {
  if (typeof code !== 'string' || status !== undefined || type !== undefined) return undefined;
  return byWord.get(code);
}

const row = (code: number, status: string) => ({ code, status });
const byWord: ReadonlyMap<string, { readonly code: number; readonly status: string }> = new Map([
  ['invalid_request', row(400, 'INVALID_ARGUMENT')],
  ['parameter_unknown', row(400, 'INVALID_ARGUMENT')],
  ['failed_precondition', row(400, 'FAILED_PRECONDITION')],
  ['out_of_range', row(416, 'OUT_OF_RANGE')],
  ['authentication', row(401, 'UNAUTHENTICATED')],
  ['payment_required', row(402, 'RESOURCE_EXHAUSTED')],
  ['permission_denied', row(403, 'PERMISSION_DENIED')],
  ['not_found', row(404, 'NOT_FOUND')],
  ['model_not_found', row(404, 'NOT_FOUND')],
  ['rate_limit_exceeded', row(429, 'RESOURCE_EXHAUSTED')],
  ['too_many_requests', row(429, 'RESOURCE_EXHAUSTED')],
  ['quota_exceeded', row(429, 'RESOURCE_EXHAUSTED')],
]);

function violationOf(violation: unknown): QuotaViolation {
  const { quotaMetric, quotaId, quotaValue, quotaDimensions } = fieldsOf(violation);
  return {
    quotaMetric: text(quotaMetric),
    quotaId: text(quotaId),
    quotaValue: text(quotaValue),
    model: text(fieldsOf(quotaDimensions).model),
  };
}

/** More of an HTML page than its first words is never shown. */
const longestPage = 16_384;

/** What a person would see of an HTML page; other text as it is. */
const plainText = (body: string): string =>
  /^\s*</.test(body)
    ? body
        .slice(0, longestPage)
        .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, ' ')
        .replace(/<[^>]*>/g, ' ')
        .replace(/&(?:#\d+|\w+);/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
    : body.trim();

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? `${value}` : '';
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const fieldsOf = (value: unknown): Fields => (isObject(value) ? value : {});
