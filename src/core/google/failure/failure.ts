/** Says what an upstream failure was, from Google's own words: the one classifier. */

import type { FailureCause } from '../../../contract/keys.ts';
import type { Failure } from '../../../contract/log.ts';
import { UpstreamFailure } from '../../pool/types.ts';
import { formsOf } from '../../redact/encodings.ts';
import { REDACTED, redactPatterns } from '../../redact/patterns.ts';
import { type QuotaVerdict, readQuotas } from './quota.ts';
import { retryDelay } from './retry-delay.ts';
import { type RpcStatus, readRpcStatus } from './rpc-status.ts';

export interface FailureContext {
  /** The credential's secret, removed from the message. */
  readonly secret?: string;
  /** Upstream model id that was asked. */
  readonly model?: string;
  /** The upstream's base URL, removed from the message where it is not Google's. */
  readonly baseUrl?: string;
}

type Verdict = readonly [FailureCause, Failure['scope']];

/** Longer sentences of Google's are lists of what is wrong with every field of a schema. */
const longestMessage = 2_000;
/** A secret shorter than this is a word, and would blank out parts of the sentence. */
const shortestSecret = 4;

/**
 * @param status HTTP status; one below 400 (an error event within a stream) gives way to the body's own code.
 * @param body the body's text, or what its JSON holds.
 */
export function readFailure(status: number, body: unknown, headers?: Headers, context: FailureContext = {}): Failure {
  const rpc = readRpcStatus(body);
  // Google's own error without a number of its own is a fault of its own.
  const http = status >= 400 ? status : rpc.code || (isGoogles(rpc) ? 500 : status);
  const quota = readQuotas(rpc, context.model);
  const [cause, scope] = byReason(rpc) ?? byStatus(http, rpc, quota);
  const retryAfter = retryDelay(rpc, headers);
  const project = projectOf(rpc);
  return {
    cause,
    scope,
    status: http,
    code: rpc.status,
    message: redact(sentence(rpc, http, headers), context),
    quotas: quota.quotas,
    ...(retryAfter !== undefined && { retryAfter }),
    ...(project !== undefined && { project }),
  };
}

/** `ErrorInfo.reason` is Google's most exact word and comes with various statuses (`API_KEY_INVALID` is an HTTP 400). */
function byReason({ reason, message }: RpcStatus): Verdict | undefined {
  switch (reason) {
    case 'API_KEY_INVALID':
      return [/\bexpired\b/i.test(message) ? 'key-expired' : 'key-invalid', 'key'];
    case 'API_KEY_EXPIRED':
      return ['key-expired', 'key'];
    case 'ACCESS_TOKEN_TYPE_UNSUPPORTED':
    case 'CREDENTIALS_MISSING':
    case 'CONSUMER_INVALID':
      return ['key-invalid', 'key'];
    case 'CONSUMER_SUSPENDED':
      return ['key-suspended', 'key'];
    case 'API_KEY_HTTP_REFERRER_BLOCKED':
    case 'API_KEY_IP_ADDRESS_BLOCKED':
    case 'API_KEY_ANDROID_APP_BLOCKED':
    case 'API_KEY_IOS_APP_BLOCKED':
    case 'API_KEY_SERVICE_BLOCKED':
      return ['key-restricted', 'key'];
    case 'IAM_PERMISSION_DENIED':
      return ['key-restricted', 'key-model'];
    case 'SERVICE_DISABLED':
      return ['api-disabled', 'key'];
    case 'BILLING_DISABLED':
      return ['billing', 'key'];
    default:
      return undefined;
  }
}

function byStatus(http: number, rpc: RpcStatus, quota: QuotaVerdict): Verdict {
  if (!isGoogles(rpc)) return inBetween(http, rpc);
  switch (http) {
    case 400:
      return badRequest(rpc);
    case 401:
      return ['key-invalid', 'key'];
    case 402:
      return ['billing', 'key'];
    case 403:
      return forbidden(rpc);
    case 404:
      return notFound(rpc);
    case 408:
    case 504:
      return ['timeout', 'upstream'];
    case 429:
      return exhausted(rpc, quota);
    case 499:
      return ['server-error', 'upstream'];
    case 503:
    case 529:
      return ['overloaded', 'upstream'];
    default:
      if (http >= 500) return ['server-error', 'upstream'];
      return http >= 400 ? ['bad-request', 'request'] : ['unknown', 'upstream'];
  }
}

const isGoogles = ({ status, code }: RpcStatus): boolean => status !== '' || code !== 0;

/**
 * Without `google.rpc.Status` somebody in between has answered, who knows nothing about keys and quotas: a proxy, a
 * firewall, a sign-in page, or Google's own wall against an address that sends too much.
 */
function inBetween(http: number, rpc: RpcStatus): Verdict {
  if (http === 400) return badRequest(rpc);
  // Nobody else would find what is not there.
  if (http === 404) return ['not-google', 'request'];
  const isRefused = http > 400 && http < 500 && !ABOUT_THE_CALLER.has(http);
  return isRefused ? ['bad-request', 'request'] : ['not-google', 'upstream'];
}

/** What speaks of who asks, how often and how long, and not of what is asked. */
const ABOUT_THE_CALLER: ReadonlySet<number> = new Set([401, 402, 403, 407, 408, 421, 425, 429, 451, 499]);

function badRequest({ status, message }: RpcStatus): Verdict {
  if (/\bAPI key expired\b/i.test(message)) return ['key-expired', 'key'];
  if (/\bAPI key not (valid|found)\b/i.test(message)) return ['key-invalid', 'key'];
  if (status === 'FAILED_PRECONDITION') {
    if (/\bbilling\b/i.test(message)) return ['billing', 'key'];
    if (/\blocation is not supported\b/i.test(message)) return ['region-refused', 'key'];
  }
  return ['bad-request', 'request'];
}

function forbidden({ message }: RpcStatus): Verdict {
  if (/\breported as leaked\b/i.test(message)) return ['key-leaked', 'key'];
  if (/\b(has been suspended|been denied access|violation of Terms)\b/i.test(message)) return ['key-suspended', 'key'];
  if (/\bhas not been used in project\b|\bit is disabled\b/i.test(message)) return ['api-disabled', 'key'];
  if (/\bbilling\b/i.test(message)) return ['billing', 'key'];
  if (/\b(are blocked|violates this restriction|Requests from)\b/i.test(message)) return ['key-restricted', 'key'];
  if (/\bunregistered callers\b/i.test(message)) return ['key-invalid', 'key'];
  // A file or cache of another key: the request names it, so no other key can help unless it is that one.
  if (/\baccess the (File|CachedContent)\b/i.test(message)) return ['bad-request', 'request'];
  // "The caller does not have permission" is what a key gets for a preview model while it may use the others.
  return ['key-restricted', 'key-model'];
}

function notFound({ message }: RpcStatus): Verdict {
  // Some keys may still use a model that is closed to new ones.
  if (/\bno longer available to new users\b|\bproject does not have access\b/i.test(message)) {
    return ['model-not-found', 'key-model'];
  }
  return /\bmodels?\b/i.test(message) ? ['model-not-found', 'model'] : ['bad-request', 'request'];
}

function exhausted({ message, word }: RpcStatus, { window, none, ofModel }: QuotaVerdict): Verdict {
  const scope = ofModel ? 'key-model' : 'key';
  // Not a bare "billing": every quota sentence tells one to check one's billing details.
  if (/\bcredits? (is|are|have been) depleted\b|\bspend(ing)? cap\b/i.test(message)) return ['billing', 'key'];
  if (none) return ['no-free-tier', 'key-model'];
  if (window === 'day' || word === 'quota_exceeded') return ['day-quota', scope];
  // Vertex shares its capacity among all customers and says so with this page; no quota of the key is used up.
  if (window === undefined && /error-code-429/.test(message)) return ['overloaded', 'upstream'];
  return ['minute-quota', scope];
}

/** `projects/123`, from the error's metadata or its sentence. */
function projectOf({ metadata, message }: RpcStatus): string | undefined {
  const named = /^projects\/[\w.:-]+$/.exec(metadata.consumer ?? '')?.[0];
  const number = /\b(?:project_number:|in project |on project #)(\d{5,})\b/.exec(message)?.[1];
  return named ?? (number === undefined ? undefined : `projects/${number}`);
}

function sentence({ message, fieldViolations }: RpcStatus, http: number, headers?: Headers): string {
  const location = http >= 300 && http < 400 ? headers?.get('location') : undefined;
  if (location) return `a redirect to ${hostOf(location)}`;
  const unsaid = fieldViolations.filter((violation) => violation !== '' && !message.includes(violation));
  const whole = [message, ...unsaid].filter((part) => part !== '').join('\n');
  return whole === '' ? `HTTP ${http}` : whole;
}

/** Without path and query, which may hold anything. */
const hostOf = (location: string): string =>
  URL.canParse(location) ? new URL(location).host : 'another path of the same address';

/** More of a page that came in place of an answer says no more. */
const LONGEST_PAGE = 300;
/** Bytes that are no text, such as an encoding that was not asked for. */
const NO_TEXT = /[^\P{Cc}\s]|\ufffd/u;

/** A page that stands at a secret address may name it. */
const ADDRESS = /https?:\/\/\S+|\b(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?\b/gi;

/**
 * The failure of an answer with status 200 that is none of Gemini's. The same question would get the same with every key.
 * @param text what came instead; what is JSON is not repeated, for it may be an answer all the same.
 */
export function unreadableFailure(text: string, context: FailureContext = {}): Failure {
  const isPage = !/^\s*[[{]/.test(text) && !NO_TEXT.test(text);
  const failure = readFailure(200, isPage ? text : '', undefined, context);
  return { ...failure, message: failure.message.slice(0, LONGEST_PAGE).replace(ADDRESS, '[address]') };
}

function redact(message: string, { secret = '', baseUrl }: FailureContext): string {
  let text = message;
  if (secret.length >= shortestSecret) {
    for (const form of [secret, ...formsOf(secret)]) text = text.replaceAll(form, REDACTED);
  }
  if (baseUrl !== undefined) text = withoutAddress(text, baseUrl);
  text = redactPatterns(text);
  return text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text;
}

function withoutAddress(text: string, baseUrl: string): string {
  const { host } = new URL(baseUrl);
  // Google's own host is part of the names of its quotas, and no secret.
  return host.endsWith('.googleapis.com')
    ? text
    : text.replaceAll(baseUrl, '[upstream]').replaceAll(host, '[upstream]');
}

/** Why a call got no answer at all, in words that name no address. */
const faults: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  UND_ERR_SOCKET: 'the connection was closed',
  ENOTFOUND: 'the name could not be resolved',
  EAI_AGAIN: 'the name could not be resolved',
  ETIMEDOUT: 'the connection timed out',
  UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
  UND_ERR_HEADERS_TIMEOUT: 'the answer did not begin in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped',
  EHOSTUNREACH: 'the network cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  CERT_HAS_EXPIRED: 'the certificate is not trusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate is not trusted',
};

/** The failure of a call that got no HTTP answer, or whose answer broke off or stopped. Never the key's fault. */
export function networkFailure(error: unknown): Failure {
  if (error instanceof UpstreamFailure) return error.failure;
  const words = faults[faultCode(error)] ?? 'the network failed';
  return { cause: 'network', scope: 'upstream', status: 0, code: '', message: words, quotas: [] };
}

/** Node hides the cause of a failed fetch in `cause`, and of several addresses tried in `cause.errors`. */
function faultCode(error: unknown, depth = 0): string {
  if (typeof error !== 'object' || error === null || depth > 4) return '';
  const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
  if (typeof code === 'string' && code in faults) return code;
  const inner = Array.isArray(errors) ? errors[0] : undefined;
  return faultCode(cause, depth + 1) || faultCode(inner, depth + 1);
}
