/** Who may ask: the client's password, in any of the places where OpenAI's and Google's clients put their key. */

import { ProxyError } from '../errors.ts';
import type { Caller } from '../ports.ts';
import type { NamedClients } from './named-clients.ts';

/** The password that a request shows, or undefined. `x-goog-api-key` and `?key=` are what Gemini's clients send. */
export function presentedPassword(request: Request): string | undefined {
  const { headers } = request;
  const bearer = /^Bearer\s+(.*)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return bearer ?? headers.get('x-api-key') ?? headers.get('x-goog-api-key') ?? queryKey(request.url);
}

function queryKey(url: string): string | undefined {
  return url.includes('key=') ? (new URL(url).searchParams.get('key') ?? undefined) : undefined;
}

/** Compares in a time that depends on the presented text only, so that the password cannot be guessed letter by letter. */
export function samePassword(presented: string, expected: string): boolean {
  let difference = presented.length ^ expected.length;
  for (let i = 0; i < presented.length; i++) {
    difference |= presented.charCodeAt(i) ^ expected.charCodeAt(i % Math.max(1, expected.length));
  }
  return difference === 0;
}

/** The same caller, by its name where it shows the password of a named client. `password` is the one for everybody. */
export async function namedCaller(
  request: Request,
  caller: Caller,
  clients: Pick<NamedClients, 'find'>,
  password: string,
): Promise<Caller> {
  if (caller.trust !== 'network') return caller;
  const presented = presentedPassword(request);
  if (presented === undefined || samePassword(presented, password)) return caller;
  const client = await clients.find(presented);
  return client === undefined ? caller : { ...caller, id: client.name, named: true };
}

/**
 * Lets a caller through or throws. For an allowed site the person's consent is the guard and the password is optional:
 * SillyTavern's page, for one, never has it (clients.md part 2, section 2.7).
 * @throws {ProxyError} `invalid_api_key`
 */
export function requirePassword(request: Request, caller: Caller, password: string): void {
  if (caller.trust !== 'network' || caller.named) return;
  if (!samePassword(presentedPassword(request) ?? '', password)) throw new ProxyError('invalid_api_key');
}
