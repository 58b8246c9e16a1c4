import type { Frontend } from '../../state/frontends.ts';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** One frontend with the exact values to enter. */
export function FrontendCard({ frontend: { id, name, fields, code, outsideOfBrowser } }: { frontend: Frontend }) {
  const { status } = useStores();
  const unreachable = outsideOfBrowser && status.data.value?.shell === 'extension';
  return (
    <details class="card frontend" name="frontend">
      <summary>{name}</summary>
      {unreachable && <Notice tone="wait">{t('connect.only-relay')}</Notice>}
      <p class="help">{t(`connect.note.${id}`)}</p>
      {fields.length > 0 && (
        <dl class="values">
          {fields.map(([field, value]) => (
            <div key={field}>
              <dt>{field}</dt>
              <dd>
                <code>{value}</code>
                <CopyButton kind="quiet" text={value} name={`${t('home.copy')}: ${field}`} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {code && (
        <>
          <pre>{code}</pre>
          <CopyButton kind="quiet" text={code} name={`${t('home.copy')}: ${name}`} />
        </>
      )}
    </details>
  );
}
