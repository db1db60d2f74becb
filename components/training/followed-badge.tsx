import { Radio } from 'lucide-react';
import { Badge } from '../ui/badge';

/** Shown while somebody follows the logs. */
export const FollowedBadge = ({ isFollowed }: { isFollowed: boolean }) =>
  isFollowed ? (
    <Badge tone="accent" icon={Radio}>
      Followed now
    </Badge>
  ) : null;
