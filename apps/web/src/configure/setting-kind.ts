import type { UseFormReturnType } from '@mantine/form';
import type { ObjectType } from '@voxkeep/contracts';
import type { ComponentType, ReactNode } from 'react';
import type { z } from 'zod';

export type SettingForm<Body> = UseFormReturnType<Body>;
export type Held<Body> = Body & { readonly id: string; readonly name: string };

/** A kind of setting that is listed, opened and saved in the same way: queues, trunks, policies. */
export interface SettingKind<Body extends object> {
  /** Its resource at the configurator API, its page address and its name in the texts. */
  readonly api: 'queues' | 'trunks' | 'recording-policies' | 'consent-policies';
  readonly texts: 'queues' | 'trunks' | 'recordingPolicies' | 'consentPolicies';
  readonly objectType: ObjectType;
  readonly row: z.ZodType<Held<Body>>;
  readonly body: z.ZodType<Body>;
  readonly initial: Body;
  /** Further columns of the list beside the name. A hook, because cells look up words and names. */
  readonly useColumns: () => readonly { readonly title: string; readonly cell: (row: Held<Body>) => ReactNode }[];
  /** What else is known of a setting that is there, below its form. */
  readonly Known?: ComponentType<{ readonly id: string }>;
  readonly Fields: ComponentType<{ readonly form: SettingForm<Body>; readonly readOnly: boolean }>;
}
