/** The plans an organisation can have, as whoever keeps plans knows them; the composition root binds it. */
export abstract class PlanAssignments {
  abstract readonly names: readonly string[];
}
