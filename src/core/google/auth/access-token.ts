/** Access tokens of service accounts: signed for, kept until shortly before their end, asked for once by many. */

import type { Failure } from '../../../contract/log.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import { UpstreamFailure } from '../../pool/types.ts';
import type { Clock, Fetch, FetchResponse } from '../../ports.ts';
import type { CredentialRecord } from '../../records.ts';
import { createEnding } from '../../utils/ending.ts';
import { networkFailure } from '../failure/failure.ts';
import { readServiceAccount, type ServiceAccount } from './service-account.ts';
import { importPrivateKey, signJwt } from './sign-jwt.ts';

export interface Tokens {
  /**
   * A token that holds for at least another minute. The callers that wait share one request, so it ends with none of them.
   * @throws {UpstreamFailure} `key-invalid` where Google refuses the account.
   */
  get(credential: CredentialRecord): Promise<string>;
  /** Google does not take this token any more; a newer one stays. */
  forget(credential: CredentialRecord, token: string): void;
}

const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
/** Seconds; Google allows no more. */
const ASSERTION_LIFETIME = 3600;
/** Ms before its end at which a token is renewed: a long answer must not outlive it at its start. */
const RENEW_BEFORE = 60_000;
/** Ms for the token endpoint to answer. */
const PATIENCE = 30_000;

interface Kept {
  readonly token: string;
  readonly until: number;
}

export function createTokens(deps: { fetch: Fetch; clock: Clock; settings: () => Settings }): Tokens {
  const { fetch, clock, settings } = deps;
  const kept = new Map<string, Kept>();
  const asked = new Map<string, Promise<string>>();

  async function renew(credential: CredentialRecord): Promise<string> {
    const account = readServiceAccount(credential.secret);
    if (account === undefined) throw new UpstreamFailure(invalid('the credential is no service account'));
    const { googleTokenUrl } = settings();
    const assertion = await sign(account, googleTokenUrl, clock.now());
    const { token, lifetime } = await exchange(assertion, googleTokenUrl, credential.proxy);
    kept.set(credential.id, { token, until: clock.now() + lifetime - RENEW_BEFORE });
    return token;
  }

  async function exchange(assertion: string, url: string, proxy = ''): Promise<{ token: string; lifetime: number }> {
    const response = await post(url, assertion, proxy);
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new UpstreamFailure(refusal(response.status, body));
    const { access_token: token, expires_in: seconds = ASSERTION_LIFETIME } = body as Record<string, unknown>;
    if (typeof token !== 'string') throw new UpstreamFailure(serverError('the sign-in gave no token'));
    return { token, lifetime: Number(seconds) * 1000 };
  }

  async function post(url: string, assertion: string, proxy: string): Promise<FetchResponse> {
    const { ending, end } = createEnding();
    const stopTimer = clock.after(PATIENCE, () => end());
    try {
      return await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }).toString(),
        redirect: 'error',
        ending,
        ...(proxy ? { proxy } : {}),
      });
    } catch (error) {
      throw new UpstreamFailure(networkFailure(error), { cause: error });
    } finally {
      stopTimer();
    }
  }

  return {
    async get(credential) {
      const { id } = credential;
      const known = kept.get(id);
      if (known !== undefined && known.until > clock.now()) return known.token;
      const asking = asked.get(id) ?? renew(credential).finally(() => asked.delete(id));
      asked.set(id, asking);
      return asking;
    },
    forget({ id }, token) {
      if (kept.get(id)?.token === token) kept.delete(id);
    },
  };
}

/** RFC 7523, as Google's guide for service accounts has it. */
async function sign({ email, privateKey, keyId }: ServiceAccount, audience: string, now: number): Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  const key = await importPrivateKey(privateKey).catch((error: unknown) => {
    throw new UpstreamFailure(invalid('the private key of this service account cannot be read'), { cause: error });
  });
  const expiresAt = issuedAt + ASSERTION_LIFETIME;
  return signJwt(key, { scope: SCOPE, iss: email, aud: audience, iat: issuedAt, exp: expiresAt }, keyId);
}

/** What the token endpoint's refusal says about the account (RFC 6749, section 5.2). */
function refusal(status: number, body: unknown): Failure {
  const { error, error_description: description } = body as Record<string, unknown>;
  const words = [error, description].filter((word) => typeof word === 'string').join(': ');
  if (status >= 500 || status === 429) return serverError(`the sign-in of the service account failed: ${words}`);
  // A computer whose clock is wrong signs assertions that Google takes for stale; the account is as good as ever.
  if (/\biat\b|timeframe/i.test(words)) return serverError(`the clock of this computer is wrong: ${words}`);
  return invalid(`Google refused the sign-in of this service account: ${words || `HTTP ${status}`}`, status);
}

const invalid = (message: string, status = 401): Failure => ({
  cause: 'key-invalid',
  scope: 'key',
  status,
  code: 'UNAUTHENTICATED',
  message,
  quotas: [],
});

const serverError = (message: string): Failure => ({
  cause: 'server-error',
  scope: 'upstream',
  status: 502,
  code: 'UNAVAILABLE',
  message,
  quotas: [],
});
