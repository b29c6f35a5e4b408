import { tellAnswer } from './test-call-words.js';

describe('how a test call went', () => {
  const call = { callId: 'c', unsentKeys: [], notDone: [], streams: [{ party: 'customer', packets: 250 }] };

  it('is told with the words of a refusal', () => {
    const warning = 'Incompatible media format: offer PCMA or PCMU at 8000 Hz (offered: G729)';
    const refused = { ...call, outcome: 'rejected', status: 488, reason: 'Not Acceptable Here' } as const;
    expect(tellAnswer({ ...refused, warning }, false)).toEqual([
      `The recorder refused the call: 488 Not Acceptable Here. Its warning: ${warning}. The trunk's page under Configure counts it and says what to change.`,
    ]);
    expect(tellAnswer(refused, true)[0]).toContain('not marked as SIPREC is taken only where its trunk says so');
  });

  it('does not call a call over whose caller left without a good-bye', () => {
    const [end] = tellAnswer({ ...call, outcome: 'abandoned', status: 200 }, false);
    expect(end).toBe(
      'The caller left without a good-bye, and the recorder will end the call by rule when it has asked in vain; packets sent: 250 from the customer.',
    );
  });

  it('says what was answered to a change of the codec', () => {
    const codecChange = { status: 488, reason: 'Not Acceptable Here', warning: 'offer PCMA' };
    expect(tellAnswer({ ...call, outcome: 'completed', codecChange }, false)[1]).toBe(
      'The recorder refused the change of the codec, and the call went on as it was: 488 Not Acceptable Here. Its warning: offer PCMA.',
    );
  });

  it('says what was asked for in the call and not done, and does not call a call over whose good-bye nobody answered', () => {
    const notDone = [
      { asked: 'resume' } as const,
      { asked: 'bye', status: 481, reason: 'Call/Transaction Does Not Exist' } as const,
    ];
    expect(tellAnswer({ ...call, outcome: 'completed', status: 200, notDone }, false)).toEqual([
      'The caller hung up; packets sent: 250 from the customer.',
      'The recorder did not answer the end of the hold: nothing was sent after it.',
      'The recorder refused the good-bye (481 Call/Transaction Does Not Exist): it may not know the call any more.',
    ]);
  });

  it('names the keys that were not sent', () => {
    const [end, missing] = tellAnswer({ ...call, outcome: 'completed', status: 200, unsentKeys: ['1@customer'] }, false);
    expect(end).toBe('The call is over; packets sent: 250 from the customer.');
    expect(missing).toContain('1@customer');
  });
});
