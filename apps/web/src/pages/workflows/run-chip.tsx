import { type WorkflowRun } from '@kadr/sdk';
import { useMessages } from '../../messages';
import { Chip, type Tone } from '../../ui/parts';

const TONES: Record<WorkflowRun['status'], Tone> = {
  queued: 'plain',
  running: 'live',
  awaiting_approval: 'pencil',
  completed: 'done',
  failed: 'fail',
  cancelled: 'plain',
};

export function RunChip({ status }: { readonly status: WorkflowRun['status'] }) {
  const { flow: words } = useMessages();
  const tone = TONES[status];
  return (
    <Chip tone={tone} hasDot={tone === 'live' || tone === 'pencil'}>
      {words.runStates[status]}
    </Chip>
  );
}
