import './styles.css';
import { askAhead } from './api/ahead';

const RELOADED = 'kadr.reloaded';

/** A page that was open while a new release came asks for files that are gone: it is loaded once more, drafts are kept. */
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem(RELOADED) === location.href) return;
  sessionStorage.setItem(RELOADED, location.href);
  event.preventDefault();
  location.reload();
});

// The studio takes longer to be read and begun than the server to answer: both at once.
askAhead(location.pathname);
void import('./app');
