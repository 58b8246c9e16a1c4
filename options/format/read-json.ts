/** What came from elsewhere as JSON, and may be none. */

/** The value; undefined for what is no JSON, which `JSON.parse` gives for no text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The words of an OpenAI error object; undefined where the text is something else. */
export function errorMessageIn(text: string): string | undefined {
  const body = parseJson(text) as { readonly error?: { readonly message?: unknown } } | null | undefined;
  const message = body?.error?.message;
  return typeof message === 'string' ? message : undefined;
}
