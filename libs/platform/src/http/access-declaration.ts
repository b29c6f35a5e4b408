import { SetMetadata } from '@nestjs/common';
import type { AccessType, ObjectType, http } from '@voxkeep/contracts';

/** Who may pass a route, as its handler declares it. */
export type AccessDeclaration =
  | { readonly kind: 'allows'; readonly objectType: ObjectType; readonly accessType: AccessType; readonly objectParam?: string }
  | { readonly kind: 'stage'; readonly stages: readonly http.SessionStage[] }
  | { readonly kind: 'public'; readonly why: string };

export const accessDeclaration = 'voxkeep:access';
export const purposeDeclaration = 'voxkeep:asks-purpose';
export const multipartDeclaration = 'voxkeep:takes-multipart';

type HandlerDecorator = MethodDecorator & ClassDecorator;

/**
 * Lets through whoever is fully signed in and holds this right – on at least one object, the handler then filters in SQL; or,
 * with `objectParam`, on the object that this route parameter names, and otherwise answers as if it were not there.
 */
export function Allows(objectType: ObjectType, accessType: AccessType, objectParam?: string): HandlerDecorator {
  return SetMetadata(accessDeclaration, {
    kind: 'allows',
    objectType,
    accessType,
    ...(objectParam !== undefined && { objectParam }),
  });
}

/** Lets through whoever has a session at one of these stages; `full` asks for no right (own session, own contacts). */
export function SignedInStage(...stages: readonly http.SessionStage[]): HandlerDecorator {
  return SetMetadata(accessDeclaration, { kind: 'stage', stages });
}

/** Lets everybody through. The reason is listed by `declaredRoutes` and read in reviews. */
export function Public(why: string): HandlerDecorator {
  return SetMetadata(accessDeclaration, { kind: 'public', why });
}

/** Demands a stated purpose (`purpose` in the body, or its code in the query) before the handler runs; it is audited. */
export function AsksPurpose(): HandlerDecorator {
  return SetMetadata(purposeDeclaration, true);
}

/** Lets this handler receive multipart/form-data (uploads); every other one takes JSON only. */
export function TakesMultipart(): HandlerDecorator {
  return SetMetadata(multipartDeclaration, true);
}
