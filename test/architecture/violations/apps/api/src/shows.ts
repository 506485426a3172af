import '../../web/src/ui/part.js';
