export { createKadrServer } from '@kadr/mcp';
export { serveStdio } from '@modelcontextprotocol/server/stdio';
