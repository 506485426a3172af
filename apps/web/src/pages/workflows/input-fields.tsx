import { type InputField } from '../../domain/run-inputs';
import { useMessages } from '../../messages';
import { Select, TextArea, TextField } from '../../ui/field';

interface FieldsProps {
  readonly fields: readonly InputField[];
  readonly typed: Readonly<Record<string, string>>;
  readonly onType: (typed: Readonly<Record<string, string>>) => void;
  readonly faultsAt: (name: string) => readonly string[];
}

/** What a run asks for, each as what it is: a choice, a number, a text; all else as JSON. */
export function InputFields({ fields, typed, onType, faultsAt }: FieldsProps) {
  const { flow: words } = useMessages();
  return fields.map(({ name, kind, title, isRequired, choices, first }) => {
    const common = { label: title, value: typed[name] ?? first, faults: faultsAt(name) };
    const set = (value: string) => onType({ ...typed, [name]: value });
    if (kind === 'choice' || kind === 'boolean') {
      const values = kind === 'choice' ? choices : ['true', 'false'];
      const options = values.map((value) => ({
        value,
        label: kind === 'boolean' ? words.booleans[value === 'true' ? 'yes' : 'no'] : value,
      }));
      return <Select key={name} {...common} options={[{ value: '', label: '–' }, ...options]} onChoose={set} />;
    }
    if (kind === 'number') {
      const numeric = { type: 'number', step: 'any', required: isRequired };
      return <TextField key={name} {...common} {...numeric} onChange={(event) => set(event.target.value)} />;
    }
    const note = kind === 'json' ? 'JSON' : undefined;
    return (
      <TextArea
        key={name}
        {...common}
        note={note}
        rows={kind === 'json' ? 4 : 2}
        required={isRequired}
        onChange={(event) => set(event.target.value)}
      />
    );
  });
}
