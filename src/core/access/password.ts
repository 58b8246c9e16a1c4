/** Who may ask: the client's password, in any of the places where OpenAI's and Google's clients put their key. */

import { ProxyError } from '../errors.ts';
import type { RequestHead } from '../exchange.ts';
import type { Caller } from '../ports.ts';
import type { NamedClients } from './clients/clients.ts';
import type { LoginThrottle } from './login/login-throttle.ts';
import { samePassword } from './same-password.ts';

/** The password that a request shows, or undefined. `x-goog-api-key` and `?key=` are what Gemini's clients send. */
export function presentedPassword(request: Shown): string | undefined {
  const bearer = /^Bearer\s+(.*)$/i.exec(request.header('authorization') ?? '')?.[1];
  return bearer ?? request.header('x-api-key') ?? request.header('x-goog-api-key') ?? queryKey(request.query);
}

/** What of a request may show a password. */
export type Shown = Pick<RequestHead, 'header' | 'query'>;

function queryKey(query: string): string | undefined {
  return query.includes('key=') ? (new URLSearchParams(query).get('key') ?? undefined) : undefined;
}

/**
 * What the password that a request shows opens: the only place where a word is compared that a person chose and others may
 * therefore guess. Who shows none is not guessing.
 * @param opens undefined where the word opens nothing
 * @throws {ProxyError} `too_many_passwords`, without having compared anything
 */
export function openedBy<T>(
  request: Shown,
  caller: Caller,
  throttle: LoginThrottle | undefined,
  opens: (word: string) => T | undefined,
): T | undefined {
  const presented = presentedPassword(request);
  if (!presented) return undefined;
  const wasRight = throttle?.guess({ address: caller.id, userAgent: request.header('user-agent') ?? '' });
  const opened = opens(presented);
  if (opened !== undefined) wasRight?.();
  return opened;
}

/** Whether the request shows this password. @throws {ProxyError} `too_many_passwords` */
export const showsPassword = (
  request: Shown,
  caller: Caller,
  password: string,
  throttle: LoginThrottle | undefined,
): boolean => openedBy(request, caller, throttle, (word) => samePassword(word, password) || undefined) ?? false;

/**
 * The same caller, by its name where it shows the password of a named client. That is asked without a budget: we made it,
 * and nobody guesses 128 bits.
 */
export async function namedCaller(
  request: Shown,
  caller: Caller,
  clients: Pick<NamedClients, 'find'>,
): Promise<Caller> {
  if (caller.trust !== 'network') return caller;
  const presented = presentedPassword(request);
  if (presented === undefined) return caller;
  const client = await clients.find(presented);
  return client === undefined ? caller : { ...caller, id: client.name, named: true };
}

/**
 * Lets a caller through or throws. For an allowed site the person's consent is the guard and the password is optional:
 * SillyTavern's page never has it (docs/design/clients.md#sillytavern).
 * @throws {ProxyError} `invalid_api_key`, `too_many_passwords`
 */
export function requirePassword(request: Shown, caller: Caller, password: string, throttle?: LoginThrottle): void {
  if (caller.trust !== 'network' || caller.named) return;
  if (!showsPassword(request, caller, password, throttle)) throw new ProxyError('invalid_api_key');
}
