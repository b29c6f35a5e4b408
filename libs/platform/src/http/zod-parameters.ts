import { Body, Param, Query, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';
import { unprocessable, type FieldProblem } from './http-problem.js';

type Part = 'body' | 'query' | 'params';
export type PartSchemas = Readonly<Partial<Record<Part | 'answer', z.ZodType>>>;

const schemasOf = new WeakMap<object, PartSchemas>();

/** The request's JSON body, parsed; 422 with paths and rules when it does not fit. */
export const ZodBody = (schema: z.ZodType): ParameterDecorator => declare('body', schema, Body(new ZodPipe(schema)));

/** The query string, parsed; its values arrive as text, so numbers are coerced by the schema. */
export const ZodQuery = (schema: z.ZodType): ParameterDecorator => declare('query', schema, Query(new ZodPipe(schema)));

/** The route parameters, parsed. */
export const ZodParam = (schema: z.ZodType): ParameterDecorator => declare('params', schema, Param(new ZodPipe(schema)));

/** What the handler answers with, for the OpenAPI document. */
export function Answers(schema: z.ZodType): MethodDecorator {
  return (target, key) => {
    remember(target, key, 'answer', schema);
  };
}

/** The schemas that a handler declared. */
export function schemasOfHandler(handler: object): PartSchemas {
  return schemasOf.get(handler) ?? {};
}

/** Names what is wrong by path and rule. A path element that is not a plain name came from the request and is not repeated. */
export function fieldProblems(error: z.ZodError): readonly FieldProblem[] {
  return error.issues.map((issue) => ({ path: issue.path.map(plainName).join('.'), problem: issue.code }));
}

class ZodPipe implements PipeTransform {
  constructor(private readonly schema: z.ZodType) {}

  async transform(value: unknown): Promise<unknown> {
    const parsed = await this.schema.safeParseAsync(value);
    if (!parsed.success) throw unprocessable(fieldProblems(parsed.error));
    const unwritable = pathOfUnwritable(parsed.data);
    if (unwritable) throw unprocessable([{ path: unwritable.map(plainName).join('.'), problem: 'invalid-text' }]);
    return parsed.data;
  }
}

/** Where a text is that no database takes: with a NUL, or with half of a surrogate pair. */
function pathOfUnwritable(data: unknown): readonly string[] | undefined {
  const left: [value: unknown, path: readonly string[]][] = [[data, []]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [value, path] = next;
    if (typeof value === 'string' && isUnwritable(value)) return path;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (isUnwritable(key)) return [...path, key];
      left.push([inner, [...path, key]]);
    }
  }
  return undefined;
}

const isUnwritable = (text: string): boolean => text.includes('\0') || /\p{Surrogate}/u.test(text);

function declare(part: Part, schema: z.ZodType, nest: ParameterDecorator): ParameterDecorator {
  return (target, key, index) => {
    if (key !== undefined) remember(target, key, part, schema);
    nest(target, key, index);
  };
}

function remember(target: object, key: string | symbol, part: Part | 'answer', schema: z.ZodType): void {
  const handler = (target as Record<string | symbol, object>)[key];
  if (handler) schemasOf.set(handler, { ...schemasOf.get(handler), [part]: schema });
}

function plainName(element: PropertyKey): string {
  return /^[A-Za-z0-9]{1,40}$/.test(String(element)) ? String(element) : '*';
}
