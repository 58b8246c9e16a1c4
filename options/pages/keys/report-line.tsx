import type { KeyTestResult } from '../../../src/contract/keys.ts';
import type { KeyReport } from '../../state/keys.ts';
import { t } from '../../state/language.ts';

/** What came of the last thing done with a key. Always there, so that screen readers hear it change. */
export function ReportLine({ report }: { report: KeyReport | undefined }) {
  return <output class={`key-report ${report ? toneOf(report) : ''}`}>{report && words(report)}</output>;
}

function toneOf(report: KeyReport): string {
  if (report.kind === 'failed') return 'bad';
  if (report.kind !== 'tested') return '';
  return { works: 'good', fails: 'bad', inconclusive: 'wait' }[report.result.verdict];
}

function words(report: KeyReport): string {
  switch (report.kind) {
    case 'busy':
      return '';
    case 'testing':
      return t('keys.testing');
    case 'tried':
      return t('keys.try-now.done');
    case 'saved':
      return t('settings.saved');
    case 'failed':
      return report.message;
    case 'tested':
      return verdict(report.result);
  }
}

function verdict({ verdict, cause, message }: KeyTestResult): string {
  const reason = cause ? t(`cause.${cause}`) : (message ?? t('keys.test.no-reason'));
  return verdict === 'works' ? t('keys.test.works') : t(`keys.test.${verdict}`, { reason });
}
