import { scramVerifier, verifies } from '../../../../db/cluster/scram-verifier.js';

describe('a SCRAM verifier', () => {
  // RFC 7677 §3: user "user", password "pencil", salt W22ZaJ0SNY7soEsUEjb6gQ==, 4096 rounds.
  const salt = Buffer.from('W22ZaJ0SNY7soEsUEjb6gQ==', 'base64');

  it('is the one of RFC 7677', () => {
    expect(scramVerifier('pencil', salt)).toBe(
      'SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=',
    );
  });

  it('is recognised by its password', () => {
    expect(verifies(scramVerifier('pencil'), 'pencil')).toBe(true);
  });

  it.each([scramVerifier('other'), null, 'md5abc'])('is not mistaken for another', (stored) => {
    expect(verifies(stored, 'pencil')).toBe(false);
  });
});
