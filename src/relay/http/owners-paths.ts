/**
 * What is the owner's alone: the config page, its API and the metrics. `ALLOWED_ORIGINS` lets pages call the model API; none
 * of another origin has any business here.
 */
import { ProxyError } from '../../core/errors.ts';
import { routedPath } from '../../core/utils/net/path.ts';
import { type GuardConfig, isOwnOrigin } from './guard.ts';
import type { Page } from './static-files.ts';

/** The vectors are the clients'. KoboldAI's clients probe the others, and nothing is there. */
const clients = /^\/api\/(vector|v1|extra)(\/|$)/;

/** Whatever the method: a preflight asks for what is meant to come. */
export function isOwners({ url, headers }: Pick<Request, 'url' | 'headers'>, page: Page): boolean {
  // The guard refuses what has no address, and nobody else needs to read that.
  if (!URL.canParse(url)) return true;
  const path = routedPath({ url });
  if (path === '/metrics' || path === '/api') return true;
  if (path.startsWith('/api/')) return !clients.test(path);
  return page.respond({ method: 'GET', url, headers }) !== undefined;
}

/** @throws {ProxyError} `forbidden` */
export function refuseOtherOrigins({ headers }: Pick<Request, 'headers'>, config: GuardConfig): void {
  const origin = headers.get('origin');
  if (origin === null || isOwnOrigin(headers, config)) return;
  throw new ProxyError('forbidden', {
    reason: {
      en: `the config page, its API and the metrics are not for pages of ${origin}, whatever ALLOWED_ORIGINS says`,
      zh: `无论 ALLOWED_ORIGINS 如何设置，来自 ${origin} 的网页都不可访问配置页面、其 API 和指标`,
    },
  });
}
