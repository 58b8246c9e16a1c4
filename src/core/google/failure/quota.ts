import type { LearnedQuota } from '../../../contract/log.ts';
import type { QuotaViolation, RpcStatus } from './rpc-status.ts';

/** What a 429 says about quotas. */
export interface QuotaVerdict {
  readonly quotas: readonly LearnedQuota[];
  /** The longest window that is used up; undefined where Google names none. */
  readonly window: 'minute' | 'day' | undefined;
  /** A quota of zero: this project may not use the model at all. */
  readonly none: boolean;
  /** The quota is one of a model, not of the whole project. */
  readonly ofModel: boolean;
}

/**
 * Reads the quotas that a refusal names: `QuotaFailure` today, `ErrorInfo` metadata in the older form.
 * @param model the model that was asked, for quotas that are per model and do not say of which.
 */
export function readQuotas(status: RpcStatus, model?: string): QuotaVerdict {
  const named = [...status.violations, ...inMetadata(status)];
  const quotas = named.flatMap((violation) => learn(violation, model));
  const windows = named.map(({ quotaId }) => windowOf(quotaId));
  return {
    quotas,
    window: windows.includes('day') ? 'day' : windows.includes('minute') ? 'minute' : undefined,
    // The sentence knows it where `quotaValue` is missing: proto3 JSON leaves a zero out.
    none: quotas.some(({ limit }) => limit === 0) || /\blimit: 0\b(?![.\d])/.test(status.message),
    ofModel:
      named.length === 0 || named.some((violation) => violation.model !== '' || /PerModel/.test(violation.quotaId)),
  };
}

function learn({ quotaId, quotaMetric, quotaValue, model }: QuotaViolation, asked?: string): LearnedQuota[] {
  const window = windowOf(quotaId);
  if (window === undefined || !/^\d+$/.test(quotaValue)) return [];
  const ofModel = model === '' && /PerModel/.test(quotaId) ? asked : model;
  return [
    {
      quotaId,
      window,
      counts: /token/i.test(quotaId + quotaMetric) ? 'input-tokens' : 'requests',
      limit: Number(quotaValue),
      ...(ofModel !== undefined && ofModel !== '' && { model: ofModel }),
    },
  ];
}

/** The form of before 2025, still sent by some services: one quota in the metadata of `RATE_LIMIT_EXCEEDED`. */
function inMetadata({ reason, metadata }: RpcStatus): QuotaViolation[] {
  const { quota_limit: quotaId, quota_limit_value: quotaValue = '', quota_metric: quotaMetric = '' } = metadata;
  if (reason !== 'RATE_LIMIT_EXCEEDED' || quotaId === undefined) return [];
  return [{ quotaId, quotaValue, quotaMetric, model: '' }];
}

const windowOf = (quotaId: string): 'minute' | 'day' | undefined =>
  /PerDay/i.test(quotaId) ? 'day' : /PerMinute/i.test(quotaId) ? 'minute' : undefined;
