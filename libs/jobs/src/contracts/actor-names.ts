/** What people call those who act: labels and names that stand in no event. Also the injection token; without it nobody has a name. */
export abstract class ActorNames {
  /** @param actors as in metadata of events (`link:<id>`). @returns names by actor; who has none, or belongs to others, is left out */
  abstract namesOf(orgId: string, actors: readonly string[]): Promise<ReadonlyMap<string, string>>;
}
