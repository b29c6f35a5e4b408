import type { PurposeCode, RecordingMode, WithdrawalRule } from '@voxkeep/contracts';
import type { Database } from '@voxkeep/platform';
import { Collecting, type OffSince } from '../categories/collecting.js';
import type { AddressKind } from '../accounts/user-address.entity.js';
import { AccessCache } from './access-cache.js';

/** Whose address it is. */
export type FoundUser = { readonly found: 'one'; readonly userId: string } | { readonly found: 'none' | 'several' };

/** A way in which a call may name a user. */
export interface CalledAs {
  readonly kind: AddressKind;
  readonly value: string;
}

export interface TrunkView {
  readonly id: string;
  readonly name: string;
  readonly sourceNetworks: readonly string[];
  readonly transport: 'udp' | 'tcp' | 'tls';
  readonly tlsIdentity: string | null;
  readonly vendorProfile: string;
  readonly customerIs: 'first-stream' | 'second-stream' | 'external-number';
  readonly ownNumberPrefixes: readonly string[];
  readonly region: string;
  readonly queueId: string | null;
  readonly askedBeforeSeconds: number | null;
  readonly contactKeyHeader: string | null;
  readonly gate: 'receive' | 'inactive';
  readonly metadataAllowed: readonly string[];
  /** Whether an INVITE is taken that bears no mark of SIPREC and no metadata. */
  readonly acceptsUnmarked: boolean;
}
export interface RecordingRules {
  readonly id: string;
  readonly mode: RecordingMode;
  readonly purpose: PurposeCode;
  readonly onWithdrawal: WithdrawalRule;
  readonly tracks: readonly ('customer' | 'agent')[];
}
export interface ConsentRules {
  readonly id: string;
  readonly wordingVersion: string;
  readonly acceptKey: string;
  readonly rejectKey: string;
  readonly withdrawalSequence: string | null;
  readonly windowSeconds: number;
  readonly retries: number;
  /** Whether a consent that a person gave for all calls counts, once the notice was given. */
  readonly acceptStanding: boolean;
}
/** A text of a wording, in one language. */
export interface WordingView {
  readonly version: string;
  readonly language: string;
  readonly wording: string;
}
/** What holds for the calls of a queue. No policy means: nothing is recorded, nobody is asked. */
export interface QueueRules {
  readonly queueId: string;
  readonly queueName: string;
  readonly recording: RecordingRules | null;
  readonly consent: ConsentRules | null;
}

const trunkSql = `
  select id, name, source_networks::text[] as "sourceNetworks", transport, tls_identity as "tlsIdentity", vendor_profile as "vendorProfile",
         customer_is as "customerIs", own_number_prefixes as "ownNumberPrefixes", region, queue_id as "queueId",
         asked_before_seconds as "askedBeforeSeconds", contact_key_header as "contactKeyHeader", gate, metadata_allowed as "metadataAllowed",
         accepts_unmarked as "acceptsUnmarked"
  from access.trunk order by id`;
const rulesSql = `
  select q.id as "queueId", q.name as "queueName",
         case when r.id is not null then jsonb_build_object('id', r.id, 'mode', r.mode, 'purpose', r.purpose,
           'onWithdrawal', r.on_withdrawal, 'tracks', r.tracks) end as recording,
         case when c.id is not null then jsonb_build_object('id', c.id, 'wordingVersion', c.wording_version, 'acceptKey', c.accept_key, 'rejectKey', c.reject_key,
           'withdrawalSequence', c.withdrawal_sequence, 'windowSeconds', c.window_seconds, 'retries', c.retries, 'acceptStanding', c.accept_standing) end as consent
  from access.queue q
  left join access.recording_policy r on r.id = q.recording_policy_id
  left join access.consent_policy c on c.id = q.consent_policy_id
  order by q.name`;

const offSql = `select category, channel, queue_id as "queueId", user_id as "userId", off_since as "offSince" from access.category_off`;

/** Trunks, policies and addresses as recorders and APIs read them; the same freshness as sessions and rights. */
export class TelephonyViews {
  readonly #trunks: AccessCache<readonly TrunkView[]>;
  readonly #rules: AccessCache<readonly QueueRules[]>;
  readonly #collecting: AccessCache<Collecting>;
  #stop: (() => Promise<void>) | undefined;

  constructor(
    private readonly database: Database,
    keepMs = 1000,
  ) {
    this.#trunks = new AccessCache(keepMs);
    this.#rules = new AccessCache(keepMs);
    this.#collecting = new AccessCache(keepMs);
  }

  /** Begins to listen for changes. `onChange` is called after each, and after a reconnect. */
  async watch(onChange: () => void = () => undefined): Promise<void> {
    const changed = () => {
      this.#trunks.forget();
      this.#rules.forget();
      this.#collecting.forget();
      onChange();
    };
    this.#stop = await this.database.listen(
      'access',
      (what) => {
        if (what === 'telephony') changed();
      },
      changed,
    );
  }

  /** Stops listening. */
  async close(): Promise<void> {
    await this.#stop?.();
  }

  trunks(): Promise<readonly TrunkView[]> {
    return this.#trunks.get('', () => this.database.rows<TrunkView>(trunkSql));
  }

  /** Every queue with its rules. */
  queues(): Promise<readonly QueueRules[]> {
    return this.#rules.get('', () => this.database.rows<QueueRules>(rulesSql));
  }

  /** Which categories of personal data are collected, and where not. */
  collecting(): Promise<Collecting> {
    return this.#collecting.get('', async () => new Collecting(await this.database.rows<OffSince>(offSql)));
  }

  /** The texts of a version of a wording, by language. */
  wordingsOf(version: string): Promise<readonly WordingView[]> {
    return this.database.rows<WordingView>(
      'select version, language, wording from access.consent_wording where version = $1 order by language',
      [version],
    );
  }

  async rulesOf(queueId: string): Promise<QueueRules | undefined> {
    return (await this.queues()).find((rules) => rules.queueId === queueId);
  }

  /**
   * The one active user whom all of these addresses that are known name at this time, on this trunk or on any. Several are never
   * guessed between (03, Who is who on a call).
   */
  async findUser(addresses: readonly CalledAs[], at: Date, trunkId: string | null = null): Promise<FoundUser> {
    if (addresses.length === 0) return { found: 'none' };
    const rows = await this.database.rows<{ user_id: string }>(
      `select distinct user_id from access.user_address join unnest($1::text[], $2::text[]) as named (kind, value) using (kind, value)
       where from_at <= $3 and (to_at is null or to_at > $3) and (trunk_id is null or trunk_id = $4) limit 2`,
      [addresses.map(({ kind }) => kind), addresses.map(({ value }) => value.trim()), at, trunkId],
      'access.find-user',
    );
    const [first, second] = rows;
    if (first === undefined) return { found: 'none' };
    return second === undefined ? { found: 'one', userId: first.user_id } : { found: 'several' };
  }
}
