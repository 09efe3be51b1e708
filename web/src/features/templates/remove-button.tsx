import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { api } from "@/api/client";
import { isProblem } from "@/api/problem";
import { Button } from "@/ui/button";
import { toast } from "@/ui/toast";
import type { Template } from "./queries";
import { templates } from "./strings";

const ConfirmDialog = lazy(() => import("@/ui/confirm-dialog"));

export function RemoveButton({ template: { id, name } }: { template: Template }) {
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: async () => {
      await api.DELETE("/v1/templates/{id}", { params: { path: { id } } }).catch((error: unknown) => {
        if (!isProblem(error, "not_found")) throw error;
      });
    },
    onSuccess: async () => {
      toast(templates.removed);
      await navigate({ to: "/templates", search: {} });
      client.removeQueries({ queryKey: ["templates", "one", id] });
      void client.invalidateQueries({ queryKey: ["templates"] });
    },
  });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{templates.remove}</Button>
      <Suspense>
        {asking && (
          <ConfirmDialog
            title={templates.removeTitle(name)}
            text={templates.removeText}
            confirm={templates.remove}
            busy={remove.isPending}
            error={remove.error}
            onConfirm={() => remove.mutate()}
            onClose={() => setAsking(false)}
          />
        )}
      </Suspense>
    </>
  );
}
