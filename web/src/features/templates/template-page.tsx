import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import FileText from "lucide-react/icons/file-text";
import { isProblem } from "@/api/problem";
import { BackLink } from "@/ui/back-link";
import { Page } from "@/ui/page";
import { EmptyState, ErrorState, Skeleton } from "@/ui/states";
import { Editor } from "./editor";
import { templateQuery } from "./queries";
import { RemoveButton } from "./remove-button";
import { templates } from "./strings";

const back = <BackLink to="/templates">{templates.back}</BackLink>;

export function NewTemplatePage() {
  return (
    <Page title={templates.newTitle} back={back}>
      <Editor template={undefined} />
    </Page>
  );
}

export function TemplatePage() {
  const { id } = useParams({ from: "/inside/templates/$id" });
  const query = useQuery(templateQuery(id));
  if (query.data) {
    return (
      <Page
        title={query.data.name}
        page={id}
        back={back}
        actions={<RemoveButton key={id} template={query.data} />}
      >
        <Editor key={id} template={query.data} />
      </Page>
    );
  }
  const missing = isProblem(query.error) && (query.error.status === 404 || query.error.status === 422);
  return (
    <Page title={missing ? templates.notFound : templates.template} page={id} back={back}>
      <div className="card">
        {missing ? (
          <EmptyState title={templates.notFoundText} icon={<FileText size={20} aria-hidden />} />
        ) : query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton className="h-96" />
        )}
      </div>
    </Page>
  );
}
