import { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { Rows } from '../ui/rows.tsx';
import { useFormat } from '../ui/use-format.ts';

/** Every attempt to make sure who asks, with its result. */
export function VerificationDone({ view: { done } }: { readonly view: http.VerificationView }) {
  const { t } = useTranslation('identity');
  const format = useFormat();
  const methodOf = (code: string) => {
    const known = http.verificationMethods.find((method) => method === code);
    return known ? t(`verify.methods.${known}`) : code;
  };
  return (
    <Rows
      caption={t('verify.done')}
      head={[t('verify.at'), t('verify.method'), t('verify.result'), t('verify.by')]}
      rows={done.map(({ at, method, result, by }) => [
        format.dateTime(at),
        methodOf(method),
        t(result === 'passed' ? 'verify.outcome.passed' : 'verify.outcome.failed'),
        by,
      ])}
    />
  );
}
