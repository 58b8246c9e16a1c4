import { useSignal } from '@preact/signals';
import { t } from '../state/language.ts';
import { filterLog } from '../state/log.ts';
import { route } from '../state/route.ts';
import { useStores } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { CheckField } from '../ui/check-field.tsx';
import { Field } from '../ui/field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { Details } from './log/details.tsx';
import { RecordList } from './log/record-list.tsx';
import { useLog } from './log/use-log.ts';

export function LogPage() {
  const { id } = route.value.query;
  return (
    <Page title={t('page.log')} intro={t('log.intro')}>
      {id === undefined ? <Live /> : <Details id={id} />}
    </Page>
  );
}

function Live() {
  const { api } = useStores();
  const paused = useSignal(false);
  const troubled = useSignal(false);
  const search = useSignal('');
  const problem = useSignal('');
  const log = useLog(paused);
  const clear = async () => {
    problem.value = await api.log.clear().then(
      () => '',
      (error: Error) => error.message,
    );
    await log.refresh();
  };
  return (
    <>
      <div class="log-tools">
        <Field label={t('log.search')} text={search} />
        <CheckField label={t('log.troubled')} checked={troubled} />
        <CheckField label={t('log.pause')} checked={paused} />
        <Button kind="quiet" onClick={() => void clear()}>
          {t('log.clear')}
        </Button>
      </div>
      <div role="alert">{problem.value && <Notice tone="bad">{problem.value}</Notice>}</div>
      <Loaded resource={log}>
        {(records) => {
          const shown = filterLog(records, { search: search.value, troubled: troubled.value });
          if (shown.length > 0) return <RecordList records={shown} />;
          return <p class="empty">{records.length === 0 ? t('log.empty') : t('log.no-match')}</p>;
        }}
      </Loaded>
    </>
  );
}
