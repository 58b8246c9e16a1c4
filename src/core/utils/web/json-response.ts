/** Responses whose body was there when they were made, so that nobody must listen to a stream to know it. */

type WholeBody = string | Uint8Array<ArrayBuffer>;

const bodies = new WeakMap<Response, WholeBody>();

/** A JSON response. The body is remembered: see `wholeBodyOf`. */
export function wholeResponse(body: WholeBody, headers: Readonly<Record<string, string>> = {}, status = 200): Response {
  const response = new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });
  bodies.set(response, body);
  return response;
}

/** The same of what is to become JSON. */
export const jsonResponse = (value: unknown, headers?: Readonly<Record<string, string>>, status?: number): Response =>
  wholeResponse(JSON.stringify(value), headers, status);

/** Undefined where the body is a stream, or the response was made elsewhere. */
export const wholeBodyOf = (response: Response): WholeBody | undefined => bodies.get(response);
