import './styles.css';
import { askAhead, filmOf } from './api/ahead';
import { firstLanguage, loadMessages } from './messages/loading';

const RELOADED = 'kadr.reloaded';

/** A page that was open while a new release came asks for files that are gone: it is loaded once more, drafts are kept. */
addEventListener('vite:preloadError', (event) => {
  if (sessionStorage.getItem(RELOADED) === location.href) return;
  sessionStorage.setItem(RELOADED, location.href);
  event.preventDefault();
  location.reload();
});

// The studio takes longer to be read and begun than the server to answer: both at once, and what the studio would ask for by itself beside it.
const filmId = filmOf(location.pathname);
askAhead(filmId);
void import('./app');
void loadMessages(firstLanguage()).catch(() => undefined);
if (filmId !== null) void import('./pages/video/video.page').catch(() => undefined);
