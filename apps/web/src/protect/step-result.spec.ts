import { fingerprintIn } from './step-result';

describe('the result of a step', () => {
  it('is the fingerprint of what was downloaded, told apart from a word', () => {
    expect(['sha256:a1b5c0', 'done'].map(fingerprintIn)).toEqual(['a1b5c0', null]);
  });
});
