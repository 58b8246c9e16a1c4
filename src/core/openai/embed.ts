/** `POST /v1/embeddings`: decode, ask in batches, encode. */
import { readJson } from '../http/read-json.ts';
import { jsonResponse } from '../http/whole-response.ts';
import type { Services } from '../services.ts';
import { type BatchEmbedResponse, decodeEmbeddings, encodeEmbeddings } from './embeddings.ts';
import { resolveBody } from './resolve-body.ts';

/** @throws {ProxyError} */
export async function embeddings(services: Services, request: Request): Promise<Response> {
  const { body, resolved } = resolveBody(services, await readJson(request));
  const job = { ...decodeEmbeddings(body), model: resolved.asked };
  const results = await Promise.all(
    job.batches.map((batch) =>
      services.generator.whole<BatchEmbedResponse>('batchEmbedContents', {
        model: job.upstreamModel,
        body: JSON.stringify(batch),
        signal: request.signal,
      }),
    ),
  );
  return jsonResponse(
    encodeEmbeddings(
      results.map(({ value }) => value),
      job,
    ),
  );
}
