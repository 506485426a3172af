import { type Template } from '@kadr/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { secondsText } from '../../domain/time-code';
import { useMessages } from '../../messages';
import { buttonLook } from '../../ui/button';
import { Outline, Row } from '../../ui/parts';
import { Page, Panel } from '../../ui/page';
import { templatesQuery } from '../create/create.queries';
import { ProblemNote } from '../shell/problem-note';

type Joint = Template['transitions']['within'];

export function TemplatesPage() {
  const { templates: words, create } = useMessages();
  const templates = useQuery(templatesQuery);
  const nameOf = (id: string) => (create.templates as Readonly<Record<string, string | undefined>>)[id] ?? id;
  const textOf = ({ id, description }: Template) => (words.words as Readonly<Record<string, string | undefined>>)[id] ?? description;
  return (
    <Page testId="templates-page" title={words.title}>
      {templates.isError && <ProblemNote error={templates.error} onRetry={() => void templates.refetch()} />}
      {templates.isPending && <Outline className="h-60" />}
      <div className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
        {templates.data?.map((template) => (
          <Panel key={template.id} title={nameOf(template.id)} note={textOf(template)}>
            <dl className="grid gap-1">
              <Row name={words.within}>
                <JointText joint={template.transitions.within} />
              </Row>
              <Row name={words.sections}>
                <JointText joint={template.transitions.sections} />
              </Row>
            </dl>
            <Link to="/create" search={{ template: template.id }} className={buttonLook('plain')}>
              {words.use}
            </Link>
          </Panel>
        ))}
      </div>
    </Page>
  );
}

function JointText({ joint: { kind, seconds } }: { readonly joint: Joint }) {
  const { templates: words, locale } = useMessages();
  return <span className="code">{kind === 'cut' ? words.joints.cut : `${words.joints[kind]} · ${secondsText(seconds, locale)}`}</span>;
}
