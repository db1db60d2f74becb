import { Skeleton } from './states';

/** Placeholders for the header and the first rows while a page loads. */
export function PageSkeleton() {
  return (
    <div className="flex flex-1 flex-col" aria-busy="true" aria-label="Loading">
      <div className="flex h-12 items-center border-b px-4">
        <Skeleton className="h-5 w-48" />
      </div>
      <div className="flex flex-col gap-3 p-4">
        {['w-2/3', 'w-1/2', 'w-3/5', 'w-2/5'].map((width) => (
          <Skeleton key={width} className={`h-5 ${width}`} />
        ))}
      </div>
    </div>
  );
}
