import type { http } from '@voxkeep/contracts';
import { beforeAndAfter, isSame } from './same-rule.ts';

const rule = (name: http.RetentionRule['class'], amount: number, queueId: string | null = null): http.RetentionRule => ({
  ...{ id: 'a', class: name, channel: null, queueId, amount, unit: 'day', ground: 'contract', reference: null },
});

describe('rules before and after', () => {
  it('stand side by side by class and queue', () => {
    const changes = beforeAndAfter([rule('contact', 10), rule('contact', 5, 'q')], [rule('contact', 20)]);
    expect(changes.map(({ set, inForce }) => [set?.amount, inForce?.amount])).toEqual([
      [10, 20],
      [5, undefined],
    ]);
  });

  it('show a rule that was taken away', () => {
    expect(beforeAndAfter([], [rule('staff', 3)])[0]).toMatchObject({ set: undefined, inForce: { amount: 3 } });
  });

  it('are the same when term and unit are', () => {
    const [same, other] = beforeAndAfter([rule('staff', 3), rule('contact', 1)], [rule('staff', 3), rule('contact', 2)]);
    expect([same && isSame(same), other && isSame(other)]).toEqual([true, false]);
  });
});
