import { Chat } from '@/components/chat';
import { modelsNow } from '@/lib/models-now';

// What the models do now, not what they did when this was built.
export const dynamic = 'force-dynamic';

export default function Page() {
  return <Chat modelsAtFirst={modelsNow()} />;
}
