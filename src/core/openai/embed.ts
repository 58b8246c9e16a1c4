/** `POST /v1/embeddings`: decode, ask in batches, encode. */
import { readJson } from '../http/read-json.ts';
import type { Services } from '../services.ts';
import { type BatchEmbedResponse, decodeEmbeddings, encodeEmbeddings } from './embeddings.ts';

/** @throws {ProxyError} */
export async function embeddings({ generator }: Services, request: Request): Promise<Response> {
  const job = decodeEmbeddings(await readJson(request));
  const results = await Promise.all(
    job.batches.map((batch) =>
      generator.whole<BatchEmbedResponse>('batchEmbedContents', {
        model: job.upstreamModel,
        body: JSON.stringify(batch),
        signal: request.signal,
      }),
    ),
  );
  return Response.json(
    encodeEmbeddings(
      results.map(({ value }) => value),
      job,
    ),
  );
}
