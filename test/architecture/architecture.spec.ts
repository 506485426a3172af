import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../..');
const config = path.join(root, '.dependency-cruiser.cjs');

type Violation = { from: string; to: string; rule: { name: string } };

/** Every broken rule below `directory`, as "rule: from → to", sorted. */
function check(directory: string, ...folders: string[]): string[] {
  const cli = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const output = execFileSync(process.execPath, [cli, '--config', config, '--output-type', 'json', ...folders], {
    cwd: directory,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { summary } = JSON.parse(output) as { summary: { violations: Violation[] } };
  const packageName = (file: string) => file.replace(/^.*node_modules\/((@[^/]+\/)?[^/]+).*$/, '$1');
  return summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${packageName(to)}`).sort();
}

describe('the architecture rules', () => {
  const found = check(path.join(import.meta.dirname, 'violations'), 'apps', 'libs', 'packages', 'test');

  it('name every breach, and nothing else', () => {
    expect(found).toEqual(
      [
        'no-cycles: libs/jobs/src/cycle-a.ts → libs/jobs/src/cycle-b.ts',
        'resolvable: libs/jobs/src/nowhere.ts → #nowhere',
        'app-by-the-door: apps/api/src/deep.ts → libs/jobs/src/inside.ts',
        'app-by-the-door: test/e2e/deep.ts → libs/jobs/src/inside.ts',
        'lib-by-the-door: libs/workflows/src/deep.ts → libs/jobs/src/inside.ts',
        'libs-know-no-app: libs/jobs/src/knows-app.ts → apps/api/src/main.ts',
        'packages-stand-alone: packages/sdk/src/arrow.ts → libs/jobs/src/index.ts',
        'sdk-needs-nothing: packages/sdk/src/needs.ts → @nestjs/common',
        'package-by-the-door: apps/api/src/reaches.ts → packages/sdk/src/inside.ts',
        'sandbox-stands-alone: apps/sandbox/src/shares.ts → libs/integrations/src/index.ts',
        'sandbox-for-specs-only: apps/api/src/plays.ts → apps/sandbox/src/shares.ts',
        'studio-stands-alone: apps/web/src/pages/reaches.tsx → libs/jobs/src/index.ts',
        'studio-is-known-by-nobody: apps/api/src/shows.ts → apps/web/src/ui/part.ts',
        'studio-domain-is-pure: apps/web/src/domain/impure.ts → fs',
        'studio-parts-know-no-data: apps/web/src/ui/part.ts → apps/web/src/api/client.ts',
        'studio-pages-are-on-top: apps/web/src/api/client.ts → apps/web/src/pages/page.ts',
        'domain-is-pure: libs/jobs/src/domain/impure.decider.ts → fs',
        'domain-is-pure: libs/jobs/src/domain/impure.decider.ts → libs/jobs/src/infrastructure/store.ts',
        'domain-is-pure: libs/jobs/src/video-job/domain/impure.decider.ts → @nestjs/common',
        'application-knows-ports: libs/jobs/src/application/answers.ts → libs/jobs/src/http/controller.ts',
        'application-knows-ports: libs/jobs/src/application/handler.ts → libs/jobs/src/infrastructure/store.ts',
        'infrastructure-knows-no-http: libs/jobs/src/infrastructure/store.ts → libs/jobs/src/http/controller.ts',
        'testing-for-specs-only: libs/workflows/src/fake.ts → libs/jobs/src/testing/index.ts',
        'sdks-on-first-use: libs/integrations/src/eager.ts → openai',
        'arrows-of-platform: libs/platform/src/arrow.ts → libs/eventing/src/index.ts',
        'arrows-of-media: libs/media/src/arrow.ts → libs/platform/src/index.ts',
        'arrows-of-eventing: libs/eventing/src/arrow.ts → libs/media/src/index.ts',
        'arrows-of-identity: libs/identity/src/arrow.ts → libs/jobs/src/index.ts',
        'arrows-of-billing: libs/billing/src/arrow.ts → libs/jobs/src/index.ts',
        'arrows-of-webhooks: libs/webhooks/src/arrow.ts → libs/billing/src/index.ts',
        'arrows-of-integrations: libs/integrations/src/arrow.ts → libs/identity/src/index.ts',
        'arrows-of-tasks: libs/tasks/src/arrow.ts → libs/integrations/src/index.ts',
        'arrows-of-assets: libs/assets/src/arrow.ts → libs/integrations/src/index.ts',
        'arrows-of-steps: libs/steps/src/arrow.ts → libs/billing/src/index.ts',
        'arrows-of-jobs: libs/jobs/src/arrow.ts → libs/identity/src/index.ts',
        'arrows-of-workflows: libs/workflows/src/arrow.ts → libs/identity/src/index.ts',
        'arrows-of-notifications: libs/notifications/src/arrow.ts → libs/integrations/src/index.ts',
        'arrows-of-batches: libs/batches/src/arrow.ts → libs/assets/src/index.ts',
      ].sort(),
    );
  });

  it('let a lib of somebody else in by the doors alone', () => {
    expect(check(root, '--do-not-follow', '^(libs|apps|node_modules)/', 'test/architecture/sample-lib')).toEqual([]);
  });

  it('have each been seen to fail', () => {
    const { forbidden } = createRequire(import.meta.url)(config) as { forbidden: { name: string }[] };
    const broken = new Set(found.map((line) => line.slice(0, line.indexOf(':'))));
    expect([...broken].sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });
});
