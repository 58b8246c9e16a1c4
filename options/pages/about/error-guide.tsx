import { type ErrorCode, errorTable } from '../../../src/contract/errors.ts';
import { language, t } from '../../state/language.ts';

const codes = Object.keys(errorTable) as ErrorCode[];

/** Id of the element that explains an error. */
export const entryOf = (code: string): string => `error-${code}`;

/** Every error with its text as clients are told it, where it comes from, and what helps. */
export function ErrorGuide({ open }: { open: boolean }) {
  return (
    <details class="card frontend prose" open={open}>
      <summary>{t('about.errors')}</summary>
      <p class="help">{t('about.errors.help')}</p>
      {codes.map((code) => (
        <section key={code} id={entryOf(code)} tabIndex={-1} aria-label={code}>
          <h3>
            <code>{code}</code>
          </h3>
          <blockquote>
            HTTP {errorTable[code].status}: {errorTable[code][language.value]}
          </blockquote>
          <p>{t('about.errors.cause', { cause: t(`error.${code}.cause`) })}</p>
          <p>{t('about.errors.remedy', { remedy: t(`error.${code}.remedy`) })}</p>
        </section>
      ))}
    </details>
  );
}
