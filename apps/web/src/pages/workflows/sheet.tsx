import { type WorkflowGraphBody, type WorkflowRun } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { useMessages } from '../../messages';
import { Choice } from '../../ui/page';
import { type GraphEditing, GraphView } from './graph-view';
import { NodeList } from './node-list';
import { useShown } from './use-shown';
import { nodeTypesQuery } from './workflows.queries';

interface SheetProps {
  readonly graph: WorkflowGraphBody;
  readonly run: WorkflowRun | null;
  readonly selected: string | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly editing?: GraphEditing;
  readonly way?: readonly string[];
}

/** A graph, drawn or in words. */
export function Sheet(props: SheetProps) {
  const { editor: words } = useMessages();
  const [shown, show] = useShown();
  const { data: types } = useQuery(nodeTypesQuery);
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="self-start px-4 pt-3">
        <Choice
          label={words.shown}
          value={shown}
          options={(['graph', 'list'] as const).map((value) => ({ value, label: value === 'graph' ? words.asGraph : words.asList }))}
          onChoose={show}
        />
      </div>
      {shown === 'list' ? <NodeList {...props} /> : <GraphView {...props} types={types} />}
    </div>
  );
}
