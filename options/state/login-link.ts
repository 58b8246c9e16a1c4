import { parseRoute, route } from './route.ts';

/**
 * The one-time code of a link that the relay printed, `#/login?code=...`. It is taken out of the address at once, so that
 * neither history nor a picture of the screen keeps it.
 */
export function takeLoginCode(view: Pick<Window, 'location' | 'history'>): string | undefined {
  const [, code] = /^#\/login\?code=([\w-]+)$/.exec(view.location.hash) ?? [];
  if (code === undefined) return undefined;
  view.history.replaceState(null, '', '#/');
  route.value = parseRoute('#/');
  return code;
}
