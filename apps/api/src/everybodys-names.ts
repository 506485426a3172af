import { Injectable } from '@nestjs/common';
import { CallerNames } from '#identity';
import { ActorNames } from '#jobs';
import { NamesOfPeople } from '#notifications';

/** Names of keys and members, and of whoever answers by a link or in a chat. */
@Injectable()
export class EverybodysNames extends ActorNames {
  constructor(
    private readonly callers: CallerNames,
    private readonly people: NamesOfPeople,
  ) {
    super();
  }

  async namesOf(orgId: string, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const [callers, people] = await Promise.all([this.callers.namesOf(orgId, actors), this.people.namesOf(orgId, actors)]);
    return new Map([...callers, ...people]);
  }
}
