// What other people's tools say of docs/openapi.json: Redocly's `recommended-strict` and Spectral's `oas`. Any error fails.
import fs from 'node:fs';
import path from 'node:path';
import { createConfig, lint } from '@redocly/openapi-core';
import spectralCore from '@stoplight/spectral-core';
import spectralRulesets from '@stoplight/spectral-rulesets';
import { repositoryRoot } from '../services.mjs';

const file = path.join(repositoryRoot, 'docs/openapi.json');

async function redocly() {
  const problems = await lint({ ref: file, config: await createConfig({ extends: ['recommended-strict'] }) });
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ ruleId, message, location }) => `redocly ${ruleId}: ${message} (${location[0]?.pointer ?? ''})`);
}

async function spectral() {
  const linter = new spectralCore.Spectral();
  linter.setRuleset(new spectralCore.Ruleset({ extends: [[spectralRulesets.oas, 'recommended']] }));
  const problems = await linter.run(JSON.parse(fs.readFileSync(file, 'utf8')));
  return problems
    .filter(({ severity }) => severity === 0)
    .map(({ code, message, path: at }) => `spectral ${code}: ${message} (${at.join('/')})`);
}

const errors = [...(await redocly()), ...(await spectral())];
for (const error of errors) console.error(error);
if (errors.length > 0) process.exitCode = 1;
