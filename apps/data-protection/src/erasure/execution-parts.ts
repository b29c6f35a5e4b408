import { Inject, Injectable } from '@nestjs/common';
import { ErasureRecords } from '@voxkeep/configuration';
import { Closure } from './closure.js';
import { FrozenKeys } from './frozen-keys.js';
import { KeyDestruction } from './key-destruction.js';
import { LiveCalls } from './live-calls.js';
import { RowErasure } from './row-erasure.js';
import { Scopes } from './scopes.js';
import { Verification } from './verification.js';

/** Who does which step of an execution. */
@Injectable()
export class ExecutionParts {
  @Inject(LiveCalls) readonly live!: LiveCalls;
  @Inject(Scopes) readonly scopes!: Scopes;
  @Inject(FrozenKeys) readonly frozen!: FrozenKeys;
  @Inject(KeyDestruction) readonly keys!: KeyDestruction;
  @Inject(RowErasure) readonly rows!: RowErasure;
  @Inject(ErasureRecords) readonly records!: ErasureRecords;
  @Inject(Closure) readonly closure!: Closure;
  @Inject(Verification) readonly verification!: Verification;
}
