/** Paths of Google's API as they reach us, with or without a prefix of ours. */

export interface NativePath {
  /** What stands before Google's own path: `/gemini`, or nothing. */
  readonly prefix: string;
  /** Google's path, such as `/v1beta/models` or `/upload/v1beta/files`. */
  readonly path: string;
}

const GOOGLE = '(?:/upload)?/(?:v1beta1?|v1alpha)(?:/.*)?';
const UNDER_PREFIX = /^((?:\/aistudio|\/vertex)?\/gemini)((?:\/upload)?\/(?:v1|v1beta1?|v1alpha)(?:\/.*)?)$/;
const DIRECT = new RegExp(`^((?:/aistudio|/vertex)?)(${GOOGLE})$`);
/** OpenAI has the rest of `/v1`. */
const DIRECT_V1 = /^((?:\/aistudio|\/vertex)?)(\/upload\/v1\/.*|\/v1\/(?:models|tunedModels)\/[^/]+:\w+)$/;

/** Undefined for a path of another dialect. */
export function readNativePath(pathname: string): NativePath | undefined {
  const found = UNDER_PREFIX.exec(pathname) ?? DIRECT.exec(pathname) ?? DIRECT_V1.exec(pathname);
  return found === null ? undefined : { prefix: found[1] ?? '', path: found[2] ?? '' };
}

export const isNativePath = (pathname: string): boolean =>
  pathname.startsWith('/gemini/') || isLivePath(pathname) || readNativePath(pathname) !== undefined;

/** Google's WebSockets. */
export const isLivePath = (pathname: string): boolean => /^(?:\/aistudio)?(?:\/gemini)?\/ws\//.test(pathname);
