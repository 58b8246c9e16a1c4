/** The body of an answer with status 200, read to its end; what is wrong with it is an `UpstreamFailure`. */
import { type Lease, UpstreamFailure } from '../../pool/types.ts';
import type { FetchResponse } from '../../ports.ts';
import type { Ending } from '../../utils/ending.ts';
import { isObject, parseJson } from '../../utils/json/json.ts';
import { parseProtoJson } from '../../utils/json/proto-json.ts';
import { networkFailure, readFailure, unreadableFailure } from '../failure/failure.ts';
import { isErrorEnvelope } from './sse.ts';

/** What a failure is read for. */
export interface BodyContext {
  readonly ending: Ending;
  /** Upstream model id; empty for a call that concerns none. */
  readonly model: string;
}

/** @throws {UpstreamFailure} for a body that broke off; the ending's reason when that comes. */
export async function readText(response: Pick<FetchResponse, 'text'>, ending: Ending): Promise<string> {
  try {
    return await response.text();
  } catch (error) {
    ending.throwIfEnded();
    throw new UpstreamFailure(networkFailure(error), { cause: error });
  }
}

/** @throws {UpstreamFailure} like `readText`, and for what is no JSON object or holds an error. */
export async function readObject(response: FetchResponse, lease: Lease, context: BodyContext): Promise<object> {
  const text = await readText(response, context.ending);
  const { value } = parseBody(text, lease, context);
  if (isObject(value)) return value;
  throw unreadable(text, lease, context);
}

/**
 * @returns `isJson`: whether clients can read the text as it is; without a value for what cannot be read at all.
 * @throws {UpstreamFailure} for an error of Google's.
 */
export function parseBody(
  text: string,
  { credential }: Lease,
  { model }: BodyContext,
): { readonly value?: unknown; readonly isJson: boolean } {
  const parsed = parse(text);
  if (!isErrorEnvelope(parsed.value)) return parsed;
  const { secret } = credential;
  throw new UpstreamFailure(readFailure(200, parsed.value, undefined, { secret, model }));
}

export const unreadable = (text: string, { credential }: Lease, { model }: BodyContext): UpstreamFailure =>
  new UpstreamFailure(unreadableFailure(text, { secret: credential.secret, model }));

function parse(text: string): { readonly value?: unknown; readonly isJson: boolean } {
  const value = parseJson(text);
  return value === undefined ? { ...mended(text), isJson: false } : { value, isJson: true };
}

function mended(text: string): { readonly value?: unknown } {
  try {
    return { value: parseProtoJson(text) };
  } catch {
    return {};
  }
}
