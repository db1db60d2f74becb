import { Skeleton } from '../ui/states';

const rowsWhileLoading = ['w-24', 'w-32', 'w-40', 'w-28', 'w-36', 'w-44', 'w-24', 'w-32', 'w-40', 'w-28'];

export const TreeSkeleton = () => (
  <div aria-busy="true" className="flex flex-col gap-3 p-3">
    <span className="sr-only">Loading the tree…</span>
    <Skeleton className="h-8 w-full" />
    <RowsSkeleton />
  </div>
);

export const RowsSkeleton = () => (
  <div aria-hidden className="flex flex-col gap-3 p-2">
    {rowsWhileLoading.map((width, i) => (
      <Skeleton key={i} className={`ml-4 h-4 ${width}`} />
    ))}
  </div>
);
