import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { http } from '@voxkeep/contracts';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { ApiProblem, call } from '../api/client.ts';
import { useSession } from '../session/session.tsx';
import { Refused } from '../ui/states.tsx';
import { isOpener } from './opener.ts';

export interface PlanStepProps {
  readonly shown: http.CaseDetail;
  /** The plan that stands on the page: it and no other is approved and carried out. */
  readonly planHash: string;
  readonly onChanged: () => Promise<void>;
}

/** The approval by a second person. The opener sees the button and why it is not theirs to press. */
export function Approval({ shown, planHash, onChanged }: PlanStepProps) {
  const { t } = useTranslation('protect');
  const { session } = useSession();
  const approve = useMutation({
    mutationFn: () => call('data-protection', `cases/${shown.id}/approval`, z.unknown(), { method: 'POST', body: { planHash } }),
    onSettled: onChanged,
  });
  const own = session !== undefined && isOpener(shown.openedBy, session.user);
  return (
    <Stack gap="sm">
      <PlanRefusal error={approve.error} />
      <Text size="sm" id="approval-reason">
        {t(own ? 'erasure.approveOwn' : 'erasure.approveText')}
      </Text>
      <Group>
        <Button
          aria-describedby="approval-reason"
          disabled={own}
          loading={approve.isPending}
          onClick={() => {
            approve.mutate();
          }}
        >
          {t('erasure.approve')}
        </Button>
      </Group>
    </Stack>
  );
}

function knownRefusal(code: string): 'changed' | 'stale' | 'approveOwn' | undefined {
  if (/plan[.-]changed$/.test(code)) return 'changed';
  if (code === 'session.stale') return 'stale';
  return code === 'case.same-person' ? 'approveOwn' : undefined;
}

/** A plan that changed under the reader's eyes is told apart from other refusals: they must look again. */
export function PlanRefusal({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('protect');
  const known = error instanceof ApiProblem ? knownRefusal(error.code) : undefined;
  if (known) {
    return (
      <Alert role="alert" color="yellow" variant="outline">
        {t(`erasure.${known}`)}
      </Alert>
    );
  }
  return <Refused error={error} />;
}
