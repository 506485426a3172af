import { Toast } from '@base-ui/react/toast';
import { IconButton } from './button';

export const toasts = Toast.createToastManager();

/** Errors stay until they are read; the rest goes by itself. */
export const sayToast = (title: string, { isError = false, description }: { isError?: boolean; description?: string } = {}): void => {
  toasts.add({ title, description, type: isError ? 'error' : 'news', timeout: isError ? 0 : 5_000, priority: isError ? 'high' : 'low' });
};

export function Toasts({ label, closeLabel }: { readonly label: string; readonly closeLabel: string }) {
  return (
    <Toast.Provider toastManager={toasts}>
      <Toast.Portal>
        <Toast.Viewport
          aria-label={label}
          className="fixed right-4 bottom-4 z-50 grid w-[320px] max-w-[calc(100vw-32px)] gap-2 max-md:bottom-[76px]"
        >
          <List closeLabel={closeLabel} />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List({ closeLabel }: { readonly closeLabel: string }) {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      data-testid="toast"
      className="rounded-panel border border-line-2 bg-room-2 py-2 pr-1 pl-3 shadow-float"
    >
      <Toast.Content className="flex items-start gap-2">
        <div className="min-w-0 flex-1 py-1">
          <Toast.Title className={`font-medium ${toast.type === 'error' ? 'text-fail' : ''}`} />
          <Toast.Description className="text-small text-ink-2" />
        </div>
        <Toast.Close render={<IconButton icon="x" label={closeLabel} />} />
      </Toast.Content>
    </Toast.Root>
  ));
}
