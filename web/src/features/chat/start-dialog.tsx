import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { api, data } from "@/api/client";
import { useFormProblem } from "@/lib/use-form-problem";
import { TextField } from "@/ui/field";
import { FormDialog } from "@/ui/form-dialog";
import type { Conversation } from "./model";
import { addConversation } from "./queries";
import { chat } from "./strings";

interface Values {
  participants: string;
  name: string;
}

interface Props {
  onClose: () => void;
  onStarted: (conversation: Conversation) => void;
}

const namesIn = (text: string) => text.split(/[\s,;]+/).filter((name) => name !== "");

/** Starts a conversation with one user, or a group with several. */
export default function StartDialog({ onClose, onStarted }: Props) {
  const client = useQueryClient();
  const form = useForm<Values>({ defaultValues: { participants: "", name: "" } });
  const problem = useFormProblem(form.setError, ["participants", "name"]);
  const start = useMutation({
    mutationFn: ({ participants, name }: Values) => {
      const body = { participants: namesIn(participants), ...(name.trim() ? { name: name.trim() } : {}) };
      return data(api.POST("/v1/conversations", { body }));
    },
    onSuccess: (conversation) => {
      addConversation(client, conversation);
      onStarted(conversation);
    },
    onError: problem.show,
  });
  const isGroup = namesIn(form.watch("participants")).length > 1 || form.watch("name") !== "";
  const submit = form.handleSubmit((values) => {
    problem.clear();
    if (namesIn(values.participants).length === 0) {
      form.setError("participants", { message: chat.nobody }, { shouldFocus: true });
      return;
    }
    start.mutate(values);
  });
  return (
    <FormDialog
      title={chat.start}
      description={chat.startHint}
      onSubmit={submit}
      onClose={onClose}
      error={problem.formError}
      submit={chat.create}
      busy={start.isPending}
      disabled={problem.wait > 0}
    >
      <TextField
        label={chat.usernames}
        help={chat.usernamesHelp}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={form.formState.errors.participants?.message}
        {...form.register("participants")}
      />
      {isGroup && (
        <TextField
          label={chat.groupName}
          optional
          maxLength={100}
          error={form.formState.errors.name?.message}
          {...form.register("name")}
        />
      )}
    </FormDialog>
  );
}
