import { type Contact } from '@kadr/sdk';
import { useMessages } from '../../messages';
import { Select } from '../../ui/field';

export type Role = Contact['role'];
const ROLES = ['viewer', 'approver', 'producer'] as const;

interface RoleProps {
  readonly value: Role;
  readonly onChoose: (role: Role) => void;
  readonly isLabelHidden?: boolean;
  /** Why it cannot be changed. */
  readonly why?: string | null;
}

/** What a contact may do. */
export function RoleSelect({ value, onChoose, isLabelHidden = false, why = null }: RoleProps) {
  const { contacts: words } = useMessages();
  return (
    <Select
      label={words.role}
      isLabelHidden={isLabelHidden}
      value={value}
      disabled={why !== null}
      title={why ?? undefined}
      options={ROLES.map((role) => ({ value: role, label: words.roles[role] }))}
      onChoose={(chosen) => onChoose(ROLES.find((one) => one === chosen) ?? 'viewer')}
    />
  );
}
