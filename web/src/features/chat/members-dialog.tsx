import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import LogOut from "lucide-react/icons/log-out";
import UserMinus from "lucide-react/icons/user-minus";
import { useState } from "react";
import { api, data } from "@/api/client";
import { useUser } from "@/app/use-session";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Pill } from "@/ui/pill";
import { FormError } from "@/ui/states";
import { toast } from "@/ui/toast";
import { Avatar } from "./avatar";
import { AddMember, RenameGroup } from "./members-forms";
import { type Conversation, nameOf, type Participant, titleOf } from "./model";
import { patchConversation, removeConversation } from "./queries";
import { chat } from "./strings";

interface Props {
  conversation: Conversation;
  onClose: () => void;
}

/** The members of a group. The owner adds, removes and renames; every member may leave. */
export default function MembersDialog({ conversation, onClose }: Props) {
  const user = useUser();
  const [leaving, setLeaving] = useState(false);
  const isOwner = conversation.owner_id === user.id;
  if (leaving) return <Leave conversation={conversation} onClose={() => setLeaving(false)} />;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={chat.showMembers}
      description={titleOf(conversation, user.id)}
      actions={
        <Button icon={<LogOut size={16} aria-hidden />} onClick={() => setLeaving(true)}>
          {chat.leave}
        </Button>
      }
    >
      <div className="grid gap-5">
        {isOwner && <RenameGroup conversation={conversation} />}
        {isOwner && <AddMember conversation={conversation} />}
        <ul aria-label={chat.showMembers} className="grid max-h-72 gap-1 overflow-y-auto">
          {conversation.participants.map((member) => (
            <Member key={member.id} conversation={conversation} member={member} isOwner={isOwner} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

interface MemberProps {
  conversation: Conversation;
  member: Participant;
  isOwner: boolean;
}

function Member({ conversation, member, isOwner }: MemberProps) {
  const user = useUser();
  const client = useQueryClient();
  const self = member.id === user.id;
  const online = member.online || self;
  const remove = useMutation({
    mutationFn: () => removeMember(conversation.id, member.id),
    onSuccess: () => {
      patchConversation(client, conversation.id, (known) => ({
        ...known,
        participants: known.participants.filter(({ id }) => id !== member.id),
      }));
      toast(chat.removed(nameOf(member)));
    },
    onError: (error) => toast(error.message, { kind: "error" }),
  });
  return (
    <li className="flex min-h-12 items-center gap-3">
      <Avatar kind="direct" name={nameOf(member)} online={online} />
      <span className="grid min-w-0 grow">
        <span className="truncate font-medium">
          {nameOf(member)}
          {self && <span className="font-normal text-muted"> ({chat.self})</span>}
        </span>
        <span className="text-sm text-muted">{online ? chat.online : chat.neverSeen}</span>
      </span>
      {member.id === conversation.owner_id && <Pill>{chat.owner}</Pill>}
      {isOwner && !self && (
        <Button
          look="quiet"
          size="icon"
          aria-label={chat.removeMember(nameOf(member))}
          title={chat.removeMember(nameOf(member))}
          busy={remove.isPending}
          onClick={() => remove.mutate()}
        >
          <UserMinus size={16} aria-hidden />
        </Button>
      )}
    </li>
  );
}

const removeMember = (id: string, user_id: string) =>
  data(api.DELETE("/v1/conversations/{id}/members/{user_id}", { params: { path: { id, user_id } } }));

function Leave({ conversation, onClose }: Props) {
  const user = useUser();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => removeMember(conversation.id, user.id),
    onSuccess: () => {
      toast(chat.left);
      void navigate({ to: "/chat" }).then(() => removeConversation(client, conversation.id));
    },
  });
  const heir = conversation.owner_id === user.id && conversation.participants.length > 1;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={chat.leaveTitle(titleOf(conversation, user.id))}
      description={heir ? `${chat.leaveHint} ${chat.leaveOwner}` : chat.leaveHint}
      actions={
        <>
          <Button onClick={onClose}>{chat.cancel}</Button>
          <Button look="danger" busy={leave.isPending} onClick={() => leave.mutate()}>
            {chat.leave}
          </Button>
        </>
      }
    >
      {leave.error && <FormError>{leave.error.message}</FormError>}
    </Dialog>
  );
}
