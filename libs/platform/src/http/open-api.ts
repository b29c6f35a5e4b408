import { STATUS_CODES } from 'node:http';
import type { ModulesContainer } from '@nestjs/core';
import { http } from '@voxkeep/contracts';
import { z } from 'zod';
import { declaredRoutes, type DeclaredRoute } from './declared-routes.js';
import { sessionCookieName } from './session-cookie.js';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 document of an API, made from its routes and the schemas that validate them, so it cannot disagree. */
export function openApiDocument(modules: ModulesContainer, prefix: string, version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of declaredRoutes(modules, prefix)) {
    const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: `Voxkeep ${prefix.split('/').at(-1) ?? prefix}`, version },
    paths,
    components: {
      schemas: { Problem: schemaOf(http.problem, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: sessionCookieName } },
    },
  };
}

function operation(route: DeclaredRoute): Json {
  const { body, answer } = route.schemas;
  return {
    operationId: route.handler,
    security: route.access.kind === 'public' ? [] : [{ session: [] }],
    'x-access': route.access,
    ...(route.asksPurpose && { 'x-asks-purpose': true }),
    parameters: [...parameters(route), ...undeclaredPathParameters(route)],
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
    responses: {
      [route.method === 'POST' ? '201' : '200']: {
        description: 'Done',
        ...(answer && { content: { 'application/json': { schema: schemaOf(answer, 'output') } } }),
      },
      default: {
        description: STATUS_CODES[400],
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

function parameters(route: DeclaredRoute): readonly Json[] {
  return [...namedParts(route.schemas.params, 'path'), ...namedParts(route.schemas.query, 'query')];
}

function namedParts(schema: z.ZodType | undefined, place: 'path' | 'query'): readonly Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: readonly string[];
  };
  return Object.entries(properties).map(([name, one]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: one,
  }));
}

function undeclaredPathParameters(route: DeclaredRoute): readonly Json[] {
  if (route.schemas.params) return [];
  return [...route.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $schema?: string };
  return rest;
}
