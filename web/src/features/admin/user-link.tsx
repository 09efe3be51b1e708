import { Link } from "@tanstack/react-router";

interface Props {
  user: { id: string; username?: string | null } | null | undefined;
  none: string;
}

/** The name of an account, which leads to its page. */
export function UserLink({ user, none }: Props) {
  if (!user) return <span className="text-muted">{none}</span>;
  return (
    <Link
      to="/admin/users/$id"
      params={{ id: user.id }}
      search={{}}
      onClick={(event) => event.stopPropagation()}
      className="link block w-fit max-w-48 truncate"
    >
      {user.username ?? user.id}
    </Link>
  );
}
