/** What an error says besides its meaning. */

export type Language = 'en' | 'zh';

export interface ErrorDetails {
  /** Path of the offending field in the client's own words, such as `messages[0].content`; becomes `error.param`. */
  readonly field?: string;
  readonly reason?: string | Phrase;
  readonly model?: string;
  /** Ms until another try can succeed; becomes `Retry-After`. */
  readonly retryAfter?: number;
  readonly [placeholder: string]: string | number | Phrase | undefined;
}

/** Words that are part of a sentence and differ by language. */
export type Phrase = Readonly<Record<Language, string>>;

/** Letters of a detail that are told: what a client named may be megabytes. */
const LONGEST_DETAIL = 500;
/** The same of a reason, which may be Google's own words. */
const LONGEST_REASON = 4000;

/** The same without the ends of what is too long. */
export function shortened(details: ErrorDetails): ErrorDetails {
  const told = Object.entries(details).map(([name, detail]): [string, ErrorDetails[string]] => {
    const most = name === 'reason' ? LONGEST_REASON : LONGEST_DETAIL;
    const short = (text: string) => (text.length > most ? `${text.slice(0, most)}…` : text);
    if (typeof detail === 'string') return [name, short(detail)];
    return [name, typeof detail === 'object' ? { en: short(detail.en), zh: short(detail.zh) } : detail];
  });
  return Object.fromEntries(told);
}
