import { z } from 'zod';
import { ApiProblem } from '../api/client';
import { fieldErrors, isToldAtFields, schemaErrors } from './field-errors';

const say = (problem: string) => `!${problem}`;

describe('the errors of an answer', () => {
  it('stand at the path of their input', () => {
    expect(fieldErrors(new ApiProblem(422, 'request.invalid', [{ path: 'body.login', problem: 'taken' }]), say)).toEqual({
      login: '!taken',
    });
  });

  it('of a list element stand at the element and at the list', () => {
    expect(fieldErrors(new ApiProblem(422, 'request.invalid', [{ path: 'phones.1', problem: 'phone.invalid' }]), say)).toEqual({
      'phones.1': '!phone.invalid',
      phones: '!phone.invalid',
    });
  });

  it.each([
    ['user.login-taken', 'login'],
    ['campaign.name-taken', 'name'],
    ['name.taken', 'name'],
  ])('about %s stand at the field that must be unique', (code, field) => {
    const error = new ApiProblem(409, code);
    expect(fieldErrors(error, say)).toEqual({ [field]: '!taken' });
    expect(isToldAtFields(error)).toBe(true);
  });

  it('are none when the request was refused for another reason', () => {
    const error = new ApiProblem(409, 'case.wrong-state');
    expect(fieldErrors(error, say)).toEqual({});
    expect(isToldAtFields(error)).toBe(false);
  });
});

describe('the errors of values that were not sent yet', () => {
  const schema = z.object({ name: z.string().min(1), seconds: z.number().min(2), networks: z.array(z.string()).min(1) });

  it('are those of the contract', () => {
    expect(schemaErrors(schema, { name: '', seconds: 1, networks: [] }, say)).toEqual({
      name: '!required',
      seconds: '!too_small',
      networks: '!required',
    });
  });

  it('are none when the values fit', () => {
    expect(schemaErrors(schema, { name: 'Sales', seconds: 2, networks: ['192.0.2.0/24'] }, say)).toEqual({});
  });
});
