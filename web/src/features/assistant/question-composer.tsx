import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Square from "lucide-react/icons/square";
import { useEffect } from "react";
import { api, data } from "@/api/client";
import { isProblem } from "@/api/problem";
import { useChatDraft } from "@/features/chat/composer";
import { MessageField } from "@/features/chat/message-field";
import { deliver, post } from "@/features/chat/outbox";
import { usageQuery } from "@/features/plan/queries";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import type { Job } from "./answer";
import { OutOfUnits } from "./out-of-units";
import { assistant } from "./strings";

interface Props {
  id: string;
  /** The job of the answer in progress: it can be stopped, and the next question waits for its end. */
  growing: Job | undefined;
}

export function QuestionComposer({ id, growing }: Props) {
  const client = useQueryClient();
  const [draft, setDraft] = useChatDraft(id);
  const usage = useQuery(usageQuery).data;
  useEffect(() => void deliver(client, id), [client, id]);
  const send = () => {
    post(client, id, draft);
    setDraft("");
  };
  return (
    <>
      {usage?.remaining === 0 && !growing && <OutOfUnits usage={usage} />}
      <MessageField
        text={draft}
        onChange={setDraft}
        label={assistant.question}
        placeholder={assistant.placeholder}
        action={assistant.send}
        blocked={growing !== undefined || usage?.remaining === 0}
        instead={growing && <Stop key={growing.id} job={growing} />}
        onSubmit={send}
      />
    </>
  );
}

/** Stops an answer. A running one ends a moment later, which its stream reports. */
function Stop({ job }: { job: Job }) {
  const stop = useMutation({
    mutationFn: () => data(api.POST("/v1/jobs/{id}/cancel", { params: { path: { id: job.id } } })),
    onError: (error) => {
      // It had just ended.
      if (!isProblem(error, "job_not_cancellable")) toast(error.message, { kind: "error" });
    },
  });
  const stopping = stop.isPending || stop.isSuccess;
  return (
    <Button
      icon={<Square size={14} fill="currentColor" aria-hidden />}
      disabled={stopping}
      onClick={() => stop.mutate()}
    >
      {stopping ? assistant.stopping : assistant.stop}
    </Button>
  );
}
