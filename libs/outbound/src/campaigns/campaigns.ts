import { domainEvent } from '@voxkeep/contracts';
import { newId, violates, type Database } from '@voxkeep/platform';

export type CampaignMode = 'preview' | 'progressive' | 'predictive';
export type CampaignState = 'stopped' | 'started' | 'finished';

export interface NewCampaign {
  readonly name: string;
  readonly queueId: string | null;
  readonly mode: CampaignMode;
}

export interface CampaignRecord extends NewCampaign {
  readonly id: string;
  readonly state: CampaignState;
  readonly createdAt: Date;
  readonly customers: number;
}

const select = `
  select c.id, c.name, c.queue_id as "queueId", c.mode, c.state, c.created_at as "createdAt",
    (select count(*)::int from customer k join call_list l on l.id = k.call_list_id where l.campaign_id = c.id) as customers
  from campaign c`;

/** Campaigns and whether they run. */
export class Campaigns {
  constructor(private readonly outbound: Database) {}

  /** Makes a campaign that stands still; answers its id, or that the name is taken. */
  async create({ name, queueId, mode }: NewCampaign, by: string): Promise<{ readonly id: string } | 'name-taken'> {
    const id = newId();
    try {
      await this.outbound.transaction(async (t) => {
        await t.rows(`insert into campaign (id, name, queue_id, mode, state) values ($1, $2, $3, $4, 'stopped')`, [
          id,
          name,
          queueId,
          mode,
        ]);
        await t.audit({ action: 'campaign.create', actor: by, object: { kind: 'campaign', id } });
      });
      return { id };
    } catch (refused) {
      if (violates(refused, 'uq_campaign_name')) return 'name-taken';
      throw refused;
    }
  }

  /** Campaigns of these queues (or all), and these besides, by name. */
  list(queueIds: readonly string[] | 'all', campaignIds: readonly string[] = []): Promise<readonly CampaignRecord[]> {
    return this.outbound.rows<CampaignRecord>(
      `${select} where $1::uuid[] is null or c.queue_id = any($1) or c.id = any($2::uuid[]) order by c.name`,
      [queueIds === 'all' ? null : queueIds, campaignIds],
    );
  }

  async find(campaignId: string): Promise<CampaignRecord | undefined> {
    const [found] = await this.outbound.rows<CampaignRecord>(`${select} where c.id = $1`, [campaignId]);
    return found;
  }

  /** Starts, stops or finishes; a finished campaign stays finished. */
  changeState(campaignId: string, state: CampaignState, by: string): Promise<'changed' | 'unchanged'> {
    return this.outbound.transaction(async (t) => {
      const [changed] = await t.rows(
        `update campaign set state = $2 where id = $1 and state <> $2 and state <> 'finished' returning id`,
        [campaignId, state],
      );
      if (changed === undefined) return 'unchanged';
      const at = new Date().toISOString();
      await t.append(domainEvent(state === 'started' ? 'campaign.started.v1' : 'campaign.stopped.v1', { campaignId, at }));
      await t.audit({ action: `campaign.${state}`, actor: by, object: { kind: 'campaign', id: campaignId } });
      return 'changed';
    });
  }
}
