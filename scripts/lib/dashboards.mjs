import { DashboardBuilder, DatasourceVariableBuilder, QueryVariableBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { BOARDS } from './boards.mjs';

const SOURCE = { type: 'prometheus', uid: '${source}' };
const [WIDTH, HEIGHT] = [12, 8];

function panel([title, unit, description, ...queries]) {
  const built = new PanelBuilder().title(title).description(description).unit(unit).min(0).datasource(SOURCE).span(WIDTH).height(HEIGHT);
  for (const [expr, legend] of queries) built.withTarget(new DataqueryBuilder().expr(expr).legendFormat(legend).datasource(SOURCE));
  return built;
}

function board({ uid, title, panels }) {
  const built = new DashboardBuilder(title)
    .uid(uid)
    .tags(['kadr'])
    .refresh('1m')
    .time({ from: 'now-6h', to: 'now' })
    .timezone('browser')
    .withVariable(new DatasourceVariableBuilder('source').label('Source').type('prometheus'))
    .withVariable(
      new QueryVariableBuilder('job')
        .label('Job')
        .datasource(SOURCE)
        .query('label_values(kadr_build_info, job)')
        .multi(true)
        .includeAll(true),
    );
  for (const one of panels) built.withPanel(panel(one));
  return built.build();
}

/** Boards of Grafana, as JSON that it loads. */
export const dashboardFiles = () =>
  BOARDS.map((one) => ({
    file: `deploy/helm/kadr/files/dashboards/${one.uid.replace('kadr-', '')}.json`,
    text: `${JSON.stringify(board(one), null, 2)}\n`,
  }));
