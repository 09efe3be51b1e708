import { AssistantCard } from "./assistant-card";
import { AttentionCard } from "./attention-card";

/** What is to be done, and what is left of the day. After the first paint: neither is what somebody comes for. */
export default function AccountCards() {
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <AttentionCard />
      <AssistantCard />
    </div>
  );
}
