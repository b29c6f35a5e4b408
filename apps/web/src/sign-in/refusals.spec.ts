import { ApiProblem } from '../api/client';
import { passwordFault, signInRefusal } from './refusals';

describe('a refused sign-in', () => {
  it.each([
    [401, 'wrong'],
    [422, 'wrong'],
    [429, 'tooMany'],
    [0, 'unreachable'],
    [503, 'unreachable'],
  ] as const)('with status %d reads as %s', (status, refusal) => {
    expect(signInRefusal(new ApiProblem(status, 'x'))).toBe(refusal);
  });
});

describe('a refused password', () => {
  it('names the rule that the code carries', () => {
    expect(passwordFault(new ApiProblem(422, 'password.common'))).toBe('common');
  });

  it('names the rule that stands at the field', () => {
    expect(passwordFault(new ApiProblem(422, 'request.invalid', [{ path: 'newPassword', problem: 'too_small' }]))).toBe(
      'too-short',
    );
  });

  it('names none when the server did not', () => {
    expect(passwordFault(new ApiProblem(503, 'database.away'))).toBeUndefined();
  });
});
