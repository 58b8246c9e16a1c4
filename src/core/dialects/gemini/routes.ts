/** Google's own API with the client's password in place of a key. */

import type { CredentialKind } from '../../../contract/keys.ts';
import { type ResourceOwner, type ResourceOwners, resourceOwnerOf } from '../../access/resource-owners.ts';
import type { Handler } from '../../context.ts';
import { ProxyError } from '../../errors.ts';
import { jsonReply } from '../../exchange.ts';
import { isServedByVertex, readModelPath } from '../../google/endpoints/endpoints.ts';
import { readNativePath } from '../../google/paths.ts';
import { queryWithoutKey } from '../../google/query.ts';
import { isOwnedCollection } from '../../google/resources/resource-names.ts';
import { calledOrigin, rewriteUploadUrls, uploadIn } from '../../google/resources/uploads.ts';
import type { Random } from '../../ports.ts';
import { fromPieces } from '../../utils/streams/source.ts';
import { toWebStream } from '../../utils/streams/web-stream.ts';
import type { Driver } from '../serve.ts';
import { generate, nativeCall, readNativeCall } from './generate/generate.ts';
import { shapeNativeRequest } from './generate/request.ts';
import { createJudge } from './judge.ts';
import { listedCollection, listedItems, mergedList } from './lists.ts';
import { withLastWords } from './pass/last-words.ts';
import { KEPT_BODY } from './pass/outgoing-body.ts';
import { type PassDeps, pass, passedCall } from './pass/pass.ts';
import { answerHeaders } from './pass/passed-headers.ts';

export interface NativeDeps extends PassDeps {
  readonly driver: Driver;
  readonly random: Random;
  /** The list of models, in Google's own form. */
  readonly listModels: Handler;
}

/** Counted against a model's quota: whatever has a method, but for counting tokens. */
const isCounted = (method: string): boolean => method !== '' && method !== 'countTokens';

/**
 * Answers a request to Google's API: everything that Google has, known to us or not, passes as it is. Throws a `ProxyError`
 * when no key could answer.
 */
export const native =
  (deps: NativeDeps): Handler =>
  async (asked, context, params) => {
    const { affinity, resourceOwners, models, driver, random } = deps;
    const { settings, caller, language } = context;
    const shaped = shapeNativeRequest(asked, settings, models.knows);
    const { prefix, path } = readNativePath(shaped.path) ?? { prefix: '', path: shaped.path };
    const query = queryWithoutKey(asked.query);
    const { method } = asked;
    if (method === 'GET' && MODELS.test(path)) return deps.listModels(asked, context, params);
    const request = shaped.shape === undefined ? asked : { ...asked, ...(await shapedBody(asked, shaped.shape)) };
    const upload = path.startsWith('/upload/') ? uploadIn(query) : undefined;
    const owner = await ownerFor(resourceOwners, resourceOwnerOf(caller), upload);
    const collection = listedCollection(method, path);
    if (collection !== undefined) return mergedList(deps, { collection, path, query, owner }, context);

    const rules = { settings, resourceOwners, owner };
    const judge = await createJudge(rules, { method, path, query, model: shaped.model });
    // What follows in an upload can reach no other key, so nothing of it needs to be kept.
    const call = await passedCall(deps, request, path + query, upload === undefined ? KEPT_BODY : 0, judge);
    const { kept } = call.body;
    // What is too large to be sent twice is too large for the pipeline, too.
    const generated = kept && readNativeCall(method, path, query);
    if (generated) {
      const meaning = new TextDecoder().decode(kept);
      return driver.respond(
        generate,
        nativeCall(generated, meaning, call.pinnedTo, asked, context, random),
        asked,
        context,
      );
    }

    const model = readModelPath(path);
    const answer = await pass(
      deps,
      {
        ...call,
        owner,
        model: decodeURIComponent(model?.model ?? ''),
        uncounted: !isCounted(model?.method ?? ''),
        kinds: isServedByVertex(path) ? context.kinds : studioOnly,
        pinnedTo: (upload && (await affinity.ownerOf([upload]))) ?? call.pinnedTo,
      },
      context,
    );
    const { status, credentialId } = answer;
    const headers = answerHeaders(answer.headers);
    const begun = rewriteUploadUrls(headers, calledOrigin(asked) + prefix);
    affinity.remember(begun, credentialId);
    await resourceOwners.claim(begun, owner);
    if (method === 'GET' && isOwnedCollection(path.slice(path.lastIndexOf('/') + 1))) {
      const list: unknown = await new Response(answer.body && toWebStream(answer.body)).json().catch(() => {
        throw new ProxyError('upstream_error', { reason: 'the list is no JSON' });
      });
      return jsonReply(await listedIn(resourceOwners, list, owner), {}, status);
    }
    return { status, headers, body: withLastWords(answer, { path, ending: context.ending, language }) };
  };

/** The body as it is sent, in place of the client's. */
async function shapedBody(
  { body, header }: Parameters<Handler>[0],
  shape: (json: string) => string,
): Promise<Pick<Parameters<Handler>[0], 'body' | 'pieces' | 'header'>> {
  const text = new TextDecoder().decode(await body());
  const bytes = new TextEncoder().encode(text === '' ? '' : shape(text));
  return {
    body: async () => bytes,
    pieces: () => fromPieces(bytes.length === 0 ? [] : [bytes]),
    header: (name) => (name === 'content-length' ? String(bytes.length) : header(name)),
  };
}

/** What follows in an upload comes without a password and belongs to whom began it. */
async function ownerFor(
  resourceOwners: ResourceOwners,
  owner: ResourceOwner,
  upload: string | undefined,
): Promise<ResourceOwner> {
  const begunBy = upload === undefined ? undefined : await resourceOwners.ownerOf(upload);
  return begunBy ?? owner;
}

/** A list of one key in some other form, such as that of OpenAI, with what the owner may see of it. */
async function listedIn(resourceOwners: ResourceOwners, answer: unknown, owner: ResourceOwner): Promise<unknown> {
  if (typeof answer !== 'object' || answer === null) return answer;
  const fields = Object.entries(answer).map(
    async ([name, value]): Promise<[string, unknown]> => [
      name,
      Array.isArray(value) ? await listedItems(resourceOwners, value, owner) : value,
    ],
  );
  return Object.fromEntries(await Promise.all(fields));
}

const MODELS = /^\/v1\w*\/models$/;
const studioOnly: readonly CredentialKind[] = ['ai-studio'];
