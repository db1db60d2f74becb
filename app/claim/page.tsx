import { ClaimScreen } from '@/components/accounts/claim-screen';

export const metadata = { title: 'Owner link' };

export default function ClaimPage() {
  return <ClaimScreen />;
}
