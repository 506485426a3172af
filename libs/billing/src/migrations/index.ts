import { type MigrationClass } from '#platform';
import { CreateBilling1763720000000 } from './1763720000000-create-billing.js';
import { HeldForCharges1764300600000 } from './1764300600000-held-for-charges.js';
import { KeyBudgets1764640000000 } from './1764640000000-key-budgets.js';
import { Spending1767000000010 } from './1767000000010-spending.js';
import { StorageIsAStock1764300400000 } from './1764300400000-storage-is-a-stock.js';

/** In the order in which they run. */
export const billingMigrations: readonly MigrationClass[] = [
  CreateBilling1763720000000,
  StorageIsAStock1764300400000,
  HeldForCharges1764300600000,
  KeyBudgets1764640000000,
  Spending1767000000010,
];
