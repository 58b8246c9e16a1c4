/** Which headers pass between the client and Google. */

/** What describes the body and the caller's library; never credentials, cookies or hop-by-hop headers. */
export function passedHeaders(headers: Iterable<readonly [name: string, value: string]>): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const [name, value] of headers) if (isPassed(name)) passed[name] = value;
  return passed;
}

const isPassed = (name: string): boolean => PASSED.has(name) || (name.startsWith('x-goog-') && !CREDENTIALS.has(name));

const PASSED = new Set(['content-type', 'accept', 'range', 'if-match', 'if-none-match']);
const CREDENTIALS = new Set(['x-goog-api-key', 'x-goog-user-project', 'x-goog-iam-authorization-token']);

/** What Google says of the answer; lengths and encodings are those of the connection to Google. */
export function answerHeaders(headers: Headers): Record<string, string> {
  const answer: Record<string, string> = { 'content-type': headers.get('content-type') ?? 'application/json' };
  headers.forEach((value, name) => {
    if (ANSWERED.has(name) || name.startsWith('x-goog-')) answer[name] = value;
  });
  return answer;
}

const ANSWERED = new Set(['etag', 'content-disposition', 'content-range', 'accept-ranges', 'last-modified']);
