/**
 * What is the owner's alone: the config page, its API and the metrics. `ALLOWED_ORIGINS` lets pages call the model API; none
 * of another origin has any business here.
 */
import { ProxyError } from '../../core/errors.ts';
import type { RequestHead } from '../../core/exchange.ts';
import { meantPath } from '../../core/utils/net/path.ts';
import { type GuardConfig, isOwnOrigin } from './guard.ts';

/** The vectors are the clients'. KoboldAI's clients probe the others, and nothing is there. */
const clients = /^\/api\/(vector|v1|extra)(\/|$)/;

/** Whatever the method: a preflight asks for what is meant to come. @param isPage whether it is a file of the page */
export function isOwners(path: string, isPage: boolean): boolean {
  const meant = meantPath(path);
  if (meant === '/metrics' || meant === '/api') return true;
  if (meant.startsWith('/api/')) return !clients.test(meant);
  return isPage;
}

/** @throws {ProxyError} `forbidden` */
export function refuseOtherOrigins(request: Pick<RequestHead, 'header'>, config: GuardConfig): void {
  const origin = request.header('origin');
  if (origin === undefined || isOwnOrigin(request, config)) return;
  throw new ProxyError('forbidden', {
    reason: {
      en: `the config page, its API and the metrics are not for pages of ${origin}, whatever ALLOWED_ORIGINS says`,
      zh: `无论 ALLOWED_ORIGINS 如何设置，来自 ${origin} 的网页都不可访问配置页面、其 API 和指标`,
    },
  });
}
