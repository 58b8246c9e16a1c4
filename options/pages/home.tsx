import { useSignalEffect } from '@preact/signals';
import { answeredOnce, copiedAddress } from '../state/first-run.ts';
import { language, t } from '../state/language.ts';
import { totalKeys } from '../state/overall.ts';
import { useStores } from '../state/stores.ts';
import { CopyField } from '../ui/copy-field.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Notice } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { FirstSteps } from './home/first-steps.tsx';
import { Numbers } from './home/numbers.tsx';
import { Overview } from './home/overview.tsx';
import { UpstreamAccess } from './home/upstream-access.tsx';

export function Home() {
  const { status } = useStores();
  useSignalEffect(() => {
    if ((status.data.value?.requestsToday ?? 0) > 0) answeredOnce.value = 'yes';
  });
  return (
    <Page title={t('page.home')}>
      <Loaded resource={status}>
        {(data) => (
          <>
            {data.warnings?.map((warning) => (
              <Notice key={warning.en} tone="bad">
                {warning[language.value]}
              </Notice>
            ))}
            <Overview status={data} />
            <UpstreamAccess />
            <section class="card">
              <CopyField
                label={t('home.endpoint')}
                text={data.endpoint}
                primary={totalKeys(data) > 0}
                onCopied={() => {
                  copiedAddress.value = 'yes';
                }}
              />
              <p class="help">{t(`home.endpoint.${data.shell}`)}</p>
            </section>
            <FirstSteps status={data} />
            {totalKeys(data) > 0 && <Numbers status={data} />}
          </>
        )}
      </Loaded>
    </Page>
  );
}
