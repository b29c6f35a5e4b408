import { communication, type Database, type OpenGrant } from '@voxkeep/platform';

const openSql = `
  select id, scope_kind as "scopeKind", scope_id as "scopeId", public_key as "publicKey", number_digest as "numberDigest",
         opened_at as "openedAt", ends_at as "endsAt"
  from access.communication_grant`;

/** Tells the process which grants are open: asked every second and a half. Without an answer none is. */
export class OpenGrants {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly database: Database,
    private readonly everyMs = 1500,
    private readonly tell: (grants: readonly OpenGrant[]) => void = (grants) => {
      communication.follow(grants);
    },
  ) {}

  /** Asks now and then again and again, until it is closed. */
  async watch(): Promise<void> {
    await this.ask();
    this.#timer = setInterval(() => void this.ask(), this.everyMs).unref();
  }

  /** Asks once. */
  async ask(): Promise<void> {
    this.tell(await this.database.rows<OpenGrant>(openSql).catch(() => []));
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.tell([]);
  }
}
