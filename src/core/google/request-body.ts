/** The body of a call to the upstream, which may be in several pieces. */
import type { FetchInit } from '../ports.ts';

type Body = FetchInit['body'];
type Pieces = readonly Uint8Array<ArrayBuffer>[];

export const isInPieces = (body: Body): body is Pieces => Array.isArray(body);

/** As the web's `fetch` takes it. */
export const webBody = (body: Body): BodyInit | null => (isInPieces(body) ? new Blob([...body]) : (body ?? null));
