/** What Vertex wants said otherwise than AI Studio. Everything else goes as it came. */

import { isObject, parseObject } from '../../utils/json/json.ts';
import { isTooDeep } from '../../utils/json/json-depth.ts';

type Fields = { readonly [name: string]: unknown };

/**
 * The body of an AI Studio call as Vertex takes it: every content has a role there, and `countTokens` has no
 * `generateContentRequest` around its request. A body that needs no change, is no JSON, is nested too
 * deep for Google anyway, or is streamed stays what it is.
 */
export function vertexBody(body: BodyInit): BodyInit {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return body;
  const request = parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
  if (request === undefined) return body;
  const adapted = withRoles(unwrapped(request));
  return adapted === request ? body : JSON.stringify(adapted);
}

function unwrapped(request: Fields): Fields {
  const { generateContentRequest } = request;
  if (!isObject(generateContentRequest)) return request;
  const { model: _, ...inner } = generateContentRequest;
  return inner;
}

function withRoles(request: Fields): Fields {
  const { contents } = request;
  if (!Array.isArray(contents) || contents.every((content) => !isObject(content) || content.role)) return request;
  return {
    ...request,
    contents: contents.map((content) => (isObject(content) && !content.role ? { ...content, role: 'user' } : content)),
  };
}

function parse(text: string): Fields | undefined {
  const request = parseObject(text);
  return isTooDeep(request) ? undefined : request;
}
