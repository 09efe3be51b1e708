import { AssistantCard } from "./assistant-card";
import { AttentionCard } from "./attention-card";

/** Items that need attention, and today's remaining questions. Rendered after the first paint: both are secondary. */
export default function AccountCards() {
  return (
    <div className="grid gap-5 lg:grid-cols-2">
      <AttentionCard />
      <AssistantCard />
    </div>
  );
}
