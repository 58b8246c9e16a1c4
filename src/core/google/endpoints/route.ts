/** A call to AI Studio's API as the credential's own side of Google takes it: URL, sign-in, body. */

import type { Failure } from '../../../contract/log.ts';
import type { Settings } from '../../../contract/settings/table.ts';
import { UpstreamFailure } from '../../pool/types.ts';
import type { CredentialRecord } from '../../records.ts';
import type { Tokens } from '../auth/access-token.ts';
import { readServiceAccount } from '../auth/service-account.ts';
import { isServedByVertex, modelUrl, type Place, readModelPath, vertexBaseUrl } from './endpoints.ts';
import { vertexBody } from './vertex-body.ts';

export interface Route {
  readonly url: string;
  readonly baseUrl: string;
  /** What signs the call in; also what must never be shown. */
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: BodyInit;
}

export interface RouteDeps {
  readonly settings: () => Settings;
  readonly tokens: Tokens;
}

/**
 * @param path as AI Studio has it, with its query.
 * @throws {UpstreamFailure} when the credential cannot make this call.
 */
export async function routeOf(
  { settings, tokens }: RouteDeps,
  credential: CredentialRecord,
  { path, body }: { readonly path: string; readonly body?: BodyInit },
): Promise<Route> {
  const { geminiBaseUrl } = settings();
  const { kind, secret } = credential;
  const call = readModelPath(path);
  if (kind === 'ai-studio') {
    const place = { baseUrl: geminiBaseUrl, project: '', location: '' };
    const url = call === undefined ? geminiBaseUrl + path : modelUrl(kind, call, place);
    return { url, baseUrl: geminiBaseUrl, secret, headers: keyHeader(secret), ...(body === undefined ? {} : { body }) };
  }
  if (call === undefined || !isServedByVertex(path)) throw new UpstreamFailure(notServed);
  const place = placeOf(credential, settings());
  const isAccount = kind === 'service-account';
  if (isAccount && place.project === '') throw new UpstreamFailure(noProject);
  const shown = isAccount ? await tokens.get(credential) : secret;
  return {
    url: modelUrl(kind, call, place),
    baseUrl: place.baseUrl,
    secret: shown,
    headers: isAccount ? { authorization: `Bearer ${shown}` } : keyHeader(shown),
    ...(body === undefined ? {} : { body: vertexBody(body) }),
  };
}

const keyHeader = (key: string) => ({ 'x-goog-api-key': key });

/** What was set for the credential itself wins, then the settings, then the account's own project. */
function placeOf(
  { kind, secret, project, location }: CredentialRecord,
  { vertexProjectId, vertexLocation, vertexBaseUrl: baseUrl }: Settings,
): Place {
  // Express keys are served at the global endpoint only.
  const where = kind === 'vertex-express' ? 'global' : location || vertexLocation;
  return {
    baseUrl: vertexBaseUrl(baseUrl, where),
    project: project || vertexProjectId || (readServiceAccount(secret)?.project ?? ''),
    location: where,
  };
}

/** The next credential may be an AI Studio key; nothing is wrong with this one. */
const notServed: Failure = {
  cause: 'unknown',
  scope: 'upstream',
  status: 404,
  code: 'NOT_FOUND',
  message: 'Vertex AI does not serve this path of the Gemini API',
  quotas: [],
};

const noProject: Failure = {
  cause: 'key-restricted',
  scope: 'key',
  status: 400,
  code: 'FAILED_PRECONDITION',
  message: 'the service account names no project; set VERTEX_PROJECT_ID',
  quotas: [],
};
