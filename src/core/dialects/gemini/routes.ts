/** Google's own API with the client's password in place of a key. */

import type { CredentialKind } from '../../../contract/keys.ts';
import { type ResourceOwner, resourceOwnerOf } from '../../access/resource-owners.ts';
import { ProxyError } from '../../errors.ts';
import { isServedByVertex, readModelPath } from '../../google/endpoints/endpoints.ts';
import { readNativePath } from '../../google/paths.ts';
import { queryWithoutKey } from '../../google/query.ts';
import { isOwnedCollection } from '../../google/resources/resource-names.ts';
import { calledOrigin, rewriteUploadUrls, uploadIn } from '../../google/resources/uploads.ts';
import { languageOf } from '../../language.ts';
import type { Caller } from '../../ports.ts';
import type { Services } from '../../services.ts';
import { answerNative, readNativeCall } from './generate/generate.ts';
import { shapeNativeRequest } from './generate/request.ts';
import { createJudge } from './judge.ts';
import { listNativeModels } from './list-models.ts';
import { listedCollection, listedItems, mergedList } from './lists.ts';
import { withLastWords } from './pass/last-words.ts';
import { KEPT_BODY } from './pass/outgoing-body.ts';
import { pass, passedCall } from './pass/pass.ts';
import { answerHeaders } from './pass/passed-headers.ts';

/** Counted against a model's quota: whatever has a method, but for counting tokens. */
const isCounted = (method: string): boolean => method !== '' && method !== 'countTokens';

/**
 * Answers a request to Google's API: everything that Google has, known to us or not, passes as it is.
 * @throws {ProxyError} when no key could answer.
 */
export async function serveNative(services: Services, asked: Request, caller: Caller): Promise<Response> {
  const { request, model: allowed } = await shapeNativeRequest(services, asked);
  const { pathname, search } = new URL(request.url);
  const { prefix, path } = readNativePath(pathname) ?? { prefix: '', path: pathname };
  const query = queryWithoutKey(search);
  const { method } = request;
  if (method === 'GET' && MODELS.test(path)) return listNativeModels(services, request);
  const upload = path.startsWith('/upload/') ? uploadIn(query) : undefined;
  const owner = await ownerFor(services, caller, upload);
  const collection = listedCollection(method, path);
  if (collection !== undefined) return mergedList(services, request, { collection, path, query, owner });

  const judge = await createJudge(services, owner, { method, path, query, model: allowed });
  // What follows in an upload can reach no other key, so nothing of it needs to be kept.
  const call = await passedCall(services, request, path + query, upload === undefined ? KEPT_BODY : 0, judge);
  const { kept } = call.body;
  // What is too large to be sent twice is too large for the engine, too.
  const generated = kept && readNativeCall(method, path, query);
  if (generated) {
    const { pinnedTo } = call;
    return answerNative(services, request, caller, { ...generated, body: new TextDecoder().decode(kept), pinnedTo });
  }

  const model = readModelPath(path);
  const { response, credentialId } = await pass(services, {
    ...call,
    owner,
    model: decodeURIComponent(model?.model ?? ''),
    uncounted: !isCounted(model?.method ?? ''),
    kinds: isServedByVertex(path) ? undefined : studioOnly,
    pinnedTo: (upload && (await services.affinity.ownerOf([upload]))) ?? call.pinnedTo,
  });
  const headers = answerHeaders(response.headers);
  const begun = rewriteUploadUrls(headers, calledOrigin(request) + prefix);
  services.affinity.remember(begun, credentialId);
  await services.resourceOwners.claim(begun, owner);
  const { status } = response;
  if (method === 'GET' && isOwnedCollection(path.slice(path.lastIndexOf('/') + 1))) {
    const answer: unknown = await response.json().catch(() => {
      throw new ProxyError('upstream_error', { reason: 'the list is no JSON' });
    });
    return Response.json(await listedIn(services, answer, owner), { status });
  }
  const language = languageOf(request, services.settings.current());
  const body = withLastWords(response, { path, signal: request.signal, language });
  return new Response(body, { status, headers });
}

/** What follows in an upload comes without a password and belongs to whom began it. */
async function ownerFor(
  { resourceOwners }: Services,
  caller: Caller,
  upload: string | undefined,
): Promise<ResourceOwner> {
  const begunBy = upload === undefined ? undefined : await resourceOwners.ownerOf(upload);
  return begunBy ?? resourceOwnerOf(caller);
}

/** A list of one key in some other form, such as that of OpenAI, with what the owner may see of it. */
async function listedIn(services: Services, answer: unknown, owner: ResourceOwner): Promise<unknown> {
  if (typeof answer !== 'object' || answer === null) return answer;
  const fields = Object.entries(answer).map(
    async ([name, value]): Promise<[string, unknown]> => [
      name,
      Array.isArray(value) ? await listedItems(services, value, owner) : value,
    ],
  );
  return Object.fromEntries(await Promise.all(fields));
}

const MODELS = /^\/v1\w*\/models$/;
const studioOnly: readonly CredentialKind[] = ['ai-studio'];
