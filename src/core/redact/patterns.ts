/** What looks like a secret or an upstream address, where the value itself is not known. */

/** What stands in a secret's place. */
export const REDACTED = '***';

const patterns: ReadonlyArray<readonly [RegExp, string]> = [
  // "Consumer 'api_key:AIza…' has been suspended": Google itself puts the key into its sentence.
  [/\bapi_key:[^\s'"<>&,;)\]}]+/gi, `api_key:${REDACTED}`],
  // AI Studio and Cloud keys, the newer authentication keys, OAuth access tokens.
  [/\bAIza[\w-]{8,}/g, REDACTED],
  [/\bAQ\.[\w-]{8,}/g, REDACTED],
  [/\bya29\.[\w.-]{8,}/g, REDACTED],
  [/([?&](?:key|api_key|access_token)=)[^\s&'"<>)\]}]+/gi, `$1${REDACTED}`],
  [/\bBearer\s+[\w.~+/=-]{8,}/gi, `Bearer ${REDACTED}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
  // Addresses that calls go to; help pages of google.com and google.dev stay.
  [/\bhttps?:\/\/(?:[\w-]+\.)*googleapis\.com(?::\d+)?(?:[/?#][^\s'"<>)\]}]*)?/gi, '[upstream]'],
];

/** The text without anything that looks like a key, a token or an upstream URL. */
export const redactPatterns = (text: string): string =>
  patterns.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), text);
