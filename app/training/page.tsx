import { redirect } from 'next/navigation';

export default function TrainingPage() {
  redirect('/training/evaluation');
}
