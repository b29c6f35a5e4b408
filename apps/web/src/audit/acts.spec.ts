import { programOf, sentenceFor, shortReference } from './acts';

describe('an event of the audit trail', () => {
  const acts = { recording: { listen: 'Listened to a recording' } };

  it('is explained by a sentence', () => {
    expect(sentenceFor(acts, 'recording.listen')).toBe('Listened to a recording');
  });

  it('shows its code when no sentence is known for it', () => {
    expect(sentenceFor(acts, 'recording.dance')).toBe('recording.dance');
    expect(sentenceFor(acts, 'other')).toBe('other');
  });

  it('was done by a program or by an account', () => {
    expect(programOf('system:recorder')).toBe('recorder');
    expect(programOf('0b7e0f5a-1111-4222-8333-444455556666')).toBeUndefined();
    expect(shortReference('0b7e0f5a-1111-4222-8333-444455556666')).toBe('0b7e0f5a');
  });
});
