import type { ComponentChildren } from 'preact';
import { t } from '../state/language.ts';
import type { Resource } from '../state/resource.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface Props<T> {
  readonly resource: Resource<T>;
  readonly children: (data: T) => ComponentChildren;
}

/** Shows what was loaded; says so while there is nothing yet, and when loading failed, with another try. */
export function Loaded<T>({ resource, children }: Props<T>) {
  const data = resource.data.value;
  const error = resource.error.value;
  return (
    <>
      {error && (
        <div role="alert">
          <Notice tone="bad" action={<Button onClick={() => void resource.refresh()}>{t('app.retry')}</Button>}>
            {t('app.unreachable', { reason: error.message })}
          </Notice>
        </div>
      )}
      {data !== undefined ? children(data) : !error && <p class="loading">{t('app.loading')}</p>}
    </>
  );
}
