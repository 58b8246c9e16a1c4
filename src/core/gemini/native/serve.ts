/** Google's own API with the client's password in place of a key. */
import { languageOf } from '../../http/language.ts';
import type { CredentialKind } from '../../pool/types.ts';
import type { Caller } from '../../ports.ts';
import type { Services } from '../../services.ts';
import { isServedByVertex, readModelPath } from '../../vertex/endpoints.ts';
import { listNativeModels } from '../list-models.ts';
import { shapeNativeRequest } from '../shape/native-request.ts';
import { answerNative, readNativeCall } from './answer.ts';
import { KEPT_BODY } from './body.ts';
import { answerHeaders, queryWithoutKey } from './headers.ts';
import { withLastWords } from './last-words.ts';
import { listedCollection, mergedList } from './lists.ts';
import { pass, passedCall } from './pass.ts';
import { readNativePath } from './paths.ts';
import { calledOrigin, rewriteUploadUrls, uploadIn } from './uploads.ts';

/** Counted against a model's quota: whatever has a method, but for counting tokens. */
const isCounted = (method: string): boolean => method !== '' && method !== 'countTokens';

/**
 * Answers a request to Google's API: everything that Google has, known to us or not, passes as it is.
 * @throws {ProxyError} when no key could answer.
 */
export async function serveNative(services: Services, asked: Request, caller: Caller): Promise<Response> {
  const request = await shapeNativeRequest(services, asked);
  const { pathname, search } = new URL(request.url);
  const { prefix, path } = readNativePath(pathname.replace(/\/{2,}/g, '/')) ?? { prefix: '', path: pathname };
  const query = queryWithoutKey(search);
  if (request.method === 'GET' && MODELS.test(path)) return listNativeModels(services, request);
  const collection = listedCollection(request.method, path);
  if (collection !== undefined) return mergedList(services, request, { collection, path, query });

  // What follows in an upload can reach no other key, so nothing of it needs to be kept.
  const call = await passedCall(services, request, path + query, uploadIn(query) === undefined ? KEPT_BODY : 0);
  const { kept } = call.body;
  // What is too large to be sent twice is too large for the engine, too.
  const generated = kept && readNativeCall(request.method, path, query);
  if (generated) {
    const { pinnedTo } = call;
    return answerNative(services, request, caller, { ...generated, body: new TextDecoder().decode(kept), pinnedTo });
  }

  const model = readModelPath(path);
  const { response, credentialId } = await pass(services, {
    ...call,
    model: decodeURIComponent(model?.model ?? ''),
    uncounted: !isCounted(model?.method ?? ''),
    kinds: isServedByVertex(path) ? undefined : studioOnly,
    pinnedTo: (await ownerOfUpload(services, query)) ?? call.pinnedTo,
  });
  const headers = answerHeaders(response.headers);
  rewriteUploadUrls(headers, calledOrigin(request) + prefix, services.affinity, credentialId);
  const language = languageOf(request, services.settings.current());
  const body = withLastWords(response, { path, signal: request.signal, language });
  return new Response(body, { status: response.status, headers });
}

const MODELS = /^\/v1\w*\/models$/;
const studioOnly: readonly CredentialKind[] = ['ai-studio'];

async function ownerOfUpload({ affinity }: Services, query: string): Promise<string | undefined> {
  const upload = uploadIn(query);
  return upload === undefined ? undefined : affinity.ownerOf([upload]);
}
