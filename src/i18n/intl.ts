/**
 * Formatters, each made once. Making one costs 10 to 130 µs (Chromium 156), and a page of 50 keys needs some 300 of
 * them each time it is drawn: that alone would be a visible pause.
 */
function once<Options, Formatter>(make: (language: string, options: Options) => Formatter) {
  const made = new Map<string, Formatter>();
  return (language: string, options: Options): Formatter => {
    const key = `${language} ${JSON.stringify(options)}`;
    const known = made.get(key);
    if (known) return known;
    const formatter = make(language, options);
    made.set(key, formatter);
    return formatter;
  };
}

export const dateFormat = once(
  (language, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(language, options),
);
export const listFormat = once((language, options: Intl.ListFormatOptions) => new Intl.ListFormat(language, options));
export const numberFormat = once(
  (language, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options),
);
export const pluralRules = once(
  (language, options: Intl.PluralRulesOptions) => new Intl.PluralRules(language, options),
);

/** A count as the language writes it: `1,234`. */
export const formatCount = (n: number, language: string): string => numberFormat(language, {}).format(n);

/** Parts of a sentence. Not `Intl.ListFormat`, which puts nothing between units in Chinese and an "and" elsewhere. */
export const joinParts = (parts: readonly string[], language: string): string =>
  parts.join(language === 'zh' ? '，' : ', ');
